/* Reports without a name in the database: filed once, found again, only days, sealed while the database is
 * away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "incident/anonymous.h"
#include "incident/anonymous_spool.h"
#include "incident/anonymous_task.h"
#include "incident/report_link_store.h"
#include "incident/report_spool.h"
#include "incident/incident_list_store.h"
#include "incident/unmask_store.h"

static struct database *d;
static const struct config *config; /* with a folder of this test's own */
static char folder[] = "/tmp/muster-anonymous.XXXXXX";
static const day filed_on = 20516; /* 2026-03-04 */

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db,
		     "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
		     " (1, 'ACME', 'Acme', 'America/Chicago', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(
		d->db,
		"INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at) VALUES"
		" (1, 1, UUID(), 'DAY1', 'Dayton', 'America/Chicago', NOW(), NOW())");
	database_run(
		d->db,
		"INSERT INTO unit (id, organization_id, kind, code, name) VALUES (1, 1, 'department', 'P', 'Press')");
	database_run(
		d->db,
		"INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name,"
		" establishment_id, department_id, is_active, created_at, updated_at) VALUES"
		" (1, 1, UUID(), '1', 'Ana', 'Ruiz', 1, 1, TRUE, NOW(), NOW()),"
		" (2, 1, UUID(), '2', 'Bo', 'Lind', 1, NULL, TRUE, NOW(), NOW()),"
		" (3, 1, UUID(), '3', 'Gone', 'Long', 1, 1, FALSE, NOW(), NOW())");
	database_run(
		d->db,
		"INSERT INTO account (id, organization_id, person_id, login, password_hash, password_set_at, created_at)"
		" VALUES (1, 1, 1, 'ana', 'x', NOW(), NOW()), (2, 1, 2, 'bo', 'x', NOW(), NOW())");
	assert_non_null(mkdtemp(folder));
	setenv("MUSTER_PATHS_VAR", folder, 1);
	setenv("MUSTER_ANONYMOUS_ORGANIZATION", "ACME", 1);
	assert_int_equal(config_load(d->arena, &config), RC_OK);
	return 0;
}

static int teardown(void **state)
{
	database_remove_folder(folder);
	return database_teardown(state);
}

/* A filing whose receipt is told by seed. */
static struct anonymous_filing a_filing(const char *seed)
{
	struct anonymous_filing filing = {
		.organization_id = 1,
		.submission = uuid_new(d->arena, (moment)filed_on * DAYS(1)),
		.receipt_hash = sha256(d->arena, str_of(seed)),
		.token_hash = sha256(d->arena, arena_concat(d->arena, STR("token "), str_of(seed))),
		.filed_on = filed_on,
		.expires_on = filed_on + 365,
	};
	struct incident *i = &filing.report.incident;

	record_clear(&incident_record, i);
	i->reporting = REPORTING_ANONYMOUS;
	i->source = SOURCE_ANONYMOUS;
	i->report_type = REPORT_NEAR_MISS;
	i->establishment_id = 1;
	i->occurred_at = (moment)filed_on * DAYS(1) - HOURS(6);
	i->is_time_known = false;
	i->title = STR("Worn chain");
	i->description = anonymous_pad(d->arena, STR("The chain of the hoist is worn."));
	return filing;
}

static int64_t count(const char *sql)
{
	return database_number(d->db, sql);
}

static void a_report_is_filed_once_and_found_again(void **state)
{
	(void)state;
	struct anonymous_filing filing = a_filing("first");
	struct anonymous_report by_receipt, by_token;

	assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM incident"), 1);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM receipt"), 1);
	assert_int_equal(anonymous_by_receipt(d->db, d->arena, filing.receipt_hash, filed_on, &by_receipt),
			 RC_OK);
	assert_int_equal(anonymous_by_token(d->db, d->arena, filing.token_hash, filed_on, &by_token), RC_OK);
	assert_int_equal(by_receipt.incident_id, by_token.incident_id);
	assert_string_equal(by_receipt.place.at, "Dayton");
	assert_int_equal(by_receipt.status, STATUS_NEW);
	/* The receipt is no token, the token no receipt, and nothing opens after its last day. */
	assert_int_equal(anonymous_by_token(d->db, d->arena, filing.receipt_hash, filed_on, &by_token),
			 RC_NOT_FOUND);
	assert_int_equal(anonymous_by_receipt(d->db, d->arena, filing.token_hash, filed_on, &by_token),
			 RC_NOT_FOUND);
	assert_int_equal(
		anonymous_by_receipt(d->db, d->arena, filing.receipt_hash, filed_on + 366, &by_token),
		RC_NOT_FOUND);
}

