/* What the table of cases cannot show: gates and their reasons, open facts, what would change, urgent
 * reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "osha/classify.h"
#include "osha/recordability.h"
#include "osha/urgent.h"

static int setup(void **state)
{
	*state = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct case_facts facts_of(struct arena *arena, const char *text)
{
	struct case_facts facts;
	struct str key;
	const char *why;

	if (classify_facts(arena, str_of(text), &facts, &key, &why) != RC_OK)
		fail_msg("%.*s %s", STR_ARG(key), why);
	return facts;
}

static struct recordability decide(struct arena *arena, const char *text)
{
	struct case_facts facts = facts_of(arena, text);
	struct recordability result;

	recordability_decide(arena, &facts, DAY_NONE, &result);
	return result;
}

static bool is_open(const struct recordability *result, const char *field, bool blocking)
{
	for (size_t i = 0; i < result->open_count; i++)
		if (strcmp(result->open[i].field, field) == 0 && result->open[i].blocking == blocking)
			return true;
	return false;
}

static void every_gate_on_the_way_has_citation_and_reason(void **state)
{
	struct recordability result = decide(*state, "injury_date=2026-02-10|treatment=cold|kind=injury");

	assert_int_equal(result.recordable, RECORDABLE_NO);
	assert_int_equal(result.decided_by, GATE_CRITERIA);
	for (int i = 0; i < GATE_COUNT; i++) {
		assert_true(result.gates[i].citation.len > 0);
		assert_non_null(result.gates[i].reason);
		assert_non_null(result.gates[i].question);
	}
	assert_true(str_is(result.criteria[CRITERION_TREATMENT].citation, "1904.7(b)(5)(ii)(E)"));
	assert_non_null(result.rules_version);
	assert_int_equal(result.column, OSHA_UNDECIDED);
}

static void gates_behind_the_deciding_one_are_not_reached(void **state)
{
	struct recordability result = decide(*state, "worker=self_employed|treatment=sutures");

	assert_int_equal(result.decided_by, GATE_OURS);
	assert_int_equal(result.gates[GATE_CONDITION].verdict, VERDICT_NOT_REACHED);
	assert_non_null(result.gates[GATE_CONDITION].question);
}

static void an_empty_form_is_undecided(void **state)
{
	struct case_facts facts;
	struct recordability result;
	static const char *const needed[] = {"keeps_records",
					     "worker",
					     "abnormal_condition",
					     "work_env",
					     "exception",
					     "new_case",
					     "special",
					     "away",
					     "restricted",
					     "treatments",
					     "lost_consciousness",
					     "diagnosis"};

	record_clear(&case_facts_record, &facts);
	recordability_decide(*state, &facts, DAY_NONE, &result);
	assert_int_equal(result.recordable, RECORDABLE_UNDECIDED);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!is_open(&result, needed[i], true))
			fail_msg("%s is not asked for", needed[i]);
	for (size_t i = 0; i < result.open_count; i++)
		assert_non_null(record_field(&case_facts_record, str_of(result.open[i].field)));
}

static void one_answer_can_settle_a_half_empty_form(void **state)
{
	struct case_facts facts;
	struct recordability result;

	record_clear(&case_facts_record, &facts);
	facts.keeps_records = ANSWER_YES;
	facts.worker = WORKER_CONTRACTOR;
	recordability_decide(*state, &facts, DAY_NONE, &result);
	assert_int_equal(result.recordable, RECORDABLE_NO);
	assert_int_equal(result.decided_by, GATE_OURS);
}

static void judgments_are_left_to_people(void **state)
{
	struct recordability result = decide(*state, "cause=unclear|treatment=sutures");
	assert_int_equal(result.recordable, RECORDABLE_UNDECIDED);
	assert_int_equal(result.decided_by, GATE_WORK_RELATED);
	assert_true(is_open(&result, "cause", true));
	assert_int_equal(result.type, OSHA_NO_TYPE);

	result = decide(*state, "other_treatment=cupping");
	assert_int_equal(result.recordable, RECORDABLE_UNDECIDED);
	assert_true(is_open(&result, "other_treatment_beyond", true));

	result = decide(*state, "other_treatment=cupping|treatment=rx|injury_date=2026-02-10");
	assert_int_equal(result.recordable, RECORDABLE_YES);

	result = decide(*state, "diagnosis=odd rash|treatment=clean");
	assert_int_equal(result.recordable, RECORDABLE_NO);
	assert_true(is_open(&result, "diagnosis", false));
}

static void incomplete_entries_say_what_they_lack(void **state)
{
	struct recordability result =
		decide(*state, "injury_date=2026-02-10|special=medical_removal_required");

	assert_int_equal(result.recordable, RECORDABLE_YES);
	assert_int_equal(result.column, OSHA_UNDECIDED);
	assert_true(is_open(&result, "restricted", true));
	result = decide(*state, "injury_date=2026-02-10|away=2026-02-11..2026-02-20~");
	assert_true(is_open(&result, "away", false));
	result = decide(*state, "treatment=sutures");
	assert_true(is_open(&result, "injury_on", true));
}

static void days_are_known_beside_a_death(void **state)
{
	struct recordability result =
		decide(*state, "injury_date=2026-02-02|away=2026-02-03..2026-02-21|death_date=2026-02-22");

	assert_int_equal(result.column, OSHA_DEATH);
	assert_int_equal(result.days_away, 0);
	assert_int_equal(result.days.away, 19);
}

static const struct recordability_change *change_to(struct arena *arena, const char *facts_text,
						    const char *field, const char *value)
{
	struct case_facts facts = facts_of(arena, facts_text);
	size_t count;
	const struct recordability_change *changes = recordability_changes(arena, &facts, DAY_NONE, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(changes[i].field->name, field) == 0 && (!value || strstr(changes[i].value, value)))
			return &changes[i];
	return NULL;
}

static void single_facts_that_would_turn_it(void **state)
{
	static const char first_aid[] = "injury_date=2026-02-10|treatment=cold|kind=injury";
	static const char stitches[] = "injury_date=2026-02-10|treatment=clean,sutures|kind=injury";

	assert_int_equal(change_to(*state, first_aid, "away", "A day")->becomes, RECORDABLE_YES);
	assert_int_equal(change_to(*state, first_aid, "away", "A day")->column, OSHA_DAYS_AWAY);
	assert_int_equal(change_to(*state, first_aid, "restricted", NULL)->column, OSHA_RESTRICTED);
	assert_int_equal(change_to(*state, first_aid, "treatments", NULL)->column, OSHA_OTHER);
	assert_int_equal(change_to(*state, first_aid, "death_on", NULL)->column, OSHA_DEATH);
	assert_non_null(change_to(*state, first_aid, "lost_consciousness", "Yes"));
	assert_non_null(change_to(*state, first_aid, "diagnosis", "bone"));
	assert_null(change_to(*state, first_aid, "worker", NULL));
	assert_int_equal(change_to(*state, stitches, "treatments", "First aid")->becomes, RECORDABLE_NO);
	assert_int_equal(change_to(*state, stitches, "new_case", "No")->becomes, RECORDABLE_NO);
	assert_non_null(change_to(*state, stitches, "exception", "food"));
	assert_non_null(change_to(*state, stitches, "worker", "Partner"));
	assert_null(change_to(*state, stitches, "cause", "Not clear"));
	assert_null(change_to(*state, stitches, "body", NULL));
	assert_null(change_to(*state, "treatment=sutures|diagnosis=fracture", "treatments", NULL));
}

static struct urgent_answer urgent_of(struct arena *arena, const char *text, enum urgent_event event)
{
	struct case_facts facts = facts_of(arena, text);
	struct urgent_answer answers[URGENT_COUNT];

	urgent_decide(arena, &facts, NULL, answers);
	return answers[event];
}

#define SEVERE "injury_date=2026-02-10|incident_at=2026-02-10T10:00:00Z|severe_known_at=2026-02-10T12:00:00Z"

static void urgent_reports(void **state)
{
	static const struct {
		enum urgent_event event;
		const char *facts;
		enum urgent_duty duty;
		const char *deadline, *citation;
	} table[] = {
		{URGENT_DEATH, "injury_date=2026-02-10", URGENT_NONE, "", "1904.39(a)(1)"},
		{URGENT_DEATH,
		 "injury_date=2026-02-10|death_date=2026-02-12|death_known_at=2026-02-12T09:00:00Z",
		 URGENT_REPORT, "2026-02-12T17:00:00Z", "1904.39(a)(1)"},
		{URGENT_DEATH, "injury_date=2026-02-10|death_date=2026-02-12", URGENT_JUDGE, "",
		 "1904.39(b)(7)"},
		{URGENT_DEATH,
		 "injury_date=2026-02-10|death_date=2026-03-12|death_known_at=2026-03-12T09:00:00Z",
		 URGENT_REPORT, "2026-03-12T17:00:00Z", "1904.39(a)(1)"},
		{URGENT_DEATH, "injury_date=2026-02-10|death_date=2026-03-13", URGENT_NOT, "",
		 "1904.39(b)(6)"},
		{URGENT_HOSPITAL, SEVERE "|hospitalized_at=2026-02-10T11:00:00Z", URGENT_REPORT,
		 "2026-02-11T12:00:00Z", "1904.39(a)(2)"},
		{URGENT_HOSPITAL, SEVERE "|hospitalized_at=2026-02-11T10:00:01Z", URGENT_NOT, "",
		 "1904.39(b)(6)"},
		{URGENT_HOSPITAL, SEVERE "|hospitalized_at=2026-02-10T11:00:00Z|hospitalized_for_care=no",
		 URGENT_NOT, "", "1904.39(b)(10)"},
		{URGENT_AMPUTATION,
		 SEVERE "|amputation_at=2026-02-10T10:00:00Z|work_related_known_at=2026-02-11T08:00:00Z",
		 URGENT_REPORT, "2026-02-12T08:00:00Z", "1904.39(a)(2)"},
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|scene=public_road", URGENT_NOT, "",
		 "1904.39(b)(3)"},
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|scene=road_work_zone", URGENT_REPORT,
		 "2026-02-11T12:00:00Z", "1904.39(a)(2)"},
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|scene=public_transport", URGENT_NOT,
		 "", "1904.39(b)(4)"},
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|cause=unclear", URGENT_JUDGE, "",
		 "1904.39(b)(8)"},
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|cause=nonwork_only", URGENT_NOT, "",
		 "1904.39(a)"},
		/* Exempt from records, not from the telephone. */
		{URGENT_EYE, SEVERE "|eye_loss_at=2026-02-10T10:00:00Z|keeps_records=no", URGENT_REPORT,
		 "2026-02-11T12:00:00Z", "1904.39(a)(2)"},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct urgent_answer answer = urgent_of(*state, table[i].facts, table[i].event);
		struct str deadline = moment_text(*state, answer.deadline_at);
		if (answer.duty != table[i].duty || !str_is(deadline, table[i].deadline) ||
		    strcmp(answer.citation, table[i].citation) != 0)
			fail_msg("%s: duty %d, deadline %.*s, %s", table[i].facts, answer.duty,
				 STR_ARG(deadline), answer.citation);
		assert_true(answer.duty == URGENT_NONE || answer.reason);
	}
}

