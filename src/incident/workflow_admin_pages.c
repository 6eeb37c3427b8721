#include "incident/workflow_admin_pages.h"

#include "base/random.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "incident/work.h"
#include "incident/workflow_admin_view.h"
#include "incident/workflow_change_pages.h"

static const struct code said[] = {
	{"saved", N_("The draft has been saved.")},
	{"proposed", N_("The change waits for a second administrator.")},
	{"approved", N_("The change has been approved.")},
	{"refused", N_("The change has been refused.")},
	{"withdrawn", N_("The draft has been withdrawn.")},
	{NULL, NULL},
};

/* --- the three registers --- */

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
		rc = workflow_admin_current(rq, reg, &workflow);
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

static enum rc draft_post(struct request *rq, struct response *rs)
{
	const int reg = codes_find(&register_codes, pairs_get(&rq->form, "register"));

	return reg > 0 ? workflow_admin_draft(rq, rs, reg) : RC_BAD_REQUEST;
}

/* --- one version --- */

static enum rc load_version(struct request *rq, struct workflow_admin *v)
{
	int64_t id;

	return str_to_int(param(rq, "version"), 1, INT64_MAX, &id) ? workflow_admin_load(rq, id, v) : RC_NOT_FOUND;
}

static enum rc respond_version(struct request *rq, struct response *rs, const struct workflow_admin *v)
{
	struct view *page = view_new(rq->arena);
	const struct workflow_version *version = &v->line.version;
	const bool is_own_draft = workflow_admin_is_own_draft(rq, v), may_decide = workflow_admin_may_decide(rq, v);

	view_record(page, "version", &workflow_version_line_record, &v->line);
	view_printf(page, "version_href", "/admin/workflows/%lld", (long long)version->id);
	workflow_admin_show(rq, page, &v->workflow);
	workflow_admin_faults(rq, page, &v->faults);
	if (v->workflow.id != v->current.id)
		workflow_admin_diff(rq, page, &v->current, &v->workflow);
	view_flag(page, "is_current", v->workflow.id == v->current.id);
	view_flag(page, "is_own_draft", is_own_draft);
	view_flag(page, "may_decide", may_decide);
	if (is_own_draft) {
		workflow_admin_form(rq, page, &v->workflow);
		form_view(rq, page, "form", &workflow_propose_form, version);
	}
	if (may_decide)
		form_view(rq, page, "form", &workflow_decide_form, version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "incident/workflow", page);
}

static enum rc version_get(struct request *rq, struct response *rs)
{
	struct workflow_admin v;
	enum rc rc = load_version(rq, &v);

	return rc == RC_OK ? respond_version(rq, rs, &v) : rc;
}

/* What the buttons of a draft do. */
static enum rc draft_act(struct request *rq, struct response *rs, struct workflow_admin *v)
{
	struct workflow_version after = v->line.version;
	struct str go = pairs_get(&rq->form, "go");
	const enum workflow_act act = str_is(go, "propose") ? WORKFLOW_PROPOSE : str_is(go, "withdraw") ? WORKFLOW_WITHDRAW : WORKFLOW_SAVE;
	struct workflow typed;
	enum rc read = form_read(rq, &workflow_propose_form, &after);

	if (read != RC_OK && read != RC_INVALID)
		return read;
	workflow_admin_read(rq, &v->workflow, &typed);
	enum rc rc = read == RC_OK ? workflow_admin_act(rq, rs, v, act, &typed, &after) : read;
	if (rc != RC_INVALID)
		return rc;
	workflow_rules_check(&typed, v->line.version.reg, &v->faults);
	v->workflow = typed;
	return respond_version(rq, rs, v);
}

static enum rc decision_act(struct request *rq, struct response *rs, struct workflow_admin *v)
{
	const bool is_approved = str_is(pairs_get(&rq->form, "go"), "approve");
	struct workflow_version after = v->line.version;
	enum rc rc = form_read(rq, &workflow_decide_form, &after);

	if (rc == RC_OK)
		rc = workflow_admin_act(rq, rs, v, is_approved ? WORKFLOW_APPROVE : WORKFLOW_REFUSE, &v->workflow, &after);
	return rc == RC_INVALID ? respond_version(rq, rs, v) : rc;
}

static enum rc version_post(struct request *rq, struct response *rs)
{
	struct workflow_admin v;
	enum rc rc = load_version(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (workflow_admin_is_own_draft(rq, &v))
		return draft_act(rq, rs, &v);
	return workflow_admin_may_decide(rq, &v) ? decision_act(rq, rs, &v) : RC_DENIED;
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
	{METHOD_GET, "/admin/workflows", MAY_DECIDE_WORKFLOWS, 0, list_get, "workflows of the registers",
	 .offered_by = "listWorkflows getWorkflow"},
	{METHOD_POST, "/admin/workflows", MAY_ADMINISTER, 0, draft_post, "begins a draft of a change",
	 .api = API_CHANGE("draftWorkflow", "Administration", API_ADMIN_WRITE,
			   API_BODY("NewWorkflowDraft", {API_CODE, "register", .codes = &register_codes, .flags = API_REQUIRED}),
			   .status = 201, .path = "/api/v1/workflows")},
	{METHOD_GET, "/admin/workflows/{version}", MAY_DECIDE_WORKFLOWS, 0, version_get, "one version, compared",
	 .offered_by = "getWorkflow"},
	{METHOD_POST, "/admin/workflows/{version}", MAY_DECIDE_WORKFLOWS, 0, version_post,
	 "saves or proposes a draft, decides a proposal",
	 .offered_by = "changeWorkflowDraft proposeWorkflow withdrawWorkflow approveWorkflow refuseWorkflow"},
	ROUTE_END,
};
