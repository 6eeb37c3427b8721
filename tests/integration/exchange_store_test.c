/*
 * What is noted of exports and backups: lists by organization, the age of the last backup, what the audit trail is told.
 * And tables taken out and put back as they were, triggers included.
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
#include "db/table.h"
#include "exchange/backup_age.h"
#include "exchange/exchange_format.h"
#include "exchange/exchange_store.h"
#include "exchange/exchange_task.h"

static struct database *d;

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	return 0;
}

static int64_t note(enum exchange_kind kind, int64_t organization_id, moment ended_at, bool is_done)
{
	struct exchange_run run = {.kind = (int)kind, .organization_id = organization_id, .started_at = ended_at - MINUTES(5),
				   .ended_at = ended_at, .is_done = is_done, .target = STR("/backups"), .message = STR(""),
				   .told_at = MOMENT_NONE};

	assert_int_equal(exchange_begin(d->db, &run), RC_OK);
	return run.id;
}

static void a_backup_grows_old(void **state)
{
	const moment now = moment_now();
	struct backup_age age;
	const struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = now};

	(void)state;
	assert_int_equal(backup_age_look(d->db, d->arena, d->config, now, &age), RC_OK);
	assert_true(age.ended_at == MOMENT_NONE && !age.is_stale);
	assert_int_equal(backup_age_task.run(&call), RC_OK);
	note(EXCHANGE_BACKUP, 0, now - HOURS(27), true);
	note(EXCHANGE_BACKUP, 0, now - HOURS(1), false);
	note(EXCHANGE_EXPORT, 0, now, true);
	assert_int_equal(backup_age_look(d->db, d->arena, d->config, now, &age), RC_OK);
	assert_true(age.is_stale);
	assert_int_not_equal(backup_age_task.run(&call), RC_OK);
	note(EXCHANGE_BACKUP, 0, now - HOURS(25), true);
	assert_int_equal(backup_age_look(d->db, d->arena, d->config, now, &age), RC_OK);
	assert_true(!age.is_stale && age.ended_at == now - HOURS(25));
	assert_int_equal(backup_age_task.run(&call), RC_OK);
}

static void organizations_see_their_own_and_those_of_all(void **state)
{
	struct rows before, rows;

	(void)state;
	assert_int_equal(exchange_list(d->db, d->arena, 7, &before), RC_OK);
	note(EXCHANGE_EXPORT, 7, moment_now(), true);
	note(EXCHANGE_EXPORT, 8, moment_now(), true);
	assert_int_equal(exchange_list(d->db, d->arena, 7, &rows), RC_OK);
	assert_int_equal(rows.count, before.count + 1);
	assert_int_equal(ROW(struct exchange_run, rows, 0)->organization_id, 7);
	for (size_t i = 0; i < rows.count; i++)
		assert_int_not_equal(ROW(struct exchange_run, rows, i)->organization_id, 8);
}

static void the_trail_is_told_once(void **state)
{
	const char *count = "SELECT COUNT(*) AS number FROM audit_entry WHERE action IN ('portal.imported', 'portal.restored')";
	const struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now()};

	(void)state;
	note(EXCHANGE_IMPORT, 0, moment_now(), true);
	note(EXCHANGE_RESTORE, 0, moment_now(), true);
	for (int i = 0; i < 3; i++)
		assert_int_equal(exchange_told_task.run(&call), RC_OK);
	assert_int_equal(database_number(d->db, count), 2);
}

/* --- tables --- */

static const struct table *find(const struct table *tables, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(tables[i].name, name))
			return &tables[i];
	fail_msg("no table %s", name);
	return NULL;
}

struct taking {
	const struct table *table;
	struct text text;
};

static enum rc take(void *closure, const struct str *values)
{
	struct taking *taking = closure;

	exchange_row(&taking->text, taking->table, values);
	return RC_OK;
}

static struct str all_of(const struct table *table)
{
	struct taking taking = {table, TEXT_IN(d->arena)};

	assert_int_equal(table_each(d->db, d->arena, table, STR(""), take, &taking), RC_OK);
	return text_str(&taking.text);
}

static void put_back(const struct table *table, struct str text)
{
	struct str *values = ARENA_ARRAY(d->arena, struct str, table->column_count), line;
	struct table_writer *writer;
	const char *why;

	assert_int_equal(table_writer_open(d->db, d->arena, table, &writer), RC_OK);
	while (text.len && str_split(&text, '\n', &line)) {
		if (line.len == 0)
			continue;
		assert_int_equal(exchange_row_read(d->arena, table, line, values, &why), RC_OK);
		assert_int_equal(table_writer_add(writer, values), RC_OK);
	}
	assert_int_equal(table_writer_close(writer), RC_OK);
}

static void every_table_comes_back_as_it_was(void **state)
{
	struct table *tables, *again;
	size_t count, same;
	struct table_loading loading;
	const char *triggers = "SELECT COUNT(*) AS number FROM information_schema.triggers WHERE trigger_schema = DATABASE()";
	const char *definitions = "SELECT CAST(CONV(LEFT(MD5(GROUP_CONCAT(CONCAT(trigger_name, event_manipulation,"
				  " action_timing, event_object_table, action_statement) ORDER BY trigger_name)), 15), 16, 10)"
				  " AS SIGNED) AS number FROM information_schema.triggers WHERE trigger_schema = DATABASE()";

	(void)state;
	database_run(d->db, "SET SESSION group_concat_max_len = 10000000");
	const int64_t before = database_number(d->db, triggers), meaning = database_number(d->db, definitions);
	assert_true(before > 20);
	assert_int_equal(table_list(d->db, d->arena, config_text(d->config, "database.name"), &tables, &count), RC_OK);
	assert_true(count > 100);
	const struct table *naics = find(tables, count, "naics"), *runs = find(tables, count, "exchange_run");
	struct str lists = all_of(naics), noted = all_of(runs);
	assert_true(lists.len > 10000 && noted.len > 100);
	assert_int_equal(table_loading_begin(d->db, d->arena, &loading), RC_OK);
	assert_int_equal(database_number(d->db, triggers), 0);
	put_back(naics, lists);
	put_back(runs, noted);
	assert_int_equal(table_loading_end(d->db, &loading), RC_OK);
	assert_int_equal(database_number(d->db, triggers), before);
	assert_int_equal(database_number(d->db, definitions), meaning);
	assert_true(str_equal(all_of(naics), lists));
	assert_true(str_equal(all_of(runs), noted));
	assert_int_equal(table_list(d->db, d->arena, config_text(d->config, "database.name"), &again, &same), RC_OK);
	assert_int_equal(find(again, same, "exchange_run")->next_id, runs->next_id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_backup_grows_old),
		cmocka_unit_test(organizations_see_their_own_and_those_of_all),
		cmocka_unit_test(the_trail_is_told_once),
		cmocka_unit_test(every_table_comes_back_as_it_was),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
