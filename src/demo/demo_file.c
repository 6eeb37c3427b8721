#include "demo/demo.h"

#include <stdlib.h>

#include "demo/demo_case.h"
#include "demo/demo_store.h"
#include "event/event.h"
#include "incident/incident_store.h"

/* One thing that is done with an event, in the order of time. */
enum step_kind { DO_FILE, DO_STATUS, DO_COMMENT, DO_CASE };

struct step {
	moment at;
	size_t serial; /* steps of one moment in the order in which they were made */
	size_t event;
	enum step_kind kind;
	int status;
};

struct filing {
	struct demo *demo;
	struct step *steps;
	size_t count, room;
	struct arena *arena; /* reset every few steps */
};

/*
 * The way of a report through the states of its register; hours after the step before, least and most. A
 * state is passed over by the others than so many of a thousand, unless the one before it needs it.
 */
struct leg {
	int status;
	int least, most;
	unsigned permille;
	int needed_after; /* always taken when this is the state before it; 0: never */
};
static const struct leg safety_injury[] = {
	{STATUS_UNDER_REVIEW, 2, 70, 1000, 0},
	{STATUS_INVESTIGATION, 12, 96, 0, 0}, /* taken when an investigation is required */
	{STATUS_CAPA_PENDING, 60, 500, 400, STATUS_INVESTIGATION},
	{STATUS_CLOSED, 80, 900, 1000, 0},
	{0}};
static const struct leg safety_report[] = {{STATUS_UNDER_REVIEW, 3, 120, 1000, 0},
					   {STATUS_CAPA_PENDING, 24, 200, 250, 0},
					   {STATUS_CLOSED, 24, 480, 1000, 0},
					   {0}};
static const struct leg environment[] = {{STATUS_UNDER_INVESTIGATION, 2, 48, 1000, 0},
					 {STATUS_RESOLVED, 24, 400, 1000, 0},
					 {STATUS_CLOSED, 72, 700, 1000, 0},
					 {0}};
static const struct leg operations[] = {{STATUS_MITIGATING, 0, 1, 700, 0},
					{STATUS_MITIGATED, 1, 5, 900, STATUS_OPEN},
					{STATUS_RESOLVED, 1, 60, 1000, 0},
					{STATUS_CLOSED, 24, 240, 1000, 0},
					{0}};

static const struct leg *way_of(const struct incident *incident)
{
	switch (incident->reg) {
	case REGISTER_ENVIRONMENT:
		return environment;
	case REGISTER_OPERATIONS:
		return operations;
	default:
		return incident->report_type == REPORT_INCIDENT ? safety_injury : safety_report;
	}
}

static void add_step(struct filing *filing, struct step step)
{
	if (step.at > filing->demo->now || filing->count == filing->room)
		return;
	step.serial = filing->count;
	filing->steps[filing->count++] = step;
}

static bool is_case(const struct demo_event *event)
{
	return event->outcome > OUTCOME_FIRST_AID;
}

static void add_case(struct filing *filing, size_t at, moment when)
{
	if (filing->demo->events[at].outcome != OUTCOME_UNHURT)
		add_step(filing, (struct step){.at = when, .event = at, .kind = DO_CASE});
}

static void plan_steps(struct filing *filing, size_t at)
{
	struct demo_random *random = &filing->demo->random;
	const struct incident *incident = &filing->demo->events[at].report.incident;
	moment when = incident->reported_at;
	bool is_forgotten = demo_random_permille(random, 9);
	int status = (int)incident_first_status((enum reg)incident->reg);

	add_step(filing, (struct step){.at = when, .event = at, .kind = DO_FILE});
	/* Within seven days, as 29 CFR 1904.29(b)(3) wants; most first aid never gets that far. */
	if (is_case(&filing->demo->events[at]) || demo_random_permille(random, 450))
		add_case(filing, at, when + HOURS(demo_random_between(random, 8, 130)));
	for (const struct leg *leg = way_of(incident); leg->status; leg++) {
		bool is_taken =
			leg->status == STATUS_INVESTIGATION
				? incident->investigation_required
				: demo_random_permille(random, leg->permille) || leg->needed_after == status;
		when += HOURS(demo_random_between(random, leg->least, leg->most)) +
			MINUTES(demo_random_below(random, 60));
		if (is_forgotten && leg != way_of(incident))
			break;
		if (is_taken) {
			status = leg->status;
			add_step(filing,
				 (struct step){.at = when, .event = at, .kind = DO_STATUS, .status = status});
		}
		if (demo_random_permille(random, incident->severity >= SEVERITY_HIGH ? 300 : 110))
			add_step(filing,
				 (struct step){.at = when + MINUTES(demo_random_between(random, 3, 600)),
					       .event = at,
					       .kind = DO_COMMENT});
	}
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->serial < y->serial ? -1 : 1;
}

