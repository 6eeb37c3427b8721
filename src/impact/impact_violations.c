#include "identity/viewer.h"
#include "impact/impact.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"
#include "incident/incident_detail_store.h"
#include "organization/choices_view.h"

static const char *const names[] = {"rule_id", "description", NULL};
const struct form impact_violations_form = {&incident_violation_record, names, NULL};

static enum rc offer(struct request *rq, const struct incident_shown *shown, const void *row)
{
	const struct incident_violation *violation = row;
	struct rows rows;
	enum rc rc = safety_rule_list(rq->db, rq->arena, shown->incident.organization_id, true, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct safety_rule *rule = ROW(struct safety_rule, rows, i);
		if (rule->is_active || rule->id == violation->rule_id)
			choices[count++] = (struct choice){
				rule->id, arena_printf(rq->arena, "%.*s – %.*s", STR_ARG(rule->code), STR_ARG(rule->title))};
	}
	form_choices(rq, "rule_id", choices, count);
	return RC_OK;
}

/* The newest record of the course on the day, else the one that expired last before it. */
static const struct training_row *best_of(const struct rows *rows, int64_t course_id, day on,
					  enum training_state *state)
{
	*state = TRAINING_ABSENT;
	for (size_t i = 0; i < rows->count; i++) {
		const struct training_row *row = ROW(struct training_row, *rows, i);
		const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
		if (row->course_id != course_id)
			continue;
		*state = training_state_on(&record, on);
		if (*state != TRAINING_ABSENT)
			return row;
	}
	return NULL;
}

/* What the file shows of one record that somebody picked. */
static enum rc take_record(struct request *rq, struct incident_violation *violation, const struct rows *rows,
			   int64_t id, day on)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct training_row *row = ROW(struct training_row, *rows, i);
		const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
		if (row->id != id)
			continue;
		violation->training = (int)training_state_on(&record, on);
		violation->training_record_id = id;
		return violation->training == TRAINING_ABSENT
			       ? problem_add(rq, "training", N_("This training was completed after the incident"))
			       : RC_OK;
	}
	return problem_add(rq, "training", N_("This record belongs to somebody else"));
}

/* "file": looked up by the course of the rule; "none", "unchecked", or the id of a record. */
static enum rc read_training(struct request *rq, struct incident_violation *violation, day on)
{
	struct str choice = pairs_get(&rq->form, "training");
	enum training_state state;
	struct safety_rule rule = {0};
	struct rows rows;
	int64_t id;

	violation->training = TRAINING_UNCHECKED;
	violation->training_record_id = 0;
	if (str_is(choice, "unchecked") || violation->person_id == 0)
		return RC_OK;
	enum rc rc = training_of_person(rq->db, rq->arena, violation->organization_id, violation->person_id, DAY_NONE, &rows);
	if (rc == RC_OK && violation->rule_id)
		rc = safety_rule_by_id(rq->db, rq->arena, violation->organization_id, violation->rule_id, &rule);
	if (rc != RC_OK)
		return rc;
	if (str_to_int(choice, 1, INT64_MAX, &id))
		return take_record(rq, violation, &rows, id, on);
	if (str_is(choice, "none") || rule.course_id) {
		const struct training_row *row = best_of(&rows, rule.course_id, on, &state);
		violation->training = str_is(choice, "none") ? TRAINING_ABSENT : (int)state;
		violation->training_record_id = row && violation->training != TRAINING_ABSENT ? row->id : 0;
	}
	return RC_OK;
}

static enum rc incident_day(struct request *rq, day *on)
{
	struct incident incident;
	enum rc rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"), &incident);

	*on = rc == RC_OK ? zone_day(rq->zone, incident.occurred_at) : DAY_NONE;
	return rc;
}

static enum rc complete(struct request *rq, void *row)
{
	struct incident_violation *violation = row;
	day on;
	enum rc rc = choices_person(rq, "person", pairs_get(&rq->form, "person"), &violation->person_id);

	if (rc == RC_OK)
		rc = incident_day(rq, &on);
	return rc == RC_OK ? read_training(rq, violation, on) : rc;
}

static enum rc add_records(struct request *rq, struct view *page, const struct incident_violation *violation)
{
	struct view_list *list = view_list(page, "records");
	struct rows rows;
	day on;
	enum rc rc = violation->person_id ? incident_day(rq, &on) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = training_of_person(rq->db, rq->arena, violation->organization_id, violation->person_id, on, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct training_row *row = ROW(struct training_row, rows, i);
		const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
		struct view *item = view_add(list);
		view_record(item, "row", &training_row_record, row);
		view_code(item, "state", &training_state_codes, (int)training_state_on(&record, on));
		view_flag(item, "selected", row->id == violation->training_record_id);
	}
	return rc;
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	const struct incident_violation *violation = row;
	struct str text = pairs_get(&rq->form, "person");
	enum rc rc = text.at ? RC_OK : choices_person_text(rq, violation->person_id, &text);

	view_text(page, "person_text", text);
	view_text(page, "person_problem", problem_of(rq, "person"));
	view_text(page, "training_problem", problem_of(rq, "training"));
	view_flag(page, "has_person", violation->person_id != 0);
	view_code(page, "training", &training_state_codes, violation->training);
	view_flag(page, "has_record", violation->training_record_id != 0);
	return rc == RC_OK ? add_records(rq, page, violation) : rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	struct incident_violation *violation = row;

	(void)arena;
	if (!violation->training)
		violation->training = TRAINING_UNCHECKED;
	return before ? incident_violation_update(db, row) : incident_violation_insert(db, row);
}

const struct impact_kind impact_violations = {
	.name = "violations",
	.title = N_("Violation"),
	.removal = N_("The violation no longer shows. The audit trail keeps the entry."),
	.form = &impact_violations_form,
	.template = "impact/violation",
	.find = incident_violation_find,
	.offer = offer,
	.complete = complete,
	.write = write,
	.decorate = decorate,
};
