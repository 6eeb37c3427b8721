#include "osha/case.h"

#include <assert.h>
#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>

#include "organization/people.h"

static const struct code recordable_rows[] = {
	{"", N_("Not decided yet")},
	{"yes", N_("Recordable")},
	{"no", N_("Not recordable")},
	{NULL, NULL},
};
const struct codes recordable_codes = {"recordable", recordable_rows};

static const struct code override_rows[] = {
	{"", ""},
	{"yes", N_("Record it")},
	{"no", N_("Do not record it")},
	{NULL, NULL},
};
const struct codes override_codes = {"override", override_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct osha_case, member)
static const struct field osha_case_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(injured_person_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_INT,
	 AT(year),
	 .label = N_("Year"),
	 .flags = FIELD_STORED,
	 .least = 1970,
	 .most = 2200},
	{.kind = FIELD_TEXT, AT(case_number), .label = N_("Case number"), .flags = FIELD_STORED, .max = 50},
	{.kind = FIELD_INT, AT(case_position), .flags = FIELD_STORED | FIELD_OPTIONAL | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_TEXT,
	 AT(occurred_where),
	 .label = N_("Where the event occurred"),
	 .flags = FIELD_STORED,
	 .max = 255,
	 .hint = N_("For example: loading dock, north end")},
	{.kind = FIELD_TEXT,
	 AT(description),
	 .label = N_("Injury or illness, parts of body, object or substance"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 255,
	 .hint = N_("For example: second-degree burns on right forearm from acetylene torch")},
	{.kind = FIELD_DAY, AT(injury_on), .label = N_("Date of injury or onset"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 AT(recordable),
	 .label = N_("Recordable"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .codes = &recordable_codes},
	{.kind = FIELD_CODE,
	 AT(outcome),
	 .label = N_("Outcome"),
	 .flags = FIELD_STORED,
	 .codes = &outcome_codes},
	{.kind = FIELD_INT,
	 AT(days_away),
	 .label = N_("Days away from work"),
	 .flags = FIELD_STORED,
	 .most = 180},
	{.kind = FIELD_INT,
	 AT(days_restricted),
	 .label = N_("Days of job transfer or restriction"),
	 .flags = FIELD_STORED,
	 .most = 180},
	{.kind = FIELD_BOOL,
	 AT(is_days_estimated),
	 .label = N_("Days are an estimate"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(is_days_running), .label = N_("Days still run"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, AT(type), .label = N_("Type"), .flags = FIELD_STORED, .codes = &kind_codes},
	{.kind = FIELD_BOOL, AT(is_privacy), .label = N_("Privacy case"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(paragraph),
	 .label = N_("Citation"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 500},
	{.kind = FIELD_TEXT,
	 AT(reason),
	 .label = N_("Reason"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 500},
	{.kind = FIELD_TEXT,
	 AT(rules_version),
	 .label = N_("Rules"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL | FIELD_QUIET,
	 .max = 40},
	{.kind = FIELD_MOMENT, AT(decided_at), .label = N_("Decided"), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, AT(decided_by_id), .label = N_("Decided by"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 AT(override),
	 .label = N_("Decide otherwise"),
	 .flags = FIELD_STORED,
	 .codes = &override_codes,
	 .hint = N_("Only when the rules cannot know what you know")},
	{.kind = FIELD_PROSE,
	 AT(override_reason),
	 .label = N_("Why decide otherwise?"),
	 .flags = FIELD_STORED,
	 .max = 4000},
	{.kind = FIELD_MOMENT, AT(lined_out_at), .label = N_("Lined out"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(recorded_at), .label = N_("Recorded"), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record osha_case_record = {"osha_case", sizeof(struct osha_case), osha_case_fields};

#define SEALED (FIELD_STORED | FIELD_SEALED)
#define AT(member) .name = #member, .offset = offsetof(struct case_report, member)
static const struct field case_report_fields[] = {
	{.kind = FIELD_TEXT, AT(street), .label = N_("Street"), .flags = SEALED, .max = 100},
	{.kind = FIELD_TEXT, AT(city), .label = N_("City"), .flags = SEALED, .max = 100},
	{.kind = FIELD_TEXT, AT(state), .label = N_("State"), .flags = SEALED, .max = 2},
	{.kind = FIELD_TEXT, AT(zip), .label = N_("ZIP"), .flags = SEALED, .max = 9},
	{.kind = FIELD_DAY, AT(born_on), .label = N_("Date of birth"), .flags = SEALED | FIELD_PAST},
	{.kind = FIELD_DAY, AT(hired_on), .label = N_("Date hired"), .flags = SEALED},
	{.kind = FIELD_CODE, AT(sex), .label = N_("Sex"), .flags = SEALED, .codes = &sex_codes},
	{.kind = FIELD_TEXT,
	 AT(physician),
	 .label = N_("Name of physician or other health care professional"),
	 .flags = SEALED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(facility),
	 .label = N_("Facility"),
	 .flags = SEALED,
	 .max = 200,
	 .hint = N_("Where treatment was given away from the worksite")},
	{.kind = FIELD_TEXT,
	 AT(facility_street),
	 .label = N_("Street of the facility"),
	 .flags = SEALED,
	 .max = 100},
	{.kind = FIELD_TEXT,
	 AT(facility_city),
	 .label = N_("City of the facility"),
	 .flags = SEALED,
	 .max = 100},
	{.kind = FIELD_TEXT,
	 AT(facility_state),
	 .label = N_("State of the facility"),
	 .flags = SEALED,
	 .max = 2},
	{.kind = FIELD_TEXT, AT(facility_zip), .label = N_("ZIP of the facility"), .flags = SEALED, .max = 9},
	{.kind = FIELD_ANSWER,
	 AT(emergency_room),
	 .label = N_("Was employee treated in an emergency room?"),
	 .flags = SEALED},
	{.kind = FIELD_ANSWER,
	 AT(inpatient),
	 .label = N_("Was employee hospitalized overnight as an in-patient?"),
	 .flags = SEALED},
	{.kind = FIELD_CLOCK,
	 AT(began_work_at),
	 .label = N_("Time employee began work"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_CLOCK, AT(event_at), .label = N_("Time of event"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL,
	 AT(event_time_unknown),
	 .label = N_("The time of the event cannot be determined"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_PROSE,
	 AT(before_event),
	 .label = N_("What was the employee doing just before the incident occurred?"),
	 .flags = SEALED,
	 .max = 8000,
	 .hint = N_("The activity with tools, equipment or material; no names")},
	{.kind = FIELD_PROSE,
	 AT(what_happened),
	 .label = N_("What happened?"),
	 .flags = SEALED,
	 .max = 8000,
	 .hint = N_("How the injury occurred; no names")},
	{.kind = FIELD_PROSE,
	 AT(injury),
	 .label = N_("What was the injury or illness?"),
	 .flags = SEALED,
	 .max = 8000,
	 .hint = N_("The part of the body and how it was affected; no names")},
	{.kind = FIELD_PROSE,
	 AT(harmful_object),
	 .label = N_("What object or substance directly harmed the employee?"),
	 .flags = SEALED,
	 .max = 8000,
	 .hint = N_("Leave empty where it does not apply")},
	{.kind = FIELD_TEXT,
	 AT(completed_by),
	 .label = N_("Completed by"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_TEXT, AT(completed_title), .label = N_("Title"), .flags = FIELD_STORED, .max = 200},
	{.kind = FIELD_TEXT, AT(completed_phone), .label = N_("Phone"), .flags = FIELD_STORED, .max = 40},
	{.kind = FIELD_DAY, AT(completed_on), .label = N_("Date"), .flags = FIELD_STORED | FIELD_PAST},
	FIELD_END,
};
#undef AT
const struct record case_report_record = {"osha_case_report", sizeof(struct case_report), case_report_fields};

#define AT(member) .name = #member, .offset = offsetof(struct osha_decision, member)
static const struct field osha_decision_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(case_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(recordable),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .codes = &recordable_codes},
	{.kind = FIELD_CODE, AT(outcome), .flags = FIELD_STORED, .codes = &outcome_codes},
	{.kind = FIELD_INT, AT(days_away), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(days_restricted), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, AT(type), .flags = FIELD_STORED, .codes = &kind_codes},
	{.kind = FIELD_BOOL, AT(is_privacy), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(paragraph), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 500},
	{.kind = FIELD_TEXT, AT(reason), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 500},
	{.kind = FIELD_PROSE, AT(answers), .flags = FIELD_STORED | FIELD_SEALED},
	{.kind = FIELD_TEXT, AT(rules_version), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 40},
	{.kind = FIELD_CODE, AT(override), .flags = FIELD_STORED, .codes = &override_codes},
	{.kind = FIELD_PROSE, AT(override_reason), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(decided_at), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(decided_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(decided_by_name), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 220},
	FIELD_END,
};
#undef AT
const struct record osha_decision_record = {"osha_decision", sizeof(struct osha_decision),
					    osha_decision_fields};

static void clear_entry(struct osha_case *c)
{
	c->outcome = OSHA_UNDECIDED;
	c->days_away = c->days_restricted = 0;
	c->is_days_estimated = c->is_days_running = c->is_privacy = false;
	c->type = OSHA_NO_TYPE;
}

void case_apply(struct osha_case *c, const struct recordability *verdict)
{
	c->recordable = verdict->recordable;
	c->paragraph = verdict->paragraph;
	c->reason = str_of(verdict->reason ? verdict->reason : "");
	c->rules_version = str_of(verdict->rules_version);
	if (c->override != ANSWER_NONE)
		c->recordable = c->override == ANSWER_YES ? RECORDABLE_YES : RECORDABLE_NO;
	if (c->recordable != RECORDABLE_YES) {
		/* A line is struck through as it stood, and a privacy case does not get its name back. */
		if (c->case_number.len)
			c->is_days_running = false;
		else
			clear_entry(c);
		return;
	}
	c->outcome = verdict->column != OSHA_UNDECIDED ? verdict->column : OSHA_OTHER;
	c->type = verdict->type != OSHA_NO_TYPE ? verdict->type : OSHA_INJURY;
	c->days_away = verdict->days_away;
	c->days_restricted = verdict->days_restricted;
	c->is_days_estimated = verdict->days.estimated;
	c->is_days_running = verdict->days.running;
	c->is_privacy = verdict->privacy.is_case;
}

static json_t *text_json_value(struct str s)
{
	json_t *value = json_stringn(s.at ? s.at : "", s.len);
	assert(value); /* only texts of our own and checked UTF-8 come here */
	return value;
}

static const char *verdict_code(enum verdict verdict)
{
	static const char *const codes[] = {
		[VERDICT_NOT_REACHED] = "not_reached",
		[VERDICT_PASS] = "yes",
		[VERDICT_STOP] = "no",
		[VERDICT_OPEN] = "open",
	};
	return codes[verdict];
}

static json_t *answer_json(const char *question, enum verdict verdict, struct str citation,
			   const char *reason, const char *detail)
{
	json_t *row = json_object();
	json_object_set_new(row, "question", text_json_value(str_of(question)));
	json_object_set_new(row, "answer", text_json_value(str_of(verdict_code(verdict))));
	json_object_set_new(row, "citation", text_json_value(citation));
	json_object_set_new(row, "reason", text_json_value(str_of(reason)));
	json_object_set_new(row, "detail", text_json_value(str_of(detail)));
	return row;
}

static json_t *facts_json(struct arena *arena, const struct case_facts *facts)
{
	json_t *object = json_object();
	union {
		const struct case_facts *in;
		void *out;
	} row = {.in = facts};

	for (const struct field *field = case_facts_record.fields; field->name; field++)
		if (!field_is_empty(field, row.out))
			json_object_set_new(object, field->name,
					    text_json_value(field_text(arena, field, row.out)));
	return object;
}

struct str case_answers(struct arena *arena, const struct case_facts *facts,
			const struct recordability *verdict)
{
	json_t *root = json_object(), *gates = json_array(), *criteria = json_array();

	for (int i = 0; i < GATE_COUNT; i++) {
		const struct gate_answer *gate = &verdict->gates[i];
		if (gate->verdict != VERDICT_NOT_REACHED)
			json_array_append_new(gates, answer_json(gate->question, gate->verdict,
								 gate->citation, gate->reason, gate->detail));
	}
	for (int i = 0; i < CRITERION_COUNT; i++) {
		const struct criterion_answer *criterion = &verdict->criteria[i];
		if (criterion->verdict != VERDICT_NOT_REACHED)
			json_array_append_new(criteria, answer_json(criterion->label, criterion->verdict,
								    criterion->citation, criterion->reason,
								    criterion->detail));
	}
	json_object_set_new(root, "gates", gates);
	json_object_set_new(root, "criteria", criteria);
	json_object_set_new(root, "facts", facts_json(arena, facts));
	char *text = json_dumps(root, JSON_COMPACT);
	assert(text);
	struct str result = arena_str(arena, str_of(text));
	free(text);
	json_decref(root);
	return result;
}

bool case_is_editable(int64_t year, day today)
{
	enum { KEPT_YEARS = 5 };
	return day_civil(today).year <= year + KEPT_YEARS;
}
