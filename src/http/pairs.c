#include "http/pairs.h"

#include <string.h>

enum { FIRST_ROOM = 8 };

void pairs_add(struct arena *arena, struct pairs *pairs, struct str name, struct str value)
{
	size_t count = pairs->count;
	bool is_full = count == 0 || (count >= FIRST_ROOM && (count & (count - 1)) == 0);

	if (is_full) {
		struct pair *more = ARENA_ARRAY(arena, struct pair, count ? count * 2 : FIRST_ROOM);
		if (count)
			memcpy(more, pairs->at, count * sizeof *more);
		pairs->at = more;
	}
	pairs->at[pairs->count++] = (struct pair){name, value};
}

struct str pairs_nth(const struct pairs *pairs, const char *name, size_t n)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (str_is(pairs->at[i].name, name) && n-- == 0)
			return pairs->at[i].value;
	return STR_NONE;
}

struct str pairs_get(const struct pairs *pairs, const char *name)
{
	return pairs_nth(pairs, name, 0);
}

bool pairs_has(const struct pairs *pairs, const char *name)
{
	return pairs_get(pairs, name).at != NULL;
}
