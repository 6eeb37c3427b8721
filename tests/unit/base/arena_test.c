#include "../unit.h"

#include <stdalign.h>
#include <string.h>

#include "base/rc.h"

static void memory_is_zeroed_and_aligned_also_when_used_again(void **state)
{
	struct arena *arena = *state;

	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 3000; size += 7) {
			unsigned char *at = arena_alloc(arena, 1, size);
			assert_int_equal((uintptr_t)at % alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(at[i], 0);
			memset(at, 0xAA, size);
		}
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
}

static void pieces_do_not_overlap(void **state)
{
	unsigned char *pieces[500];

	for (int i = 0; i < 500; i++) {
		pieces[i] = arena_alloc(*state, 1, 333);
		memset(pieces[i], i & 0xFF, 333);
	}
	for (int i = 0; i < 500; i++)
		for (int at = 0; at < 333; at++)
			assert_int_equal(pieces[i][at], i & 0xFF);
	assert_true(arena_used(*state) >= 500 * 333);
	assert_non_null(arena_alloc(*state, 3, 1 << 20));
}

static void what_was_handed_out_last_grows_where_it_is(void **state)
{
	struct arena *arena = *state;
	char *first = arena_grow(arena, NULL, 0, 100);

	memset(first, 'a', 100);
	assert_ptr_equal(arena_grow(arena, first, 100, 1000), first);
	char *second = arena_alloc(arena, 1, 8);
	assert_true(second >= first + 1000);
	char *moved = arena_grow(arena, first, 100, 2000);
	assert_ptr_not_equal(moved, first);
	assert_memory_equal(moved, first, 100);
	/* More than its block holds. */
	char *large = arena_grow(arena, moved, 100, 1 << 20);
	assert_memory_equal(large, first, 100);
	memset(large, 'b', 1 << 20);
	assert_int_equal(first[99], 'a');
	assert_int_equal(moved[99], 'a');
	/* A piece without bytes is a piece of its own. */
	char *none = arena_alloc(arena, 0, 1), *other = arena_alloc(arena, 1, 8);
	assert_ptr_not_equal(arena_grow(arena, none, 0, 64), other);
}

static struct {
	int order[4];
	int count;
} released;

static void note(void *resource)
{
	released.order[released.count++] = *(int *)resource;
}

static void what_is_deferred_is_released_once_last_first(void **state)
{
	static int numbers[] = {1, 2, 3};

	released.count = 0;
	for (int i = 0; i < 3; i++)
		arena_defer(*state, note, &numbers[i]);
	arena_reset(*state);
	arena_reset(*state);
	assert_int_equal(released.count, 3);
	assert_int_equal(released.order[0], 3);
	assert_int_equal(released.order[2], 1);
}

static void wiping_leaves_no_secret(void **state)
{
	char *secret = arena_alloc(*state, 1, 64);

	memset(secret, 'S', 64);
	arena_wipe(*state);
	/* The first block stays with the arena. */
	for (int i = 0; i < 64; i++)
		assert_int_equal(secret[i], 0);
	assert_int_equal(arena_used(*state), 0);
	arena_free(NULL);
}

static void result_codes(void **state)
{
	(void)state;
	assert_int_equal(rc_http_status(RC_OK), 200);
	assert_int_equal(rc_http_status(RC_NOT_FOUND), 404);
	assert_int_equal(rc_http_status(RC_UNAVAILABLE), 503);
	assert_string_equal(rc_name(RC_DENIED), "RC_DENIED");
	for (int rc = RC_OK; rc <= RC_UNAVAILABLE; rc++) {
		assert_true(rc_http_status(rc) >= 200 && rc_http_status(rc) < 600);
		assert_true(strlen(rc_meaning(rc)) > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(memory_is_zeroed_and_aligned_also_when_used_again),
		UNIT(pieces_do_not_overlap),
		UNIT(what_was_handed_out_last_grows_where_it_is),
		UNIT(what_is_deferred_is_released_once_last_first),
		UNIT(wiping_leaves_no_secret),
		UNIT(result_codes),
	};
	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
