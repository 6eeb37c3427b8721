#include "../unit.h"

#include "capa/capa.h"

/* Every state, step, set of rights and lock: what follows is as the lifecycle says. */

static struct capa action(enum capa_status status)
{
	struct capa capa;

	record_clear(&capa_record, &capa);
	capa.organization_id = 1;
	capa.establishment_id = 7;
	capa.responsible_id = 10;
	capa.creator_id = 11;
	capa.status = status;
	capa.round = 1;
	capa.due_on = 100;
	return capa;
}

static struct viewer person(int64_t person_id, const struct grant *grants, size_t count)
{
	struct viewer viewer = {.organization_id = 1, .account_id = person_id, .person_id = person_id, .grants = grants,
				.grant_count = count};

	for (size_t i = 0; i < count; i++)
		viewer.roles |= 1u << grants[i].role;
	return viewer;
}

static const struct grant employee[] = {{ROLE_EMPLOYEE, 0, 0}};
static const struct grant supervisor_here[] = {{ROLE_SUPERVISOR, 7, 0}};
static const struct grant supervisor_there[] = {{ROLE_SUPERVISOR, 8, 0}};
static const struct grant specialist[] = {{ROLE_EHS_SPECIALIST, 0, 0}};
static const struct grant investigator[] = {{ROLE_INVESTIGATOR, 0, 0}};
static const struct grant auditor[] = {{ROLE_AUDITOR, 0, 0}};
static const struct grant operator[] = {{ROLE_OPERATOR, 0, 0}};

#define ALL_RIGHTS (CAPA_MAY_SEE | CAPA_MAY_PROGRESS | CAPA_MAY_MANAGE | CAPA_MAY_VERIFY | CAPA_MAY_JUDGE)

static struct incident incident_of(enum reg reg)
{
	struct incident incident;

	record_clear(&incident_record, &incident);
	incident.organization_id = 1;
	incident.establishment_id = 7;
	incident.reg = reg;
	incident.investigation_lead_id = 20;
	return incident;
}