static void the_list_does_not_tell_the_order_of_arrival(void **state)
{
	enum { REPORTS = 12 };
	static const struct grant everywhere = {ROLE_SUPERADMIN, 0, 0};
	static const char *const orders[] = {"-occurred", "occurred", "-reported", "reported", "-severity", "-status"};
	const struct viewer viewer = {
		.organization_id = 1, .organization_zone = STR("UTC"), .grants = &everywhere, .grant_count = 1};

	(void)state;
	for (int i = 0; i < REPORTS; i++) {
		struct anonymous_filing filing = a_filing(arena_printf(d->arena, "order %d", i).at);
		assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	}
	for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
		struct incident_filter filter = incident_filter_none();
		struct incident_page page;
		assert_true(incident_filter_set(&filter, STR("sort"), str_of(orders[o])));
		assert_int_equal(incident_list(d->db, d->arena, &viewer, &filter, filed_on, &page), RC_OK);
		assert_true(page.count >= REPORTS);
		for (size_t i = 1; i < page.count; i++)
			assert_true(str_compare(page.lines[i - 1].number, page.lines[i].number) < 0);
	}
}

/* Before rows of people with names appear: nothing in any table knows more than the day. */
static void no_time_of_the_day_is_kept(void)
{
	assert_int_equal(
		count("SELECT COUNT(*) AS number FROM incident WHERE reporting = 'anonymous'"
		      " AND (TIME(reported_at) <> 0 OR TIME(created_at) <> 0 OR TIME(updated_at) <> 0)"),
		0);
	assert_int_equal(
		count("SELECT COUNT(*) AS number FROM comment WHERE author_id IS NULL AND TIME(created_at) <> 0"),
		0);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM attachment WHERE TIME(created_at) <> 0"), 0);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM event WHERE TIME(created_at) <> 0"), 0);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM submission WHERE TIME(created_at) <> 0"), 0);
	assert_int_equal(
		count("SELECT COUNT(*) AS number FROM audit_entry WHERE TIME(recorded_at) <> 0 OR actor_id IS NOT NULL"
		      " OR COALESCE(actor_name, '') <> '' OR request_id <> '' OR actor_kind <> 'anonymous'"),
		0);
	/* The first 48 bits of a version 7 id are milliseconds: here those of midnight. */
	assert_int_equal(
		count("SELECT COUNT(*) AS number FROM incident WHERE CONV(CONCAT(LEFT(uuid, 8), SUBSTR(uuid, 10, 4)), 16, 10)"
		      " MOD 86400000 <> 0"),
		0);
	assert_int_equal(
		count("SELECT COUNT(*) AS number FROM event WHERE CONV(CONCAT(LEFT(uuid, 8), SUBSTR(uuid, 10, 4)), 16, 10)"
		      " MOD 86400000 <> 0"),
		0);
}

static void the_reporter_writes_and_reads_messages(void **state)
{
	(void)state;
	struct anonymous_filing filing = a_filing("messages");
	struct anonymous_report report;
	struct rows rows;
	struct attachment file;

	assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	assert_int_equal(anonymous_by_receipt(d->db, d->arena, filing.receipt_hash, filed_on, &report),
			 RC_OK);
	record_clear(&attachment_record, &file);
	file.sha256 = sha256(d->arena, STR("content"));
	file.name = STR("photo-1.jpg");
	file.type = STR("image/jpeg");
	file.size = 65536;
	struct anonymous_addition addition = {.report = &report,
					      .submission = uuid_new(d->arena, 0),
					      .body = anonymous_pad(d->arena, STR("It is worse now.")),
					      .files = &file,
					      .file_count = 1,
					      .added_on = filed_on + 3};
	assert_int_equal(anonymous_add(d->db, d->arena, &addition), RC_OK);
	assert_int_equal(anonymous_add(d->db, d->arena, &addition), RC_OK);
	no_time_of_the_day_is_kept();
	database_run(
		d->db,
		arena_printf(
			d->arena,
			"INSERT INTO comment (organization_id, incident_id, audience, author_id, body, created_at)"
			" VALUES (1, %lld, 'internal', 1, 'not for the reporter', NOW()),"
			" (1, %lld, 'reporter', 1, 'Thank you, which hoist?', NOW())",
			(long long)report.incident_id, (long long)report.incident_id)
			.at);
	assert_int_equal(anonymous_messages(d->db, d->arena, &report, &rows), RC_OK);
	assert_int_equal(rows.count, 2);
	assert_int_equal(ROW(struct comment, rows, 0)->body.len, 512);
	assert_int_equal(ROW(struct comment, rows, 1)->audience, AUDIENCE_REPORTER);
	assert_int_equal(anonymous_contact(d->db, &report, filed_on + 3), RC_OK);
	assert_int_equal(anonymous_by_incident(d->db, d->arena, report.incident_id, filed_on, &report),
			 RC_OK);
	assert_int_equal(report.files, 1);
	assert_int_equal(report.contact_on, filed_on + 3);
}

