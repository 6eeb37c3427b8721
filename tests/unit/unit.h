#ifndef UNIT_H
#define UNIT_H

/* What every unit test needs: cmocka, and an arena as the test's state. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static inline int unit_arena(void **state)
{
	*state = arena_new(0);
	return 0;
}

static inline int unit_arena_free(void **state)
{
	arena_free(*state);
	return 0;
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, unit_arena, unit_arena_free)

/* s, read as a NUL-terminated text, equals the C string. */
#define assert_str(s, expected)                                                        \
	do {                                                                           \
		struct str unit_s = (s);                                               \
		const char *unit_expected = (expected);                                \
		if (!str_is(unit_s, unit_expected))                                    \
			fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(unit_s), unit_expected); \
	} while (0)

#endif
