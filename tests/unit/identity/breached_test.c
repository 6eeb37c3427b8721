#include "../unit.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "identity/breached.h"

enum { KNOWN = 400 };
struct hash {
	char digits[41];
};

static struct hash hash_of(const char *text)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	struct hash hash = {{0}};

	assert_int_equal(EVP_Digest(text, strlen(text), bytes, &len, EVP_sha1(), NULL), 1);
	for (unsigned i = 0; i < len; i++)
		snprintf(hash.digits + 2 * i, 3, "%02X", bytes[i]);
	return hash;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct hash *)a)->digits, ((const struct hash *)b)->digits);
}

static struct str path_new(struct arena *arena)
{
	return arena_printf(arena, "/tmp/muster-breached-%.*s", STR_ARG(token_new(arena)));
}

/* "password 0" to the one before count, sorted; counts have different lengths. */
static struct str list_new(struct arena *arena, size_t count, const char *end)
{
	struct hash *hashes = ARENA_ARRAY(arena, struct hash, count + 1);
	struct str path = path_new(arena);
	FILE *file = fopen(arena_cstr(arena, path), "w");

	assert_non_null(file);
	for (size_t i = 0; i < count; i++)
		hashes[i] = hash_of(arena_printf(arena, "password %zu", i).at);
	qsort(hashes, count, sizeof *hashes, compare);
	for (size_t i = 0; i < count; i++)
		fprintf(file, "%s:%zu%s", hashes[i].digits, i * i * 37, i + 1 < count ? "\r\n" : end);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void every_line_of_a_sorted_file_is_found_and_nothing_else(void **state)
{
	struct arena *arena = *state;
	const size_t counts[] = {1, 2, 3, 7, KNOWN};

	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
		struct str path = list_new(arena, counts[c], c % 2 ? "" : "\n");
		for (size_t i = 0; i < counts[c]; i++)
			assert_int_equal(breached_find(arena, path, arena_printf(arena, "password %zu", i)), RC_OK);
		for (size_t i = 0; i < KNOWN; i++)
			assert_int_equal(breached_find(arena, path, arena_printf(arena, "better one %zu", i)), RC_NOT_FOUND);
		unlink(arena_cstr(arena, path));
	}
	struct str empty = list_new(arena, 0, "");
	assert_int_equal(breached_find(arena, empty, STR("password 1")), RC_NOT_FOUND);
	unlink(arena_cstr(arena, empty));
}

static void ranges_are_found_by_their_first_five_digits(void **state)
{
	struct arena *arena = *state;
	struct str folder = path_new(arena);
	struct hash hash = hash_of("password123");
	struct str name = arena_printf(arena, "%.*s/%.5s.txt", STR_ARG(folder), hash.digits);

	assert_int_equal(mkdir(arena_cstr(arena, folder), 0700), 0);
	FILE *file = fopen(name.at, "w");
	assert_non_null(file);
	fprintf(file, "00000000000000000000000000000000000:1\n%s:251682\n", hash.digits + 5);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(breached_find(arena, folder, STR("password123")), RC_OK);
	assert_int_equal(breached_find(arena, folder, STR("password124")), RC_NOT_FOUND);
	unlink(name.at);
	rmdir(arena_cstr(arena, folder));
}

static void an_unreadable_list_is_a_fault(void **state)
{
	assert_int_equal(breached_find(*state, STR("/nowhere/at/all"), STR("x")), RC_FAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_line_of_a_sorted_file_is_found_and_nothing_else),
		UNIT(ranges_are_found_by_their_first_five_digits),
		UNIT(an_unreadable_list_is_a_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
