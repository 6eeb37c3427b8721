
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/account.h"
#include "identity/password.h"

static struct arena *arena;

static void only_the_same_password_fits(void **state)
{
	struct str stored = password_hash(arena, STR("correct horse battery"));

	(void)state;
	assert_true(str_starts(stored, STR("$argon2id$")));
	assert_true(password_fits(arena, stored, STR("correct horse battery")));
	assert_false(password_fits(arena, stored, STR("correct horse batterx")));
	assert_false(password_fits(arena, stored, STR_NONE));
	assert_false(str_equal(stored, password_hash(arena, STR("correct horse battery"))));
	assert_false(password_needs_rehash(arena, stored));
}

static void nothing_fits_an_account_without_password(void **state)
{
	(void)state;
	assert_false(password_fits(arena, STR_NONE, STR("correct horse battery")));
	assert_false(password_fits(arena, STR_NONE, STR_NONE));
}

static void weaker_settings_are_made_anew(void **state)
{
	(void)state;
	assert_true(password_needs_rehash(arena, STR("$argon2id$v=19$m=8192,t=1,p=1$PIsNkyjiKMnLW9LidG4zSg$"
						     "aV1zbza01TlDDzFDoxkigjJuquQN0MWaoHGMw/3nc1s")));
}

static void easy_passwords_are_refused(void **state)
{
	(void)state;
	assert_null(password_refusal(STR("ten letters"), STR("ann@example.com")));
	assert_null(password_refusal(STR("ñandúñandú"), STR("ann@example.com")));
	assert_non_null(password_refusal(STR("nine char"), STR("ann")));
	assert_non_null(password_refusal(STR("aaaaaaaaaaaa"), STR("ann")));
	assert_non_null(password_refusal(STR("Password123"), STR("ann")));
	assert_non_null(password_refusal(STR("Ann@Example.com"), STR("ann@example.com")));
	assert_non_null(password_refusal(STR("\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6"), STR("ann")));
}

static void failures_make_the_next_attempt_wait(void **state)
{
	struct account account = {.failed_at = MOMENT_NONE};

	(void)state;
	assert_int_equal(account_wait(&account, SECONDS(1000)), 0);
	account.failed_at = SECONDS(1000);
	account.failures = 4;
	assert_int_equal(account_wait(&account, SECONDS(1000)), 0);
	account.failures = 6;
	assert_int_equal(account_wait(&account, SECONDS(1000)), 4);
	assert_int_equal(account_wait(&account, SECONDS(1003)), 1);
	assert_int_equal(account_wait(&account, SECONDS(1004)), 0);
	account.failures = 1000000;
	assert_int_equal(account_wait(&account, SECONDS(1000)), 300);
	for (int64_t n = 0; n < 40; n++)
		assert_true(password_delay(n) <= password_delay(n + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_same_password_fits),
		cmocka_unit_test(nothing_fits_an_account_without_password),
		cmocka_unit_test(weaker_settings_are_made_anew),
		cmocka_unit_test(easy_passwords_are_refused),
		cmocka_unit_test(failures_make_the_next_attempt_wait),
	};

	arena = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
