#include "../unit.h"

#include "event/sms_text.h"

static void numbers_become_e164(void **state)
{
	static const struct {
		const char *typed, *code, *is;
	} good[] = {
		{"+1 (202) 555-0123", "1", "+12025550123"}, {"202.555.0123", "1", "+12025550123"},
		{"1-202-555-0123", "1", "+12025550123"}, {" 0049 171 / 1234567 ", "1", "+491711234567"},
		{"0171 1234567", "49", "+491711234567"}, {"+34 612 345 678", "1", "+34612345678"},
	};
	static const struct {
		const char *typed, *code;
	} bad[] = {
		{"", "1"}, {"555-0123", "1"}, {"+1 202 CALL NOW", "1"}, {"+0123456789", "1"}, {"+1234567890123456", "1"},
		{"++12025550123", "1"}, {"12025550123 x9", "1"}, {"+1202555", "1"}, {"2025550123\n", "x"},
	};
	struct str number;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(sms_number(*state, str_of(good[i].typed), str_of(good[i].code), &number));
		assert_str(number, good[i].is);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad - 1; i++)
		if (sms_number(*state, str_of(bad[i].typed), str_of(bad[i].code), &number))
			fail_msg("%s is taken as %.*s", bad[i].typed, STR_ARG(number));
	assert_str(sms_number_hint(*state, STR("+12025550123")), "+12 ... 123");
}

static struct str many(struct arena *arena, const char *piece, size_t count)
{
	struct str all = STR("");

	for (size_t i = 0; i < count; i++)
		all = arena_concat(arena, all, str_of(piece));
	return all;
}

static void segments_are_counted_as_networks_do(void **state)
{
	assert_int_equal(sms_size(STR("")).segments, 0);
	assert_int_equal(sms_size(many(*state, "a", 160)).segments, 1);
	assert_int_equal(sms_size(many(*state, "a", 161)).segments, 2);
	assert_int_equal(sms_size(many(*state, "a", 306)).segments, 2);
	assert_int_equal(sms_size(many(*state, "a", 307)).segments, 3);
	/* The extension takes two. */
	assert_int_equal(sms_size(many(*state, "€", 80)).segments, 1);
	assert_int_equal(sms_size(many(*state, "€", 81)).segments, 2);
	assert_false(sms_size(STR("¿Ñandú? é à")).is_ucs2 && !sms_size(STR("ú")).is_ucs2);
	/* One letter outside makes all of them wide; characters beyond the first plane take two units. */
	assert_true(sms_size(STR("Łódź")).is_ucs2);
	assert_int_equal(sms_size(many(*state, "Ł", 70)).segments, 1);
	assert_int_equal(sms_size(many(*state, "Ł", 71)).segments, 2);
	assert_int_equal(sms_size(many(*state, "😀", 35)).units, 70);
	assert_int_equal(sms_size(many(*state, "😀", 36)).segments, 2);
}

static void texts_are_made_to_fit(void **state)
{
	assert_str(sms_fit(*state, STR("Acción “vencida” – INC‑1\nÁrea…"), 1), "Accion \"vencida\" - INC-1 Area...");
	assert_str(sms_fit(*state, STR("¿Mañana?"), 1), "¿Mañana?");
	struct str cut = sms_fit(*state, many(*state, "abcdefghi ", 40), 1);
	assert_int_equal(cut.len, 160);
	assert_true(str_ends(cut, STR("...")));
	cut = sms_fit(*state, many(*state, "Ł", 100), 1);
	assert_int_equal(sms_size(cut).units, 70);
	assert_true(str_is_utf8(cut) && str_ends(cut, STR("Ł...")));
	assert_int_equal(sms_size(sms_fit(*state, many(*state, "x", 1000), 3)).segments, 3);
	assert_str(sms_fit(*state, STR(""), 1), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(numbers_become_e164),
		UNIT(segments_are_counted_as_networks_do),
		UNIT(texts_are_made_to_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
