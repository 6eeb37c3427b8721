#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/secret.h"

static struct secret some_secret(unsigned char first)
{
	struct secret secret = {{first, 2, 3}};
	return secret;
}

static void test_file_is_made_once(void **state)
{
	char folder[] = "/tmp/muster-secret-XXXXXX";
	struct arena *arena = arena_new(0);
	struct secret one, two;
	struct stat st;
	(void)state;

	assert_non_null(mkdtemp(folder));
	struct str path = arena_printf(arena, "%s/web.key", folder);
	assert_int_equal(secret_load(arena, path, &one), RC_OK);
	assert_int_equal(secret_load(arena, path, &two), RC_OK);
	assert_memory_equal(&one, &two, sizeof one);
	assert_int_equal(stat(path.at, &st), 0);
	assert_int_equal(st.st_mode & 07, 0);
	assert_int_equal(st.st_size, 32);
	/* A damaged file is not silently replaced: sessions and links would all end. */
	assert_int_equal(truncate(path.at, 7), 0);
	assert_int_equal(secret_load(arena, path, &two), RC_FAULT);
	unlink(path.at);
	assert_int_equal(rmdir(folder), 0);
	arena_free(arena);
}

static void test_derived_keys_differ(void **state)
{
	struct secret secret = some_secret(1), a = secret_derive(&secret, "a"),
		      b = secret_derive(&secret, "b");
	struct secret again = secret_derive(&secret, "a");
	(void)state;

	assert_memory_equal(&a, &again, sizeof a);
	assert_memory_not_equal(&a, &b, sizeof a);
	assert_memory_not_equal(&a, &secret, sizeof a);
}

static void test_csrf(void **state)
{
	struct arena *arena = arena_new(0);
	struct secret secret = some_secret(1), other = some_secret(9);
	struct str token = csrf_token(arena, &secret, STR("session"));
	(void)state;

	assert_int_equal(token.len, 43);
	assert_true(csrf_check(&secret, STR("session"), token));
	assert_false(csrf_check(&secret, STR("session2"), token));
	assert_false(csrf_check(&other, STR("session"), token));
	assert_false(csrf_check(&secret, STR("session"), STR("")));
	assert_false(csrf_check(&secret, STR("session"), STR_NONE));
	assert_false(csrf_check(&secret, STR_NONE, csrf_token(arena, &secret, STR_NONE)));
	assert_false(csrf_check(&secret, STR("session"), str_slice(token, 0, 42)));
	arena_free(arena);
}

static void test_seal(void **state)
{
	struct arena *arena = arena_new(0);
	struct secret secret = some_secret(1), other = some_secret(9);
	struct str sealed = secret_seal(arena, &secret, "draft", STR("what was typed"), SECONDS(100));
	struct str payload;
	(void)state;

	assert_true(str_find(sealed, STR("typed")) < 0);
	assert_int_equal(secret_open(arena, &secret, "draft", sealed, SECONDS(99), &payload), RC_OK);
	assert_true(str_is(payload, "what was typed"));
	assert_int_equal(secret_open(arena, &secret, "draft", sealed, SECONDS(100), &payload), RC_GONE);
	assert_int_equal(secret_open(arena, &secret, "other", sealed, SECONDS(1), &payload), RC_DENIED);
	assert_int_equal(secret_open(arena, &other, "draft", sealed, SECONDS(1), &payload), RC_DENIED);
	assert_int_equal(secret_open(arena, &secret, "draft", STR_NONE, SECONDS(1), &payload), RC_DENIED);
	assert_int_equal(secret_open(arena, &secret, "draft", STR("not base64!"), SECONDS(1), &payload),
			 RC_DENIED);
	/* Sealed anew, the same payload looks different. */
	assert_false(
		str_equal(sealed, secret_seal(arena, &secret, "draft", STR("what was typed"), SECONDS(100))));

	for (size_t i = 0; i < sealed.len; i++) {
		char *changed = arena_alloc(arena, sealed.len + 1, 1);
		memcpy(changed, sealed.at, sealed.len);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		assert_int_equal(secret_open(arena, &secret, "draft", (struct str){changed, sealed.len},
					     SECONDS(1), &payload),
				 RC_DENIED);
	}
	arena_free(arena);
}

static void test_seal_of_every_length(void **state)
{
	struct secret secret = some_secret(1);
	char bytes[4000];
	(void)state;

	memset(bytes, 'x', sizeof bytes);
	for (size_t len = 0; len <= sizeof bytes; len += len < 70 ? 1 : 131) {
		struct arena *arena = arena_new(0);
		struct str payload,
			sealed = secret_seal(arena, &secret, "p", (struct str){bytes, len}, SECONDS(9));
		assert_int_equal(secret_open(arena, &secret, "p", sealed, 0, &payload), RC_OK);
		assert_true(str_equal(payload, (struct str){bytes, len}));
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file_is_made_once), cmocka_unit_test(test_derived_keys_differ),
		cmocka_unit_test(test_csrf),              cmocka_unit_test(test_seal),
		cmocka_unit_test(test_seal_of_every_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
