/*
 * Decides the cases of tests/data/osha_cases.csv, and OSHA's worked cases where the folder of reference
 * material is present, and compares every result column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "osha/classify.h"

static int setup(void **state)
{
	*state = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static bool read_text(struct arena *arena, const char *path, struct str *out)
{
	struct text text = TEXT_IN(arena);
	FILE *in = fopen(path, "rb");

	if (!in)
		return false;
	while (!feof(in) && !ferror(in))
		text.len += fread(text_reserve(&text, 4096), 1, 4096, in);
	fclose(in);
	*out = text_str(&text);
	return true;
}

/* Expected column and the result column that must equal it. */
static const struct {
	const char *expected, *result;
} pairs[] = {
	{"expected_recordable", "recordable"},
	{"expected_column", "column"},
	{"expected_K", "days_away"},
	{"expected_L", "days_restricted"},
	{"expected_M", "type_column"},
	{"expected_privacy", "privacy"},
	{"cfr", "paragraph"},
};

/* Returns the number of differences, each printed. */
static int compare_row(const struct csv_row *header, const struct csv_row *row)
{
	int differences = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		ptrdiff_t expected = csv_column(header, pairs[i].expected);
		ptrdiff_t result = csv_column(header, pairs[i].result);
		assert_true(expected >= 0 && result >= 0);
		struct str want = csv_cell(row, (size_t)expected), got = csv_cell(row, (size_t)result);
		if (str_equal(want, got))
			continue;
		print_error("%.*s: %s: expected %.*s, got %.*s\n", STR_ARG(csv_cell(row, 0)), pairs[i].result,
			    STR_ARG(want), STR_ARG(got));
		differences++;
	}
	return differences;
}

static size_t decide_file(struct arena *arena, struct str input)
{
	struct text out = TEXT_IN(arena), errors = TEXT_IN(arena);
	struct csv_row header, row;
	const char *why;
	size_t bad, count = 0;
	int differences = 0;

	assert_int_equal(classify_csv(arena, input, false, DAY_NONE, &out, &errors, &bad), RC_OK);
	if (errors.len > 0)
		print_error("%s", text_str(&errors).at);
	assert_int_equal(bad, 0);
	struct csv_reader reader = csv_reader(arena, text_str(&out));
	assert_int_equal(csv_next(&reader, &header, &why), RC_OK);
	for (; csv_next(&reader, &row, &why) == RC_OK; count++) {
		differences += compare_row(&header, &row);
		assert_true(csv_cell(&row, row.count - 1).len > 10); /* a reason for every case */
	}
	assert_int_equal(differences, 0);
	return count;
}

static void own_cases(void **state)
{
	struct str input;

	assert_true(read_text(*state, "tests/data/osha_cases.csv", &input));
	assert_true(decide_file(*state, input) >= 100);
}

static void reference_cases(void **state)
{
	const char *folder = getenv("MUSTER_SHARED");
	struct str path =
		arena_printf(*state, "%s/reference/osha-test-cases.csv", folder ? folder : "../shared");
	struct str input;

	if (!read_text(*state, path.at, &input)) {
		print_message("skipped: %s is not there (set MUSTER_SHARED)\n", path.at);
		skip();
	}
	assert_int_equal(decide_file(*state, input), 40);
}

static void bad_rows_are_told_and_left_out(void **state)
{
	static const struct {
		const char *facts, *error;
	} bad[] = {
		{"colour=red", "line 2: colour: "},
		{"injury_date=2026-02-30", "line 2: injury_date: "},
		{"worker=intern", "line 2: worker: "},
		{"treatment=clean,suture", "line 2: treatment: there is no treatment \"suture\""},
		{"away=2026-03-05..2026-03-01", "line 2: away: "},
		{"restricted=soon", "line 2: restricted: "},
		{"loc", "line 2: loc: "},
		{"loc=yes|loc=no", "line 2: loc: "},
		{"special=hearing|baseline=1,2", "line 2: baseline: "},
		{"injury_date=2026-03-05|death_date=2026-03-01", "line 2: death_date: "},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct text out = TEXT_IN(*state), errors = TEXT_IN(*state);
		size_t count;
		struct str input = arena_printf(*state, "id,facts\nA,\"%s\"\nB,loc=yes\n", bad[i].facts);
		assert_int_equal(classify_csv(*state, input, false, DAY_NONE, &out, &errors, &count), RC_OK);
		assert_int_equal(count, 1);
		if (!str_starts(text_str(&errors), str_of(bad[i].error)))
			fail_msg("%s told as %s", bad[i].facts, text_str(&errors).at);
		assert_true(str_find(text_str(&out), STR("B,loc=yes,yes,J,0,0,1,no,1904.7(b)(6),")) > 0);
		assert_true(str_find(text_str(&out), STR("A,")) < 0);
	}
}

static void a_file_without_facts_is_refused(void **state)
{
	struct text out = TEXT_IN(*state), errors = TEXT_IN(*state);
	size_t bad;

	assert_int_equal(classify_csv(*state, STR("id;x\n1;2\n"), false, DAY_NONE, &out, &errors, &bad),
			 RC_INVALID);
	assert_true(errors.len > 0);
}

static void the_separator_and_other_columns_stay(void **state)
{
	struct text out = TEXT_IN(*state), errors = TEXT_IN(*state);
	size_t bad;
	struct str input = STR("\xEF\xBB\xBFnote;facts;id\n\"a;\"\"b\"\"\";treatment=sutures;7\n");

	assert_int_equal(classify_csv(*state, input, false, DAY_NONE, &out, &errors, &bad), RC_OK);
	assert_true(str_find(text_str(&out), STR("\"a;\"\"b\"\"\";treatment=sutures;7;yes;J;0;0;1;no;")) > 0);
}

static void the_vocabulary_names_every_key(void **state)
{
	struct text out = TEXT_IN(*state);

	classify_vocabulary(&out);
	const char *const words[] = {"worker",
				     "treatment",
				     "physical_therapy",
				     "needlestick_contaminated",
				     "injury_date",
				     "age_adj",
				     "restriction_affects_routine",
				     "hepatitis_c"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_true(str_find(text_str(&out), str_of(words[i])) >= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(own_cases, setup, teardown),
		cmocka_unit_test_setup_teardown(reference_cases, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_rows_are_told_and_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_without_facts_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(the_separator_and_other_columns_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(the_vocabulary_names_every_key, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