static void groups_are_counted_without_reading_people(void **state)
{
	(void)state;
	int64_t people;

	assert_int_equal(anonymous_group(d->db, d->arena, 1, 1, 0, &people), RC_OK);
	assert_int_equal(people, 2);
	assert_int_equal(anonymous_group(d->db, d->arena, 1, 1, 1, &people), RC_OK);
	assert_int_equal(people, 1);
	assert_int_equal(anonymous_group(d->db, d->arena, 2, 1, 0, &people), RC_OK);
	assert_int_equal(people, 0);
}

struct kept {
	struct str bytes;
	int count;
};

static enum rc look(void *closure, struct str id, struct str bytes)
{
	struct kept *kept = closure;

	(void)id;
	kept->bytes = arena_str(d->arena, bytes);
	kept->count++;
	return RC_OK; /* taken */
}

static void what_is_kept_is_sealed_and_filed_once(void **state)
{
	(void)state;
	struct anonymous_filing filing = a_filing("spool");
	struct anonymous_report report;
	struct kept kept = {STR_NONE, 0};
	struct stat st;

	/* Without the worker's key nothing can be kept, and nothing is promised. */
	assert_int_equal(mkdir(arena_printf(d->arena, "%s/secret", folder).at, 0750), 0);
	assert_int_equal(anonymous_spool_put(d->arena, config, &filing), RC_UNAVAILABLE);
	assert_int_equal(anonymous_spool_keys(d->arena, config), RC_OK);
	filing.organization_id = 0;
	filing.report.incident.establishment_id = 0;
	filing.report.incident.specific_location = STR("Dock 3");
	assert_int_equal(anonymous_spool_put(d->arena, config, &filing), RC_OK);
	struct str path = report_spool_path(d->arena, config, ANONYMOUS_SPOOL_KIND, filing.submission);
	assert_int_equal(stat(path.at, &st), 0);
	assert_int_equal(st.st_mtime % 86400, 0);

	assert_int_equal(report_spool_each(d->arena, config, ANONYMOUS_SPOOL_KIND, look, &kept), RC_OK);
	assert_int_equal(kept.count, 1);
	assert_true(str_find(kept.bytes, STR("chain")) < 0);
	assert_int_equal(anonymous_task_file(d->db, d->arena, config, kept.bytes), RC_OK);
	assert_int_equal(anonymous_task_file(d->db, d->arena, config, kept.bytes), RC_OK);
	assert_int_equal(anonymous_by_receipt(d->db, d->arena, filing.receipt_hash, filed_on, &report),
			 RC_OK);
	assert_string_equal(report.place.at, "Dayton");
	assert_int_equal(report.reported_at, (moment)filed_on * DAYS(1));
	assert_int_equal(report.description.len, 512);
	/* One bit turned: not ours. */
	struct str broken = arena_str(d->arena, kept.bytes);
	((char *)(uintptr_t)broken.at)[broken.len / 2] ^= 1;
	assert_int_equal(anonymous_task_file(d->db, d->arena, config, broken), RC_INVALID);
}

static void ways_back_expire_and_reports_stay(void **state)
{
	(void)state;
	struct anonymous_filing filing = a_filing("old");
	int64_t removed, before = count("SELECT COUNT(*) AS number FROM incident");

	filing.expires_on = filed_on - 1;
	assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	assert_int_equal(anonymous_purge(d->db, filed_on, &removed), RC_OK);
	assert_int_equal(removed, 1);
	assert_int_equal(count("SELECT COUNT(*) AS number FROM incident"), before + 1);
}

