#include "../unit.h"

#include "event/phone.h"

#define NOW DAYS(20000)

static struct account_phone asked(struct arena *arena, const char *code)
{
	const struct account_phone none = {.account_id = 7, .organization_id = 1, .code_sent_at = MOMENT_NONE};

	return phone_with_code(arena, &none, STR("+12025550123"), str_of(code), NOW);
}

static void the_right_code_confirms_once(void **state)
{
	struct account_phone phone = asked(*state, "012345"), after, again;

	assert_int_equal(phone.confirmed_at, MOMENT_NONE);
	assert_non_null(phone_try(*state, &phone, STR("543210"), NOW, &after));
	assert_int_equal(after.code_tries, 1);
	assert_int_equal(after.confirmed_at, MOMENT_NONE);
	assert_null(phone_try(*state, &after, STR("012345"), NOW + MINUTES(9), &again));
	assert_int_equal(again.confirmed_at, NOW + MINUTES(9));
	/* Used up. */
	assert_non_null(phone_try(*state, &again, STR("012345"), NOW + MINUTES(9), &after));
}

static void a_code_is_of_one_account_and_number(void **state)
{
	struct account_phone phone = asked(*state, "012345"), after;

	phone.number = STR("+12025550199");
	assert_non_null(phone_try(*state, &phone, STR("012345"), NOW, &after));
	phone = asked(*state, "012345");
	phone.account_id = 8;
	assert_non_null(phone_try(*state, &phone, STR("012345"), NOW, &after));
}

static void codes_end_by_time_and_by_guessing(void **state)
{
	struct account_phone phone = asked(*state, "012345"), after;

	assert_non_null(phone_try(*state, &phone, STR("012345"), NOW + MINUTES(PHONE_CODE_MINUTES) + 1, &after));
	for (int i = 0; i < PHONE_TRIES; i++) {
		assert_non_null(phone_try(*state, &phone, STR("000000"), NOW, &after));
		phone = after;
	}
	assert_non_null(phone_try(*state, &phone, STR("012345"), NOW, &after));
}

static void few_codes_are_sent(void **state)
{
	struct account_phone phone = asked(*state, "1");
	moment now = NOW;

	assert_null(phone_send_refusal(NULL, now));
	assert_non_null(phone_send_refusal(&phone, now + SECONDS(PHONE_WAIT_SECONDS) - 1));
	for (int sent = 1; sent < PHONE_CODES_A_DAY; sent++) {
		now += SECONDS(PHONE_WAIT_SECONDS);
		assert_null(phone_send_refusal(&phone, now));
		phone = phone_with_code(*state, &phone, STR("+12025550123"), STR("1"), now);
	}
	assert_non_null(phone_send_refusal(&phone, now + HOURS(1)));
	assert_null(phone_send_refusal(&phone, NOW + DAYS(1)));
	/* Another number has to be confirmed anew. */
	phone.confirmed_at = now;
	assert_int_equal(phone_with_code(*state, &phone, STR("+12025550199"), STR("1"), NOW + DAYS(1)).confirmed_at, MOMENT_NONE);
}

static void codes_have_six_digits(void **state)
{
	for (int i = 0; i < 200; i++) {
		struct str code = phone_code(*state);
		int64_t number;
		assert_int_equal(code.len, PHONE_CODE_DIGITS);
		assert_true(str_to_int(code, 0, 999999, &number) || code.at[0] == '0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_right_code_confirms_once),
		UNIT(a_code_is_of_one_account_and_number),
		UNIT(codes_end_by_time_and_by_guessing),
		UNIT(few_codes_are_sent),
		UNIT(codes_have_six_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
