#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/statement.h"

struct row {
	int64_t id, size;
	struct str name, shown;
};

#define MEMBER(kind_, member, flags_)                                                                          \
	{.kind = (kind_), .name = #member, .offset = offsetof(struct row, member), .flags = (flags_)}
static const struct field fields[] = {
	MEMBER(FIELD_ID, id, FIELD_STORED | FIELD_KEY),
	MEMBER(FIELD_INT, size, FIELD_STORED),
	MEMBER(FIELD_TEXT, name, FIELD_STORED),
	MEMBER(FIELD_TEXT, shown, 0),
	FIELD_END,
};
static const struct record record = {"row", sizeof(struct row), fields};

STATEMENT(registered, &record, NULL, "SELECT {columns} FROM row");

static struct arena *arena;

/* sources: for each ?, g for a given parameter or the first letter of the member. */
static void assert_expands(const char *sql, const char *expected, const char *sources, bool reads)
{
	const struct statement statement = {"test", sql, &record, &record};
	struct expansion out;
	size_t i = 0;

	assert_int_equal(statement_expand(arena, &statement, &out), RC_OK);
	assert_string_equal(arena_cstr(arena, out.sql), expected);
	assert_int_equal(out.reads, reads);
	for (; sources[i]; i++) {
		assert_true(i < out.source_count);
		assert_int_equal(out.sources[i] ? out.sources[i]->name[0] : 'g', sources[i]);
	}
	assert_int_equal(out.source_count, i);
}

static void assert_stays(const char *sql, const char *sources, bool reads)
{
	assert_expands(sql, sql, sources, reads);
}

static void placeholders_are_filled_in(void **state)
{
	(void)state;
	assert_expands("SELECT {columns} FROM row WHERE id = ?", "SELECT id, size, name FROM row WHERE id = ?", "g", true);
	assert_expands("SELECT {columns:r} FROM row r", "SELECT r.id, r.size, r.name FROM row r", "", true);
	assert_expands("INSERT INTO row ({names}, at) VALUES ({values}, ?)",
		       "INSERT INTO row (id, size, name, at) VALUES (?, ?, ?, ?)", "isng", false);
	assert_expands("UPDATE row SET at = ?, {assignments} WHERE id = ?",
		       "UPDATE row SET at = ?, size = ?, name = ? WHERE id = ?", "gsng", false);
	assert_expands("INSERT INTO row ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE {assignments}",
		       "INSERT INTO row (id, size, name) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE size = ?, name = ?",
		       "isnsn", false);
}

static void quoted_text_is_left_alone(void **state)
{
	(void)state;
	assert_stays("SELECT '{columns} ?' AS name, \"it\\\"?\", `?` FROM row WHERE name = ?", "g", true);
	assert_stays("SELECT 'it''s ?' AS name", "", true);
}

static void only_reading_statements_are_said_to_read(void **state)
{
	(void)state;
	assert_stays("WITH x AS (SELECT 1) SELECT * FROM x", "", true);
	assert_stays("SET STATEMENT max_statement_time = 1 FOR SELECT 1", "", true);
	assert_stays("SELECT id FROM row FOR UPDATE", "", false);
	assert_stays("DELETE FROM row", "", false);
	assert_stays("SET STATEMENT max_statement_time = 1 FOR DELETE FROM row", "", false);
}

static void mistakes_are_faults(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"SELECT {column}", "SELECT {columns", "SELECT {columns:}", "INSERT INTO row ({names}) VALUES ({values})",
	};
	struct expansion out;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const struct statement statement = {"wrong", wrong[i], &record, NULL};
		assert_int_equal(statement_expand(arena, &statement, &out), RC_FAULT);
	}
}

static void statements_are_registered(void **state)
{
	(void)state;
	const struct statement *const *all;
	size_t count = statements_all(&all);
	bool found = false;

	for (size_t i = 0; i < count; i++)
		found = found || all[i] == &registered;
	assert_true(found);
	assert_string_equal(statement_text(arena, &registered).at, "SELECT id, size, name FROM row");
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placeholders_are_filled_in),
		cmocka_unit_test(quoted_text_is_left_alone),
		cmocka_unit_test(only_reading_statements_are_said_to_read),
		cmocka_unit_test(mistakes_are_faults),
		cmocka_unit_test(statements_are_registered),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
