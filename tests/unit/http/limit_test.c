#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/limit.h"

static char file[] = "/tmp/muster-limit-XXXXXX";

static int make_file(void **state)
{
	int fd = mkstemp(file);
	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(file);
}

static struct limit *opened(struct arena *arena)
{
	struct limit *limit;

	assert_int_equal(limit_open(arena, str_of(file), &limit), RC_OK);
	return limit;
}

static const moment start = DAYS(20000);

static void test_counts_by_subject_and_window(void **state)
{
	struct arena *arena = arena_new(0);
	struct limit *limit = opened(arena);
	int64_t wait = 0;
	(void)state;

	for (int i = 0; i < 3; i++)
		assert_int_equal(limit_count(limit, STR("10.0.0.1"), 3, start, &wait), RC_OK);
	assert_int_equal(limit_count(limit, STR("10.0.0.1"), 3, start + MINUTES(4), &wait), RC_TOO_MANY);
	assert_in_range(wait, 360, 361);
	assert_int_equal(limit_count(limit, STR("10.0.0.2"), 3, start, &wait), RC_OK);
	assert_int_equal(limit_count(limit, STR("10.0.0.1"), 3, start + MINUTES(10), &wait), RC_OK);
	arena_free(arena);
}

static void test_all_processes_share_the_count(void **state)
{
	enum { CHILDREN = 4, EACH = 500 };
	struct arena *arena = arena_new(0);
	int64_t wait = 0;
	(void)state;

	for (int i = 0; i < CHILDREN; i++) {
		if (fork() != 0)
			continue;
		struct limit *limit = opened(arena);
		for (int n = 0; n < EACH; n++)
			if (limit_count(limit, STR("shared"), CHILDREN * EACH, start, &wait) != RC_OK)
				_exit(1);
		_exit(0);
	}
	for (int i = 0; i < CHILDREN; i++) {
		int status;
		assert_true(wait4(-1, &status, 0, NULL) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(limit_count(opened(arena), STR("shared"), CHILDREN * EACH, start, &wait),
			 RC_TOO_MANY);
	arena_free(arena);
}

/* The file holds neither what was counted nor, two windows later, its hash. */
static void test_nothing_stays(void **state)
{
	struct arena *arena = arena_new(0);
	struct limit *limit = opened(arena);
	int64_t wait;
	char bytes[200000];
	(void)state;

	assert_int_equal(limit_count(limit, STR("203.0.113.77"), 3, start + HOURS(1), &wait), RC_OK);
	int fd = open(file, O_RDONLY);
	ssize_t got = read(fd, bytes, sizeof bytes);
	assert_true(got > 0 && got < (ssize_t)sizeof bytes);
	assert_true(str_find((struct str){bytes, (size_t)got}, STR("203.0.113.77")) < 0);

	/* One attempt of somebody else later, only that one slot may be taken: two words of eight bytes. */
	assert_int_equal(limit_count(limit, STR("other"), 3, start + HOURS(2), &wait), RC_OK);
	got = pread(fd, bytes, sizeof bytes, 64);
	int hashes = 0;
	for (ssize_t i = 0; i + 16 <= got; i += 16) {
		uint64_t hash = 0;
		for (int b = 7; b >= 0; b--)
			hash = hash << 8 | (unsigned char)bytes[i + b];
		hashes += hash != 0;
	}
	assert_int_equal(hashes, 1);
	close(fd);
	arena_free(arena);
}

/*
 * More subjects than slots: counts may be shared, but nothing breaks and a subject never escapes its own
 * count.
 */
static void test_more_subjects_than_slots(void **state)
{
	struct arena *arena = arena_new(0);
	struct limit *limit = opened(arena);
	int64_t wait;
	(void)state;

	for (int i = 0; i < 20000; i++) {
		struct str subject = arena_printf(arena, "10.%d.%d.%d", i / 65536, i / 256 % 256, i % 256);
		(void)!limit_count(limit, subject, 1000000, start + HOURS(3), &wait);
	}
	int refused = 0;
	for (int i = 0; i < 10; i++)
		refused += limit_count(limit, STR("10.0.0.9"), 3, start + HOURS(3), &wait) == RC_TOO_MANY;
	assert_true(refused >= 7);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_by_subject_and_window),
		cmocka_unit_test(test_all_processes_share_the_count),
		cmocka_unit_test(test_nothing_stays),
		cmocka_unit_test(test_more_subjects_than_slots),
	};
	return cmocka_run_group_tests(tests, make_file, remove_file);
}
