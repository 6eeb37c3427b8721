/*
 * Deadlines in the database: rows follow their records whoever changed them, each stage is told once by however many workers,
 * nothing old is told, and the list shows nobody what they may not see.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/text.h"
#include "database.h"
#include "deadline/deadline_list_store.h"
#include "deadline/refresh.h"
#include "deadline/sweep.h"
#include "deadline/tell.h"
#include "incident/incident_detail_store.h"

static struct database *d;
static const moment now = SECONDS(1780000000); /* 2026-05-28T20:26:40Z, a Thursday */

/*
 * People 1 to 5, each the manager of the one before; 6 is an EHS specialist of Beta, 7 one everywhere, 8 a plain
 * employee. Gamma belongs to somebody else.
 */
static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'America/New_York', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, keeps_records, naics_code,"
			    " naics_vintage, is_active, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'A', 'Alpha', 'America/New_York', 'yes', '332710', 2022, 1, NOW(), NOW()),"
			    " (2, 1, UUID(), 'B', 'Beta', 'America/Los_Angeles', 'yes', '332710', 2022, 1, NOW(), NOW()),"
			    " (3, 2, UUID(), 'C', 'Gamma', 'UTC', 'yes', '332710', 2022, 1, NOW(), NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, manager_id,"
			    " created_at, updated_at) SELECT seq, 1, UUID(), seq, 'Given', CONCAT('Family', seq), NULL, NOW(),"
			    " NOW() FROM seq_1_to_8");
	database_run(d->db, "UPDATE person SET manager_id = id + 1 WHERE id <= 4");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, password_hash, is_active, created_at)"
			    " SELECT id, 1, id, CONCAT('p', id), 'x', 1, NOW() FROM person");
	database_run(d->db, "INSERT INTO role_grant (organization_id, account_id, role, establishment_id, until_on, created_at)"
			    " VALUES (1, 6, 'ehs_specialist', 2, NULL, NOW()), (1, 7, 'ehs_specialist', NULL, NULL, NOW()),"
			    " (1, 8, 'employee', NULL, NULL, NOW()), (1, 8, 'auditor', NULL, '2026-06-05', NOW())");
	database_run(d->db, "INSERT INTO deadline_sweep (organization_id, begun_at) VALUES (1, '2026-01-01')");
	return 0;
}

/* Everything that a test made is gone before the next. */
static int clear(void **state)
{
	static const char *const tables[] = {"deadline_told", "deadline", "deadline_rule", "deadline_day_off", "event",
					     "osha_notice",   "osha_case_facts", "osha_case", "injured_person", "capa",
					     "comment",       "training_record", "incident"};

	(void)state;
	database_run(d->db, "SET foreign_key_checks = 0");
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		database_run(d->db, arena_printf(d->arena, "DELETE FROM %s", tables[i]).at);
	database_run(d->db, "SET foreign_key_checks = 1");
	return 0;
}

