/* Who works on an investigation, who submits and who decides; what is missing; the content that is signed. */
#include "../unit.h"

#include "investigation/citation.h"
#include "investigation/content.h"
#include "investigation/gaps.h"

enum { LEAD = 10, MEMBER, APPROVER, OTHER };

static struct incident an_incident(void)
{
	struct incident incident;

	record_clear(&incident_record, &incident);
	incident.id = 5;
	incident.organization_id = 1;
	incident.reg = REGISTER_SAFETY;
	incident.number = STR("INC-20260301-0001");
	incident.title = STR("Fall from a ladder");
	incident.establishment_id = 7;
	incident.investigation_lead_id = LEAD;
	incident.investigation_approver_id = APPROVER;
	incident.investigation_team = STR("11,99");
	return incident;
}

static struct viewer a_viewer(int64_t person, const struct grant *grant)
{
	return (struct viewer){.organization_id = 1,
			       .account_id = person + 100,
			       .person_id = person,
			       .roles = 1u << grant->role,
			       .grants = grant,
			       .grant_count = 1};
}

static void only_those_named_and_specialists_write(void **state)
{
	(void)state;
	static const struct {
		int64_t person;
		struct grant grant;
		bool may;
	} cases[] = {
		{LEAD, {ROLE_INVESTIGATOR, 0, 0}, true},
		{MEMBER, {ROLE_INVESTIGATOR, 0, 0}, true},
		{OTHER, {ROLE_INVESTIGATOR, 0, 0}, false},
		{OTHER, {ROLE_EHS_SPECIALIST, 0, 0}, true},
		{OTHER, {ROLE_EHS_SPECIALIST, 7, 0}, true},
		{OTHER, {ROLE_EHS_SPECIALIST, 8, 0}, false},
		{OTHER, {ROLE_SUPERVISOR, 7, 0}, false},
		{OTHER, {ROLE_ADMINISTRATOR, 0, 0}, false},
		{OTHER, {ROLE_SUPERADMIN, 0, 0}, false},
		{OTHER, {ROLE_AUDITOR, 0, 0}, false},
		{LEAD, {ROLE_EMPLOYEE, 0, 0}, false},
	};
	struct incident incident = an_incident();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct viewer viewer = a_viewer(cases[i].person, &cases[i].grant);
		assert_int_equal(investigation_may_edit(&viewer, &incident), cases[i].may);
		viewer.organization_id = 2;
		assert_false(investigation_may_edit(&viewer, &incident));
	}
}

static void the_team_is_read_with_care(void **state)
{
	struct incident incident = an_incident();
	int64_t people[INVESTIGATION_TEAM_MOST];

	assert_int_equal(investigation_team(&incident, people), 2);
	assert_true(investigation_is_on_team(&incident, MEMBER));
	assert_false(investigation_is_on_team(&incident, 1));
	assert_false(investigation_is_on_team(&incident, 9));
	assert_str(investigation_team_text(*state, people, 2), "11,99");
	incident.investigation_team = STR("x,,-3,12,1,2,3,4,5,6,7,8,9,10,11,12,13,14");
	assert_int_equal(investigation_team(&incident, people), INVESTIGATION_TEAM_MOST);
	assert_int_equal(people[0], 12);
}