/* The trail says that it was the demonstration. */
static struct actor actor_at(const struct filing *filing, moment at)
{
	return actor_command(filing->demo->organization.id, "command", "muster demo", at);
}

static enum rc file_event(struct db *db, struct filing *filing, struct demo_event *event)
{
	struct actor actor = actor_at(filing, event->report.incident.reported_at);
	enum rc rc = incident_create(db, filing->arena, &actor, &event->report, &event->incident);

	if (rc == RC_OK)
		event->incident = *(struct incident *)record_copy(filing->demo->arena, &incident_record,
								  &event->incident);
	return rc;
}

static struct str reason_of(struct filing *filing, const struct step *step)
{
	const char *slot = step->status == STATUS_CLOSED ? "reason_close" : "reason_move";
	struct demo_tale tale = {
		.words = filing->demo->words, .random = &filing->demo->random, .arena = filing->arena};

	if (filing->demo->events[step->event].incident.reg == REGISTER_OPERATIONS)
		slot = "reason_ops";
	return demo_words_kept(&tale, slot);
}

static enum rc move_event(struct db *db, struct filing *filing, const struct step *step)
{
	struct incident *row = &filing->demo->events[step->event].incident;
	struct incident before = *row;
	struct actor actor = actor_at(filing, step->at);

	row->status = step->status;
	row->version++;
	row->updated_at = step->at;
	if (step->status == STATUS_CLOSED)
		row->closed_at = step->at;
	if (step->status == STATUS_INVESTIGATION)
		row->investigation_lead_id = row->manager_id;
	enum rc rc = demo_store_incident(db, row);
	if (rc == RC_OK)
		rc = audit_change(db, filing->arena, &actor, "incident.status", &incident_record, row->id,
				  row->id, &before, row, reason_of(filing, step));
	return rc;
}

static enum rc comment_on(struct db *db, struct filing *filing, const struct step *step)
{
	const struct incident *incident = &filing->demo->events[step->event].incident;
	struct demo_tale tale = {
		.words = filing->demo->words, .random = &filing->demo->random, .arena = filing->arena};
	struct actor actor = actor_at(filing, step->at);
	struct comment row = {.organization_id = incident->organization_id,
			      .incident_id = incident->id,
			      .audience = AUDIENCE_INTERNAL,
			      .author_id = incident->manager_id,
			      .body = demo_words_kept(&tale, "note"),
			      .created_at = step->at};
	enum rc rc = demo_store_comment(db, &row);

	if (rc == RC_OK)
		rc = audit_change(db, filing->arena, &actor, "comment.created", &comment_record, incident->id,
				  incident->id, NULL, &row, STR(""));
	return rc;
}

static enum rc take_step(struct db *db, struct filing *filing, const struct step *step)
{
	switch (step->kind) {
	case DO_FILE:
		return file_event(db, filing, &filing->demo->events[step->event]);
	case DO_STATUS:
		return move_event(db, filing, step);
	case DO_CASE:
		return demo_case_decide(filing->demo, filing->arena, &filing->demo->events[step->event],
					step->at);
	default:
		return comment_on(db, filing, step);
	}
}

enum rc demo_file_events(struct demo *demo)
{
	enum { STEPS_EACH = 12, RESET_EVERY = 64 };
	struct filing filing = {.demo = demo, .room = STEPS_EACH * demo->event_count, .arena = arena_new(0)};
	enum rc rc = RC_OK;

	filing.steps = ARENA_ARRAY(demo->arena, struct step, filing.room);
	for (size_t i = 0; i < demo->event_count; i++)
		plan_steps(&filing, i);
	qsort(filing.steps, filing.count, sizeof *filing.steps, by_time);
	for (size_t i = 0; rc == RC_OK && i < filing.count; i++) {
		rc = take_step(demo->db, &filing, &filing.steps[i]);
		if (i % RESET_EVERY == 0)
			arena_reset(filing.arena);
	}
	arena_free(filing.arena);
	return rc;
}
