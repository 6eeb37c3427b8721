/* The summary report: what is written once comes out the same in every format, whatever people typed. */
#include "../unit.h"

#include <string.h>

#include "incident/summary_blocks.h"
#include "incident/summary_files.h"

static const struct summary_column columns[] = {
	{"Name", 0.5}, {"Amount", 0.3}, {"Day", 0.2}, {"Only in files", 0}};

static struct summary new_summary(struct arena *arena)
{
	return (struct summary){
		.arena = arena,
		.organization = {.name = STR_INIT("Northmere \xe2\x80\x94 \xc5\x81\xc3\xb3""d\xc5\xba")},
		.incident = {.number = STR_INIT("INC-20260301-0001"),
			     .title = STR_INIT("\xe6\xbc\x8f\xe6\xb2\xb9 <b>leak</b> \"quoted\" \xff"),
			     .status = STATUS_NEW,
			     .severity = SEVERITY_LOW,
			     .occurred_at = DAYS(20000)},
		.now = DAYS(20001),
	};
}

static void add_row(struct summary_table *table, struct str name, int64_t amount, day on)
{
	summary_row(table, (struct summary_value[]){summary_text(name), summary_money(amount), summary_day(on),
						    summary_int(7)});
}

static void empty_values_are_left_out(void **state)
{
	struct summary s = new_summary(*state);

	summary_begin(&s, "Part");
	summary_fact(&s, "Text", summary_text(STR_NONE));
	summary_fact(&s, "Day", summary_day(DAY_NONE));
	summary_fact(&s, "Moment", summary_moment(MOMENT_NONE));
	summary_fact(&s, "Money", summary_money(NUMBER_NONE));
	summary_prose(&s, "Prose", STR(" \n "));
	assert_null(s.first->first);
	summary_fact(&s, "Zero", summary_int(0));
	assert_string_equal(summary_json(&s).at, "{\"incident\":\"INC-20260301-0001\",\"sections\":[\n{\"heading\":\"Part\",\"content\":[\n"
						 "{\"label\":\"Zero\",\"value\":0}]}]}\n");
}

static void names_of_privacy_cases_are_masked(void **state)
{
	static const struct str masked[] = {STR_INIT("Ana Verborgen")};
	struct summary s = new_summary(*state);

	s.masked = masked;
	s.masked_count = 1;
	assert_str(summary_name(&s, STR("Ana Verborgen")), "privacy case");
	assert_str(summary_name(&s, STR(" ana VERBORGEN ")), "privacy case");
	assert_str(summary_name(&s, STR("Bo Offen")), "Bo Offen");
	s.masked_count = 0;
	assert_str(summary_name(&s, STR("Ana Verborgen")), "Ana Verborgen");
}

static void tables_keep_their_types_and_their_size(void **state)
{
	struct summary s = new_summary(*state);

	summary_begin(&s, "Part");
	struct summary_table *table = summary_table(&s, "Table", columns, 4, 2);
	add_row(table, STR("a\nb"), -1250, 20000);
	add_row(table, STR("c"), NUMBER_NONE, DAY_NONE);
	add_row(table, STR("one too many"), 1, 1);
	assert_int_equal(table->rows, 2);
	struct str json = summary_json(&s);
	assert_true(str_find(json, STR("[\"a\\nb\",-12.50,\"2024-10-04\",7]")) >= 0);
	assert_true(str_find(json, STR("[\"c\",null,null,7]")) >= 0);
}

/* Hundreds of rows, a text of many pages, bytes that are no UTF-8, a section without content. */
static void every_format_is_made_of_whatever_was_typed(void **state)
{
	struct summary s = new_summary(*state);
	const struct proof_sheet proof = {.code = STR_INIT("code"), .content = STR_INIT("00")};
	char *large = ARENA_ARRAY(s.arena, char, 60000);
	struct str pdf, again, book;

	memset(large, 'x', 60000);
	summary_begin(&s, "Empty");
	summary_begin(&s, "Part");
	summary_prose(&s, "Long", (struct str){large, 60000});
	summary_fact(&s, "Odd", summary_text(STR("\xff\xfe\x01 \xe2\x80\xae")));
	struct summary_table *table = summary_table(&s, "A title that is longer than the name of a sheet", columns, 4, 400);
	for (int i = 0; i < 400; i++)
		add_row(table, (struct str){large, (size_t)i * 5}, i, 20000 + i);
	summary_note(&s, STR("a note"));
	assert_int_equal(summary_pdf(&s, &proof, &pdf), RC_OK);
	assert_int_equal(summary_pdf(&s, &proof, &again), RC_OK);
	assert_true(str_starts(pdf, STR("%PDF-1.")));
	assert_true(str_equal(pdf, again));
	assert_int_equal(summary_sheet(&s, &proof, &book), RC_OK);
	assert_true(str_starts(book, STR("PK")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(empty_values_are_left_out),
		UNIT(names_of_privacy_cases_are_masked),
		UNIT(tables_keep_their_types_and_their_size),
		UNIT(every_format_is_made_of_whatever_was_typed),
	};
	return cmocka_run_group_tests_name("summary", tests, NULL, NULL);
}