static void nobody_approves_own_work(void **state)
{
	(void)state;
	static const struct grant supervisor = {ROLE_SUPERVISOR, 0, 0}, superadmin = {ROLE_SUPERADMIN, 0, 0},
				  specialist = {ROLE_EHS_SPECIALIST, 0, 0}, investigator = {ROLE_INVESTIGATOR, 0, 0};
	static const struct {
		int64_t person;
		const struct grant *grant;
		bool may;
	} cases[] = {
		{APPROVER, &supervisor, true},    {APPROVER, &specialist, true}, {APPROVER, &investigator, false},
		{OTHER, &supervisor, false},      {OTHER, &superadmin, true},    {OTHER, &specialist, false},
		{LEAD, &superadmin, false},       {MEMBER, &superadmin, false},  {LEAD, &specialist, false},
	};
	struct incident incident = an_incident();
	struct investigation investigation = investigation_new(&incident);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct viewer viewer = a_viewer(cases[i].person, cases[i].grant);
		investigation.state = INVESTIGATION_PENDING;
		assert_int_equal(investigation_why_not_decide(&viewer, &incident, &investigation, LEAD + 100) == NULL,
				 cases[i].may);
		/* Whoever submitted it has a part in it, also when the lead was changed since. */
		assert_non_null(investigation_why_not_decide(&viewer, &incident, &investigation, viewer.account_id));
		investigation.state = INVESTIGATION_IN_PROGRESS;
		assert_non_null(investigation_why_not_decide(&viewer, &incident, &investigation, LEAD + 100));
	}
}

static void only_the_lead_submits_and_only_once(void **state)
{
	(void)state;
	static const struct grant investigator = {ROLE_INVESTIGATOR, 0, 0};
	struct incident incident = an_incident();
	struct investigation investigation = investigation_new(&incident);
	struct viewer lead = a_viewer(LEAD, &investigator), member = a_viewer(MEMBER, &investigator);

	assert_null(investigation_why_not_submit(&lead, &incident, &investigation));
	assert_non_null(investigation_why_not_submit(&member, &incident, &investigation));
	investigation.state = INVESTIGATION_REJECTED;
	assert_null(investigation_why_not_submit(&lead, &incident, &investigation));
	investigation.state = INVESTIGATION_PENDING;
	assert_non_null(investigation_why_not_submit(&lead, &incident, &investigation));
	investigation.state = INVESTIGATION_APPROVED;
	assert_non_null(investigation_why_not_submit(&lead, &incident, &investigation));
}

/* A complete investigation by 5 Whys. */
static struct evidence evidence[] = {{.entry = {.id = 1, .position = 1}, .kind = EVIDENCE_PHYSICAL, .title = STR_INIT("Rung")}};
static struct why_chain chains[] = {{.entry = {.id = 2, .position = 1}, .problem = STR_INIT("The rung broke")}};
static struct why whys[] = {
	{.entry = {.id = 3, .position = 1}, .chain_id = 2, .answer = STR_INIT("It was cracked"), .evidence = STR_INIT("1")},
	{.entry = {.id = 4, .position = 2}, .chain_id = 2, .answer = STR_INIT("Nobody inspects ladders")},
};
static struct cause causes[1];

static struct findings complete(const struct incident *incident)
{
	struct findings f = {
		.investigation = investigation_new(incident),
		.evidence = evidence, .evidence_count = 1,
		.chains = chains, .chain_count = 1,
		.whys = whys, .why_count = 2,
		.causes = causes, .cause_count = 1,
	};

	record_clear(&cause_record, &causes[0]);
	causes[0].entry.position = 1;
	causes[0].entry.uuid = STR("01890000-0000-7000-8000-000000000001");
	causes[0].text = STR("No inspection of ladders");
	causes[0].kind = CAUSE_ROOT;
	causes[0].factor = codes_find(&factor_codes, STR("maintenance.inspection"));
	causes[0].why_id = 4;
	causes[0].evidence = STR("1");
	f.investigation.has_whys = true;
	f.investigation.conclusion = STR("Ladders are not inspected.");
	return f;
}

static bool has_gap(void **state, const struct incident *incident, const struct findings *f, const char *words)
{
	struct gaps gaps = gaps_of(*state, incident, f);

	for (size_t i = 0; i < gaps.count; i++)
		if (str_find(str_of(gaps.at[i].text), str_of(words)) >= 0)
			return true;
	return false;
}

static void a_complete_one_has_no_gaps(void **state)
{
	struct incident incident = an_incident();
	struct findings f = complete(&incident);

	assert_int_equal(gaps_of(*state, &incident, &f).count, 0);
}

