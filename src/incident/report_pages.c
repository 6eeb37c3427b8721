#include "incident/report_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "http/api_operation.h"
#include "identity/claim.h"
#include "identity/viewer.h"
#include "incident/attachment_file.h"
#include "incident/report_draft_store.h"
#include "incident/report_form.h"
#include "incident/report_send_pages.h"
#include "organization/names_store.h"

/* A draft that a request is about. */
struct wizard {
	struct report_draft draft;
	struct report_form form;
	bool is_new;                 /* nothing of it is stored yet */
	enum report_step step;
};

static enum rc open_draft(struct request *rq, struct wizard *w)
{
	struct str uuid = param(rq, "draft");

	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	*w = (struct wizard){.form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)}};
	enum rc rc = report_draft_find(rq->db, rq->arena, rq->viewer->account_id, uuid, &w->draft);
	if (rc == RC_OK)
		rc = answers_parse(rq->arena, w->draft.answers, &w->form.answers);
	w->is_new = rc == RC_NOT_FOUND;
	if (rc != RC_OK && !w->is_new)
		return rc;
	if (w->is_new)
		w->draft = (struct report_draft){
			.organization_id = rq->viewer->organization_id,
			.uuid = uuid,
			.account_id = rq->viewer->account_id,
			.created_at = rq->now,
		};
	w->form.link = arena_printf(rq->arena, "/report/draft/%.*s", STR_ARG(uuid)).at;
	return RC_OK;
}

/* The door by which somebody came in decides the first answers. */
static void answer_door(struct wizard *w)
{
	const struct request *rq = w->form.rq;
	struct str door = pairs_get(method_changes(rq->method) ? &rq->form : &rq->query, "door");

	if (str_is(door, "hurt")) {
		answers_set(&w->form.answers, "door", door);
		answers_set(&w->form.answers, "report_type", STR("incident"));
	}
}

static enum rc open_wizard(struct request *rq, struct wizard *w)
{
	enum rc rc = open_draft(rq, w);

	if (rc != RC_OK)
		return rc;
	/* The read-back has routes of its own, without the name. */
	w->step = param(rq, "step").at ? report_form_step_of(param(rq, "step")) : STEP_REVIEW;
	if (w->step == STEP_COUNT)
		return RC_NOT_FOUND;
	if (w->is_new)
		answer_door(w);
	return report_form_begin(&w->form, w->is_new);
}

static enum rc save(struct db *db, void *closure)
{
	struct wizard *w = closure;

	w->draft.answers = answers_json(w->form.rq->arena, &w->form.answers);
	w->draft.updated_at = w->form.rq->now;
	return report_draft_save(db, &w->draft);
}

static struct str step_path(const struct wizard *w, enum report_step step)
{
	return arena_printf(w->form.rq->arena, "%s/%s", w->form.link, report_form_step_name(step));
}

/* --- read-back ------------------------------------------------------------- */

static enum rc load_names(struct request *rq, struct view *page, const struct incident *incident)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	const int64_t units[] = {incident->department_id, incident->project_id};
	enum rc rc = names_load(names, NAMES_ESTABLISHMENT, &incident->establishment_id, 1);

	if (rc == RC_OK)
		rc = names_load(names, NAMES_AREA, &incident->area_id, 1);
	if (rc == RC_OK)
		rc = names_load(names, NAMES_UNIT, units, 2);
	view_text(page, "establishment", names_get(names, NAMES_ESTABLISHMENT, incident->establishment_id));
	view_text(page, "area", names_get(names, NAMES_AREA, incident->area_id));
	view_text(page, "department", names_get(names, NAMES_UNIT, incident->department_id));
	view_text(page, "project", names_get(names, NAMES_UNIT, incident->project_id));
	return rc;
}

/* The label of the choice that was offered under this id. */
static struct str offered(const struct request *rq, const char *field, int64_t id)
{
	for (const struct choices *c = rq->choices; c; c = c->next)
		for (size_t i = 0; str_is(str_of(c->field), field) && i < c->count; i++)
			if (c->at[i].id == id)
				return c->at[i].label;
	return STR("");
}

static enum rc show_read_back(struct wizard *w, struct view *page)
{
	struct request *rq = w->form.rq;
	struct incident_report *report = ARENA_NEW(rq->arena, struct incident_report);

	answers_report(&w->form.answers, rq->zone, rq->now, report);
	view_record(page, "report", &incident_record, &report->incident);
	view_records(page, "injured", &injured_person_record, report->injured, report->injured_count);
	view_records(page, "witness", &witness_record, report->witnesses, report->witness_count);
	view_text(page, "category", offered(rq, "category_id", report->incident.category_id));
	view_text(page, "link", str_of(w->form.link));
	view_flag(page, "has_position", incident_has_position(&report->incident));
	report_form_hide(&w->form, page);
	return load_names(rq, page, &report->incident);
}

/* --- a step ------------------------------------------------------------------ */

static enum rc show_step(struct wizard *w, struct response *rs, const char *more)
{
	static const char *const templates[] = {"incident/report-what", "incident/report-context", "incident/report-people",
						"incident/report-review"};
	struct request *rq = w->form.rq;
	struct view *page = view_new(rq->arena);
	enum rc rc = report_form_offer(&w->form, w->step);

