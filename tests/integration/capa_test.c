/*
 * Corrective and preventive actions in the database: numbers under concurrency, evidence, locks, who verifies, tenants,
 * links, rounds, and the comparison with later incidents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "capa/capa_change.h"
#include "capa/capa_list_store.h"
#include "capa/capa_pages.h"
#include "capa/capa_store.h"
#include "capa/flag_store.h"
#include "database.h"
#include "incident/incident_detail_store.h"
#include "incident/record.h"

static struct database *d;
static const moment now = SECONDS(1780000000); /* 2026-05-28 */
static const day today = 20601;
static const struct record_part *const parts[] = {&capa_record_part, NULL};

/* Two organizations; incidents 1 to 3 of the first: slips in area 1, 4 is elsewhere, 5 another category. */
static int setup(void **state)
{
	database_setup(state);
	d = *state;
	record_use(parts);
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'A', 'Alpha', 'UTC', NOW(), NOW()), (2, 1, UUID(), 'B', 'Beta', 'UTC', NOW(), NOW()),"
			    " (3, 2, UUID(), 'C', 'Gamma', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO area (id, organization_id, establishment_id, code, name) VALUES (1, 1, 1, 'H', 'Hall'),"
			    " (2, 1, 1, 'Y', 'Yard')");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', NOW(), NOW()),"
			    " (2, 1, UUID(), '2', 'Rob', 'Doer', NOW(), NOW()), (3, 2, UUID(), '3', 'Sam', 'Else', NOW(), NOW())");
	database_run(d->db, "INSERT INTO category (id, organization_id, register, code, name) VALUES (901, 1, 'safety', 'slip', 'Slip'),"
			    " (902, 1, 'safety', 'cut', 'Cut')");
	database_run(d->db,
		     "INSERT INTO incident (id, organization_id, uuid, number, register, report_type, status, title, description,"
		     " occurred_at, reported_at, establishment_id, area_id, category_id, severity, reporting, source, created_at,"
		     " updated_at) SELECT n.seq, 1, UUID(), CONCAT('INC-20260601-000', n.seq), 'safety', 'incident', 'under_review',"
		     " 'Slip', 'x', IF(n.seq = 1, '2026-05-01', '2026-06-15'), NOW(), IF(n.seq = 4, 2, 1),"
		     " CASE n.seq WHEN 3 THEN 2 WHEN 4 THEN NULL ELSE 1 END, IF(n.seq = 5, 902, 901), 'low', 'anonymous',"
		     " 'import', '2026-06-15', '2026-06-15' FROM seq_1_to_5 n");
	return 0;
}

static struct capa_doer doer(int64_t person_id)
{
	struct capa_doer doer = {
		.actor = actor_command(person_id == 3 ? 2 : 1, "command", "test", now),
		.person_id = person_id,
		.name = STR("Tester"),
		.today = today,
		.check_days = 90,
	};

	return doer;
}

static struct capa fresh(int64_t incident_id)
{
	struct capa capa;

	record_clear(&capa_record, &capa);
	capa.organization_id = 1;
	capa.environment = ENVIRONMENT_PROD;
	capa.incident_id = incident_id;
	capa.establishment_id = 1;
	capa.title = STR("Lay a drain");
	capa.type = CAPA_CORRECTIVE;
	capa.strength = STRENGTH_ENGINEERING;
	capa.priority = PRIORITY_MEDIUM;
	capa.responsible_id = 2;
	capa.due_on = today + 10;
	return capa;
}

struct creating {
	struct db *db;
	struct capa capa;
};

static enum rc create_body(struct db *db, void *closure)
{
	struct creating *c = closure;
	const struct capa_doer by = doer(1);

	return capa_create(db, d->arena, &by, &c->capa);
}

static struct capa created(int64_t incident_id)
{
	struct creating c = {d->db, fresh(incident_id)};

	assert_int_equal(db_transaction(d->db, "create", create_body, &c), RC_OK);
	return c.capa;
}

#define EVERY (CAPA_MAY_SEE | CAPA_MAY_PROGRESS | CAPA_MAY_MANAGE | CAPA_MAY_VERIFY | CAPA_MAY_JUDGE)

struct taking {
	int64_t id;
	enum capa_step step;
	unsigned rights;
	const char *words;
	struct capa after;
	struct capa_doer by;
};

static enum rc take_body(struct db *db, void *closure)
{
	struct taking *t = closure;

	return capa_step_take(db, d->arena, &t->by, t->id, t->step, t->rights, str_of(t->words), NULL, 0, &t->after);
}

