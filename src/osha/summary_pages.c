#include "osha/summary_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "incident/attachment_file.h"
#include "organization/place_store.h"
#include "osha/certification_sign.h"
#include "osha/coverage.h"
#include "osha/log_view.h"
#include "osha/overview_store.h"
#include "signature/signature_form.h"

static const struct code said[] = {
	{"certified", N_("The summary has been certified. Post it from 1 February to 30 April.")},
	{"figures", N_("Hours and headcount have been kept.")},
	{"step", N_("Recorded.")},
	{NULL, NULL},
};

static const char *const figure_names[] = {
	"annual_average_employees",
	"total_hours_worked",
	"peak_employees",
	NULL,
};
static const struct form figure_form = {&establishment_year_record, figure_names, NULL};
static const char *const sign_names[] = {
	"executive", "executive_standing", "title", "phone", "certified_on", NULL,
};
static const struct form sign_form = {&certification_record, sign_names, NULL};
static const char *const step_names[] = {"step", "done_on", "confirmation", NULL};
static const struct form step_form = {&osha_step_record, step_names, NULL};

static enum rc load_figures(struct request *rq, const struct log_view *v, struct establishment_year *figures)
{
	enum rc rc = establishment_year_find(rq->db, rq->arena, v->place.organization_id, v->place.id,
					     v->year, figures);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&establishment_year_record, figures);
	figures->organization_id = v->place.organization_id;
	figures->establishment_id = v->place.id;
	figures->year = v->year;
	return RC_OK;
}

/* --- what is shown --- */

static void add_change_of_figure(struct request *rq, struct view_list *list,
				 const struct certification_change *change)
{
	struct view *item = view_add(list);

	view_text(item, "figure", rq_tr(rq, change->label));
	view_text(item, "was",
		  change->before == OSHA_UNKNOWN
			  ? rq_tr(rq, N_("not known"))
			  : arena_printf(rq->arena, "%lld", (long long)change->before));
	view_text(item, "is",
		  change->after == OSHA_UNKNOWN ? rq_tr(rq, N_("not known"))
						: arena_printf(rq->arena, "%lld", (long long)change->after));
}

/* Figures that differ from the signed ones, and the cases that were changed after the signature. */
static enum rc add_changes(struct request *rq, const struct log_view *v, const struct certification *newest,
			   struct view *page)
{
	struct certification_change changes[CERTIFICATION_FIGURES];
	size_t count = certification_changes(newest->figures, &v->log, changes);
	struct view_list *figures = view_list(page, "changed_figures"),
			 *cases = view_list(page, "changed_cases");
	struct rows lines;
	enum rc rc =
		overview_lines(rq->db, rq->arena, v->place.organization_id, v->place.id, v->year, &lines);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		add_change_of_figure(rq, figures, &changes[i]);
	bool is_changed = count > 0;
	for (size_t i = 0; i < lines.count; i++) {
		const struct log_line *line = ROW(struct log_line, lines, i);
		if (line->updated_at <= newest->signed_at)
			continue;
		is_changed = true;
		struct view *item = view_add(cases);
		view_text(item, "case_number", line->case_number);
		view_moment(item, "changed_at", line->updated_at);
		view_printf(item, "to", "/incidents/%.*s/people/%.*s/case", STR_ARG(line->incident_number),
			    STR_ARG(line->injured_uuid));
	}
	view_flag(page, "is_changed_since", is_changed);
	return RC_OK;
}

static enum rc add_certifications(struct request *rq, const struct log_view *v, struct view *page)
{
	struct rows rows;
	enum rc rc =
		certification_list(rq->db, rq->arena, v->place.organization_id, v->place.id, v->year, &rows);
	struct view_list *list = view_list(page, "certifications");

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct certification *at = ROW(struct certification, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &certification_record, at);
		view_printf(item, "to", "%.*s/certified/%.*s", STR_ARG(v->href), STR_ARG(at->uuid));
		view_flag(item, "is_newest", i == 0);
		view_text(item, "fingerprint", str_slice(hex(rq->arena, at->file_sha256), 0, 16));
	}
	if (rc == RC_OK && rows.count)
		rc = add_changes(rq, v, ROW(struct certification, rows, 0), page);
	return rc;
}

static enum rc add_steps(struct request *rq, const struct log_view *v, struct view *page)
{
	struct rows rows;
	enum rc rc = certification_steps(rq->db, rq->arena, v->place.organization_id, v->year, &rows);
	struct view_list *list = view_list(page, "steps_done");

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct osha_step *step = ROW(struct osha_step, rows, i);
		if (step->establishment_id == v->place.id)
			view_merge(view_add(list), &osha_step_record, step);
	}
	return rc;
}