	if (rc != RC_OK)
		return rc;
	report_form_show_steps(&w->form, page, w->step);
	report_form_show(&w->form, page, w->step, more);
	view_cstr(page, "action", arena_printf(rq->arena, "%s", step_path(w, w->step).at).at);
	view_cstr(page, "draft_href", w->form.link);
	view_text(page, "door", answers_get(&w->form.answers, "door"));
	if (w->step > STEP_WHAT)
		view_text(page, "back_href", step_path(w, (enum report_step)(w->step - 1)));
	if (w->step == STEP_REVIEW) {
		rc = show_read_back(w, page);
		view_text(page, "claim", claim_seal(rq));
	}
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return rc == RC_OK ? respond_page(rq, rs, templates[w->step], page) : rc;
}

static enum rc step_get(struct request *rq, struct response *rs)
{
	struct wizard w;
	struct str more = pairs_get(&rq->query, "more");
	enum rc rc = open_wizard(rq, &w);

	if (rc != RC_OK)
		return rc;
	if (w.is_new && w.step != STEP_WHAT)
		return respond_redirect(rq, rs, step_path(&w, STEP_WHAT));
	return show_step(&w, rs, str_is(more, "injured") ? "injured" : str_is(more, "witness") ? "witness" : "");
}

/* The button "remove" of the nth file was pressed. */
static bool take_removal(struct wizard *w)
{
	int64_t n;
	bool is_removal = str_to_int(pairs_get(&w->form.rq->form, "remove_file"), 0, ANSWERS_FILES_MOST, &n);

	if (is_removal)
		answers_remove_file(&w->form.answers, (size_t)n);
	return is_removal;
}

/*
 * Whatever was typed is kept, right or wrong. "Next" goes on only when this step is right; "Back" and the
 * buttons that add or remove something do not ask.
 */
static enum rc step_post(struct request *rq, struct response *rs)
{
	struct wizard w;
	struct str go = pairs_get(&rq->form, "go");
	enum rc rc = open_wizard(rq, &w);

	if (rc != RC_OK)
		return rc;
	rc = report_form_take(&w.form, w.step);
	if (rc != RC_OK)
		return rc;
	enum rc files = report_form_take_files(&w.form);
	if (files != RC_OK && files != RC_INVALID)
		return files;
	bool is_removal = take_removal(&w);
	rc = db_transaction(rq->db, "report_draft", save, &w);
	if (rc != RC_OK)
		return rc;
	if (is_removal)
		return respond_redirect(rq, rs, arena_printf(rq->arena, "%s#files", step_path(&w, w.step).at));
	if (str_is(go, "injured") || str_is(go, "witness"))
		return respond_redirect(rq, rs, arena_printf(rq->arena, "%s?more=%.*s#%.*s", step_path(&w, w.step).at,
							     STR_ARG(go), STR_ARG(go)));
	if (str_is(go, "back") && w.step > STEP_WHAT && files == RC_OK)
		return respond_redirect(rq, rs, step_path(&w, (enum report_step)(w.step - 1)));
	rc = report_form_offer(&w.form, w.step);
	if (rc == RC_OK)
		rc = report_form_check(&w.form, w.step);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	if (rc != RC_OK || files != RC_OK)
		return show_step(&w, rs, "");
	return respond_redirect(rq, rs, step_path(&w, (enum report_step)(w.step + 1)));
}

/* What scripts send a little after something was typed. */
static enum rc keep_post(struct request *rq, struct response *rs)
{
	struct wizard w;
	enum rc rc = open_draft(rq, &w);

	w.step = report_form_step_of(pairs_get(&rq->form, "step"));
	if (rc == RC_OK && w.step == STEP_COUNT)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && w.is_new)
		answer_door(&w);
	if (rc == RC_OK)
		rc = report_form_begin(&w.form, w.is_new);
	if (rc == RC_OK)
		rc = report_form_take(&w.form, w.step);
	if (rc != RC_OK)
		return rc;
	rc = db_transaction(rq->db, "report_draft", save, &w);
	return rc == RC_OK ? respond_nothing(rq, rs) : rc;
}

/* The read-back brought all answers along, so that sending needs no draft: the database may have gone away. */
static enum rc review_post(struct request *rq, struct response *rs)
{
	struct wizard w = {.form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)}, .step = STEP_REVIEW};
	struct report_sending sending = {.answers = &w.form.answers, .source = SOURCE_WIZARD, .draft = param(rq, "draft")};
	enum rc rc = report_send_allowed(rq);

	if (rc != RC_OK && rc != RC_UNAVAILABLE)
		return rc;
	report_form_take_all(&w.form);
	if (rc == RC_UNAVAILABLE)
		return report_send_later(rq, rs, &sending);
	w.form.link = arena_printf(rq->arena, "/report/draft/%.*s", STR_ARG(sending.draft)).at;
	rc = report_form_begin(&w.form, false);
	if (rc == RC_UNAVAILABLE)
		return report_send_later(rq, rs, &sending);
	for (int step = STEP_WHAT; rc == RC_OK && step <= STEP_REVIEW; step++)
		if (report_form_check(&w.form, (enum report_step)step) == RC_FAULT)
			rc = RC_FAULT;
	if (rc != RC_OK)
		return rc;
	sending.own_establishment_id = w.form.here ? w.form.here->id : 0;
	return rq->problem_count ? show_step(&w, rs, "") : report_send(rq, rs, &sending);
}