static void sql(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void sql(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	database_run(d->db, arena_vprintf(d->arena, format, args).at);
	va_end(args);
}

static int64_t number(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int64_t number(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	const struct str text = arena_vprintf(d->arena, format, args);
	va_end(args);
	return database_number(d->db, text.at);
}

static void add_incident(int64_t id, const char *severity, const char *target, const char *source)
{
	sql("INSERT INTO incident (id, organization_id, uuid, number, register, report_type, status, title, description,"
	    " occurred_at, reported_at, establishment_id, severity, reporting, manager_id, reporter_id, target_on, source,"
	    " created_at, updated_at) VALUES (%lld, 1, UUID(), 'INC-20260528-%04lld', 'safety', 'incident', 'new', 'Slip', 'x',"
	    " '2026-05-28 18:00', '2026-05-28 19:00', 1, '%s', 'named', 1, 8, %s, '%s', '2026-05-28 19:00', '2026-05-28 19:00')",
	    (long long)id, (long long)id, severity, target, source);
}

static void add_capa(int64_t id, const char *incident, const char *due)
{
	sql("INSERT INTO capa (id, organization_id, uuid, number, incident_id, establishment_id, title, type, strength, priority,"
	    " responsible_id, creator_id, due_on, created_at, updated_at) VALUES (%lld, 1, UUID(), 'CAPA-2026-%04lld', %s, 1, 'Drain',"
	    " 'corrective', 'engineering', 'low', 1, 2, '%s', '2026-04-01', '2026-04-01')",
	    (long long)id, (long long)id, incident, due);
}

static void refresh_one(int64_t incident_id, moment at)
{
	struct arena *arena = arena_new(0);
	struct refresh refresh;

	assert_int_equal(refresh_begin(d->db, arena, 1, at, &refresh), RC_OK);
	assert_int_equal(refresh_incident(&refresh, incident_id), RC_OK);
	arena_free(arena);
}

static void refresh_action(int64_t capa_id, moment at)
{
	struct arena *arena = arena_new(0);
	struct refresh refresh;

	assert_int_equal(refresh_begin(d->db, arena, 1, at, &refresh), RC_OK);
	assert_int_equal(refresh_capa(&refresh, capa_id), RC_OK);
	arena_free(arena);
}

static void tell(moment at)
{
	struct arena *arena = arena_new(0);
	const struct worker_call call = {.arena = arena, .db = d->db, .now = at};

	assert_int_equal(tell_task.run(&call), RC_OK);
	arena_free(arena);
}

#define ASSERT_DUE(kind, due) \
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = '%s' AND due_at = '%s' AND is_open", kind, due), 1)

static void an_incident_has_its_deadlines(void **state)
{
	(void)state;
	add_incident(1, "critical", "'2026-06-10'", "wizard");
	add_capa(1, "1", "2026-06-20");
	sql("INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, care, created_at, updated_at) VALUES"
	    " (1, 1, UUID(), 1, 'Somebody', 'hospital', NOW(), NOW())");
	refresh_one(1, now);
	ASSERT_DUE("incident_target", "2026-06-11 04:00:00");
	ASSERT_DUE("open_critical", "2026-05-28 20:00:00");
	ASSERT_DUE("capa", "2026-06-21 04:00:00");
	ASSERT_DUE("first_reply", "2026-06-05 04:00:00");
	ASSERT_DUE("outcome_reply", "2026-08-29 04:00:00");
	ASSERT_DUE("osha_severe", "2026-05-29 19:00:00"); /* provisional, until the case says more */
	ASSERT_DUE("osha_record", "2026-06-05 04:00:00");
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline"), 7);
	assert_int_equal(number("SELECT responsible_id AS number FROM deadline WHERE kind = 'osha_record'"), 7);
	assert_int_equal(number("SELECT is_provisional AS number FROM deadline WHERE kind = 'osha_severe'"), 1);
	refresh_one(1, now + HOURS(1)); /* what is right is not written again */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE sequence > 0"), 0);
}

static void a_case_sets_the_clock_of_the_law(void **state)
{
	(void)state;
	add_incident(1, "low", "NULL", "wizard");
	sql("INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, care, created_at, updated_at) VALUES"
	    " (1, 1, UUID(), 1, 'Somebody', 'hospital', NOW(), NOW())");
	sql("INSERT INTO osha_case (id, organization_id, uuid, incident_id, injured_person_id, establishment_id, year, injury_on,"
	    " recordable, created_at, updated_at) VALUES (1, 1, UUID(), 1, 1, 2, 2026, '2026-05-28', '', NOW(), NOW())");
	sql("INSERT INTO osha_case_facts (case_id, organization_id, worker, cause, work_env, kind, setting, new_case, exception, injury_on, incident_at, hospitalized_at,"
	    " hospitalized_for_care, severe_known_at, scene) VALUES (1, 1, 'payroll', 'work', 1, 'injury', 'site', 1, 'none', '2026-05-28',"
	    " '2026-05-28 18:00', '2026-05-28 20:00', 1, '2026-05-28 21:30', 'workplace')");
	refresh_one(1, now);
	ASSERT_DUE("osha_severe", "2026-05-29 21:30:00");
	assert_int_equal(number("SELECT is_provisional AS number FROM deadline WHERE kind = 'osha_severe'"), 0);
	assert_int_equal(number("SELECT establishment_id AS number FROM deadline WHERE kind = 'osha_severe'"), 2);
	sql("INSERT INTO osha_notice (organization_id, case_id, event, channel, told_at, told_by, created_at) VALUES (1, 1, 'hospital',"
	    " 'hotline', '2026-05-28 22:00', 'Eva', NOW())");
	sql("UPDATE osha_case SET recordable = 'yes', decided_at = '2026-05-29 10:00' WHERE id = 1");
	refresh_one(1, now + HOURS(1)); /* decided, but Form 301 is not complete */
	ASSERT_DUE("osha_record", "2026-06-05 04:00:00");
	sql("UPDATE osha_case SET recorded_at = '2026-05-30 10:00' WHERE id = 1");
	refresh_one(1, now + HOURS(2));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind LIKE 'osha%%' AND met_at IS NOT NULL"), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind LIKE 'osha%%' AND is_open"), 0);
}

