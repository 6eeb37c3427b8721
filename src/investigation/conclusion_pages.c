#include "investigation/conclusion_pages.h"

#include "http/api_operation.h"
#include "identity/page.h"
#include "incident/draft_pages.h"
#include "investigation/draft_view.h"
#include "investigation/investigation_view.h"
#include "view/markdown.h"

static const struct code said[] = {
	{"kept", N_("Saved.")},
	{NULL, NULL},
};

static const char *const conclusion_names[] = {"conclusion", NULL};
static const struct form conclusion_form = {&investigation_record, conclusion_names, NULL};

/* What the page shows besides the form. */
struct conclusion {
	struct investigation typed;
	int64_t version;             /* of the text that the typed one began from */
	bool is_sent;                /* what was typed came with the request; else a draft is put over what is stored */
	struct str offered;          /* from the findings, where something was typed already */
	bool shows_preview;
	bool is_conflict;
};

static struct str form_path(struct request *rq, const struct investigation_shown *v)
{
	return investigation_href(rq->arena, &v->shown.incident, "/conclusion");
}

static enum rc respond_conclusion(struct request *rq, struct response *rs, const struct investigation_shown *v,
				  const struct conclusion *c)
{
	const struct investigation *stored = &v->findings.investigation;
	struct view *page;
	enum rc rc = investigation_page(rq, v, "/conclusion", &page);

	if (rc != RC_OK)
		return rc;
	struct investigation drafted = c->typed;
	int64_t version = c->version;
	if (v->may_edit)
		rc = draft_restore_version(rq, page, form_path(rq, v), &conclusion_form, &drafted, &version);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", &conclusion_form, &c->typed);
	view_text(page, "text", c->is_sent ? c->typed.conclusion : drafted.conclusion);
	view_int(page, "version", c->is_sent ? c->version : version);
	view_text(page, "offered", c->offered);
	if (c->shows_preview)
		view_html(page, "body", markdown_html(rq->arena, c->typed.conclusion));
	view_flag(page, "is_previewed", c->shows_preview);
	if (!v->may_edit)
		view_html(page, "content", markdown_html(rq->arena, stored->conclusion));
	if (c->is_conflict) {
		view_flag(page, "is_conflict", true);
		view_text(page, "theirs", stored->conclusion);
		rs->status = rc_http_status(RC_CONFLICT);
	}
	page_said(rq, page, said);
	return respond_page(rq, rs, "investigation/conclusion", page);
}

static enum rc conclusion_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = investigation_shown_find(rq, &v);

	if (rc != RC_OK)
		return rc;
	struct conclusion c = {.typed = v.findings.investigation,
			       .version = v.findings.investigation.conclusion_version};
	return respond_conclusion(rq, rs, &v, &c);
}

struct conclusion_writing {
	struct change change;
	const struct investigation_shown *v;
	struct str typed;
	int64_t version;
};

static enum rc write_conclusion(struct db *db, void *closure)
{
	struct conclusion_writing *w = closure;
	struct request *rq = w->change.rq;
	const struct incident *incident = &w->v->shown.incident;
	struct investigation before;
	enum rc rc = investigation_lock_for(db, &w->change, incident, &before);

	w->change.answer = investigation_href(rq->arena, incident, "/conclusion?said=kept");
	if (rc == RC_OK && before.conclusion_version != w->version)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = draft_done(db, rq, form_path(rq, w->v));
	if (rc != RC_OK || str_equal(before.conclusion, w->typed))
		return rc;
	struct investigation after = before;
	after.conclusion = w->typed;
	return investigation_change(db, rq->arena, &w->change.actor, "investigation.concluded", &before, &after, STR_NONE);
}

/* Nothing typed is ever replaced unasked: what was found is offered beside it, and added or put in its place on demand. */
static void fill(struct request *rq, const struct investigation_shown *v, struct conclusion *c, struct str action)
{
	struct str draft = draft_conclusion(rq->arena, rq->catalogue, rq->zone, &v->findings);
	struct str own = str_trim(c->typed.conclusion);

	if (own.len == 0 || str_is(action, "fill-replace"))
		c->typed.conclusion = draft;
	else if (str_is(action, "fill-append"))
		c->typed.conclusion = arena_printf(rq->arena, "%.*s\n\n%.*s", STR_ARG(own), STR_ARG(draft));
	else
		c->offered = draft;
}

static enum rc save(struct request *rq, struct response *rs, struct investigation_shown *v, struct conclusion *c)
{
	struct conclusion_writing w = {change_of(rq), v, c->typed.conclusion, c->version};
	enum rc rc = change_run(&w.change, rs, "investigation_conclude", write_conclusion, &w);

	if (rc != RC_CONFLICT)
		return rc;
	rc = investigation_shown_edit(rq, v);
	c->is_conflict = true;
	c->version = v->findings.investigation.conclusion_version;
	return rc == RC_OK ? respond_conclusion(rq, rs, v, c) : rc;
}

static enum rc conclusion_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct str action = pairs_get(&rq->form, "action");
	int64_t version;
	enum rc rc = investigation_shown_edit(rq, &v);

	if (rc == RC_OK && draft_is_asked(rq))
		return draft_keep(rq, rs, form_path(rq, &v), form_path(rq, &v));
	if (rc == RC_OK && !str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &version))
		rc = RC_BAD_REQUEST;
	if (rc != RC_OK)
		return rc;
	struct conclusion c = {.typed = v.findings.investigation, .version = version, .is_sent = true};
	if (form_read(rq, &conclusion_form, &c.typed) != RC_OK) {
		c.typed.conclusion = pairs_get(&rq->form, "conclusion");
		return respond_conclusion(rq, rs, &v, &c);
	}
	if (str_starts(action, STR("fill"))) {
		fill(rq, &v, &c, action);
		return respond_conclusion(rq, rs, &v, &c);
	}
	if (str_is(action, "preview")) {
		c.shows_preview = true;
		return respond_conclusion(rq, rs, &v, &c);
	}
	return save(rq, rs, &v, &c);
}

const struct route conclusion_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/investigation/conclusion",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = conclusion_get,
	 .help = "the conclusion of an investigation"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/investigation/conclusion",
	 .needs = MAY_INVESTIGATE,
	 .handle = conclusion_post,
	 .help = "saves it, shows how it will look, or fills it from what was found",
	 .api = API_CHANGE("writeConclusion", "Investigations", API_INVESTIGATIONS_WRITE, API_FORM("Conclusion", &conclusion_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
