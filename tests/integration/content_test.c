/*
 * Contents below var/files: kept as long as anything names them (a row, an archived row, a draft), removed when
 * nothing does, and never lost to an upload that comes at the same time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../cgi-bin/content_holders.h"
#include "base/random.h"
#include "database.h"
#include "db/archive.h"
#include "db/connection.h"
#include "incident/attachment_file.h"
#include "incident/content_task.h"

static struct database *d;
enum { UPLOADS = 150 };

/* Hashes of something that is not stored below var/files. */
static const char *const other_hashes[] = {
	"schema_migration.sha256",      /* of a file of the product */
	"audit_file.sha256",            /* a file that left the product */
	"import_batch.sha256",          /* of its own column content */
	"osha_certification.figures_sha256",
	"witness_statement.sha256",     /* of its own text */
	"capa_link.token_sha256",       /* of a secret */
	"calendar_feed.token_sha256",
	"evidence_check.found_sha256",  /* what a look at the file found */
	"investigation_step.content_sha256",
	"signature.content_sha256",
};

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	content_use(content_holders);
	assert_int_equal(archive_prepare(d->db, d->arena, d->config, "incident"), RC_OK);
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'INC-20200302-0001', 'safety', 'archived', 'Cut', 'Cut finger', '2020-03-02 10:00',"
			    " '2020-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'eva', NOW())");
	return 0;
}

static struct worker_call call_in(moment later)
{
	return (struct worker_call){.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now() + later};
}

static struct str stored(const char *words)
{
	struct attachment file;

	assert_int_equal(attachment_file_keep(d->arena, d->config, str_of(words), "text/plain", STR("a.txt"), &file), RC_OK);
	return file.sha256;
}

static bool is_there(struct str hash)
{
	struct str found;
	return attachment_file_hash(d->arena, d->config, hash, &found) == RC_OK && str_equal(found, hash);
}

/* An attachment of the incident that names the hash in the column. */
static void name_it(struct db *db, struct str hash)
{
	database_run(db, arena_printf(d->arena, "INSERT INTO attachment (organization_id, uuid, incident_id, sha256, name, type,"
					      " size, created_at) VALUES (1, UUID(), 1, X'%.*s', 'a.txt', 'text/plain', 1, NOW())",
				      STR_ARG(hex(d->arena, hash))).at);
}

static size_t sweep_all(moment later)
{
	struct worker_call call = call_in(later);
	size_t sum = 0, moved;

	for (unsigned folder = 0; folder < 256; folder++) {
		assert_int_equal(content_sweep(&call, folder, &moved), RC_OK);
		sum += moved;
	}
	return sum;
}

static size_t settle(moment later)
{
	struct worker_call call = call_in(later);
	size_t removed;

	assert_int_equal(content_settle(&call, &removed), RC_OK);
	return removed;
}

static bool is_listed(struct str column)
{
	for (size_t i = 0; i < sizeof other_hashes / sizeof *other_hashes; i++)
		if (str_is(column, other_hashes[i]))
			return true;
	for (const struct content_holder *const *list = content_holders; *list; list++)
		for (const struct content_holder *h = *list; h->table; h++)
			if (str_equal(column, arena_printf(d->arena, "%s.%s", h->table, h->column)))
				return true;
	return false;
}

static void every_column_with_a_hash_is_known(void **state)
{
	struct str *columns;
	size_t count;

	(void)state;
	assert_int_equal(connection_column(d->db, d->arena, STR("SELECT CONCAT(table_name, '.', column_name)"
			 " FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name LIKE '%sha256'"),
			 &columns, &count), RC_OK);
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++)
		if (!is_listed(columns[i]))
			fail_msg("%s: does it hold a content below var/files? Then its feature has to export it", columns[i].at);
}

