#include "../unit.h"

#include "exchange/exchange_format.h"

static struct table_column columns[] = {
	{.name = {"id", 2}, .type = {"bigint(20)", 10}, .comment = {"", 0}, .kind = TABLE_NUMBER, .is_key = true},
	{.name = {"rate", 4}, .type = {"decimal(9,6)", 12}, .comment = {"", 0}, .kind = TABLE_DECIMAL, .is_null = true},
	{.name = {"words", 5}, .type = {"text", 4}, .comment = {"what was said", 13}, .kind = TABLE_TEXT, .is_null = true},
	{.name = {"hash", 4}, .type = {"binary(3)", 9}, .comment = {"", 0}, .kind = TABLE_BYTES, .is_null = true},
	{.name = {"at", 2}, .type = {"datetime(6)", 11}, .comment = {"", 0}, .kind = TABLE_MOMENT, .is_null = true},
	{.name = {"on_day", 6}, .type = {"date", 4}, .comment = {"", 0}, .kind = TABLE_DAY, .is_null = true},
};
enum { COUNT = sizeof columns / sizeof *columns };
static const struct table sample = {.name = {"sample", 6}, .comment = {"of tests", 8}, .columns = columns, .column_count = COUNT};

static struct str line_of(struct arena *arena, const struct str *values)
{
	struct text text = TEXT_IN(arena);

	exchange_row(&text, &sample, values);
	return text_str(&text);
}

static void a_row_is_one_line(void **state)
{
	const struct str values[COUNT] = {STR("-9007199254740993"), STR("0.100000"), STR("a \"b\"\nc\tñ"),
					  {"\0\xff\x10", 3}, STR("2026-11-21 08:00:00.000001"), STR_NONE};

	assert_str(line_of(*state, values),
		   "{\"id\":-9007199254740993,\"rate\":\"0.100000\",\"words\":\"a \\\"b\\\"\\nc\\tñ\",\"hash\":\"AP8Q\","
		   "\"at\":\"2026-11-21T08:00:00.000001Z\",\"on_day\":null}\n");
}

static void a_row_comes_back_as_it_was(void **state)
{
	const struct str rows[][COUNT] = {
		{STR("1"), STR_NONE, STR(""), {"", 0}, STR_NONE, STR("0001-01-01")},
		{STR("9223372036854775807"), STR("-1.5"), {"nul\0inside", 10}, {"\x00\x01\x02", 3}, STR("1970-01-01 00:00:00"),
		 STR("9999-12-31")},
		{STR("0"), STR("0"), STR("\\ / \x7f \xe2\x80\xa8"), STR_NONE, STR("2026-02-28 23:59:59.999999"), STR_NONE},
	};

	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct str back[COUNT];
		const char *why;
		assert_int_equal(exchange_row_read(*state, &sample, line_of(*state, rows[r]), back, &why), RC_OK);
		for (size_t i = 0; i < COUNT; i++) {
			assert_int_equal(back[i].at == NULL, rows[r][i].at == NULL);
			assert_true(str_equal(back[i], rows[r][i]));
		}
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	static const struct { const char *line, *why; } wrong[] = {
		{"[]", "no JSON object"},
		{"{\"id\":1", "no JSON object"},
		{"{\"id\":1}", "more or fewer"},
		{"{\"id\":1,\"rate\":null,\"words\":null,\"hash\":null,\"at\":null,\"other\":null}", "on_day is missing"},
		{"{\"id\":null,\"rate\":null,\"words\":null,\"hash\":null,\"at\":null,\"on_day\":null}", "id is not of"},
		{"{\"id\":\"1\",\"rate\":null,\"words\":null,\"hash\":null,\"at\":null,\"on_day\":null}", "id is not of"},
		{"{\"id\":1.5,\"rate\":null,\"words\":null,\"hash\":null,\"at\":null,\"on_day\":null}", "id is not of"},
		{"{\"id\":1,\"rate\":null,\"words\":7,\"hash\":null,\"at\":null,\"on_day\":null}", "words is not of"},
		{"{\"id\":1,\"rate\":null,\"words\":null,\"hash\":\"%\",\"at\":null,\"on_day\":null}", "hash is not of"},
		{"{\"id\":1,\"rate\":null,\"words\":null,\"hash\":null,\"at\":\"2026-11-21\",\"on_day\":null}", "at is not of"},
		{"{\"id\":1,\"id\":2,\"rate\":null,\"words\":null,\"hash\":null,\"at\":null,\"on_day\":null}", "no JSON object"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct str values[COUNT];
		const char *why = NULL;
		assert_int_equal(exchange_row_read(*state, &sample, str_of(wrong[i].line), values, &why), RC_INVALID);
		assert_true(str_find(str_of(why), str_of(wrong[i].why)) >= 0);
	}
}

static void the_schema_describes_the_line(void **state)
{
	struct text text = TEXT_IN(*state);

	exchange_schema(&text, &sample);
	struct str schema = text_str(&text);
	assert_true(str_find(schema, STR("\"title\":\"sample\"")) > 0);
	assert_true(str_find(schema, STR("\"id\":{\"type\":\"integer\",\"x-sql\":\"bigint(20)\"}")) > 0);
	assert_true(str_find(schema, STR("\"words\":{\"type\":[\"string\",\"null\"],\"x-sql\":\"text\","
					 "\"description\":\"what was said\"}")) > 0);
	assert_true(str_find(schema, STR("\"x-key\":[\"id\"]")) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_row_is_one_line),
		UNIT(a_row_comes_back_as_it_was),
		UNIT(what_does_not_fit_is_refused),
		UNIT(the_schema_describes_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
