/*
 * The sealed audit log against a real database: sealing by several workers, and everything that somebody with all
 * rights to the database may try, the triggers taken away.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "audit/audit.h"
#include "audit/checkpoint.h"
#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "audit/seal.h"
#include "audit/seal_store.h"
#include "base/file.h"
#include "base/random.h"
#include "database.h"

enum { ENTRIES = 60 };

static struct database *d;
static struct arena *arena;
static moment clock_at;

static const char *const tables[] = {"audit_entry", "audit_leaf", "audit_salt", "audit_checkpoint",
				     "audit_cosignature", "audit_pending", "audit_verification"};

static void run(const char *sql)
{
	database_run(d->db, sql);
}

/* An attacker with root's rights takes the fences down first. */
static void without_triggers(void)
{
	static const char *const triggers[] = {"audit_entry_update", "audit_entry_delete", "audit_leaf_update",
					       "audit_leaf_delete", "audit_checkpoint_update", "audit_checkpoint_delete"};

	for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++)
		run(arena_printf(arena, "DROP TRIGGER IF EXISTS %s", triggers[i]).at);
}

static void write_entries(int count)
{
	struct actor actor = actor_command(0, "command", "test", clock_at);

	for (int i = 0; i < count; i++) {
		struct audit_entry entry = {.action = "test.made", .subject = "test", .subject_id = i + 1,
					    .reason = STR("because"), .changes = STR("{\"title\":[\"a\",\"b\"]}")};
		assert_int_equal(audit_append(d->db, &actor, &entry), RC_OK);
	}
}

static void seal_and_sign(void)
{
	clock_at += MINUTES(2);
	assert_int_equal(seal_all(d->db, arena, d->config, clock_at), RC_OK);
}