static void what_is_done_is_met_and_opens_again(void **state)
{
	(void)state;
	add_capa(7, "NULL", "2026-06-01");
	refresh_action(7, now);
	ASSERT_DUE("capa", "2026-06-02 04:00:00");
	sql("UPDATE capa SET status = 'completed', completed_at = '2026-05-29 10:00', effectiveness_check_on = '2026-08-01'");
	refresh_action(7, now + HOURS(24));
	assert_int_equal(number("SELECT met_at = '2026-05-29 10:00' AS number FROM deadline WHERE kind = 'capa'"), 1);
	assert_int_equal(number("SELECT next_at IS NULL AS number FROM deadline WHERE kind = 'capa'"), 1);
	ASSERT_DUE("effectiveness", "2026-08-02 04:00:00");
	assert_int_equal(number("SELECT responsible_id AS number FROM deadline WHERE kind = 'effectiveness'"), 2);
	sql("UPDATE capa SET status = 'open', completed_at = NULL, due_on = '2026-09-01', effectiveness_check_on = NULL");
	refresh_action(7, now + HOURS(48));
	ASSERT_DUE("capa", "2026-09-02 04:00:00");
	assert_int_equal(number("SELECT round AS number FROM deadline WHERE kind = 'capa'"), 2);
	assert_int_equal(number("SELECT cancelled_at IS NOT NULL AS number FROM deadline WHERE kind = 'effectiveness'"), 1);
	sql("DELETE FROM capa");
	refresh_action(7, now + HOURS(49)); /* gone altogether */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE is_open"), 0);
}

static void stages_reach_who_they_should(void **state)
{
	(void)state;
	add_capa(1, "NULL", "2026-06-10");
	sql("INSERT INTO deadline_rule (organization_id, kind, lead_minutes, is_due_told, escalate_minutes, escalate_steps, updated_at)"
	    " VALUES (1, 'capa', 4320, 1, 2880, 3, NOW())");
	sql("UPDATE person SET is_active = 0 WHERE id = 3"); /* who has left is passed over */
	refresh_action(1, now);
	static const struct {
		int days;
		const char *kind, *people;
	} steps[] = {
		{9, NULL, NULL},
		{10, "deadline.approaching", "[1]"},
		{13, "deadline.due", "[1]"},
		{14, "deadline.overdue", "[1,2]"},
		{15, NULL, NULL},
		{16, "deadline.escalated", "[4]"},
		{18, "deadline.escalated", "[5]"},
		{20, "deadline.escalated", "[]"},
		{40, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		const int64_t before = number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'");
		tell(now + DAYS(steps[i].days));
		tell(now + DAYS(steps[i].days));
		assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'") - before,
				 steps[i].kind != NULL);
		if (steps[i].kind)
			assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE id = (SELECT MAX(id) FROM event WHERE"
						" subject = 'deadline') AND kind = '%s' AND"
						" JSON_COMPACT(JSON_QUERY(payload, '$.person_ids')) = '%s'",
						steps[i].kind, steps[i].people),
					 1);
	}
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind = 'capa.overdue' AND subject = 'capa'"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE JSON_VALUE(payload, '$.capa_id') = 1"), 7);
	sql("UPDATE person SET is_active = 1 WHERE id = 3");
}

