#include "incident/workflow_change_pages.h"

#include "event/submission.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/workflow_store.h"

static const struct code permit_rows[] = {
	{"", ""},
	{"manager", N_("Incident manager")},
	{"supervisor", ""},
	{"ehs_specialist", ""},
	{"investigator", ""},
	{"operator", ""},
	{"superadmin", ""},
	{"administrator", ""},
	{NULL, NULL},
};
const struct codes workflow_permit_codes = {"permit", permit_rows};

static const char *const propose_names[] = {"note", "effective_on", NULL};
static const char *const decide_names[] = {"decision_note", NULL};
const struct form workflow_propose_form = {&workflow_version_record, propose_names, NULL};
const struct form workflow_decide_form = {&workflow_version_record, decide_names, NULL};

enum rc workflow_admin_current(struct request *rq, int reg, struct workflow *out)
{
	int64_t id;
	enum rc rc = workflow_current(rq->db, rq->viewer->organization_id, reg, rq->now, &id);

	/* Those that ship with the product have the numbers of their registers. */
	return rc == RC_OK ? workflow_version_load(rq->db, rq->arena, id ? id : reg, out) : rc;
}

enum rc workflow_admin_load(struct request *rq, int64_t id, struct workflow_admin *v)
{
	enum rc rc = workflow_version_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &v->line);

	if (rc == RC_OK)
		rc = workflow_version_load(rq->db, rq->arena, id, &v->workflow);
	if (rc == RC_OK)
		rc = workflow_admin_current(rq, v->line.version.reg, &v->current);
	if (rc == RC_OK)
		workflow_rules_check(&v->workflow, v->line.version.reg, &v->faults);
	return rc;
}

bool workflow_admin_is_own_draft(const struct request *rq, const struct workflow_admin *v)
{
	return v->line.version.stage == STAGE_DRAFT && v->line.version.proposed_by_id == rq->viewer->account_id &&
	       viewer_may(rq->viewer, MAY_ADMINISTER);
}

bool workflow_admin_may_decide(const struct request *rq, const struct workflow_admin *v)
{
	return v->line.version.stage == STAGE_PROPOSED && v->line.version.proposed_by_id != rq->viewer->account_id;
}

/* --- a new draft --- */

struct drafting {
	struct change change;
	int reg;
};

static enum rc write_draft(struct db *db, void *closure)
{
	struct drafting *d = closure;
	struct request *rq = d->change.rq;
	int64_t from, id;
	enum rc rc = workflow_current(db, rq->viewer->organization_id, d->reg, rq->now, &from);

	if (rc == RC_OK)
		rc = workflow_version_draft(db, rq->arena, &d->change.actor, d->reg, from ? from : d->reg, &id);
	if (rc == RC_OK)
		d->change.answer = arena_printf(rq->arena, "/admin/workflows/%lld", (long long)id);
	return rc;
}

enum rc workflow_admin_draft(struct request *rq, struct response *rs, int reg)
{
	struct drafting d = {.change = change_of(rq), .reg = reg};

	return change_run(&d.change, rs, "workflow_draft", write_draft, &d);
}

/* --- what becomes of one --- */

struct saving {
	struct change change;
	const struct workflow_admin *v;
	const struct workflow *typed;
	struct workflow_version after;
	const char *action;
};

static enum rc write_version(struct db *db, void *closure)
{
	struct saving *s = closure;
	struct request *rq = s->change.rq;
	const struct workflow_version *before = &s->v->line.version;
	struct workflow_version after = s->after;
	enum rc rc = RC_OK;

	if (before->stage == STAGE_DRAFT)
		rc = workflow_version_save(db, rq->arena, &s->change.actor, before->id, &s->v->workflow, s->typed);
	if (rc == RC_OK)
		rc = workflow_version_move(db, rq->arena, &s->change.actor, s->action, before, &after);
	return rc;
}

/* What an act makes of a version, what the page says afterwards, and of which stage it has to be. */
static const struct {
	int from, to;
	const char *action, *said;
} acts[] = {
	[WORKFLOW_SAVE] = {STAGE_DRAFT, STAGE_DRAFT, "workflow.saved", "saved"},
	[WORKFLOW_PROPOSE] = {STAGE_DRAFT, STAGE_PROPOSED, "workflow.proposed", "proposed"},
	[WORKFLOW_WITHDRAW] = {STAGE_DRAFT, STAGE_WITHDRAWN, "workflow.withdrawn", "withdrawn"},
	[WORKFLOW_APPROVE] = {STAGE_PROPOSED, STAGE_APPROVED, "workflow.approved", "approved"},
	[WORKFLOW_REFUSE] = {STAGE_PROPOSED, STAGE_REFUSED, "workflow.refused", "refused"},
};

static enum rc check(struct request *rq, const struct saving *s, enum workflow_act act)
{
	struct workflow_faults faults;
	enum rc rc = RC_OK;

	workflow_rules_check(s->typed, s->after.reg, &faults);
	if (act == WORKFLOW_PROPOSE && !s->after.note.len)
		rc = problem_add(rq, "note", N_("Say what changes, and why"));
	if (act == WORKFLOW_PROPOSE && faults.count)
		rc = problem_add(rq, "", N_("Mend what is listed below first"));
	if (act == WORKFLOW_REFUSE && !s->after.decision_note.len)
		rc = problem_add(rq, "decision_note", N_("Say why it is refused"));
	if (act == WORKFLOW_APPROVE && faults.count)
		rc = problem_add(rq, "", N_("It does not keep to the rules; refuse it"));
	return rc;
}

static moment begins_at(const struct request *rq, day on)
{
	const moment at = on == DAY_NONE ? rq->now : zone_moment(rq->zone, (struct civil){.day = on});

	return at > rq->now ? at : rq->now;
}

enum rc workflow_admin_act(struct request *rq, struct response *rs, const struct workflow_admin *v, enum workflow_act act,
			   const struct workflow *typed, const struct workflow_version *after)
{
	const bool is_decision = acts[act].from == STAGE_PROPOSED;
	struct saving s = {.change = change_of(rq), .v = v, .typed = typed, .after = *after, .action = acts[act].action};

	if (!(is_decision ? workflow_admin_may_decide(rq, v) : workflow_admin_is_own_draft(rq, v)))
		return RC_DENIED;
	enum rc rc = check(rq, &s, act);
	if (rc != RC_OK)
		return rc;
	s.after.stage = acts[act].to;
	if (act == WORKFLOW_PROPOSE)
		s.after.proposed_at = rq->now;
	if (act == WORKFLOW_APPROVE)
		s.after.effective_at = begins_at(rq, s.after.effective_on);
	if (is_decision) {
		s.after.decided_by_id = rq->viewer->account_id;
		s.after.decided_at = rq->now;
		workflow_current_forget();
	}
	s.change.answer = arena_printf(rq->arena, "/admin/workflows/%lld?said=%s", (long long)v->line.version.id, acts[act].said);
	return change_run(&s.change, rs, "workflow_version", write_version, &s);
}
