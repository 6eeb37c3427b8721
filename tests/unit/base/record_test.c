#include "../unit.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/record.h"
#include "base/text.h"

struct sample {
	int64_t id;
	struct str title, story, uuid, hash, secret, place;
	int64_t count, ratio, cost, hours, year;
	bool done, agreed;
	enum answer answer;
	moment seen_at, past_at;
	day born_on;
	clock_minutes began;
	int severity;
	int64_t version;
};

static const struct code severity_rows[] = {{"", ""}, {"minor", "Minor"}, {"major", "Major"}, {NULL, NULL}};
static const struct codes severities = {"severity", severity_rows};

#define AT(member) .offset = offsetof(struct sample, member)

static const struct field sample_fields[] = {
	{.kind = FIELD_ID, .name = "id", AT(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, .name = "title", AT(title), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 10},
	{.kind = FIELD_PROSE, .name = "story", AT(story), .flags = FIELD_STORED},
	{.kind = FIELD_UUID, .name = "uuid", AT(uuid), .flags = FIELD_STORED},
	{.kind = FIELD_BYTES, .name = "hash", AT(hash), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, .name = "secret", AT(secret), .flags = FIELD_STORED | FIELD_SEALED},
	{.kind = FIELD_TEXT, .name = "place", AT(place)},
	{.kind = FIELD_INT, .name = "count", AT(count), .flags = FIELD_STORED, .least = -5, .most = 1000000},
	{.kind = FIELD_DECIMAL, .name = "ratio", AT(ratio), .flags = FIELD_STORED, .least = -2500000, .most = 10000000},
	{.kind = FIELD_MONEY, .name = "cost", AT(cost), .flags = FIELD_STORED},
	{.kind = FIELD_INT, .name = "hours", AT(hours), .flags = FIELD_STORED | FIELD_OPTIONAL},
	{.kind = FIELD_INT, .name = "year", AT(year), .flags = FIELD_STORED, .least = 1970, .most = 2199},
	{.kind = FIELD_BOOL, .name = "done", AT(done), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, .name = "agreed", AT(agreed), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_ANSWER, .name = "answer", AT(answer), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, .name = "seen_at", AT(seen_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, .name = "past_at", AT(past_at), .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_DAY, .name = "born_on", AT(born_on), .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_CLOCK, .name = "began", AT(began), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, .name = "severity", AT(severity), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &severities},
	{.kind = FIELD_INT, .name = "version", AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
static const struct record sample_record = {"sample", sizeof(struct sample), sample_fields};

static moment now_at(void)
{
	moment at = 0;
	assert_true(moment_parse(STR("2026-03-03T03:00:00Z"), &at));
	return at;
}

static const struct zone *new_york(void)
{
	const struct zone *zone = NULL;
	assert_int_equal(zone_find(STR("America/New_York"), &zone), RC_OK);
	return zone;
}

static const struct field *field_of(const char *name)
{
	const struct field *field = record_field(&sample_record, str_of(name));
	assert_non_null(field);
	return field;
}

static const char *parse(struct arena *arena, const char *name, struct str text, struct sample *row)
{
	const char *why = "left as it was";
	enum rc rc = field_parse(arena, field_of(name), text, new_york(), now_at(), row, &why);

	assert_int_equal(rc, why ? RC_INVALID : RC_OK);
	return why ? field_message(arena, field_of(name), str_of(why)).at : NULL;
}

/* What a text becomes when it is read and shown again. */
static void texts_that_are_taken(void **state)
{
	static const struct {
		const char *field, *text, *shown;
	} cases[] = {
		{"title", "  Ladder \t", "Ladder"},
		{"title", "Ñandú €\xF0\x9F\x98\x80!!", "Ñandú €\xF0\x9F\x98\x80!!"},
		{"title", "0123456789", "0123456789"},
		{"title", "a\tb", "a b"},
		{"story", "", ""},
		{"story", " one\r\ntwo\rthree\n\nfour\t. \r\n", "one\ntwo\nthree\n\nfour\t."},
		{"uuid", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a8057"},
		{"id", "42", "42"},
		{"id", "", ""},
		{"count", "-5", "-5"},
		{"count", "1,000,000", "1000000"},
		{"count", "007", "7"},
		{"count", "", "0"},
		{"count", "-0", "0"},
		{"ratio", "2.5", "2.5"},
		{"ratio", "0.000001", "0.000001"},
		{"ratio", "-2.500000", "-2.5"},
		{"ratio", "10", "10"},
		{"cost", "1234.5", "1234.50"},
		{"cost", "1,234.05", "1234.05"},
		{"cost", "0.01", "0.01"},
		{"cost", "10000000000000", "10000000000000.00"},
		{"hours", "", ""},
		{"hours", "0", "0"},
		{"hours", "1000000000000000", "1000000000000000"},
		{"year", "", ""},
		{"year", "1970", "1970"},
		{"done", "on", "true"},
		{"done", "false", ""},
		{"done", "", ""},
		{"agreed", "TRUE", "true"},
		{"answer", "Yes", "yes"},
		{"answer", "0", "no"},
		{"answer", "", ""},
		{"seen_at", "2026-03-08T02:30", "2026-03-08T07:30:00Z"},
		{"seen_at", "2026-03-08 14:30:10", "2026-03-08T18:30:10Z"},
		{"seen_at", "2026-03-08T14:30:00+01:00", "2026-03-08T13:30:00Z"},
		{"past_at", "2026-03-02T22:00", "2026-03-03T03:00:00Z"},
		/* In New York it is still the 2nd. */
		{"born_on", "2026-03-02", "2026-03-02"},
		{"born_on", "2024-02-29", "2024-02-29"},
		{"began", "06:05", "06:05"},
		{"began", "", ""},
		{"severity", "major", "major"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample row;
		record_clear(&sample_record, &row);
		const char *why = parse(*state, cases[i].field, str_of(cases[i].text), &row);
		if (why)
			fail_msg("%s \"%s\": %s", cases[i].field, cases[i].text, why);
		assert_str(field_text(*state, field_of(cases[i].field), &row), cases[i].shown);
	}
}

static void texts_that_are_refused(void **state)
{
	static const struct {
		const char *field, *text, *why;
	} cases[] = {
		{"title", "", "Fill this in"},
		{"title", " \t\r\n ", "Fill this in"},
		{"title", "0123456789x", "Use at most 10 characters"},
		{"title", "a\nb", "Write this on one line"},
		{"title", "a\rb", "Write this on one line"},
		{"title", "a\x01""b", "Leave out control characters"},
		{"title", "a\x7F", "Leave out control characters"},
		{"title", "a\xC2\x85""b", "Leave out control characters"},
		{"story", "a\x1B[1m", "Leave out control characters"},
		{"story", "a\xC2\x9F", "Leave out control characters"},
		{"title", "\xC3\x28", "This holds characters that cannot be read; type it again"},
		{"title", "\xED\xA0\x80", "This holds characters that cannot be read; type it again"},
		{"title", "\xC0\xAF", "This holds characters that cannot be read; type it again"},
		{"count", "\xFF", "This holds characters that cannot be read; type it again"},
		{"uuid", "01890a5d-ac96-774b-bcce-b302099a805", "This is not a valid identifier"},
		{"uuid", "01890a5dxac96-774b-bcce-b302099a8057", "This is not a valid identifier"},
		{"count", "-6", "Enter a number from -5 to 1000000"},
		{"count", "1000001", "Enter a number from -5 to 1000000"},
		{"count", "1.5", "Enter a whole number"},
		{"count", "12,34", "Enter a whole number"},
		{"count", "1,2345", "Enter a whole number"},
		{"count", "1,234,", "Enter a whole number"},
		{"count", ",234", "Enter a whole number"},
		{"count", "1234,567", "Enter a whole number"},
		{"count", "+1", "Enter a whole number"},
		{"count", "--1", "Enter a whole number"},
		{"count", "1e3", "Enter a whole number"},
		{"count", "99999999999999999999", "Enter a whole number"},
		{"count", "-9223372036854775808", "Enter a whole number"},
		{"ratio", "0.0000001", "Enter a number such as 2.5, with at most six decimals"},
		{"ratio", "1.", "Enter a number such as 2.5, with at most six decimals"},
		{"ratio", ".5", "Enter a number such as 2.5, with at most six decimals"},
		{"ratio", "1,5", "Enter a number such as 2.5, with at most six decimals"},
		{"ratio", "9223372036854775807", "Enter a number such as 2.5, with at most six decimals"},
		{"ratio", "-2.500001", "Enter a number from -2.5 to 10"},
		{"ratio", "10.000001", "Enter a number from -2.5 to 10"},
		{"cost", "1.005", "Enter an amount such as 1234.50"},
		{"cost", "$5", "Enter an amount such as 1234.50"},
		{"cost", "-0.01", "Enter a number from 0 to 10000000000000"},
		{"cost", "10000000000000.01", "Enter a number from 0 to 10000000000000"},
		{"hours", "1000000000000001", "Enter a number from 0 to 1000000000000000"},
		{"year", "1969", "Enter a number from 1970 to 2199"},
		{"year", "0", "Enter a number from 1970 to 2199"},
		{"done", "maybe", "Answer true or false"},
		{"agreed", "", "Tick this box to go on"},
		{"agreed", "no", "Tick this box to go on"},
		{"answer", "perhaps", "Answer yes or no"},
		{"seen_at", "2026-02-29T10:00", "Enter a date and time such as 2026-03-14 09:30"},
		{"seen_at", "yesterday", "Enter a date and time such as 2026-03-14 09:30"},
		{"past_at", "2026-03-02T22:01", "This may not lie in the future"},
		{"past_at", "2026-03-03T03:00:00.000001Z", "This may not lie in the future"},
		{"born_on", "2026-03-03", "This may not lie in the future"},
		{"born_on", "3/3/2026", "Enter a date such as 2026-03-14"},
		{"began", "24:00", "Enter a time from 00:00 to 23:59"},
		{"severity", "", "Choose one"},
		{"severity", "Major", "Choose one of the values offered"},
		{"severity", "huge", "Choose one of the values offered"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample row, before;
		memset(&row, 0, sizeof row);
		memset(&before, 0, sizeof before);
		const char *why = parse(*state, cases[i].field, str_of(cases[i].text), &row);
		if (!why)
			fail_msg("%s \"%s\" was taken", cases[i].field, cases[i].text);
		assert_string_equal(why, cases[i].why);
		assert_memory_equal(&row, &before, sizeof row);
	}
	struct sample row;
	record_clear(&sample_record, &row);
	assert_string_equal(parse(*state, "title", STR("a\0b"), &row),
			    "This holds characters that cannot be read; type it again");
}

static void limits_count_characters_after_cleaning(void **state)
{
	struct text long_text = TEXT_IN(*state), lines = TEXT_IN(*state);
	struct sample row;

	record_clear(&sample_record, &row);
	for (int i = 0; i < 20000; i++) {
		text_cstr(&long_text, "ñ");
		text_cstr(&lines, i == 19999 ? "x" : "\r\n");
	}
	assert_null(parse(*state, "story", text_str(&long_text), &row));
	assert_int_equal(row.story.len, 40000);
	assert_null(parse(*state, "story", arena_concat(*state, STR("x"), str_slice(text_str(&lines), 2, lines.len)), &row));
	assert_int_equal(row.story.len, 20000);
	text_char(&long_text, 'x');
	assert_string_equal(parse(*state, "story", text_str(&long_text), &row), "Use at most 20000 characters");
	assert_int_equal(field_max(field_of("place")), 255);
	assert_int_equal(field_max(field_of("title")), 10);
}

static void bytes_come_from_no_form(void **state)
{
	struct sample row;
	const char *why;

	record_clear(&sample_record, &row);
	assert_int_equal(field_parse(*state, field_of("hash"), STR("x"), NULL, 0, &row, &why), RC_FAULT);
	assert_null(row.hash.at);
}

static void cleared_is_not_given(void **state)
{
	struct sample row;

	memset(&row, 0x55, sizeof row);
	record_clear(&sample_record, &row);
	assert_null(row.title.at);
	assert_int_equal(row.count, 0);
	assert_int_equal(row.hours, NUMBER_NONE);
	assert_int_equal(row.seen_at, MOMENT_NONE);
	assert_int_equal(row.born_on, DAY_NONE);
	assert_int_equal(row.began, CLOCK_NONE);
	for (const struct field *field = sample_fields; field->name; field++) {
		/* 0 is a number. */
		bool is_zero = field->offset == offsetof(struct sample, count) ||
			       field->offset == offsetof(struct sample, ratio) ||
			       field->offset == offsetof(struct sample, cost) ||
			       field->offset == offsetof(struct sample, version);
		assert_int_equal(field_is_empty(field, &row), !is_zero);
		if (!is_zero)
			assert_str(field_text(*state, field, &row), "");
	}
}

static struct sample filled(void)
{
	struct sample row;

	record_clear(&sample_record, &row);
	row.id = 7;
	row.title = STR("Fall \"A\"");
	row.story = STR("line\nline");
	row.secret = STR("Jane Roe");
	row.hash = STR("\xFF\x00\x01");
	row.place = STR("Dock");
	row.count = -3;
	row.ratio = 2500000;
	row.cost = 1250;
	row.done = true;
	row.answer = ANSWER_NO;
	row.seen_at = now_at();
	row.born_on = day_of(2000, 2, 29);
	row.began = 365;
	row.severity = 2;
	row.version = 3;
	return row;
}

static void json_in_the_order_of_the_table(void **state)
{
	struct sample row = filled();
	struct str json = record_json(*state, &sample_record, &row);

	assert_str(json, "{\"id\":7,\"title\":\"Fall \\\"A\\\"\",\"story\":\"line\\nline\",\"uuid\":null,\"place\":\"Dock\","
			 "\"count\":-3,\"ratio\":2.5,\"cost\":12.50,\"hours\":null,\"year\":null,\"done\":true,"
			 "\"agreed\":false,\"answer\":\"no\",\"seen_at\":\"2026-03-03T03:00:00Z\",\"past_at\":null,"
			 "\"born_on\":\"2000-02-29\",\"began\":\"06:05\",\"severity\":\"major\",\"version\":3}");
	json_t *read = json_loadb(json.at, json.len, 0, NULL);
	assert_non_null(read);
	json_decref(read);
}

static void diffs(void **state)
{
	struct sample before = filled(), after = filled();

	assert_str(record_diff(*state, &sample_record, &before, &after), "{}");
	/* Not stored, quiet, below a second, absent instead of empty: no difference. */
	after.place = STR("Yard");
	after.version = 4;
	after.seen_at += 5;
	after.uuid = STR("");
	assert_str(record_diff(*state, &sample_record, &before, &after), "{}");

	after.severity = 1;
	after.title = STR("Slip");
	after.secret = STR("John Doe");
	after.hash = STR("\xFF\x00\x02");
	after.done = false;
	after.hours = 0;
	after.born_on = DAY_NONE;
	assert_str(record_diff(*state, &sample_record, &before, &after),
		   "{\"title\":[\"Fall \\\"A\\\"\",\"Slip\"],\"hash\":[\"sealed\",\"sealed\"],"
		   "\"secret\":[\"sealed\",\"sealed\"],\"hours\":[null,0],\"done\":[true,false],"
		   "\"born_on\":[\"2000-02-29\",null],\"severity\":[\"major\",\"minor\"]}");
}

static void diffs_of_creation_and_removal(void **state)
{
	struct sample row;

	record_clear(&sample_record, &row);
	row.title = STR("Slip");
	row.agreed = true;
	assert_str(record_diff(*state, &sample_record, NULL, &row),
		   "{\"title\":[null,\"Slip\"],\"count\":[null,0],\"ratio\":[null,0],\"cost\":[null,0.00],"
		   "\"agreed\":[null,true]}");
	assert_str(record_diff(*state, &sample_record, &row, NULL),
		   "{\"title\":[\"Slip\",null],\"count\":[0,null],\"ratio\":[0,null],\"cost\":[0.00,null],"
		   "\"agreed\":[true,null]}");
	assert_str(record_diff(*state, &sample_record, NULL, NULL), "{}");
}

static void copies_own_their_texts(void **state)
{
	char title[] = "Ladder";
	struct sample row = filled();

	row.title = str_of(title);
	struct sample *copy = record_copy(*state, &sample_record, &row);
	title[0] = 'X';
	assert_str(copy->title, "Ladder");
	assert_int_equal(copy->hash.len, 3);
	assert_null(copy->uuid.at);
	assert_int_equal(copy->cost, 1250);
}

static void codes(void **state)
{
	(void)state;
	assert_int_equal(codes_find(&severities, STR("minor")), 1);
	assert_int_equal(codes_find(&severities, STR("")), 0);
	assert_int_equal(codes_find(&severities, STR_NONE), 0);
	assert_int_equal(codes_find(&severities, STR("min")), -1);
	assert_int_equal(codes_count(&severities), 3);
	assert_string_equal(codes_label(&severities, 2), "Major");
	assert_string_equal(codes_code(&severities, 3), "");
	assert_string_equal(codes_code(&severities, -1), "");
	assert_null(record_field(&sample_record, STR("titl")));
	assert_null(record_field(&sample_record, STR("")));
}

static void messages_show_the_limits_in_the_unit_that_is_typed(void **state)
{
	assert_str(field_message(*state, field_of("ratio"), STR("entre {least} y {most}")), "entre -2.5 y 10");
	assert_str(field_message(*state, field_of("title"), STR("hasta {max}")), "hasta 10");
	assert_str(field_message(*state, field_of("title"), STR("nada")), "nada");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(texts_that_are_taken),
		UNIT(texts_that_are_refused),
		UNIT(limits_count_characters_after_cleaning),
		UNIT(bytes_come_from_no_form),
		UNIT(cleared_is_not_given),
		UNIT(json_in_the_order_of_the_table),
		UNIT(diffs),
		UNIT(diffs_of_creation_and_removal),
		UNIT(copies_own_their_texts),
		UNIT(codes),
		UNIT(messages_show_the_limits_in_the_unit_that_is_typed),
	};
	return cmocka_run_group_tests_name("base/record", tests, NULL, NULL);
}
