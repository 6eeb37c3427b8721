
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/recovery.h"
#include "identity/totp.h"

static struct arena *arena;
static const struct str secret = STR_INIT("12345678901234567890");

/* RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
static void codes_are_those_of_the_rfc(void **state)
{
	static const struct {
		int64_t seconds;
		uint32_t code;
	} vectors[] = {
		{59, 287082},       {1111111109, 81804},  {1111111111, 50471},
		{1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130},
	};

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
		assert_int_equal(totp_code(secret, totp_step(SECONDS(vectors[i].seconds))), vectors[i].code);
}

static void neighbouring_steps_are_accepted_and_no_others(void **state)
{
	const int64_t step = totp_step(SECONDS(1111111109));

	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		moment now = SECONDS(1111111109) + off * SECONDS(TOTP_SECONDS);
		assert_int_equal(totp_accept(secret, STR("081804"), now, 0),
				 off >= -1 && off <= 1 ? step : 0);
	}
}

static void a_code_works_once(void **state)
{
	const int64_t step = totp_step(SECONDS(59));

	(void)state;
	assert_int_equal(totp_accept(secret, STR("287082"), SECONDS(59), step - 1), step);
	assert_int_equal(totp_accept(secret, STR("287082"), SECONDS(59), step), 0);
	assert_int_equal(totp_accept(secret, STR("287082"), SECONDS(59), step + 1), 0);
}

static void only_six_digits_are_a_code(void **state)
{
	(void)state;
	assert_true(totp_accept(secret, STR(" 287 082 "), SECONDS(59), 0) > 0);
	assert_int_equal(totp_accept(secret, STR(""), SECONDS(59), 0), 0);
	assert_int_equal(totp_accept(secret, STR("28708"), SECONDS(59), 0), 0);
	assert_int_equal(totp_accept(secret, STR("2870820"), SECONDS(59), 0), 0);
	assert_int_equal(totp_accept(secret, STR("28708x"), SECONDS(59), 0), 0);
	assert_int_equal(totp_accept(secret, STR_NONE, SECONDS(59), 0), 0);
}

/* RFC 4648, section 10. */
static void keys_are_base32(void **state)
{
	(void)state;
	assert_true(str_is(totp_key_text(arena, STR("foobar")), "MZXW 6YTB OI"));
	assert_true(str_is(totp_key_text(arena, STR("f")), "MY"));
	assert_true(str_is(totp_address(arena, STR("foob"), STR("Muster"), STR("a b@x.org")),
			   "otpauth://totp/Muster:a%20b%40x.org?secret=MZXW6YQ&issuer=Muster"));
}

static void recovery_codes_are_taken_however_typed(void **state)
{
	struct str hash = recovery_hash(arena, 7, STR("0AB1-CDEF-GH2J-KMNP"));

	(void)state;
	assert_true(str_equal(hash, recovery_hash(arena, 7, STR("oabl cdef gh2j kmnp"))));
	assert_false(str_equal(hash, recovery_hash(arena, 8, STR("0AB1-CDEF-GH2J-KMNP"))));
	assert_false(str_equal(hash, recovery_hash(arena, 7, STR("0AB1-CDEF-GH2J-KMNQ"))));
	struct str one = recovery_code_new(arena), other = recovery_code_new(arena);
	assert_int_equal(one.len, 19);
	assert_false(str_equal(one, other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(neighbouring_steps_are_accepted_and_no_others),
		cmocka_unit_test(a_code_works_once),
		cmocka_unit_test(only_six_digits_are_a_code),
		cmocka_unit_test(keys_are_base32),
		cmocka_unit_test(recovery_codes_are_taken_however_typed),
	};

	arena = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
