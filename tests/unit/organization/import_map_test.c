/* How the columns of foreign files are read. */
#include "../unit.h"

#include "organization/import_preset.h"

static struct arena *arena;

static void is_text(struct str got, const char *wanted)
{
	assert_string_equal(arena_cstr(arena, got), wanted);
}

static void days_in_their_order(void **state)
{
	static const struct {
		enum day_order order;
		const char *cell, *wanted;
	} cases[] = {
		{DAY_ORDER_MDY, "3/31/2026", "2026-03-31"},
		{DAY_ORDER_MDY, "03/31/26", "2026-03-31"},
		{DAY_ORDER_MDY, "12/1/98", "1998-12-01"},
		{DAY_ORDER_MDY, "3/31/2026 0:00", "2026-03-31"},
		{DAY_ORDER_DMY, "31.3.2026", "2026-03-31"},
		{DAY_ORDER_DMY, "31-03-2026", "2026-03-31"},
		{DAY_ORDER_DMY, "2026-03-31", "2026-03-31"},
		{DAY_ORDER_ISO, "2026-03-31T00:00:00", "2026-03-31"},
		/* None of these is a day: the importer says so of the cell as it stands. */
		{DAY_ORDER_MDY, "31/3/2026", "31/3/2026"},
		{DAY_ORDER_MDY, "2/30/2026", "2/30/2026"},
		{DAY_ORDER_MDY, "3/31", "3/31"},
		{DAY_ORDER_MDY, "3/31/2026/1", "3/31/2026/1"},
		{DAY_ORDER_MDY, "soon", "soon"},
		{DAY_ORDER_MDY, "", ""},
		{DAY_ORDER_ISO, "3/31/2026", "3/31/2026"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_text(import_map_day(arena, cases[i].order, str_of(cases[i].cell)), cases[i].wanted);
}

static void values_come_from_lines(void **state)
{
	struct import_map_column column = {.to = STR("employment")};
	size_t line;

	(void)state;
	assert_int_equal(import_map_values_read(arena, STR("FTE = payroll\n\n CW=contractor_we_supervise\nX ="), &column,
						&line), RC_OK);
	assert_int_equal(column.value_count, 3);
	is_text(import_map_cell(&column, STR("fte")), "payroll");
	is_text(import_map_cell(&column, STR("X")), "");
	is_text(import_map_cell(&column, STR("other")), "other");
	is_text(import_map_values_text(arena, &column), "FTE = payroll\nCW = contractor_we_supervise\nX = ");
	assert_int_equal(import_map_values_read(arena, STR("A = b\nnothing"), &column, &line), RC_INVALID);
	assert_int_equal(line, 2);
	assert_int_equal(import_map_values_read(arena, STR("A = b\na = c"), &column, &line), RC_INVALID);
}

static void survives_json(void **state)
{
	const struct import_map_value values[] = {{STR_INIT("F \"T\""), STR_INIT("payroll")}, {STR_INIT("C"), STR_INIT("")}};
	const struct import_map_column columns[] = {
		{STR_INIT("Worker ID"), STR_INIT("employee_number"), STR_INIT(""), NULL, 0},
		{STR_INIT("Type"), STR_INIT("employment"), STR_INIT(""), values, 2},
		{STR_INIT(""), STR_INIT("establishment"), STR_INIT("DAY1"), NULL, 0},
	};
	const struct import_map map = {columns, 3};
	struct import_map again;
	struct str json = import_map_json(arena, &map);

	(void)state;
	assert_int_equal(import_map_read(arena, json, &again), RC_OK);
	assert_int_equal(again.count, 3);
	is_text(again.columns[1].values[0].from, "F \"T\"");
	is_text(again.columns[2].fixed, "DAY1");
	is_text(import_map_json(arena, &again), arena_cstr(arena, json));
	assert_int_equal(import_map_read(arena, STR("{}"), &again), RC_INVALID);
	assert_int_equal(import_map_read(arena, STR("[1]"), &again), RC_INVALID);
	assert_int_equal(import_map_read(arena, STR("[{\"values\":{\"a\":1}}]"), &again), RC_INVALID);
	assert_int_equal(import_map_read(arena, STR_NONE, &again), RC_INVALID);
}

static void files_by_pattern(void **state)
{
	const struct import_preset preset = {.file_pattern = STR("workers-*.csv"), .missing_most = 5};
	const struct import_preset none = {.file_pattern = STR_NONE};

	(void)state;
	assert_true(import_preset_takes(&preset, STR("workers-2026.csv")));
	assert_true(import_preset_takes(&preset, STR("Workers-2026.CSV")));
	assert_false(import_preset_takes(&preset, STR("workers-2026.csv.part")));
	assert_false(import_preset_takes(&none, STR("workers-2026.csv")));
	assert_int_equal(import_preset_missing_most(&preset, 100), 5);
	assert_int_equal(import_preset_missing_most(&preset, 101), 6);
	assert_int_equal(import_preset_missing_most(&preset, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_in_their_order),
		cmocka_unit_test(values_come_from_lines),
		cmocka_unit_test(survives_json),
		cmocka_unit_test(files_by_pattern),
	};

	arena = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
