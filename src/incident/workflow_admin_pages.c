#include "incident/workflow_admin_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "incident/work.h"
#include "incident/workflow_admin_view.h"
#include "incident/workflow_store.h"
#include "incident/workflow_version_store.h"

static const struct code said[] = {
	{"saved", N_("The draft has been saved.")},
	{"proposed", N_("The change waits for a second administrator.")},
	{"approved", N_("The change has been approved.")},
	{"refused", N_("The change has been refused.")},
	{"withdrawn", N_("The draft has been withdrawn.")},
	{NULL, NULL},
};

/* --- the three registers --- */

/* The version that new incidents begin with, with all its rows. */
static enum rc load_current(struct request *rq, int reg, struct workflow *out)
{
	int64_t id;
	enum rc rc = workflow_current(rq->db, rq->viewer->organization_id, reg, rq->now, &id);

	/* Those that ship with the product have the numbers of their registers. */
	return rc == RC_OK ? workflow_version_load(rq->db, rq->arena, id ? id : reg, out) : rc;
}

static void add_versions(struct view *item, const struct rows *rows, int reg, int64_t current)
{
	struct view_list *list = view_list(item, "versions");

	for (size_t i = 0; i < rows->count; i++) {
		const struct workflow_version_line *line = ROW(struct workflow_version_line, *rows, i);
		if (line->version.reg != reg)
			continue;
		struct view *version = view_add(list);
		view_merge(version, &workflow_version_line_record, line);
		view_printf(version, "href", "/admin/workflows/%lld", (long long)line->version.id);
		view_flag(version, "is_current", line->version.id == current);
	}
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *registers = view_list(page, "registers");
	struct rows rows;
	enum rc rc = workflow_version_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	for (int reg = REGISTER_SAFETY; rc == RC_OK && reg <= REGISTER_OPERATIONS; reg++) {
		struct view *item = view_add(registers);
		struct workflow workflow;
		rc = load_current(rq, reg, &workflow);
		if (rc != RC_OK)
			break;
		view_code(item, "register", &register_codes, reg);
		workflow_admin_show(rq, item, &workflow);
		view_flag(item, "is_shipped", workflow.id == reg);
		view_text(item, "submission", uuid_new(rq->arena, rq->now));
		add_versions(item, &rows, reg, workflow.id);
	}
	if (rc != RC_OK)
		return rc;
	view_flag(page, "may_propose", viewer_may(rq->viewer, MAY_ADMINISTER));
	page_said(rq, page, said);
	return respond_page(rq, rs, "incident/workflows", page);
}

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

static enum rc draft_post(struct request *rq, struct response *rs)
{
	struct drafting d = {.change = change_of(rq)};

	d.reg = codes_find(&register_codes, pairs_get(&rq->form, "register"));
	if (d.reg <= 0)
		return RC_BAD_REQUEST;
	return change_run(&d.change, rs, "workflow_draft", write_draft, &d);
}

/* --- one version --- */

struct version {
	struct workflow_version_line line;
	struct workflow workflow;
	struct workflow current; /* what new incidents begin with */
	struct workflow_faults faults;
};

static enum rc load_version(struct request *rq, struct version *v)
{
	int64_t id;