/* --- start page and files ----------------------------------------------------- */

static void show_drafts(struct request *rq, struct view *page, const struct rows *drafts)
{
	struct view_list *list = view_list(page, "drafts");

	for (size_t i = 0; i < drafts->count; i++) {
		const struct report_draft *draft = ROW(struct report_draft, *drafts, i);
		struct view *entry = view_add(list);
		view_text(entry, "title", answers_title(rq->arena, draft->answers));
		view_text(entry, "uuid", draft->uuid);
		view_moment(entry, "updated_at", draft->updated_at);
	}
}

static enum rc start_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct report_form form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)};
	struct rows drafts;
	enum rc rc = report_send_allowed(rq);

	if (rc == RC_UNAVAILABLE)
		return report_send_away(rq, rs);
	if (rc == RC_OK)
		rc = report_draft_list(rq->db, rq->arena, rq->viewer->account_id, &drafts);

	if (rc == RC_OK)
		rc = report_form_begin(&form, true);
	if (rc != RC_OK)
		return rc;
	show_drafts(rq, page, &drafts);
	view_text(page, "draft", uuid_new(rq->arena, rq->now));
	view_text(page, "emergency_phone", form.here ? form.here->emergency_phone : STR(""));
	view_text(page, "muster_point", form.here ? form.here->muster_point : STR(""));
	view_text(page, "here_name", form.here ? form.here->name : STR(""));
	return respond_page(rq, rs, "incident/report-start", page);
}

static enum rc remove_body(struct db *db, void *closure)
{
	const struct request *rq = closure;

	return report_draft_remove(db, rq->viewer->account_id, param(rq, "draft"));
}

static enum rc remove_post(struct request *rq, struct response *rs)
{
	if (!uuid_is_valid(param(rq, "draft")))
		return RC_NOT_FOUND;
	enum rc rc = db_transaction(rq->db, "report_draft_remove", remove_body, rq);
	return rc == RC_OK ? respond_redirect(rq, rs, STR("/report")) : rc;
}

/* The small picture of an own draft's file. */
static enum rc file_get(struct request *rq, struct response *rs)
{
	struct wizard w;
	size_t count;
	int64_t n;
	enum rc rc = open_draft(rq, &w);

	if (rc != RC_OK)
		return rc;
	const struct attachment *files = answers_files(&w.form.answers, &count);
	if (!str_to_int(param(rq, "n"), 0, ANSWERS_FILES_MOST, &n) || (size_t)n >= count || !files[n].preview_sha256.len)
		return RC_NOT_FOUND;
	return respond_file(rq, rs, attachment_file_path(rq->arena, files[n].preview_sha256), "image/jpeg", STR(""), true);
}

const struct route report_routes[] = {
	{METHOD_GET, "/report", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, start_get, "where a report begins; own drafts",
	 .offered_by = "listReportDrafts"},
	{METHOD_POST, "/report/draft/{draft}", MAY_REPORT, 0, keep_post, "keeps what was typed so far",
	 .offered_by = "changeReportDraft"},
	{METHOD_POST, "/report/draft/{draft}/remove", MAY_REPORT, 0, remove_post, "removes a draft",
	 .api = API_CHANGE("removeReportDraft", "Incidents", API_INCIDENTS_WRITE, NULL,
			   .path = "/api/v1/report-drafts/{draft}/remove")},
	{METHOD_GET, "/report/draft/{draft}/file/{n}", MAY_REPORT, 0, file_get, "small picture of a draft's file",
	 .api = &(const struct api_operation){.id = "getReportDraftFile", .tag = "Incidents", .scope = API_INCIDENTS_READ,
					      .flags = API_STREAMED, .types = "image/jpeg",
					      .path = "/api/v1/report-drafts/{draft}/files/{n}"}},
	{METHOD_GET, "/report/draft/{draft}/review", MAY_REPORT, 0, step_get, "the report in plain words, before it is sent",
	 .offered_by = "getReportDraft"},
	{METHOD_GET, "/report/draft/{draft}/{step}", MAY_REPORT, 0, step_get, "a step of the report wizard",
	 .offered_by = "getReportDraft"},
	{METHOD_POST, "/report/draft/{draft}/review", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, review_post,
	 "sends the report; kept on disk while the database is away",
	 .offered_by = "sendReportDraft"},
	{METHOD_POST, "/report/draft/{draft}/{step}", MAY_REPORT, ROUTE_UPLOAD, step_post, "keeps a step and goes on",
	 .offered_by = "createReportDraft changeReportDraft addReportDraftFiles removeReportDraftFile"},
	ROUTE_END,
};
