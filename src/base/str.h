#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A view of bytes with their length; never owns them. Absent (NULL in SQL) is
 * at == NULL; empty is len == 0. Strings made by arena_* functions are also
 * followed by a NUL, so str.at can be handed to C libraries.
 */
struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same in the initialiser of a static table. */
#define STR_INIT(literal) {"" literal, sizeof(literal) - 1}
#define STR_NONE ((struct str){NULL, 0})
/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) ((int)(s).len), ((s).at ? (s).at : "")

/* A view of a C string; NULL gives STR_NONE. */
struct str str_of(const char *text);

bool str_equal(struct str a, struct str b);
bool str_is(struct str a, const char *b);
/* ASCII letters only. */
bool str_equal_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Offset of the first occurrence, or -1. */
ptrdiff_t str_find(struct str s, struct str wanted);
int str_compare(struct str a, struct str b);

/* Part of s; clipped to what exists. */
struct str str_slice(struct str s, size_t from, size_t len);
/* Without white space at both ends. */
struct str str_trim(struct str s);
/* Cuts *rest at the first separator and returns the part before it; false when *rest is used up. */
bool str_split(struct str *rest, char separator, struct str *part);

/* Takes c off the front of *s; false, and *s as it was, when something else stands there. */
bool str_take(struct str *s, char c);

/* Whole string is one decimal number within [min, max]. */
bool str_to_int(struct str s, int64_t min, int64_t max, int64_t *out);

/* Well-formed UTF-8 without NUL (RFC 3629). */
bool str_is_utf8(struct str s);
/* Number of code points; s must be UTF-8. */
size_t str_points(struct str s);

/* Copies into the arena, followed by a NUL. */
struct str arena_str(struct arena *arena, struct str s);
/* The same, as a C string. */
const char *arena_cstr(struct arena *arena, struct str s) __attribute__((returns_nonnull));
struct str arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
struct str arena_concat(struct arena *arena, struct str a, struct str b);
/* ASCII letters in lower case. */
struct str arena_lower(struct arena *arena, struct str s);

#endif
