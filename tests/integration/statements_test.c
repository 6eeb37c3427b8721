/*
 * Every statement of the product against the migrated schema: it can be prepared, its columns fit its
 * record, and it finds its rows by an index when the tables are large.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "database.h"
#include "db/connection.h"

static struct database *d;

/* Tables that stay small: a few hundred rows at most in any organization. */
static const char *const small_tables[] = {
	"organization", "schema_migration", "schema_lease", "issuer_keys", "category", "workflow", "workflow_state",
	"workflow_transition", "worker_task", "worker_process", "webhook_endpoint", "worker_alarm", "channel_state", "assignment_rule", "notify_rule", "archive_table", "archive_rule", "substance", "role", "unit", "establishment",
};

/* Statements that look at every row of a large table, each with its reason. */
static const struct exception {
	const char *statement;
	const char *why;
} exceptions[] = {
	{"", "none so far"},
};

static bool is_exception(const char *statement)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (strcmp(exceptions[i].statement, statement) == 0)
			return true;
	return false;
}

static bool is_small(struct str table)
{
	for (size_t i = 0; i < sizeof small_tables / sizeof *small_tables; i++)
		if (str_is(table, small_tables[i]))
			return true;
	return false;
}

/*
 * Makes the planner believe in a million rows in each table and in well spread indexes, which is what it
 * decides by; the tables stay empty.
 */
static void pretend_large(void)
{
	const char *name = getenv("MUSTER_DATABASE_NAME");
	struct str *tables;
	size_t count;

	database_run(d->db, "SET GLOBAL innodb_stats_auto_recalc = OFF");
	database_run(d->db, arena_printf(d->arena, "UPDATE mysql.innodb_table_stats SET n_rows = 1000000,"
					 " clustered_index_size = 20000, sum_of_other_index_sizes = 20000"
					 " WHERE database_name = '%s'", name).at);
	database_run(d->db, arena_printf(d->arena, "UPDATE mysql.innodb_index_stats SET stat_value = CASE"
					 " WHEN stat_name LIKE 'n_diff%%' THEN 300000 ELSE 5000 END WHERE database_name = '%s'",
					 name).at);
	struct str list = arena_printf(d->arena, "SELECT table_name FROM information_schema.tables"
				       " WHERE table_schema = '%s' AND table_type = 'BASE TABLE'", name);
	assert_int_equal(connection_column(d->db, d->arena, list, &tables, &count), RC_OK);
	for (size_t i = 0; i < count; i++)
		database_run(d->db, arena_printf(d->arena, "FLUSH TABLE `%s`", tables[i].at).at);
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	pretend_large();
	return 0;
}

static void every_statement_fits_the_schema(void **state)
{
	(void)state;
	const struct statement *const *all;
	size_t count = statements_all(&all), bad = 0;

	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		if (db_prepare(d->db, all[i]) == RC_OK)
			continue;
		print_error("%s cannot be prepared\n", all[i]->name);
		bad++;
	}
	assert_int_equal(bad, 0);
}

/* EXPLAIN wants values: a text that is also a date and a number, and a count after LIMIT. */
static struct str with_values(struct str sql)
{
	struct text text = TEXT_IN(d->arena);
	char quote = 0;

	for (size_t i = 0; i < sql.len; i++) {
		char c = sql.at[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '\'' || c == '"' || c == '`')
			quote = c;
		if (quote || c != '?')
			text_char(&text, c);
		else if (str_ends(str_trim(text_str(&text)), STR("LIMIT")))
			text_cstr(&text, "50");
		else
			text_cstr(&text, "'2026-03-01'");
	}
	return text_str(&text);
}

/* Names the first large table that is read from end to end; STR_NONE when none is. */
static struct str scanned_table(struct str sql)
{
	struct str explain = arena_concat(d->arena, STR("EXPLAIN "), with_values(sql));
	struct str found = STR_NONE;

	assert_int_equal(connection_run(d->db, explain), RC_OK);
	MYSQL_RES *plan = mysql_store_result(d->db->mysql);
	assert_non_null(plan);
	unsigned count = mysql_num_fields(plan), table = 0, type = 0;
	for (unsigned i = 0; i < count; i++) {
		const char *name = mysql_fetch_field_direct(plan, i)->name;
		if (strcmp(name, "table") == 0)
			table = i;
		if (strcmp(name, "type") == 0)
			type = i;
	}
	for (MYSQL_ROW row; (row = mysql_fetch_row(plan));) {
		if (!row[table] || !row[type] || row[table][0] == '<')
			continue;
		bool is_scan = strcmp(row[type], "ALL") == 0 || strcmp(row[type], "index") == 0;
		if (is_scan && !is_small(str_of(row[table])))
			found = arena_str(d->arena, str_of(row[table]));
	}
	mysql_free_result(plan);
	return found;
}

static bool has_a_plan(struct str sql)
{
	static const char *const verbs[] = {"SELECT", "WITH", "UPDATE", "DELETE", "(SELECT"};
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (str_starts(str_trim(sql), str_of(verbs[i])))
			return true;
	return false;
}

static void no_statement_reads_a_large_table_from_end_to_end(void **state)
{
	(void)state;
	const struct statement *const *all;
	size_t count = statements_all(&all), bad = 0;

	for (size_t i = 0; i < count; i++) {
		struct str sql = statement_text(d->arena, all[i]);
		if (!has_a_plan(sql) || str_find(sql, STR("information_schema")) >= 0 || is_exception(all[i]->name))
			continue;
		struct str table = scanned_table(sql);
		if (!table.at)
			continue;
		print_error("%s reads all of %.*s\n", all[i]->name, STR_ARG(table));
		bad++;
	}
	assert_int_equal(bad, 0);
}

/* The net has to hold something: a query without an index is found out. */
static void a_missing_index_is_seen(void **state)
{
	(void)state;
	struct str table = scanned_table(STR("SELECT id FROM audit_entry WHERE reason = ?"));
	assert_true(str_is(table, "audit_entry"));
	assert_null(scanned_table(STR("SELECT id FROM audit_entry WHERE organization_id = ? AND actor_id = ?")).at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_fits_the_schema),
		cmocka_unit_test(no_statement_reads_a_large_table_from_end_to_end),
		cmocka_unit_test(a_missing_index_is_seen),
	};
	return cmocka_run_group_tests_name("statements", tests, setup, database_teardown);
}