/* Workers that were away for weeks tell each deadline once, by what holds now. */
static void after_an_outage_the_highest_stage_alone_is_told(void **state)
{
	(void)state;
	for (int64_t i = 1; i <= 30; i++) {
		add_capa(i, "NULL", "2026-06-10");
		refresh_action(i, now);
	}
	tell(now + DAYS(40));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'"), 30);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind = 'deadline.escalated'"), 30);
	tell(now + DAYS(80));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'"), 30);
}

enum { WORKERS = 4, MANY = 80 };

static void several_workers_tell_each_stage_once(void **state)
{
	pid_t workers[WORKERS];

	(void)state;
	for (int64_t i = 1; i <= MANY; i++) {
		add_capa(i, "NULL", "2026-06-10");
		refresh_action(i, now);
	}
	for (int w = 0; w < WORKERS; w++) {
		workers[w] = fork();
		if (workers[w] == 0) {
			struct db *db = database_connect(d);
			int failed = 0;
			for (int days = 8; days < 20; days++) {
				struct arena *arena = arena_new(0);
				const struct worker_call call = {.arena = arena, .db = db, .now = now + DAYS(days)};
				enum rc rc = tell_task.run(&call);
				failed |= rc != RC_OK && rc != RC_BUSY;
				arena_free(arena);
			}
			_exit(failed);
		}
	}
	for (int w = 0; w < WORKERS; w++) {
		int status = 1;
		waitpid(workers[w], &status, 0);
		assert_int_equal(status, 0);
	}
	tell(now + DAYS(30));
	assert_int_equal(number("SELECT COUNT(*) - COUNT(DISTINCT subject_id, JSON_VALUE(payload, '$.stage'),"
				" JSON_VALUE(payload, '$.step')) AS number FROM event WHERE subject = 'deadline'"),
			 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind = 'deadline.escalated'"), MANY);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline_told t JOIN deadline n ON n.id = t.deadline_id WHERE"
				" t.stage > n.stage"),
			 0);
}

static void what_was_done_a_moment_ago_is_not_called_late(void **state)
{
	(void)state;
	add_incident(1, "low", "'2026-06-01'", "wizard");
	refresh_one(1, now);
	sql("UPDATE incident SET status = 'closed', closed_at = '2026-06-01 12:00' WHERE id = 1"); /* nobody told the engine */
	tell(now + DAYS(20));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'"), 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE is_open"), 0);
}

static void what_is_old_or_brought_in_is_told_to_nobody(void **state)
{
	(void)state;
	add_incident(1, "critical", "'2026-05-01'", "import");
	add_incident(2, "low", "'2025-12-01'", "wizard");
	add_incident(3, "low", "'2026-05-01'", "wizard"); /* late, and since the engine began: told */
	sql("UPDATE incident SET environment = 'sandbox', target_on = '2026-06-01' WHERE id = 2");
	add_incident(4, "low", "'2025-12-01'", "wizard");
	for (int64_t id = 1; id <= 4; id++)
		refresh_one(id, now);
	tell(now + HOURS(14));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'"), 1);
	assert_int_equal(number("SELECT incident_id AS number FROM deadline n JOIN event e ON e.subject_id = n.id AND"
				" e.subject = 'deadline'"),
			 3);
	tell(now + DAYS(6));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event e JOIN deadline n ON n.id = e.subject_id WHERE"
				" e.subject = 'deadline' AND n.kind = 'incident_target' AND n.incident_id <> 3"),
			 0);
	sql("UPDATE incident SET target_on = '2026-06-20' WHERE id = 4"); /* somebody looks after it again */
	refresh_one(4, now + DAYS(6));
	tell(now + DAYS(30));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event e JOIN deadline n ON n.id = e.subject_id WHERE"
				" e.subject = 'deadline' AND n.kind = 'incident_target' AND n.incident_id = 4"),
			 1);
}

