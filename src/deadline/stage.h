#ifndef DEADLINE_STAGE_H
#define DEADLINE_STAGE_H

#include "deadline/deadline.h"

/*
 * Who hears of a deadline when. An organization sets it per kind; a kind without a row has the defaults.
 *
 * Told are, by the events deadline.approaching, deadline.due, deadline.overdue and deadline.escalated (subject
 * "deadline", payload: deadline_id, deadline (code of the kind), stage, step, round, incident_id, capa_id,
 * establishment_id, department_id, responsible_id, manager_id, escalated_to_id, person_ids, due_at, due_on; ids
 * that do not apply are null):
 *   approaching, due   the responsible person
 *   overdue            the responsible person and their manager
 *   escalated          step 1 the manager's manager, step 2 the one above, and so on
 * An overdue action also writes capa.overdue (subject "capa"), with the same payload.
 */

enum deadline_stage {
	STAGE_NONE,
	STAGE_APPROACHING,
	STAGE_DUE,       /* the morning of the day; deadlines by the hour have none */
	STAGE_OVERDUE,
	STAGE_ESCALATED, /* step 1; the next steps follow */
};
enum { DEADLINE_STEPS_MOST = 3, STAGE_LAST = STAGE_ESCALATED + DEADLINE_STEPS_MOST - 1 };
extern const struct codes deadline_stage_codes; /* STAGE_NONE to STAGE_ESCALATED */

struct deadline_rule {
	int64_t organization_id;
	int kind;                 /* enum deadline_kind */
	bool is_active;           /* else such deadlines are not kept at all; laws cannot be switched off */
	int64_t term_minutes;     /* open_...: how long the manager has; others: their record says when, 0 */
	int64_t lead_minutes;     /* before the end; 0: not told */
	bool is_due_told;
	int64_t escalate_minutes; /* between overdue and step 1, and between steps */
	int64_t escalate_steps;   /* 0: never */
	bool on_working_days;     /* waits with telling for the next working day there; the date itself does not move */
	int64_t version;          /* 0: the defaults, no row yet */
	moment updated_at;
	/* The three times as people enter them; not stored. */
	int64_t term, lead, escalate;
	int term_unit, lead_unit, escalate_unit; /* of deadline_unit_codes */
};
extern const struct record deadline_rule_record;
extern const struct codes deadline_unit_codes; /* minutes, hours, days */

/* Fills in the entered members from the minutes, in the largest unit that divides them, and back. */
void deadline_rule_split(struct deadline_rule *rule);
void deadline_rule_join(struct deadline_rule *rule);

struct deadline_rule deadline_rule_default(int64_t organization_id, enum deadline_kind kind);

/* Days off at an establishment beside Saturdays and Sundays, ascending. */
struct days_off {
	const day *at;
	size_t count;
};
bool stage_is_working_day(const struct days_off *off, day on);

/* Hour of the local day at which stages of deadlines by the day are told. */
enum { DEADLINE_MORNING = 7 };

/* What decides when a stage is reached. */
struct stage_facts {
	const struct deadline *deadline;
	const struct deadline_rule *rule;
	const struct zone *zone;
	const struct days_off *off; /* NULL: none */
};
/* When the stage is reached; MOMENT_NONE: never, by the rule or because it lay before the date was set. */
moment stage_reached_at(const struct stage_facts *facts, int64_t stage);
/* The highest that has been reached. */
int64_t stage_now(const struct stage_facts *facts, moment now);
/* When the first one beyond the told one is reached. MOMENT_NONE: none is left, it is not open, or not told of at all. */
moment stage_next_at(const struct stage_facts *facts);
/* 0 before escalation, else the step. */
int64_t stage_step(int64_t stage);

#endif