static void every_code_has_a_label_and_no_code_twice(void **state)
{
	(void)state;
	for (const struct field *field = case_facts_record.fields; field->name; field++) {
		assert_non_null(field->label);
		if (field->kind != FIELD_CODE)
			continue;
		for (int i = 1; i < codes_count(field->codes); i++) {
			assert_true(*codes_label(field->codes, i));
			assert_int_equal(codes_find(field->codes, str_of(codes_code(field->codes, i))), i);
		}
	}
	for (size_t i = 0; i < treatment_count(); i++)
		assert_ptr_equal(treatment_find(str_of(treatment_at(i)->code)), treatment_at(i));
	assert_int_equal(codes_find(&diagnosis_codes, STR("other")), DIAGNOSIS_OTHER);
	assert_int_equal(codes_find(&kind_codes, STR("other")), OSHA_OTHER_ILLNESS);
	assert_int_equal(codes_find(&special_codes, STR("tb_known_exposure")), SPECIAL_TB);
	assert_int_equal(codes_find(&exception_codes, STR("mental_no_opinion")), EXCEPTION_MENTAL);
	assert_int_equal(codes_find(&worker_codes, STR("partner")), WORKER_PARTNER);
	assert_int_equal(codes_find(&left_reason_codes, STR("injury")), LEFT_BECAUSE_OF_CASE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_gate_on_the_way_has_citation_and_reason, setup,
						teardown),
		cmocka_unit_test_setup_teardown(gates_behind_the_deciding_one_are_not_reached, setup,
						teardown),
		cmocka_unit_test_setup_teardown(an_empty_form_is_undecided, setup, teardown),
		cmocka_unit_test_setup_teardown(one_answer_can_settle_a_half_empty_form, setup, teardown),
		cmocka_unit_test_setup_teardown(judgments_are_left_to_people, setup, teardown),
		cmocka_unit_test_setup_teardown(incomplete_entries_say_what_they_lack, setup, teardown),
		cmocka_unit_test_setup_teardown(days_are_known_beside_a_death, setup, teardown),
		cmocka_unit_test_setup_teardown(single_facts_that_would_turn_it, setup, teardown),
		cmocka_unit_test_setup_teardown(urgent_reports, setup, teardown),
		cmocka_unit_test_setup_teardown(every_code_has_a_label_and_no_code_twice, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