static void a_changed_rule_is_looked_at(void **state)
{
	(void)state;
	add_capa(1, "NULL", "2026-07-30");
	refresh_action(1, now);
	tell(now + DAYS(1));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE subject = 'deadline'"), 0);
	struct deadline_rule rule = deadline_rule_default(1, DEADLINE_CAPA);
	rule.lead_minutes = 60 * 1440;
	rule.updated_at = now;
	assert_int_equal(deadline_rule_put(d->db, &rule), RC_OK);
	rule.version = 0;
	assert_int_equal(deadline_rule_put(d->db, &rule), RC_CONFLICT);
	assert_int_equal(deadline_recheck(d->db, 1, DEADLINE_CAPA, now), RC_OK);
	sql("UPDATE deadline SET dated_at = '2026-04-01'");
	tell(now + DAYS(5));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind = 'deadline.approaching'"), 1);
	rule.version = 1;
	rule.is_active = false;
	assert_int_equal(deadline_rule_put(d->db, &rule), RC_OK);
	refresh_action(1, now + DAYS(6));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE is_open"), 0);
}

/* --- the whole organization --- */

static void years_training_and_roles(void **state)
{
	(void)state;
	sql("DELETE FROM training_course");
	sql("INSERT INTO training_course (id, organization_id, code, name, updated_at) VALUES (1, 1, 'LIFT', 'Forklift', NOW())");
	sql("INSERT INTO training_record (id, organization_id, person_id, course_id, completed_on, expires_on, updated_at) VALUES"
	    " (1, 1, 1, 1, '2024-06-10', '2026-06-10', NOW()), (2, 1, 2, 1, '2024-06-10', '2026-06-10', NOW()),"
	    " (3, 1, 2, 1, '2026-05-01', '2028-05-01', NOW()), (4, 1, 4, 1, '2026-05-01', '2027-05-01', NOW())");
	sql("REPLACE INTO establishment_year (organization_id, establishment_id, year, peak_employees, updated_at) VALUES"
	    " (1, 1, 2025, 100, NOW()), (1, 2, 2025, 10, NOW())");
	assert_int_equal(sweep_organization(d->db, now, 1), RC_OK);
	/* Both places, 2025 and 2026: certified and posted by 1 February; Alpha files, of Beta's 2026 nobody knows yet. */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'osha_certify' AND is_open"), 4);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'osha_post' AND due_on = '2027-02-01'"), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'osha_file' AND part = 2025"), 1);
	assert_int_equal(number("SELECT due_on = '2026-03-02' AND NOT is_provisional AS number FROM deadline WHERE kind = 'osha_file'"
				" AND part = 2025"),
			 1);
	assert_int_equal(number("SELECT responsible_id AS number FROM deadline WHERE kind = 'osha_certify' AND part = 2025 AND"
				" establishment_id = 2"),
			 6);
	assert_int_equal(number("SELECT responsible_id AS number FROM deadline WHERE kind = 'osha_certify' AND part = 2025 AND"
				" establishment_id = 1"),
			 7);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'training' AND is_open"), 1);
	assert_int_equal(number("SELECT responsible_id AS number FROM deadline WHERE kind = 'training' AND is_open"), 1);
	assert_int_equal(number("SELECT due_on = '2026-06-05' AS number FROM deadline WHERE kind = 'role_end' AND is_open"), 1);
	sql("INSERT INTO training_record (id, organization_id, person_id, course_id, completed_on, expires_on, updated_at) VALUES"
	    " (9, 1, 5, 1, '2024-05-10', '2026-05-10', NOW()), (10, 1, 3, 1, '2024-05-10', '2026-05-25', NOW())");
	assert_int_equal(sweep_organization(d->db, now, 1), RC_OK); /* what ran out long before it came is told to nobody */
	assert_int_equal(number("SELECT is_quiet AS number FROM deadline WHERE kind = 'training' AND subject_id = 9"), 1);
	assert_int_equal(number("SELECT is_quiet AS number FROM deadline WHERE kind = 'training' AND subject_id = 10"), 0);
	sql("DELETE FROM training_record WHERE id > 8");
	sql("INSERT INTO osha_step (organization_id, establishment_id, year, step, done_on, done_by_name, created_at) VALUES"
	    " (1, 1, 2025, 'posted', '2026-02-01', 'Eva', NOW())");
	sql("INSERT INTO training_record (id, organization_id, person_id, course_id, completed_on, expires_on, updated_at) VALUES"
	    " (5, 1, 1, 1, '2026-05-28', '2028-05-28', NOW())");
	assert_int_equal(sweep_organization(d->db, now + HOURS(1), 1), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'osha_post' AND part = 2025 AND is_open"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'training' AND is_open"), 0);
	assert_int_equal(number("SELECT met_at IS NOT NULL AS number FROM deadline WHERE kind = 'training' AND subject_id = 1"), 1);
	assert_int_equal(sweep_organization(d->db, now + DAYS(20), 1), RC_OK); /* a role that ended is nobody's delay */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'role_end' AND is_open"), 0);
	sql("DELETE FROM osha_step");
}

