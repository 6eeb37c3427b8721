#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include "base/str.h"

/*
 * What people's programs write as UTF-8: bytes that are UTF-8 already are returned as they are, UTF-16 with a
 * byte order mark is converted, anything else is taken for Windows-1252, whose undefined bytes become U+FFFD.
 */
struct str encoding_utf8(struct arena *arena, struct str bytes);

#endif