static void add_forms(struct request *rq, const struct log_view *v, const struct establishment_year *figures,
		      struct view *page)
{
	struct certification *fresh = ARENA_NEW(rq->arena, struct certification);
	struct osha_step *step = ARENA_NEW(rq->arena, struct osha_step);

	record_clear(&certification_record, fresh);
	record_clear(&osha_step_record, step);
	fresh->certified_on = step->done_on = v->today;
	form_view(rq, page, "figures", &figure_form, figures);
	form_view(rq, page, "sign", &sign_form, fresh);
	form_view(rq, page, "step", &step_form, step);
}

static enum rc show_summary(struct request *rq, struct response *rs, const struct log_view *v)
{
	struct view *page = view_new(rq->arena);
	struct establishment_year *figures = ARENA_NEW(rq->arena, struct establishment_year);
	enum rc rc = load_figures(rq, v, figures);

	if (rc != RC_OK)
		return rc;
	log_view_page(rq, v, "summary", page);
	log_view_totals(&v->log, page);
	view_record(page, "known", &establishment_year_record, figures);
	view_flag(page, "has_figures",
		  figures->annual_average_employees != NUMBER_NONE &&
			  figures->total_hours_worked != NUMBER_NONE);
	view_day(page, "posting_begins_on", coverage_posting_begins((int)v->year));
	view_day(page, "posting_ends_on", coverage_posting_ends((int)v->year));
	view_flag(page, "is_over", day_civil(v->today).year > v->year);
	add_forms(rq, v, figures, page);
	rc = add_certifications(rq, v, page);
	if (rc == RC_OK)
		rc = add_steps(rq, v, page);
	if (rc == RC_OK)
		rc = signature_form_view(rq, page);
	page_said(rq, page, said);
	return rc == RC_OK ? respond_page(rq, rs, "osha/summary", page) : rc;
}

static enum rc summary_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	enum rc rc = log_view_load(rq, &v, false);

	return rc == RC_OK ? show_summary(rq, rs, &v) : rc;
}

/* --- hours and headcount --- */

struct work {
	struct change change;
	const struct log_view *v;
	struct establishment_year before, figures;
	struct certification certification;
	struct osha_step step;
};

static enum rc write_figures(struct db *db, void *closure)
{
	struct work *work = closure;
	enum rc rc = establishment_year_put(db, &work->figures);

	return rc == RC_OK ? audit_change(db, work->change.rq->arena, &work->change.actor,
					  "establishment_year.kept", &establishment_year_record,
					  work->v->place.id, 0, &work->before, &work->figures, STR(""))
			   : rc;
}

static enum rc figures_post(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct work work = {.change = change_of(rq), .v = &v};
	enum rc rc = log_view_load(rq, &v, true);

	if (rc == RC_OK && !v.is_editable)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = load_figures(rq, &v, &work.before);
	if (rc != RC_OK)
		return rc;
	work.figures = work.before;
	work.figures.updated_at = rq->now;
	rc = form_read(rq, &figure_form, &work.figures);
	if (rc == RC_INVALID)
		return show_summary(rq, rs, &v);
	if (rc != RC_OK)
		return rc;
	work.change.answer = arena_printf(rq->arena, "%.*s/summary?said=figures", STR_ARG(v.href));
	return change_run(&work.change, rs, "osha_figures", write_figures, &work);
}

/* --- certification --- */

static enum rc write_certification(struct db *db, void *closure)
{
	struct work *work = closure;

	struct request *rq = work->change.rq;
	enum rc rc = signature_form_accept(db, rq, &work->change.actor);

	return rc == RC_OK ? certification_sign(db, rq->arena, &work->change.actor, &work->certification) : rc;
}

/* What must hold before anybody signs: figures known, year over, date neither before its end nor to come. */
static enum rc check_ready(struct request *rq, const struct log_view *v, const struct certification *c)
{
	if (v->log.average_employees == OSHA_UNKNOWN || v->log.hours_worked == OSHA_UNKNOWN)
		return problem_add(rq, "", N_("Enter hours and headcount before the summary is certified."));
	if (c->certified_on <= day_of((int)v->year, 12, 31))
		return problem_add(rq, "certified_on",
				   N_("The year has to be over before its summary is certified"));
	return RC_OK;
}

static enum rc read_certification(struct request *rq, const struct log_view *v, struct certification *c)
{
	record_clear(&certification_record, c);
	enum rc rc = form_read(rq, &sign_form, c);
	if (rc == RC_OK)
		rc = check_ready(rq, v, c);
	/* Last, so that a slip elsewhere does not count as an attempt. */
	if (rc == RC_OK)
		rc = signature_confirm(rq);
	if (rc != RC_OK)
		return rc;
	c->organization_id = v->place.organization_id;
	c->establishment_id = v->place.id;
	c->year = v->year;
	c->signed_at = rq->now;
	c->signed_by_id = rq->viewer->account_id;
	c->signed_by_name = rq->viewer->name;
	return certification_prepare(rq->arena, rq->config, &v->log, c);
}