/* --- fresh by events, by the audit log, by the round --- */

static void events_and_the_audit_log_bring_rows_up_to_date(void **state)
{
	struct arena *arena = arena_new(0);
	struct worker_call call = {.arena = arena, .db = d->db, .now = now};
	const struct event_row event = {.organization_id = 1, .kind = STR("incident.created"), .subject = STR("incident"),
					.subject_id = 1};

	(void)state;
	add_incident(1, "low", "'2026-06-10'", "wizard");
	add_incident(2, "low", "'2026-06-10'", "wizard");
	assert_int_equal(deadline_consumer.take(&call, &event), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'incident_target'"), 1);
	sql("UPDATE deadline_sweep SET rounded_at = '2026-05-28 20:00', wide_at = '2026-05-28 20:00' WHERE organization_id = 1");
	sql("UPDATE deadline_feed SET audit_seq = -1");
	assert_int_equal(sweep_task.run(&call), RC_OK); /* finds where to begin */
	sql("INSERT INTO audit_entry (organization_id, recorded_at, actor_kind, action, subject, subject_id, incident_id, software)"
	    " VALUES (1, NOW(), 'system', 'incident.changed', 'incident', 2, 2, 'test')");
	sql("INSERT INTO audit_leaf (seq, entry_id, sealed_at, leaf, commitments, nodes) SELECT COALESCE(MAX(l.seq), -1) + 1,"
	    " (SELECT MAX(id) FROM audit_entry), NOW(), REPEAT('x', 32), REPEAT('x', 96), '' FROM audit_leaf l");
	assert_int_equal(sweep_task.run(&call), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE kind = 'incident_target' AND incident_id = 2"), 1);
	arena_free(arena);
}

/* Keys, dates and states of all rows, open ones alone: what counts. */
static int64_t fingerprint(void)
{
	return number("SELECT CAST(CONV(SUBSTR(MD5(GROUP_CONCAT(CONCAT_WS('|', kind, subject_id, part, due_at, responsible_id) ORDER BY"
		      " kind, subject_id, part SEPARATOR ';')), 1, 15), 16, 10) AS SIGNED) AS number FROM deadline WHERE is_open");
}

/* One change at random, as any program or person might make it, behind the back of the engine or not. */
static void change(void)
{
	const long long id = 1 + random_below(8), days = random_below(60);

	switch (random_below(7)) {
	case 0:
		sql("UPDATE incident SET target_on = DATE_ADD('2026-05-20', INTERVAL %lld DAY) WHERE id = %lld", days, id);
		break;
	case 1:
		sql("UPDATE incident SET status = IF(status = 'closed', 'under_review', 'closed') WHERE id = %lld", id);
		break;
	case 2:
		sql("UPDATE capa SET due_on = DATE_ADD('2026-05-20', INTERVAL %lld DAY) WHERE id = %lld", days, id);
		break;
	case 3:
		sql("UPDATE capa SET completed_at = IF(status = 'open', '2026-05-29', NULL),"
		    " effectiveness_check_on = IF(status = 'open', '2026-07-01', NULL),"
		    " status = IF(status = 'open', 'completed', 'open') WHERE id = %lld",
		    id);
		break;
	case 4:
		sql("UPDATE incident SET severity = IF(severity = 'low', 'high', 'low'), manager_id = 1 + %lld %% 4 WHERE id = %lld",
		    days, id);
		break;
	case 5:
		sql("UPDATE incident SET merged_into_id = IF(merged_into_id IS NULL AND %lld <> 8, 8, NULL) WHERE id = %lld", id, id);
		break;
	default:
		sql("INSERT INTO comment (organization_id, incident_id, audience, author_id, body, created_at) VALUES (1, %lld, 'reporter',"
		    " 1, 'x', '2026-05-29')",
		    id);
	}
}

/* The same said a second time, in SQL: targets and actions. */
static int64_t missing_by_hand(void)
{
	return number("SELECT (SELECT COUNT(*) FROM incident i WHERE i.target_on IS NOT NULL AND i.status <> 'closed' AND"
		      " i.merged_into_id IS NULL AND NOT EXISTS (SELECT 1 FROM deadline n WHERE n.kind = 'incident_target' AND"
		      " n.subject_id = i.id AND n.is_open AND n.due_on = i.target_on AND n.responsible_id = i.manager_id))"
		      " + (SELECT COUNT(*) FROM capa c JOIN incident i ON i.id = c.incident_id WHERE c.status = 'open' AND"
		      " i.merged_into_id IS NULL AND NOT EXISTS (SELECT 1 FROM deadline n WHERE n.kind = 'capa' AND n.subject_id = c.id"
		      " AND n.is_open AND n.due_on = c.due_on))"
		      " + (SELECT COUNT(*) FROM deadline n JOIN incident i ON i.id = n.incident_id WHERE n.is_open AND"
		      " (i.merged_into_id IS NOT NULL OR n.kind = 'incident_target' AND i.status = 'closed'))"
		      " AS number");
}

static void however_they_came_about_rows_are_what_the_records_say(void **state)
{
	(void)state;
	for (int64_t id = 1; id <= 8; id++) {
		add_incident(id, "low", "'2026-06-10'", "wizard");
		add_capa(id, arena_printf(d->arena, "%lld", (long long)id).at, "2026-06-15");
	}
	for (int round = 0; round < 12; round++) {
		for (int i = 0; i < 12; i++) {
			change();
			if (random_below(3) == 0)
				refresh_one(1 + random_below(8), now + HOURS(round));
			if (random_below(6) == 0)
				tell(now + HOURS(round));
		}
		assert_int_equal(sweep_organization(d->db, now + HOURS(round), 1), RC_OK);
		assert_int_equal(missing_by_hand(), 0);
		const int64_t grown = fingerprint();
		sql("DELETE FROM deadline_told");
		sql("DELETE FROM deadline");
		assert_int_equal(sweep_organization(d->db, now + HOURS(round), 1), RC_OK);
		assert_int_equal(fingerprint(), grown);
	}
}

/* --- who sees what --- */

static struct viewer viewer_of(int64_t person_id, const struct grant *grants, size_t count)
{
	struct viewer viewer = {.organization_id = 1, .account_id = person_id, .person_id = person_id, .grants = grants,
				.grant_count = count};

	for (size_t i = 0; i < count; i++)
		viewer.roles |= 1u << grants[i].role;
	return viewer;
}

static size_t seen(int64_t person_id, enum role role, int64_t establishment_id, int scope)
{
	struct arena *arena = arena_new(0);
	const struct grant grant = {role, establishment_id, 0};
	const struct viewer viewer = viewer_of(person_id, &grant, 1);
	const struct deadline_filter filter = {.scope = scope};
	struct deadline_page page;
	int64_t count;

	assert_int_equal(deadline_list(d->db, arena, &viewer, &filter, now, 500, &page), RC_OK);
	assert_int_equal(deadline_list_count(d->db, arena, &viewer, &filter, now, &count), RC_OK);
	assert_int_equal(count, page.count);
	for (size_t i = 1; i < page.count; i++)
		assert_true(page.lines[i - 1].deadline.due_at <= page.lines[i].deadline.due_at);
	arena_free(arena);
	return page.count;
}

static void nobody_sees_more_than_they_may(void **state)
{
	(void)state;
	add_incident(1, "low", "'2026-06-10'", "wizard");
	sql("INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, care, created_at, updated_at) VALUES"
	    " (1, 1, UUID(), 1, 'Somebody', 'hospital', NOW(), NOW())");
	add_capa(2, "NULL", "2026-06-10");
	refresh_one(1, now);
	refresh_action(2, now);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM deadline WHERE is_open"), 6);
	assert_int_equal(seen(8, ROLE_EMPLOYEE, 0, DEADLINE_ALL), 0);      /* reported it, and no more */
	assert_int_equal(seen(1, ROLE_SUPERVISOR, 2, DEADLINE_MINE), 4);   /* target, two replies, action */
	assert_int_equal(seen(2, ROLE_EMPLOYEE, 0, DEADLINE_TEAM), 4);     /* those of person 1 */
	assert_int_equal(seen(2, ROLE_EMPLOYEE, 0, DEADLINE_MINE), 0);
	assert_int_equal(seen(7, ROLE_EHS_SPECIALIST, 0, DEADLINE_ALL), 6);
	assert_int_equal(seen(5, ROLE_EHS_SPECIALIST, 2, DEADLINE_ALL), 0); /* of another place */
	assert_int_equal(seen(5, ROLE_SUPERADMIN, 0, DEADLINE_ALL), 4);     /* everything but the OSHA log */
	assert_int_equal(seen(5, ROLE_AUDITOR, 0, DEADLINE_ALL), 5);        /* reads the log, manages no action */
}

static void pages_go_on_where_they_ended(void **state)
{
	struct arena *arena = arena_new(0);
	const struct grant grant = {ROLE_EHS_SPECIALIST, 0, 0};
	const struct viewer viewer = viewer_of(7, &grant, 1);
	struct deadline_filter filter = {.scope = DEADLINE_ALL};
	struct deadline_page page, back;
	size_t total = 0;

	(void)state;
	for (int64_t i = 1; i <= 25; i++) {
		add_capa(i, "NULL", arena_printf(arena, "2026-06-%02d", (int)(i / 3 + 1)).at);
		refresh_action(i, now);
	}
	do {
		assert_int_equal(deadline_list(d->db, arena, &viewer, &filter, now, 10, &page), RC_OK);
		total += page.count;
		if (page.before.is_set) {
			struct deadline_filter before = {.scope = DEADLINE_ALL, .before = page.before};
			assert_int_equal(deadline_list(d->db, arena, &viewer, &before, now, 10, &back), RC_OK);
			assert_int_equal(back.count, 10);
			assert_true(back.after.is_set);
		}
		filter.after = page.after;
	} while (page.after.is_set);
	assert_int_equal(total, 25);
	arena_free(arena);
}

#define CLEAN(test) cmocka_unit_test_setup(test, clear)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLEAN(an_incident_has_its_deadlines),
		CLEAN(a_case_sets_the_clock_of_the_law),
		CLEAN(what_is_done_is_met_and_opens_again),
		CLEAN(stages_reach_who_they_should),
		CLEAN(after_an_outage_the_highest_stage_alone_is_told),
		CLEAN(several_workers_tell_each_stage_once),
		CLEAN(what_was_done_a_moment_ago_is_not_called_late),
		CLEAN(what_is_old_or_brought_in_is_told_to_nobody),
		CLEAN(a_changed_rule_is_looked_at),
		CLEAN(years_training_and_roles),
		CLEAN(events_and_the_audit_log_bring_rows_up_to_date),
		CLEAN(however_they_came_about_rows_are_what_the_records_say),
		CLEAN(nobody_sees_more_than_they_may),
		CLEAN(pages_go_on_where_they_ended),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