static void invitations_are_counted_and_revoked(void **state)
{
	(void)state;
	struct report_link link, found;
	struct anonymous_filing filing = a_filing("link");

	record_clear(&report_link_record, &link);
	link.organization_id = 1;
	link.uuid = uuid_new(d->arena, DAYS(filed_on));
	link.token = report_link_token(d->arena);
	link.name = STR("Loading dock");
	link.establishment_id = 1;
	link.version = 1;
	link.created_at = DAYS(filed_on);
	assert_int_equal(report_link_insert(d->db, &link), RC_OK);
	assert_int_equal(report_link_by_token(d->db, d->arena, link.token, &found), RC_OK);
	assert_int_equal(found.id, link.id);
	assert_int_equal(report_link_by_token(d->db, d->arena, report_link_token(d->arena), &found),
			 RC_NOT_FOUND);
	assert_int_equal(report_link_by_token(d->db, d->arena, STR("x"), &found), RC_NOT_FOUND);
	assert_int_equal(report_link_count_opened(d->db, 1, link.id), RC_OK);
	filing.link_id = link.id;
	assert_int_equal(anonymous_file(d->db, d->arena, &filing), RC_OK);
	assert_int_equal(report_link_revoke(d->db, 2, link.id, DAYS(filed_on)), RC_CONFLICT);
	assert_int_equal(report_link_revoke(d->db, 1, link.id, DAYS(filed_on)), RC_OK);
	assert_int_equal(report_link_revoke(d->db, 1, link.id, DAYS(filed_on)), RC_CONFLICT);
	assert_int_equal(report_link_by_uuid(d->db, d->arena, 1, link.uuid, &found), RC_OK);
	assert_int_equal(found.opened, 1);
	assert_int_equal(found.filed, 1);
	assert_int_equal(report_link_state(&found, filed_on), LINK_REVOKED);
	assert_int_equal(report_link_by_uuid(d->db, d->arena, 2, link.uuid, &found), RC_NOT_FOUND);
}

static void nobody_decides_on_their_own_request(void **state)
{
	(void)state;
	struct unmask_request request, found;
	struct rows rows;
	int64_t incident = count("SELECT MAX(id) AS number FROM incident");

	record_clear(&unmask_request_record, &request);
	request.organization_id = 1;
	request.uuid = uuid_new(d->arena, DAYS(filed_on));
	request.incident_id = incident;
	request.requested_by_id = 1;
	request.reason = STR("A threat against a person");
	request.requested_at = DAYS(filed_on);
	request.version = 1;
	assert_int_equal(unmask_insert(d->db, &request), RC_OK);
	request.decided_by_id = 1;
	request.is_approved = ANSWER_YES;
	request.decided_at = DAYS(filed_on) + 1;
	request.ends_at = DAYS(filed_on) + UNMASK_SHOWN_FOR;
	assert_int_equal(unmask_decide(d->db, &request), RC_CONFLICT);
	request.decided_by_id = 2;
	assert_int_equal(unmask_decide(d->db, &request), RC_OK);
	request.is_approved = ANSWER_NO;
	assert_int_equal(unmask_decide(d->db, &request), RC_CONFLICT);
	assert_int_equal(unmask_list(d->db, d->arena, 1, incident, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_string_equal(ROW(struct unmask_request, rows, 0)->requested_by.at, "Ana Ruiz");
	assert_string_equal(ROW(struct unmask_request, rows, 0)->decided_by.at, "Bo Lind");
	assert_int_equal(unmask_by_uuid(d->db, d->arena, 1, incident, request.uuid, &found), RC_OK);
	assert_int_equal(found.is_approved, ANSWER_YES);
	assert_int_equal(unmask_by_uuid(d->db, d->arena, 2, incident, request.uuid, &found), RC_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_filed_once_and_found_again),
		cmocka_unit_test(the_list_does_not_tell_the_order_of_arrival),
		cmocka_unit_test(the_reporter_writes_and_reads_messages),
		cmocka_unit_test(what_is_kept_is_sealed_and_filed_once),
		cmocka_unit_test(groups_are_counted_without_reading_people),
		cmocka_unit_test(ways_back_expire_and_reports_stay),
		cmocka_unit_test(invitations_are_counted_and_revoked),
		cmocka_unit_test(nobody_decides_on_their_own_request),
	};
	return cmocka_run_group_tests_name("anonymous", tests, setup, teardown);
}