static void every_gap_is_named(void **state)
{
	struct incident incident = an_incident();
	struct findings f = complete(&incident);

	causes[0].evidence = STR("");
	assert_true(has_gap(state, &incident, &f, "cites no evidence"));
	causes[0].is_assumption = true;
	assert_false(has_gap(state, &incident, &f, "cites no evidence"));
	f = complete(&incident);
	causes[0].evidence = STR("4"); /* taken out meanwhile */
	assert_true(has_gap(state, &incident, &f, "cites no evidence"));
	f = complete(&incident);
	causes[0].factor = 0;
	assert_true(has_gap(state, &incident, &f, "no contributing factor"));
	f = complete(&incident);
	causes[0].kind = CAUSE_CONTRIBUTING;
	assert_true(has_gap(state, &incident, &f, "No root cause"));
	assert_true(has_gap(state, &incident, &f, "not marked as a root cause"));
	f = complete(&incident);
	f.investigation.conclusion = STR("  \n");
	assert_true(has_gap(state, &incident, &f, "conclusion is empty"));
	f = complete(&incident);
	f.investigation.has_fishbone = true;
	assert_true(has_gap(state, &incident, &f, "Fishbone"));
	f.investigation.has_timeline = true;
	assert_true(has_gap(state, &incident, &f, "Timeline"));
	f = complete(&incident);
	f.investigation.has_whys = false;
	assert_true(has_gap(state, &incident, &f, "No method"));
	f = complete(&incident);
	incident.investigation_approver_id = 0;
	assert_true(has_gap(state, &incident, &f, "who approves"));
}

static void the_same_content_gives_the_same_bytes(void **state)
{
	struct incident incident = an_incident();
	struct findings f = complete(&incident);
	struct str first = content_json(*state, &incident, &f);

	/* Keeping is not content. */
	f.investigation.round = 9;
	f.investigation.version = 8;
	f.investigation.state = INVESTIGATION_APPROVED;
	f.investigation.updated_at = 77;
	causes[0].entry.version = 5;
	assert_true(str_equal(first, content_json(*state, &incident, &f)));
	/* Every word, citation and order is. */
	whys[1].answer = STR("Nobody inspects ladders.");
	assert_false(str_equal(first, content_json(*state, &incident, &f)));
	whys[1].answer = STR("Nobody inspects ladders");
	causes[0].evidence = STR("");
	assert_false(str_equal(first, content_json(*state, &incident, &f)));
	causes[0].evidence = STR("1");
	evidence[0].sha256 = STR("12345678901234567890123456789012");
	assert_false(str_equal(first, content_json(*state, &incident, &f)));
	evidence[0].sha256 = STR_NONE;
	f.investigation.conclusion = STR("Ladders are not inspected");
	assert_false(str_equal(first, content_json(*state, &incident, &f)));
}

static void citations_are_tidied(void **state)
{
	struct incident incident = an_incident();
	struct findings f = complete(&incident);

	assert_str(citation_clean(*state, &f, STR(" 1, 7,1,x")), "1");
	assert_str(citation_clean(*state, &f, STR_NONE), "");
	assert_str(citation_words(*state, STR("1,3")), "E1, E3");
	assert_str(citation_words(*state, STR("")), "");
	assert_false(citation_has(STR("11,21"), 1));
}

static void every_factor_has_a_group(void **state)
{
	(void)state;
	for (int i = 1; i < codes_count(&factor_codes); i++)
		assert_true(factor_group(i) > 0);
	assert_int_equal(factor_group(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(only_those_named_and_specialists_write),
		UNIT(the_team_is_read_with_care),
		UNIT(nobody_approves_own_work),
		UNIT(only_the_lead_submits_and_only_once),
		UNIT(a_complete_one_has_no_gaps),
		UNIT(every_gap_is_named),
		UNIT(the_same_content_gives_the_same_bytes),
		UNIT(citations_are_tidied),
		UNIT(every_factor_has_a_group),
	};
	return cmocka_run_group_tests_name("investigation", tests, NULL, NULL);
}