static void rights_follow_the_roles(void **state)
{
	(void)state;
	const struct capa capa = action(CAPA_COMPLETED);
	const struct incident safety = incident_of(REGISTER_SAFETY), operations = incident_of(REGISTER_OPERATIONS);
	const struct {
		int64_t person_id;
		const struct grant *grants;
		const struct incident *incident;
		unsigned rights;
	} cases[] = {
		{10, employee, &safety, CAPA_MAY_SEE | CAPA_MAY_PROGRESS},
		{99, employee, &safety, 0},
		{99, employee, NULL, 0},
		{11, employee, NULL, CAPA_MAY_SEE | CAPA_MAY_JUDGE},
		{30, supervisor_here, &safety, ALL_RIGHTS},
		{30, supervisor_here, NULL, ALL_RIGHTS},
		{30, supervisor_there, &safety, 0},
		{30, supervisor_there, NULL, 0},
		{31, specialist, &safety, ALL_RIGHTS},
		{31, specialist, &operations, 0},
		{32, operator, &operations, ALL_RIGHTS},
		{32, operator, &safety, 0},
		{33, auditor, &safety, CAPA_MAY_SEE},
		{33, auditor, NULL, CAPA_MAY_SEE},
		{20, investigator, &safety, CAPA_MAY_SEE | CAPA_MAY_PROGRESS | CAPA_MAY_MANAGE},
		{21, investigator, &safety, 0},
		/* responsible and a specialist: everything but verifying the own work */
		{10, specialist, &safety, CAPA_MAY_SEE | CAPA_MAY_PROGRESS | CAPA_MAY_MANAGE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct viewer viewer = person(cases[i].person_id, cases[i].grants, 1);
		if (capa_rights(&viewer, &capa, cases[i].incident) != cases[i].rights)
			fail_msg("case %zu: %x", i, capa_rights(&viewer, &capa, cases[i].incident));
		viewer.organization_id = 2;
		assert_int_equal(capa_rights(&viewer, &capa, cases[i].incident), 0);
	}
	assert_int_equal(capa_rights(NULL, &capa, NULL), 0);
}

static void who_did_it_does_not_verify_it(void **state)
{
	(void)state;
	struct viewer viewer = person(31, specialist, 1);
	struct capa capa = action(CAPA_COMPLETED);

	capa.completed_by_id = 31;
	assert_false(capa_rights(&viewer, &capa, NULL) & (CAPA_MAY_VERIFY | CAPA_MAY_JUDGE));
	capa.completed_by_id = 10;
	assert_true(capa_rights(&viewer, &capa, NULL) & CAPA_MAY_VERIFY);
}

static void a_named_verifier_verifies_beyond_the_own_area(void **state)
{
	(void)state;
	struct viewer viewer = person(30, supervisor_there, 1), other = person(31, employee, 1);
	struct capa capa = action(CAPA_COMPLETED);

	capa.verifier_id = 30;
	assert_int_equal(capa_rights(&viewer, &capa, NULL), CAPA_MAY_SEE | CAPA_MAY_VERIFY | CAPA_MAY_JUDGE);
	capa.verifier_id = 31;
	assert_int_equal(capa_rights(&other, &capa, NULL), CAPA_MAY_SEE);
}

static void who_may_create(void **state)
{
	(void)state;
	const struct incident incident = incident_of(REGISTER_SAFETY);
	struct viewer lead = person(20, investigator, 1), other = person(21, investigator, 1);
	struct viewer here = person(30, supervisor_here, 1), reader = person(33, auditor, 1);

	assert_true(capa_may_create(&lead, &incident));
	assert_false(capa_may_create(&other, &incident));
	assert_true(capa_may_create(&here, &incident));
	assert_false(capa_may_create(&reader, &incident));
	assert_true(capa_may_create_in(&here, (struct scope){7, 0}));
	assert_false(capa_may_create_in(&here, (struct scope){8, 0}));
	assert_true(capa_may_create_in(&here, (struct scope){0, 0}));
	assert_false(capa_may_create_in(&reader, (struct scope){7, 0}));
}

/* No walk of allowed steps breaks what must always hold. */
static void no_walk_breaks_the_rules(void **state)
{
	(void)state;
	const moment now = DAYS(200);
	unsigned seed = 1;

	for (int walk = 0; walk < 2000; walk++) {
		struct capa capa = action(CAPA_OPEN);
		int64_t judged = 0;

		for (int n = 0; n < 30; n++) {
			seed = seed * 1103515245u + 12345u;
			enum capa_step step = (enum capa_step)(seed >> 16) % CAPA_STEP_COUNT;
			struct capa_reasons reasons;
			const int from = capa.status;
			if (!capa_check(step, &capa, ALL_RIGHTS, false, 1000, &reasons)) {
				assert_true(reasons.count > 0);
				continue;
			}
			assert_int_equal(reasons.count, 0);
			capa_take(&capa, step, 10, STR("words"), now, 200, 90);
			judged += step == STEP_NOT_EFFECTIVE;
			/* verified only out of completed; done has its date, open has none */
			if (capa.status == CAPA_VERIFIED)
				assert_true(from == CAPA_COMPLETED || from == CAPA_VERIFIED);
			assert_int_equal(capa.completed_at != MOMENT_NONE,
					 capa.status == CAPA_COMPLETED || capa.status == CAPA_VERIFIED);
			assert_int_equal(capa.verified_at != MOMENT_NONE, capa.status == CAPA_VERIFIED);
			assert_int_equal(capa.round, 1 + judged);
			assert_int_equal(capa.reopened_count, judged);
			if (capa.status == CAPA_COMPLETED)
				assert_int_not_equal(capa.effectiveness_check_on, DAY_NONE);
		}
	}
}

static void nothing_goes_without_its_right(void **state)
{
	(void)state;
	for (int step = 1; step < CAPA_STEP_COUNT; step++)
		for (int status = 1; status < CAPA_STATUS_COUNT; status++)
			for (unsigned rights = 0; rights < 32; rights++) {
				struct capa capa = action((enum capa_status)status);
				struct capa_reasons reasons;
				bool may = capa_check((enum capa_step)step, &capa, rights, false, 1000, &reasons);
				const struct capa_move *move = capa_move_of((enum capa_step)step);
				assert_int_equal(may, rights & move->right && move->from & 1u << status ? 1 : 0);
			}
}

static void a_lock_holds_open_actions_but_not_their_check(void **state)
{
	(void)state;
	struct capa_reasons reasons;
	struct capa open = action(CAPA_OPEN), done = action(CAPA_VERIFIED);

	assert_false(capa_check(STEP_COMPLETE, &open, ALL_RIGHTS, true, 1000, &reasons));
	assert_false(capa_check(STEP_CANCEL, &open, ALL_RIGHTS, true, 1000, &reasons));
	assert_true(capa_check(STEP_EFFECTIVE, &done, ALL_RIGHTS, true, 1000, &reasons));
	assert_true(capa_check(STEP_NOT_EFFECTIVE, &done, ALL_RIGHTS, true, 1000, &reasons));
	capa_take(&done, STEP_NOT_EFFECTIVE, 11, STR("It happened again"), DAYS(300), 300, 90);
	assert_int_equal(done.status, CAPA_IN_PROGRESS);
	assert_true(capa_check(STEP_COMPLETE, &done, ALL_RIGHTS, true, 1000, &reasons));
}

static void the_effect_is_judged_when_its_day_has_come(void **state)
{
	(void)state;
	struct capa_reasons reasons;
	struct capa capa = action(CAPA_OPEN);

	capa_take(&capa, STEP_COMPLETE, 10, STR(""), DAYS(300), 300, 90);
	assert_int_equal(capa.effectiveness_check_on, 390);
	capa_take(&capa, STEP_VERIFY, 11, STR(""), DAYS(301), 301, 90);
	assert_false(capa_check(STEP_EFFECTIVE, &capa, ALL_RIGHTS, false, 389, &reasons));
	assert_true(capa_check(STEP_NOT_EFFECTIVE, &capa, ALL_RIGHTS, false, 389, &reasons));
	assert_true(capa_check(STEP_EFFECTIVE, &capa, ALL_RIGHTS, false, 390, &reasons));
	capa_take(&capa, STEP_EFFECTIVE, 11, STR("None since"), DAYS(390), 390, 90);
	assert_int_equal(capa.effectiveness, EFFECT_EFFECTIVE);
	assert_false(capa_check(STEP_EFFECTIVE, &capa, ALL_RIGHTS, false, 391, &reasons));
}

static void completing_needs_evidence_or_words(void **state)
{
	(void)state;
	assert_false(capa_is_backed(0, STR("")));
	assert_false(capa_is_backed(0, STR(" \n")));
	assert_true(capa_is_backed(0, STR("Nothing to photograph")));
	assert_true(capa_is_backed(1, STR("")));
}

static void a_plan_of_weak_actions_is_seen(void **state)
{
	(void)state;
	struct capa plan[3] = {action(CAPA_OPEN), action(CAPA_COMPLETED), action(CAPA_CANCELLED)};

	plan[0].strength = STRENGTH_PPE;
	plan[1].strength = STRENGTH_ADMINISTRATIVE;
	plan[2].strength = STRENGTH_ELIMINATION;
	assert_false(capa_plan_is_weak(plan, 0));
	assert_true(capa_plan_is_weak(plan, 3));
	plan[1].strength = STRENGTH_ENGINEERING;
	assert_false(capa_plan_is_weak(plan, 3));
}

static void overdue_is_open_and_late(void **state)
{
	(void)state;
	struct capa capa = action(CAPA_OPEN);

	assert_false(capa_is_overdue(&capa, 100));
	assert_true(capa_is_overdue(&capa, 101));
	capa.status = CAPA_COMPLETED;
	assert_false(capa_is_overdue(&capa, 101));
}

static void numbers_are_for_people(void **state)
{
	assert_str(capa_number(*state, 2026, 42), "CAPA-2026-0042");
	assert_str(capa_number(*state, 2026, 12345), "CAPA-2026-12345");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(rights_follow_the_roles),
		UNIT(who_did_it_does_not_verify_it),
		UNIT(a_named_verifier_verifies_beyond_the_own_area),
		UNIT(who_may_create),
		UNIT(no_walk_breaks_the_rules),
		UNIT(nothing_goes_without_its_right),
		UNIT(a_lock_holds_open_actions_but_not_their_check),
		UNIT(the_effect_is_judged_when_its_day_has_come),
		UNIT(completing_needs_evidence_or_words),
		UNIT(a_plan_of_weak_actions_is_seen),
		UNIT(overdue_is_open_and_late),
		UNIT(numbers_are_for_people),
	};
	return cmocka_run_group_tests_name("capa", tests, NULL, NULL);
}