static enum rc take(int64_t id, enum capa_step step, unsigned rights, const char *words)
{
	struct taking t = {.id = id, .step = step, .rights = rights, .words = words, .by = doer(2)};

	return db_transaction(d->db, "take", take_body, &t);
}

static void numbers_are_unique_when_many_ask_at_once(void **state)
{
	enum { PROCESSES = 4, EACH = 8 };

	(void)state;
	for (int i = 0; i < PROCESSES; i++) {
		pid_t child = fork();
		assert_true(child >= 0);
		if (child > 0)
			continue;
		struct db *db = database_connect(d);
		bool is_good = true;
		for (int n = 0; n < EACH; n++) {
			struct creating c = {db, fresh(0)};
			is_good = is_good && db_transaction(db, "create", create_body, &c) == RC_OK;
		}
		_exit(is_good ? 0 : 1);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	assert_int_equal(database_number(d->db, "SELECT COUNT(DISTINCT number) AS number FROM capa"), PROCESSES * EACH);
	assert_int_equal(database_number(d->db, "SELECT last AS number FROM capa_counter"), PROCESSES * EACH);
}

static void completing_needs_evidence_of_its_round_or_words(void **state)
{
	(void)state;
	struct capa capa = created(1);

	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, ""), RC_INVALID);
	assert_int_equal(take(capa.id, STEP_VERIFY, EVERY, ""), RC_CONFLICT);
	assert_int_equal(take(capa.id, STEP_COMPLETE, CAPA_MAY_SEE, "Done"), RC_DENIED);
	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, "Nothing to show"), RC_OK);
	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, "Again"), RC_CONFLICT);
	assert_int_equal(take(capa.id, STEP_VERIFY, CAPA_MAY_SEE | CAPA_MAY_PROGRESS, ""), RC_DENIED);
	assert_int_equal(take(capa.id, STEP_VERIFY, EVERY, ""), RC_OK);
	assert_int_equal(take(capa.id, STEP_NOT_EFFECTIVE, EVERY, ""), RC_INVALID);
	assert_int_equal(take(capa.id, STEP_NOT_EFFECTIVE, EVERY, "It came back"), RC_OK);
	database_run(d->db, arena_printf(d->arena, "INSERT INTO capa_file (organization_id, uuid, capa_id, round, sha256, name, type,"
					 " size, added_by, created_at) VALUES (1, UUID(), %lld, 1, REPEAT('x', 32), 'a', 'b', 1, 'c', NOW())",
					 (long long)capa.id).at);
	/* that was the evidence of the first round */
	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, ""), RC_INVALID);
	database_run(d->db, "UPDATE capa_file SET round = 2");
	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, ""), RC_OK);
}

static void the_state_of_the_incident_locks_actions(void **state)
{
	(void)state;
	struct capa capa = created(5);
	struct creating c = {d->db, fresh(5)};

	database_run(d->db, "UPDATE incident SET status = 'closed' WHERE id = 5");
	assert_int_equal(db_transaction(d->db, "create", create_body, &c), RC_LOCKED);
	assert_int_equal(take(capa.id, STEP_CANCEL, EVERY, "Why"), RC_LOCKED);
	database_run(d->db, "UPDATE incident SET status = 'under_review' WHERE id = 5");
	assert_int_equal(take(capa.id, STEP_CANCEL, EVERY, "Why"), RC_OK);
}

static void the_workflow_hears_of_open_actions(void **state)
{
	(void)state;
	struct incident incident;
	struct workflow_facts facts;

	struct capa capa = created(2);
	assert_int_equal(incident_by_id(d->db, d->arena, 1, 2, &incident), RC_OK);
	assert_int_equal(record_facts(d->db, d->arena, &incident, SECONDS(1798761600), 1u << GUARD_ACTIONS, &facts), RC_OK);
	assert_int_equal(facts.actions_total, 1);
	assert_int_equal(facts.actions_open, 1);
	assert_int_equal(take(capa.id, STEP_CANCEL, EVERY, "Why"), RC_OK);
	assert_int_equal(record_facts(d->db, d->arena, &incident, SECONDS(1798761600), 1u << GUARD_ACTIONS, &facts), RC_OK);
	assert_int_equal(facts.actions_total, 0);
	assert_int_equal(facts.actions_open, 0);
}

static size_t seen_by(const struct viewer *viewer, enum capa_view view)
{
	struct capa_filter filter = capa_filter_none();
	struct capa_list list;
	int64_t count;

	filter.view = (int)view;
	assert_int_equal(capa_list(d->db, d->arena, viewer, &filter, today, &list), RC_OK);
	assert_int_equal(capa_list_count(d->db, d->arena, viewer, &filter, today, &count), RC_OK);
	assert_int_equal(count, list.count);
	return list.count;
}