/* A fresh log of three sealings, the last with a checkpoint over all. */
static int begin(void **state)
{
	(void)state;
	arena = arena_new(0);
	without_triggers();
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		run(arena_printf(arena, "TRUNCATE TABLE %s", tables[i]).at);
	run("UPDATE audit_sealer SET holder = '', lease_until = NULL, trouble = ''");
	unlink(arena_cstr(arena, config_path(arena, d->config, "audit.state_file")));
	for (int i = 0; i < 3; i++) {
		write_entries(ENTRIES / 3);
		seal_and_sign();
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct log_report *verify_with(const struct str *notes, size_t count)
{
	const struct log_known known = {notes, count};
	const struct log_report *report = NULL;

	assert_int_equal(log_verify(d->db, arena, d->config, NULL, &known, clock_at, &report), RC_OK);
	return report;
}

static const struct log_report *verify(void)
{
	return verify_with(NULL, 0);
}

static void expect(const struct log_report *report, const char *code)
{
	bool is_named = false;

	for (size_t i = 0; i < report->count; i++)
		is_named |= strcmp(log_finding_code(report->findings[i].kind), code) == 0;
	if (!is_named)
		print_error("%s", log_report_text(arena, report).at);
	assert_true(is_named);
	assert_int_equal(log_report_status(report), 1);
}

static void what_is_sealed_is_intact(void **state)
{
	(void)state;
	const struct log_report *report = verify();

	if (log_report_status(report))
		print_error("%s", log_report_text(arena, report).at);
	assert_int_equal(log_report_status(report), 0);
	assert_int_equal(report->entries, ENTRIES);
	assert_int_equal(report->signed_size, ENTRIES);
	assert_int_equal(report->checkpoints, 3);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_pending"), 0);
	/* Waiting for a moment is no fault. */
	write_entries(1);
	report = verify();
	assert_int_equal(log_report_status(report), 0);
	assert_int_equal(report->loose, 1);
	clock_at = moment_now() + HOURS(1);
	expect(verify(), "unsealed");
}

static void the_private_key_is_the_workers_alone(void **state)
{
	(void)state;
	struct stat status;
	const char *path = arena_cstr(arena, config_path(arena, d->config, "audit.key_file"));

	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	chmod(path, 0640);
	write_entries(1);
	assert_int_equal(seal_all(d->db, arena, d->config, clock_at += MINUTES(2)), RC_FAULT);
	chmod(path, 0600);
	seal_and_sign();
}

static void an_edited_entry(void **state)
{
	(void)state;
	run("UPDATE audit_entry SET changes = '{}' WHERE subject_id = 7 ORDER BY id LIMIT 1");
	const struct log_report *report = verify();
	expect(report, "edited");
	assert_int_equal(report->findings[0].seq, 6);
	assert_int_equal(report->count, 1);
}

static void every_column_of_an_entry_is_covered(void **state)
{
	(void)state;
	static const char *const changes[] = {
		"organization_id = 5", "recorded_at = recorded_at + INTERVAL 1 MICROSECOND", "actor_id = 5",
		"actor_kind = 'system'", "actor_name = 'other'", "actor_name = NULL", "auth_method = 'x'",
		"on_behalf_of_id = 0", "request_id = 'x'", "environment = 'test'", "action = 'x'", "subject = 'x'",
		"subject_id = 9", "subject_version = 9", "incident_id = 1", "reason = ''", "changes = '{ }'",
		"software = 'x'",
	};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		run("CREATE TEMPORARY TABLE kept AS SELECT * FROM audit_entry WHERE subject_id = 7 LIMIT 1");
		run(arena_printf(arena, "UPDATE audit_entry SET %s WHERE id = (SELECT id FROM kept)", changes[i]).at);
		expect(verify(), "edited");
		run("DELETE FROM audit_entry WHERE id = (SELECT id FROM kept)");
		run("INSERT INTO audit_entry SELECT * FROM kept");
		run("DELETE FROM audit_pending");
		run("DROP TEMPORARY TABLE kept");
		assert_int_equal(log_report_status(verify()), 0);
	}
}

static void deleted_entries(void **state)
{
	(void)state;
	run("DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_leaf WHERE seq = 30)");
	const struct log_report *report = verify();
	expect(report, "deleted");
	assert_int_equal(report->findings[0].seq, 30);
	run("DELETE FROM audit_leaf WHERE seq = 30");
	report = verify();
	expect(report, "deleted");
	assert_int_equal(report->findings[0].seq, 30);
	run("UPDATE audit_leaf SET seq = seq - 1 WHERE seq > 30 ORDER BY seq");
	run("DELETE FROM audit_salt WHERE seq = 30");
	run("UPDATE audit_salt SET seq = seq - 1 WHERE seq > 30 ORDER BY seq");
	report = verify();
	expect(report, "deleted");
	assert_int_equal(report->findings[0].seq, 30);
}

static void reordered_entries(void **state)
{
	(void)state;
	run("UPDATE audit_leaf SET seq = -1 WHERE seq = 10");
	run("UPDATE audit_leaf SET seq = 10 WHERE seq = 40");
	run("UPDATE audit_leaf SET seq = 40 WHERE seq = -1");
	expect(verify(), "reordered");
}

static void inserted_entries(void **state)
{
	(void)state;
	/* Beside the trail, the trigger that tells the sealer taken away. */
	run("INSERT INTO audit_entry (recorded_at, actor_kind, action, subject, software)"
	    " VALUES (UTC_TIMESTAMP(6), 'system', 'test.forged', 'test', 'test')");
	run("DELETE FROM audit_pending");
	expect(verify(), "inserted");
	/* In the middle, with the others moved. */
	run("UPDATE audit_leaf SET seq = seq + 1 WHERE seq >= 20 ORDER BY seq DESC");
	run("UPDATE audit_salt SET seq = seq + 1 WHERE seq >= 20 ORDER BY seq DESC");
	run("INSERT INTO audit_leaf SELECT 20, (SELECT MAX(id) FROM audit_entry), sealed_at, leaf, commitments, nodes"
	    " FROM audit_leaf WHERE seq = 19");
	run("INSERT INTO audit_salt SELECT 20, salts FROM audit_salt WHERE seq = 19");
	expect(verify(), "inserted");
}

static void a_cut_tail(void **state)
{
	(void)state;
	run("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_leaf WHERE seq >= 50)");
	run("DELETE FROM audit_leaf WHERE seq >= 50");
	const struct log_report *report = verify();
	expect(report, "truncated");
	assert_int_equal(report->findings[0].seq, 50);
	/* With its checkpoints: the file beside the key knows better. */
	run("DELETE FROM audit_checkpoint WHERE tree_size > 50");
	expect(verify(), "rolled_back");
}

static void an_old_backup_restored(void **state)
{
	(void)state;
	static const char *const kept[] = {"audit_entry", "audit_leaf", "audit_salt", "audit_checkpoint"};
	struct seal_state sealer;
	struct log_checkpoint given;
	bool is_signed = true;

	for (size_t i = 0; i < 4; i++)
		run(arena_printf(arena, "CREATE OR REPLACE TABLE backup_%s AS SELECT * FROM %s", kept[i], kept[i]).at);
	write_entries(10);
	seal_and_sign();
	assert_int_equal(log_checkpoint_newest(d->db, arena, &given), RC_OK);
	for (size_t i = 0; i < 4; i++) {
		run(arena_printf(arena, "TRUNCATE TABLE %s", kept[i]).at);
		run(arena_printf(arena, "INSERT INTO %s SELECT * FROM backup_%s", kept[i], kept[i]).at);
		run(arena_printf(arena, "DROP TABLE backup_%s", kept[i]).at);
	}
	run("DELETE FROM audit_pending");
	expect(verify(), "rolled_back");

	/* The sealer does not sign another history. */
	write_entries(3);
	size_t count;
	assert_int_equal(seal_entries(d->db, arena, STR("command"), clock_at, &count), RC_OK);
	assert_int_equal(seal_sign(d->db, arena, d->config, clock_at + MINUTES(5), true, &is_signed), RC_OK);
	assert_false(is_signed);
	assert_int_equal(seal_look(d->db, arena, &sealer), RC_OK);
	assert_true(str_find(sealer.trouble, STR("fewer entries")) >= 0);

	/* Made to sign on, it has told two histories, and whoever kept a checkpoint can show it. */
	write_entries(20);
	unlink(arena_cstr(arena, config_path(arena, d->config, "audit.state_file")));
	seal_and_sign();
	assert_int_equal(log_report_status(verify()), 0);
	expect(verify_with(&given.note, 1), "split_view");
}

static void checkpoints_by_another_hand(void **state)
{
	(void)state;
	struct note_signer stranger;
	struct log_checkpoint stored;
	struct key_list keys;

	assert_int_equal(log_checkpoint_newest(d->db, arena, &stored), RC_OK);
	assert_int_equal(signing_key_public(arena, d->config, &keys), RC_OK);
	note_signer_new(arena, keys.at[0].name, NOTE_SIGNATURE, &stranger);
	struct checkpoint_note *note = ARENA_NEW(arena, struct checkpoint_note);
	assert_true(checkpoint_note_parse(arena, stored.note, note));
	struct str line = note_sign(arena, &stranger, note->note.text, clock_at);
	run(arena_printf(arena, "UPDATE audit_checkpoint SET note = '%.*s\n%.*s' WHERE tree_size = %d",
			 STR_ARG(note->note.text), STR_ARG(line), ENTRIES).at);
	expect(verify(), "wrong_key");
	run(arena_printf(arena, "UPDATE audit_checkpoint SET note = REPLACE('%.*s', '\n60\n', '\n59\n') WHERE tree_size = %d",
			 STR_ARG(stored.note), ENTRIES).at);
	expect(verify(), "forged");
}

static void hashes_changed_with_the_entries(void **state)
{
	(void)state;
	run("UPDATE audit_leaf SET leaf = UNHEX(SHA2('x', 256)) WHERE seq = 12");
	expect(verify(), "bad_hash");
	run("UPDATE audit_leaf SET nodes = REPEAT('x', LENGTH(nodes)) WHERE seq = 31");
	expect(verify(), "bad_hash");
}

/* Everything is made anew over other contents; only the signed checkpoints cannot be. */
static void a_log_rewritten(void **state)
{
	(void)state;
	static const char *const emptied[] = {"audit_leaf", "audit_salt"};
	struct seal_state sealer;
	size_t count = 1;

	run("UPDATE audit_entry SET changes = '{}' WHERE id = (SELECT entry_id FROM audit_leaf WHERE seq = 30)");
	for (size_t i = 0; i < 2; i++)
		run(arena_printf(arena, "TRUNCATE TABLE %s", emptied[i]).at);
	run("INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry");
	while (count)
		assert_int_equal(seal_entries(d->db, arena, STR("command"), clock_at, &count), RC_OK);
	expect(verify(), "rewritten");
	assert_int_equal(seal_sign(d->db, arena, d->config, clock_at + DAYS(1), true, NULL), RC_OK);
	assert_int_equal(seal_look(d->db, arena, &sealer), RC_OK);
	assert_true(str_find(sealer.trouble, STR("does not begin")) >= 0);
}

static void an_entry_removed_before_its_seal(void **state)
{
	(void)state;
	write_entries(1);
	run("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_pending)");
	expect(verify(), "lost");
}

static void two_workers_seal_once(void **state)
{
	(void)state;
	struct db *other = database_connect(d);
	size_t first, second;

	write_entries(40);
	assert_int_equal(seal_entries(d->db, arena, STR("one"), clock_at += MINUTES(1), &first), RC_OK);
	assert_int_equal(first, 40);
	write_entries(5);
	assert_int_equal(seal_entries(other, arena, STR("two"), clock_at, &second), RC_BUSY);
	/* The first one is gone; its lease ends. */
	assert_int_equal(seal_entries(other, arena, STR("two"), clock_at + SEAL_LEASE + 1, &second), RC_OK);
	assert_int_equal(second, 5);
	assert_int_equal(seal_entries(d->db, arena, STR("one"), clock_at + SEAL_LEASE + 2, &first), RC_BUSY);
	db_close(other);
	clock_at += MINUTES(5);
	seal_and_sign();
	assert_int_equal(log_report_status(verify()), 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_leaf"), ENTRIES + 45);
}

/* An entry whose transaction ended late has a lower number than what is sealed already. */
static void a_late_commit_is_sealed_too(void **state)
{
	(void)state;
	run("DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_leaf WHERE seq = 59)");
	struct log_entry last;
	int64_t id = database_number(d->db, "SELECT entry_id AS number FROM audit_leaf WHERE seq = 59");
	assert_int_equal(log_entry_by_seq(d->db, arena, 58, &last), RC_OK);
	run(arena_printf(arena, "INSERT INTO audit_entry (id, recorded_at, actor_kind, action, subject, software)"
			 " VALUES (%lld, UTC_TIMESTAMP(6), 'system', 'test.late', 'test', 'test')", (long long)id + 100).at);
	run(arena_printf(arena, "INSERT INTO audit_entry (id, recorded_at, actor_kind, action, subject, software)"
			 " VALUES (%lld, UTC_TIMESTAMP(6), 'system', 'test.late', 'test', 'test')", (long long)id + 50).at);
	size_t count;
	assert_int_equal(seal_entries(d->db, arena, STR("command"), clock_at, &count), RC_OK);
	assert_int_equal(count, 2);
}

static void checkpoints_each_minute_and_at_midnight(void **state)
{
	(void)state;
	moment noon = DAYS(20000) + HOURS(12);

	assert_false(seal_is_due(0, 0, MOMENT_NONE, noon));
	assert_true(seal_is_due(1, 0, MOMENT_NONE, noon));
	assert_false(seal_is_due(5, 5, noon, noon + HOURS(1)));
	assert_false(seal_is_due(6, 5, noon, noon + SECONDS(59)));
	assert_true(seal_is_due(6, 5, noon, noon + SECONDS(60)));
	assert_true(seal_is_due(5, 5, noon, noon + HOURS(12)));
}

static void a_dump_says_the_same(void **state)
{
	(void)state;
	char path[] = "/tmp/muster-audit-XXXXXX";
	struct key_list keys;
	const struct log_report *report;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	write_entries(1);
	assert_int_equal(log_export(d->db, arena, fd), RC_OK);
	close(fd);
	assert_int_equal(signing_key_public(arena, d->config, &keys), RC_OK);
	assert_int_equal(log_verify_dump(arena, path, &keys, NULL, &report), RC_OK);
	assert_int_equal(log_report_status(report), 0);
	assert_int_equal(report->entries, ENTRIES);
	assert_int_equal(report->loose, 1);
	unlink(path);
}

static void a_rotated_key_goes_on(void **state)
{
	(void)state;
	struct note_key old, fresh;
	struct key_list keys;

	assert_int_equal(signing_key_rotate(arena, d->config, &old, &fresh), RC_OK);
	write_entries(1);
	seal_and_sign();
	assert_int_equal(signing_key_public(arena, d->config, &keys), RC_OK);
	assert_true(keys.count >= 2);
	const struct log_report *report = verify();
	assert_int_equal(log_report_status(report), 0);
	assert_int_equal(report->checkpoints, 4);
	/* Whoever trusts the old key alone is not taken in. */
	const struct key_list trusted = {.at = {keys.at[keys.count - 2]}, .count = 1};
	assert_int_equal(log_verify(d->db, arena, d->config, &trusted, NULL, clock_at, &report), RC_OK);
	expect(report, "wrong_key");
}

static char folder[] = "/tmp/muster-audit-var-XXXXXX";

static int setup(void **state)
{
	struct arena *scratch = arena_new(0);
	assert_non_null(mkdtemp(folder));
	setenv("MUSTER_AUDIT_KEY_FILE", arena_printf(scratch, "%s/audit.key", folder).at, 1);
	setenv("MUSTER_AUDIT_PUBLIC_FILE", arena_printf(scratch, "%s/audit.pub", folder).at, 1);
	setenv("MUSTER_AUDIT_STATE_FILE", arena_printf(scratch, "%s/audit.last", folder).at, 1);
	arena_free(scratch);
	database_setup(state);
	d = *state;
	clock_at = moment_now();
	return 0;
}

static int teardown(void **state)
{
	database_remove_folder(folder);
	return database_teardown(state);
}

#define LOG_TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOG_TEST(what_is_sealed_is_intact),
		LOG_TEST(the_private_key_is_the_workers_alone),
		LOG_TEST(an_edited_entry),
		LOG_TEST(every_column_of_an_entry_is_covered),
		LOG_TEST(deleted_entries),
		LOG_TEST(reordered_entries),
		LOG_TEST(inserted_entries),
		LOG_TEST(a_cut_tail),
		LOG_TEST(an_old_backup_restored),
		LOG_TEST(checkpoints_by_another_hand),
		LOG_TEST(hashes_changed_with_the_entries),
		LOG_TEST(a_log_rewritten),
		LOG_TEST(an_entry_removed_before_its_seal),
		LOG_TEST(two_workers_seal_once),
		LOG_TEST(a_late_commit_is_sealed_too),
		LOG_TEST(checkpoints_each_minute_and_at_midnight),
		LOG_TEST(a_dump_says_the_same),
		LOG_TEST(a_rotated_key_goes_on),
	};
	return cmocka_run_group_tests_name("audit log", tests, setup, teardown);
}
