#include "incident/workflow_view.h"

struct str workflow_view_label(const struct request *rq, const struct transition *step)
{
	const char *shipped = workflow_label(step->label);
	return shipped ? rq_tr(rq, shipped) : step->label;
}

static void add_path(struct request *rq, const struct incident_shown *shown, struct view *page)
{
	const struct workflow *workflow = shown->workflow;
	const struct workflow_state *present = workflow_state_of(workflow, shown->incident.status);
	struct view_list *list = view_list(page, "path_states");

	for (size_t i = 0; i < workflow->state_count; i++) {
		const struct workflow_state *state = &workflow->states[i];
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, codes_label(&status_codes, state->status)));
		view_flag(item, "done", present && state->position < present->position);
		view_flag(item, "current", state == present);
	}
}

static void add_step(struct request *rq, const struct incident_shown *shown, const struct workflow_facts *facts,
		     const struct transition *step, struct view_list *list)
{
	struct workflow_reasons reasons;
	struct view *item = view_add(list);

	view_text(item, "step", workflow_view_label(rq, step));
	if (workflow_check(step, &shown->incident, facts, rq->viewer, &reasons)) {
		struct str behind =
			arena_printf(rq->arena, "/status/%s", codes_code(&status_codes, step->to_status));
		view_text(item, "step_href", incident_href(rq->arena, &shown->incident, behind.at));
		return;
	}
	struct view_list *why = view_list(item, "reasons");
	for (size_t i = 0; i < reasons.count; i++) {
		struct view *reason = view_add(why);
		view_text(reason, "reason", rq_tr(rq, reasons.at[i].text));
		if (reasons.at[i].behind)
			view_text(reason, "reason_href",
				  incident_href(rq->arena, &shown->incident, reasons.at[i].behind));
	}
}

static bool is_offered(const struct transition *step, const struct incident *incident)
{
	return step->from_status == incident->status && step->permits.len;
}

enum rc workflow_view_steps(struct request *rq, const struct incident_shown *shown, struct view *page)
{
	const struct workflow *workflow = shown->workflow;
	struct view_list *list = view_list(page, "steps");
	struct workflow_facts facts;
	unsigned guards = 0;

	for (size_t i = 0; i < workflow->transition_count; i++)
		if (is_offered(&workflow->transitions[i], &shown->incident))
			guards |= workflow_guards(&workflow->transitions[i]);
	enum rc rc = record_facts(rq->db, rq->arena, &shown->incident, rq->now, guards, &facts);
	add_path(rq, shown, page);
	for (size_t i = 0; rc == RC_OK && i < workflow->transition_count; i++) {
		const struct transition *step = &workflow->transitions[i];
		if (is_offered(step, &shown->incident))
			add_step(rq, shown, &facts, step, list);
	}
	return rc;
}