/* The list agrees with capa_rights for every action and kind of reader. */
static void lists_show_what_the_rules_allow(void **state)
{
	static const struct grant grants[] = {
		{ROLE_EMPLOYEE, 0, 0}, {ROLE_SUPERVISOR, 1, 0}, {ROLE_SUPERVISOR, 2, 0}, {ROLE_EHS_SPECIALIST, 0, 0},
		{ROLE_OPERATOR, 0, 0}, {ROLE_AUDITOR, 0, 0},    {ROLE_ADMINISTRATOR, 0, 0}, {ROLE_INVESTIGATOR, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof grants / sizeof *grants; i++)
		for (int64_t person_id = 1; person_id <= 2; person_id++) {
			struct viewer viewer = {.organization_id = 1, .person_id = person_id, .grants = &grants[i],
						.grant_count = 1, .roles = 1u << grants[i].role};
			size_t expected = 0;
			for (int64_t id = 1; id < 100; id++) {
				struct capa capa;
				struct incident incident;
				if (capa_by_id(d->db, d->arena, 1, id, &capa) != RC_OK)
					continue;
				if (capa.incident_id)
					assert_int_equal(incident_by_id(d->db, d->arena, 1, capa.incident_id, &incident), RC_OK);
				expected += capa_rights(&viewer, &capa, capa.incident_id ? &incident : NULL) != 0;
			}
			assert_int_equal(seen_by(&viewer, CAPA_VIEW_ALL), expected < CAPA_PAGE ? expected : CAPA_PAGE);
		}
	struct viewer other = {.organization_id = 2, .person_id = 3, .grants = &grants[6], .grant_count = 1,
			       .roles = 1u << ROLE_ADMINISTRATOR};
	struct capa capa;
	assert_int_equal(seen_by(&other, CAPA_VIEW_ALL), 0);
	assert_int_equal(capa_by_id(d->db, d->arena, 2, 1, &capa), RC_NOT_FOUND);
}

static void every_order_pages_through_all_of_them(void **state)
{
	static const struct grant everything[] = {{ROLE_SUPERADMIN, 0, 0}};
	const struct viewer viewer = {.organization_id = 1, .grants = everything, .grant_count = 1,
				      .roles = 1u << ROLE_SUPERADMIN};
	const int64_t all = database_number(d->db, "SELECT COUNT(*) AS number FROM capa WHERE organization_id = 1");

	(void)state;
	for (int sort = 0; sort < CAPA_SORT_COUNT * 2; sort++) {
		struct capa_filter filter = capa_filter_none();
		struct capa_list list;
		int64_t seen = 0;
		filter.sort = (enum capa_sort)(sort / 2);
		filter.is_descending = sort % 2;
		do {
			assert_int_equal(capa_list(d->db, d->arena, &viewer, &filter, today, &list), RC_OK);
			seen += (int64_t)list.count;
			filter.after = list.after;
			struct str text = capa_cursor_text(d->arena, &list.after);
			if (list.after.is_set)
				assert_true(capa_cursor_parse(text, &filter.after));
		} while (list.after.is_set);
		assert_int_equal(seen, all);
	}
}

struct linking {
	struct capa capa;
	struct str token;
};

static enum rc link_body(struct db *db, void *closure)
{
	struct linking *l = closure;
	const struct capa_doer by = doer(1);

	return capa_link_make(db, d->arena, &by, &l->capa, now + DAYS(1), &l->token);
}

static void a_link_is_kept_as_its_hash_and_replaced_by_the_next(void **state)
{
	(void)state;
	struct linking first = {.capa = created(1)};
	struct capa_link link;

	first.capa.outside_name = STR("Dock Doors Ltd.");
	struct linking second = first;

	assert_int_equal(db_transaction(d->db, "link", link_body, &first), RC_OK);
	assert_int_equal(capa_link_by_hash(d->db, d->arena, sha256(d->arena, first.token), &link), RC_OK);
	assert_true(capa_link_is_open(&link, now));
	assert_false(capa_link_is_open(&link, now + DAYS(2)));
	assert_int_equal(db_transaction(d->db, "link", link_body, &second), RC_OK);
	assert_int_equal(capa_link_by_hash(d->db, d->arena, sha256(d->arena, first.token), &link), RC_OK);
	assert_false(capa_link_is_open(&link, now));
	assert_int_equal(capa_link_by_hash(d->db, d->arena, first.token, &link), RC_NOT_FOUND);
}

struct comparing {
	int64_t count;
};

static enum rc compare_body(struct db *db, void *closure)
{
	struct comparing *c = closure;
	bool is_behind;

	return flag_compare(db, d->arena, 1, now + DAYS(60), &c->count, &is_behind);
}

/* Incident 1 led to an action that is done; 2 is the same in the same area, 3 in another, 4 elsewhere, 5 another kind. */
static void a_recurrence_is_flagged_and_what_is_unrelated_is_not(void **state)
{
	struct comparing c;
	struct rows flags;

	(void)state;
	database_run(d->db, "UPDATE capa SET status = 'cancelled'");
	struct capa capa = created(1);
	assert_int_equal(take(capa.id, STEP_COMPLETE, EVERY, "Done"), RC_OK);
	assert_int_equal(db_transaction(d->db, "compare", compare_body, &c), RC_OK);
	assert_int_equal(flag_list(d->db, d->arena, 1, capa.id, &flags), RC_OK);
	assert_int_equal(flags.count, 1);
	assert_int_equal(ROW(struct capa_flag, flags, 0)->incident_id, 2);
	assert_int_equal(ROW(struct capa_flag, flags, 0)->ground, GROUND_CATEGORY);
	assert_int_equal(database_number(d->db, "SELECT SUM(flag_count) AS number FROM capa"), 1);
	/* Running it again finds nothing new; a dismissed one stays dismissed. */
	database_run(d->db, "DELETE FROM capa_radar");
	const struct capa_doer by = doer(1);
	assert_int_equal(flag_dismiss(d->db, &by, &capa, ROW(struct capa_flag, flags, 0)->id, STR("Ice, not oil")), RC_OK);
	assert_int_equal(flag_dismiss(d->db, &by, &capa, ROW(struct capa_flag, flags, 0)->id, STR("Twice")), RC_CONFLICT);
	assert_int_equal(db_transaction(d->db, "compare", compare_body, &c), RC_OK);
	assert_int_equal(c.count, 0);
	assert_int_equal(database_number(d->db, "SELECT SUM(flag_count) AS number FROM capa"), 0);
}

static void the_same_factor_is_flagged_whatever_the_area(void **state)
{
	struct comparing c;
	struct rows flags;

	(void)state;
	database_run(d->db, "INSERT INTO investigation (id, organization_id, uuid, incident_id, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 1, NOW(), NOW()), (2, 1, UUID(), 3, NOW(), NOW()), (3, 1, UUID(), 4, NOW(), NOW())");
	database_run(d->db, "INSERT INTO cause (id, organization_id, uuid, incident_id, investigation_id, position, text, kind, factor,"
			    " created_at, updated_at) VALUES (1, 1, UUID(), 1, 1, 1, 'x', 'root', 'equipment.guard', NOW(), '2026-07-01'),"
			    " (2, 1, UUID(), 3, 2, 1, 'y', 'root', 'equipment.guard', NOW(), '2026-07-01'),"
			    " (3, 1, UUID(), 4, 3, 1, 'z', 'root', 'equipment.guard', NOW(), '2026-07-01')");
	database_run(d->db, "UPDATE capa SET cause_id = 1 WHERE status = 'completed'");
	database_run(d->db, "DELETE FROM capa_radar");
	assert_int_equal(db_transaction(d->db, "compare", compare_body, &c), RC_OK);
	int64_t id = database_number(d->db, "SELECT id AS number FROM capa WHERE status = 'completed'");
	assert_int_equal(flag_list(d->db, d->arena, 1, id, &flags), RC_OK);
	assert_int_equal(flags.count, 2); /* the dismissed one, and incident 3; not that of the other establishment */
	assert_int_equal(ROW(struct capa_flag, flags, 0)->incident_id, 3);
	assert_int_equal(ROW(struct capa_flag, flags, 0)->ground, GROUND_FACTOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_unique_when_many_ask_at_once),
		cmocka_unit_test(completing_needs_evidence_of_its_round_or_words),
		cmocka_unit_test(the_state_of_the_incident_locks_actions),
		cmocka_unit_test(the_workflow_hears_of_open_actions),
		cmocka_unit_test(lists_show_what_the_rules_allow),
		cmocka_unit_test(every_order_pages_through_all_of_them),
		cmocka_unit_test(a_link_is_kept_as_its_hash_and_replaced_by_the_next),
		cmocka_unit_test(a_recurrence_is_flagged_and_what_is_unrelated_is_not),
		cmocka_unit_test(the_same_factor_is_flagged_whatever_the_area),
	};
	return cmocka_run_group_tests_name("capa", tests, setup, database_teardown);
}
