#include "../unit.h"

#include "base/base64.h"
#include "event/push_message.h"

static struct str raw(struct arena *arena, const char *text)
{
	struct str bytes;

	assert_true(base64_url_bytes(arena, str_of(text), &bytes));
	return bytes;
}

#define UA_PUBLIC "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

/* RFC 8291, appendix A. */
static void the_example_of_the_rfc(void **state)
{
	struct str body;

	assert_int_equal(push_message_encrypt_as(*state, raw(*state, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
						 raw(*state, "DGv6ra1nlYgDCS1FRnbzlw"), raw(*state, UA_PUBLIC),
						 raw(*state, AUTH), STR("When I grow up, I want to be a watermelon"), &body),
			 RC_OK);
	assert_str(base64_url(*state, body),
		   "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
		   "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

static void each_message_has_its_own_key(void **state)
{
	struct str one, two;

	assert_int_equal(push_message_encrypt(*state, raw(*state, UA_PUBLIC), raw(*state, AUTH), STR("x"), &one), RC_OK);
	assert_int_equal(push_message_encrypt(*state, raw(*state, UA_PUBLIC), raw(*state, AUTH), STR("x"), &two), RC_OK);
	assert_int_equal(one.len, 86 + 1 + 1 + 16);
	assert_false(str_equal(str_slice(one, 0, 16), str_slice(two, 0, 16)));
	assert_false(str_equal(str_slice(one, 21, 65), str_slice(two, 21, 65)));
}

static void keys_off_the_curve_are_refused(void **state)
{
	struct str good = raw(*state, UA_PUBLIC), body;
	char bad[65];

	assert_true(push_message_key_is_valid(good));
	for (size_t i = 0; i < sizeof bad; i++)
		bad[i] = good.at[i];
	bad[40] ^= 1;
	assert_false(push_message_key_is_valid((struct str){bad, sizeof bad}));
	assert_false(push_message_key_is_valid(str_slice(good, 0, 64)));
	assert_false(push_message_key_is_valid(STR("")));
	assert_int_equal(push_message_encrypt(*state, (struct str){bad, 65}, raw(*state, AUTH), STR("x"), &body), RC_INVALID);
	assert_int_equal(push_message_encrypt(*state, good, STR("short"), STR("x"), &body), RC_INVALID);
	char *large = arena_alloc(*state, PUSH_PLAIN_MOST + 1, 1);
	assert_int_equal(push_message_encrypt(*state, good, raw(*state, AUTH), (struct str){large, PUSH_PLAIN_MOST + 1}, &body),
			 RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_example_of_the_rfc),
		UNIT(each_message_has_its_own_key),
		UNIT(keys_off_the_curve_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