	if (!str_to_int(param(rq, "version"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = workflow_version_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &v->line);
	if (rc == RC_OK)
		rc = workflow_version_load(rq->db, rq->arena, id, &v->workflow);
	if (rc == RC_OK)
		rc = load_current(rq, v->line.version.reg, &v->current);
	if (rc == RC_OK)
		workflow_rules_check(&v->workflow, v->line.version.reg, &v->faults);
	return rc;
}

static bool is_own_draft(const struct request *rq, const struct version *v)
{
	return v->line.version.stage == STAGE_DRAFT && v->line.version.proposed_by_id == rq->viewer->account_id &&
	       viewer_may(rq->viewer, MAY_ADMINISTER);
}

/* Nobody decides what they proposed themselves. */
static bool may_decide(const struct request *rq, const struct version *v)
{
	return v->line.version.stage == STAGE_PROPOSED && v->line.version.proposed_by_id != rq->viewer->account_id;
}

static const char *const propose_names[] = {"note", "effective_on", NULL};
static const char *const decide_names[] = {"decision_note", NULL};
static const struct form propose_form = {&workflow_version_record, propose_names, NULL};
static const struct form decide_form = {&workflow_version_record, decide_names, NULL};

static enum rc respond_version(struct request *rq, struct response *rs, const struct version *v)
{
	struct view *page = view_new(rq->arena);
	const struct workflow_version *version = &v->line.version;

	view_record(page, "version", &workflow_version_line_record, &v->line);
	view_printf(page, "version_href", "/admin/workflows/%lld", (long long)version->id);
	workflow_admin_show(rq, page, &v->workflow);
	workflow_admin_faults(rq, page, &v->faults);
	if (v->workflow.id != v->current.id)
		workflow_admin_diff(rq, page, &v->current, &v->workflow);
	view_flag(page, "is_current", v->workflow.id == v->current.id);
	view_flag(page, "is_own_draft", is_own_draft(rq, v));
	view_flag(page, "may_decide", may_decide(rq, v));
	if (is_own_draft(rq, v)) {
		workflow_admin_form(rq, page, &v->workflow);
		form_view(rq, page, "form", &propose_form, version);
	}
	if (may_decide(rq, v))
		form_view(rq, page, "form", &decide_form, version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "incident/workflow", page);
}

static enum rc version_get(struct request *rq, struct response *rs)
{
	struct version v;
	enum rc rc = load_version(rq, &v);

	return rc == RC_OK ? respond_version(rq, rs, &v) : rc;
}

struct saving {
	struct change change;
	const struct version *v;
	struct workflow typed;
	struct workflow_version after;
	const char *action; /* "workflow.proposed"; NULL: only saved */
};

static enum rc write_version(struct db *db, void *closure)
{
	struct saving *s = closure;
	struct request *rq = s->change.rq;
	const struct workflow_version *before = &s->v->line.version;
	struct workflow_version after = s->after;
	enum rc rc = RC_OK;

	if (before->stage == STAGE_DRAFT)
		rc = workflow_version_save(db, rq->arena, &s->change.actor, before->id, &s->v->workflow, &s->typed);
	if (rc == RC_OK)
		rc = workflow_version_move(db, rq->arena, &s->change.actor, s->action, before, &after);
	return rc;
}

/* What the buttons of a draft do. */
static enum rc draft_act(struct request *rq, struct response *rs, struct version *v)
{
	struct saving s = {.change = change_of(rq), .v = v, .after = v->line.version, .action = "workflow.saved"};
	struct str go = pairs_get(&rq->form, "go");
	const char *code = "saved";
	enum rc rc = form_read(rq, &propose_form, &s.after);

	workflow_admin_read(rq, &v->workflow, &s.typed);
	workflow_rules_check(&s.typed, v->line.version.reg, &v->faults);
	if (str_is(go, "propose")) {
		if (!s.after.note.len)
			rc = problem_add(rq, "note", N_("Say what changes, and why"));
		if (v->faults.count)
			rc = problem_add(rq, "", N_("Mend what is listed below first"));
		s.after.stage = STAGE_PROPOSED;
		s.after.proposed_at = rq->now;
		s.action = "workflow.proposed";
		code = "proposed";
	} else if (str_is(go, "withdraw")) {
		s.after.stage = STAGE_WITHDRAWN;
		s.action = "workflow.withdrawn";
		code = "withdrawn";
	}
	if (rc != RC_OK) {
		v->workflow = s.typed;
		return respond_version(rq, rs, v);
	}
	s.change.answer =
		arena_printf(rq->arena, "/admin/workflows/%lld?said=%s", (long long)v->line.version.id, code);
	return change_run(&s.change, rs, "workflow_version", write_version, &s);
}

static enum rc decision_act(struct request *rq, struct response *rs, struct version *v)
{
	struct saving s = {.change = change_of(rq), .v = v, .after = v->line.version};
	bool is_approved = str_is(pairs_get(&rq->form, "go"), "approve");
	enum rc rc = form_read(rq, &decide_form, &s.after);

	if (!is_approved && rc == RC_OK && !s.after.decision_note.len)
		rc = problem_add(rq, "decision_note", N_("Say why it is refused"));
	if (is_approved && v->faults.count)
		rc = problem_add(rq, "", N_("It does not keep to the rules; refuse it"));
	if (rc != RC_OK)
		return respond_version(rq, rs, v);
	s.after.stage = is_approved ? STAGE_APPROVED : STAGE_REFUSED;
	s.after.decided_by_id = rq->viewer->account_id;
	s.after.decided_at = rq->now;
	if (is_approved) {
		moment begins = s.after.effective_on == DAY_NONE ? rq->now : zone_moment(rq->zone, (struct civil){.day = s.after.effective_on});
		s.after.effective_at = begins > rq->now ? begins : rq->now;
	}
	s.action = is_approved ? "workflow.approved" : "workflow.refused";
	workflow_current_forget();
	s.change.answer = arena_printf(rq->arena, "/admin/workflows/%lld?said=%s", (long long)v->line.version.id,
				       is_approved ? "approved" : "refused");
	return change_run(&s.change, rs, "workflow_version", write_version, &s);
}

static enum rc version_post(struct request *rq, struct response *rs)
{
	struct version v;
	enum rc rc = load_version(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (is_own_draft(rq, &v))
		return draft_act(rq, rs, &v);
	return may_decide(rq, &v) ? decision_act(rq, rs, &v) : RC_DENIED;
}

/* --- what waits for a decision --- */

static enum rc load_waiting(const struct work_asked *asked, struct rows *items)
{
	struct rows rows;
	enum rc rc = workflow_version_waiting(asked->db, asked->arena, asked->viewer->organization_id,
					      asked->viewer->account_id, &rows);

	*items = (struct rows){0};
	if (rc != RC_OK)
		return rc;
	struct work_item *list = ARENA_ARRAY(asked->arena, struct work_item, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct workflow_version_line *line = ROW(struct workflow_version_line, rows, i);
		record_clear(&work_item_record, &list[i]);
		list[i].title = line->version.note;
		list[i].detail = line->proposed_by;
		list[i].at = line->version.proposed_at;
		list[i].href = arena_printf(asked->arena, "/admin/workflows/%lld", (long long)line->version.id);
	}
	*items = (struct rows){list, rows.count};
	return RC_OK;
}

static const struct work_source waiting = {
	.name = "workflows",
	.title = N_("Changes of workflows to decide"),
	.position = 900,
	.needs = MAY_DECIDE_WORKFLOWS,
	.load = load_waiting,
};
WORK_SOURCE(waiting);

const struct route workflow_admin_routes[] = {
	{METHOD_GET, "/admin/workflows", MAY_DECIDE_WORKFLOWS, 0, list_get, "workflows of the registers"},
	{METHOD_POST, "/admin/workflows", MAY_ADMINISTER, 0, draft_post, "begins a draft of a change"},
	{METHOD_GET, "/admin/workflows/{version}", MAY_DECIDE_WORKFLOWS, 0, version_get, "one version, compared"},
	{METHOD_POST, "/admin/workflows/{version}", MAY_DECIDE_WORKFLOWS, 0, version_post,
	 "saves or proposes a draft, decides a proposal"},
	ROUTE_END,
};