static enum rc certification_post(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct work work = {.change = change_of(rq), .v = &v};
	enum rc rc = log_view_load(rq, &v, true);

	if (rc == RC_OK && !v.is_editable)
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	rc = read_certification(rq, &v, &work.certification);
	if (rc == RC_INVALID)
		return show_summary(rq, rs, &v);
	if (rc != RC_OK)
		return rc;
	work.change.answer = arena_printf(rq->arena, "%.*s/summary?said=certified", STR_ARG(v.href));
	return change_run(&work.change, rs, "osha_certification", write_certification, &work);
}

static enum rc note_export(struct db *db, void *closure)
{
	struct work *work = closure;
	struct audit_entry entry = {
		.action = "export.certified",
		.subject = "osha_certification",
		.subject_id = work->certification.id,
	};
	return audit_append(db, &work->change.actor, &entry);
}

static enum rc certified_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct work work = {.change = change_of(rq), .v = &v};
	struct certification *c = &work.certification;
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = certification_by_uuid(rq->db, rq->arena, v.place.organization_id, param(rq, "uuid"), c);
	if (rc == RC_OK && (c->establishment_id != v.place.id || c->year != v.year))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = db_transaction(rq->db, "osha_certified", note_export, &work);
	if (rc != RC_OK)
		return rc;
	return respond_file(rq, rs, attachment_file_path(rq->arena, c->file_sha256), "application/pdf",
			    arena_printf(rq->arena, "form-300a-%.*s-%lld-certified.pdf",
					 STR_ARG(v.place.code), (long long)v.year),
			    false);
}

/* --- posting and filing --- */

static enum rc write_step(struct db *db, void *closure)
{
	struct work *work = closure;
	enum rc rc = certification_step_add(db, &work->step);

	return rc == RC_OK
		       ? audit_change(db, work->change.rq->arena, &work->change.actor, "osha_step.created",
				      &osha_step_record, work->step.id, 0, NULL, &work->step, STR(""))
		       : rc;
}

static enum rc step_post(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct work work = {.change = change_of(rq), .v = &v};
	enum rc rc = log_view_load(rq, &v, true);

	if (rc != RC_OK)
		return rc;
	record_clear(&osha_step_record, &work.step);
	rc = form_read(rq, &step_form, &work.step);
	if (rc == RC_INVALID)
		return show_summary(rq, rs, &v);
	if (rc != RC_OK)
		return rc;
	work.step.organization_id = v.place.organization_id;
	work.step.establishment_id = v.place.id;
	work.step.year = v.year;
	work.step.done_by_name = rq->viewer->name;
	work.step.created_at = rq->now;
	work.change.answer = arena_printf(rq->arena, "%.*s/summary?said=step", STR_ARG(v.href));
	return change_run(&work.change, rs, "osha_step", write_step, &work);
}

const struct route summary_routes[] = {
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/summary",
	 .needs = MAY_SEE_OSHA,
	 .handle = summary_get,
	 .help = "the annual summary, Form 300A",
	 .offered_by = "getOshaSummary getOshaLog"},
	{.method = METHOD_POST,
	 .path = "/osha/{code}/{year}/figures",
	 .needs = MAY_KEEP_OSHA,
	 .handle = figures_post,
	 .help = "hours and headcount of the year",
	 .api = API_CHANGE("setYearFigures", "OSHA", API_OSHA_WRITE, API_FORM("YearFigures", &figure_form))},
	{.method = METHOD_POST,
	 .path = "/osha/{code}/{year}/certification",
	 .needs = MAY_KEEP_OSHA,
	 .handle = certification_post,
	 .help = "certify the summary",
	 .api = API_CHANGE("certifySummary", "OSHA", API_OSHA_WRITE, API_BODY("Certification", {API_FIELDS, .form = &sign_form}, {API_TEXT, "password", .flags = API_REQUIRED, .help = "of the account"}, {API_BOOL, "accepts_policy"}),
			   .flags = API_PASSWORD,
			   .status = 201)},
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/certified/{uuid}",
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = certified_get,
	 .help = "the file that was certified",
	 .api = &(const struct api_operation){.id = "getCertifiedSummary", .tag = "OSHA", .scope = API_OSHA_READ, .flags = API_STREAMED,
					      .types = "application/pdf"}},
	{.method = METHOD_POST,
	 .path = "/osha/{code}/{year}/steps",
	 .needs = MAY_KEEP_OSHA,
	 .handle = step_post,
	 .help = "record that the summary was posted or filed",
	 .api = API_CHANGE("recordSummaryStep", "OSHA", API_OSHA_WRITE, API_FORM("SummaryStep", &step_form),
			   .status = 201)},
	ROUTE_END,
};
