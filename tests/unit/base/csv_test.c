#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"

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

/* Rows as text: cells between "[" and "]", "!" for a malformed row. */
static const char *read_as(struct arena *arena, struct str input)
{
	struct csv_reader reader = csv_reader(arena, input);
	struct text out = TEXT_IN(arena);
	struct csv_row row;
	const char *why;
	enum rc rc;

	while ((rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND) {
		text_printf(&out, "%zu:", row.line);
		if (rc != RC_OK)
			text_char(&out, '!');
		for (size_t i = 0; i < row.count; i++)
			text_printf(&out, "[%.*s]", STR_ARG(row.cells[i]));
		text_char(&out, ' ');
	}
	return text_str(&out).at;
}

static void reads_what_people_write(void **state)
{
	static const struct {
		const char *input, *rows;
	} table[] = {
		{"", ""},
		{"a,b\r\n1,2\r\n", "1:[a][b] 2:[1][2] "},
		{"a,b\n1,2", "1:[a][b] 2:[1][2] "},
		{"a,b\r1,2\r", "1:[a][b] 2:[1][2] "},
		{"\xEF\xBB\xBFname;x\nJos\xC3\xA9;1\n", "1:[name][x] 2:[Jos\xC3\xA9][1] "},
		{"a\tb\n1\t2,5\n", "1:[a][b] 2:[1][2,5] "},
		{"sep=;\na,b;c\n", "2:[a,b][c] "},
		{"\"a,b\";c\n", "1:[a,b][c] "},
		{"a,\"b\nc\",d\ne,f,g\n", "1:[a][b\nc][d] 3:[e][f][g] "},
		{"\"he said \"\"no\"\"\",x\n", "1:[he said \"no\"][x] "},
		{"a,,\n,\n", "1:[a][][] 2:[][] "},
		{"a\n\n\nb\n", "1:[a] 4:[b] "},
		{"a,5\" pipe\n", "1:[a][5\" pipe] "},
		{"a,\"b\"c,d\ne,f\n", "1:! 2:[e][f] "},
		{"a,b\nc,\"open\n", "1:[a][b] 2:! "},
		{"a,\xFF\nb,c\n", "1:! 2:[b][c] "},
		{"\"\"\n", "1:[] "},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_string_equal(read_as(*state, str_of(table[i].input)), table[i].rows);
}

static const char *written(struct arena *arena, const char *cell, bool guard)
{
	struct text out = TEXT_IN(arena);
	struct csv_writer writer = CSV_WRITER(&out, guard);

	csv_put(&writer, str_of(cell));
	csv_put_int(&writer, -7);
	csv_end(&writer);
	return text_str(&out).at;
}

static void writes_rfc_4180(void **state)
{
	assert_string_equal(written(*state, "plain", false), "plain,-7\r\n");
	assert_string_equal(written(*state, "a,b", false), "\"a,b\",-7\r\n");
	assert_string_equal(written(*state, "a\nb", false), "\"a\nb\",-7\r\n");
	assert_string_equal(written(*state, "say \"x\"", false), "\"say \"\"x\"\"\",-7\r\n");
	assert_string_equal(written(*state, "=1+1", false), "=1+1,-7\r\n");
}

static void disarms_formulas_only_when_asked_to(void **state)
{
	static const char *const formulas[] = {"=1+1", "+cmd", "-a", "@x", "\tx", "'=x", "''-x"};
	static const char *const harmless[] = {"-5", "+3.5", "plain", "'quoted'", "", "5-3", "00123"};

	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
		struct str cell = arena_printf(*state, "'%s", formulas[i]);
		assert_true(str_starts(str_of(written(*state, formulas[i], true)), cell));
		assert_true(str_is(csv_unguard(cell), formulas[i]));
	}
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
		assert_string_equal(written(*state, harmless[i], true), written(*state, harmless[i], false));
		assert_true(str_is(csv_unguard(str_of(harmless[i])), harmless[i]));
	}
}

static void columns_are_found_by_name(void **state)
{
	struct csv_reader reader = csv_reader(*state, STR("Id , Job Title\n1\n"));
	struct csv_row header, row;
	const char *why;

	assert_int_equal(csv_next(&reader, &header, &why), RC_OK);
	assert_int_equal(csv_column(&header, "id"), 0);
	assert_int_equal(csv_column(&header, "job title"), 1);
	assert_int_equal(csv_column(&header, "job"), -1);
	assert_int_equal(csv_next(&reader, &row, &why), RC_OK);
	assert_true(str_is(csv_cell(&row, 0), "1"));
	assert_null(csv_cell(&row, 1).at);
}

static void too_many_cells_are_refused(void **state)
{
	struct text input = TEXT_IN(*state);
	struct csv_row row;
	const char *why;

	for (int i = 0; i < CSV_CELLS_MOST; i++)
		text_char(&input, ',');
	struct csv_reader reader = csv_reader(*state, text_str(&input));
	assert_int_equal(csv_next(&reader, &row, &why), RC_INVALID);
	assert_int_equal(csv_next(&reader, &row, &why), RC_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_what_people_write, setup, teardown),
		cmocka_unit_test_setup_teardown(writes_rfc_4180, setup, teardown),
		cmocka_unit_test_setup_teardown(disarms_formulas_only_when_asked_to, setup, teardown),
		cmocka_unit_test_setup_teardown(columns_are_found_by_name, setup, teardown),
		cmocka_unit_test_setup_teardown(too_many_cells_are_refused, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