static void what_nothing_names_goes_and_the_rest_stays(void **state)
{
	struct str orphan = stored("nobody's"), named = stored("somebody's"), drafted = stored("in a draft");

	(void)state;
	name_it(d->db, named);
	database_run(d->db, arena_printf(d->arena, "INSERT INTO report_draft (organization_id, uuid, account_id, answers, created_at,"
					 " updated_at) VALUES (1, UUID(), 1, '{\"file.0.sha256\": \"%.*s\"}', NOW(), NOW())",
					 STR_ARG(hex(d->arena, drafted))).at);
	assert_int_equal(sweep_all(0), 0); /* too young, all of them */
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 1);
	assert_false(is_there(orphan));
	assert_true(is_there(named));
	assert_true(is_there(drafted));
	assert_int_equal(settle(0), 0); /* the trash keeps it for an hour */
	assert_int_equal(settle(HOURS(2)), 1);
	database_run(d->db, "DELETE FROM report_draft");
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 1);
	assert_false(is_there(drafted));
	assert_int_equal(settle(HOURS(2)), 1);
}

static void every_holder_holds(void **state)
{
	struct str hash = stored("a certified summary");

	(void)state;
	database_run(d->db, arena_printf(d->arena, "INSERT INTO osha_certification (organization_id, uuid, establishment_id, year,"
					 " executive, executive_standing, title, phone, certified_on, signed_at, signed_by_id, signed_by_name,"
					 " figures, figures_sha256, file_sha256) VALUES (1, UUID(), 1, 2024, 'E', 'owner', 'T', '1', '2025-01-31',"
					 " NOW(), 1, 'Eva Stern', '{}', REPEAT('x', 32), X'%.*s')", STR_ARG(hex(d->arena, hash))).at);
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 0);
	assert_true(is_there(hash));
}

static enum rc move(struct db *db, void *closure)
{
	(void)closure;
	return archive_move(db, d->arena, d->config, 1);
}

static void what_comes_to_be_named_returns_from_the_trash(void **state)
{
	struct str late = stored("named late");

	(void)state;
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 1);
	assert_false(is_there(late));
	name_it(d->db, late);
	assert_int_equal(settle(HOURS(2)), 0);
	assert_true(is_there(late));
}

static void a_form_that_is_sent_again_keeps_its_file(void **state)
{
	struct str hash = stored("in a form");

	(void)state;
	assert_int_equal(attachment_file_claim(d->arena, d->config, hash), RC_OK);
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 1);
	assert_int_equal(settle(HOURS(2)), 1);
	assert_int_equal(attachment_file_claim(d->arena, d->config, hash), RC_NOT_FOUND);
}

static struct str upload(int n)
{
	return stored(arena_printf(d->arena, "upload %d", n).at);
}

/* Uploads as the portal makes them: the content first, its row a little later. Never returns. */
static void upload_all(void)
{
	struct db *db = database_connect(d);

	for (int n = 0; n < UPLOADS; n++)
		name_it(db, upload(n));
	_exit(0);
}

/* The clock of the sweeps is ahead, so that each content is old enough the moment it is stored. */
static void uploads_meanwhile_lose_nothing(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		upload_all();
	while (waitpid(child, &status, WNOHANG) == 0) {
		sweep_all(CONTENT_WAIT + HOURS(1));
		settle(0);
	}
	assert_int_equal(status, 0);
	settle(0);
	for (int n = 0; n < UPLOADS; n++)
		assert_true(is_there(sha256(d->arena, arena_printf(d->arena, "upload %d", n))));
}

static void the_archive_names_contents_too(void **state)
{
	struct str hash = stored("archived");

	(void)state;
	name_it(d->db, hash);
	assert_int_equal(db_transaction(d->db, "archive", move, NULL), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM attachment"), 0);
	assert_int_equal(sweep_all(CONTENT_WAIT + HOURS(1)), 0);
	assert_true(is_there(hash));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_with_a_hash_is_known),
		cmocka_unit_test(what_nothing_names_goes_and_the_rest_stays),
		cmocka_unit_test(every_holder_holds),
		cmocka_unit_test(what_comes_to_be_named_returns_from_the_trash),
		cmocka_unit_test(a_form_that_is_sent_again_keeps_its_file),
		cmocka_unit_test(uploads_meanwhile_lose_nothing),
		cmocka_unit_test(the_archive_names_contents_too),
	};
	return cmocka_run_group_tests_name("content", tests, setup, database_teardown);
}
