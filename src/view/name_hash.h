#ifndef VIEW_NAME_HASH_H
#define VIEW_NAME_HASH_H

#include "base/str.h"

/* FNV-1a; inline, because every name that is put into a view goes through it. */
static inline uint32_t name_hash(struct str name)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
	return hash;
}

#endif
