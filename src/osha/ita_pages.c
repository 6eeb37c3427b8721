#include "osha/ita_pages.h"

#include <string.h>

#include "identity/viewer.h"
#include "osha/coverage.h"
#include "osha/ita_file.h"
#include "osha/log_view.h"
#include "osha/overview_store.h"

/* Columns of a case that are kept with the decision; all others are items of Form 301. */
static bool is_of_decision(const char *field)
{
	static const char *const names[] = {"incident_outcome", "dafw_num_away",    "djtr_num_tr",
					    "type_of_incident", "date_of_incident", "case_number"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], field) == 0)
			return true;
	return false;
}

/* Where a violation can be mended. */
static struct str mended_at(struct request *rq, const struct log_view *v, const struct rows *lines,
			    const struct ita_violation *violation)
{
	for (size_t i = 0; violation->case_number.len && i < lines->count; i++) {
		const struct log_line *line = ROW(struct log_line, *lines, i);
		if (str_equal(line->case_number, violation->case_number))
			return arena_printf(rq->arena, "/incidents/%.*s/people/%.*s/case%s",
					    STR_ARG(line->incident_number), STR_ARG(line->injured_uuid),
					    is_of_decision(violation->field) ? "" : "/report");
	}
	return arena_printf(rq->arena, "%.*s/summary", STR_ARG(v->href));
}

static void add_findings(struct request *rq, const struct log_view *v, const struct rows *lines,
			 const struct ita_findings *findings, struct view *card)
{
	struct view_list *list = view_list(card, "violations");

	for (size_t i = 0; i < findings->count; i++) {
		const struct ita_violation *violation = &findings->at[i];
		struct view *item = view_add(list);
		view_cstr(item, "rule", violation->rule);
		view_flag(item, "is_error", violation->is_error);
		view_text(item, "case_number", violation->case_number);
		view_cstr(item, "column_name", violation->field);
		view_text(item, "message", rq_tr(rq, violation->message));
		view_text(item, "to", mended_at(rq, v, lines, violation));
	}
	view_int(card, "errors", (int64_t)findings->errors);
	view_int(card, "warnings", (int64_t)(findings->count - findings->errors));
}

/* One of the two files: who must send it, what is wrong with it, and the way to get it. */
static enum rc add_file(struct request *rq, const struct log_view *v, const struct rows *lines,
			enum ita_kind kind, const struct coverage_answer *duty, struct view_list *files)
{
	const struct organization organization = {.id = rq->viewer->organization_id,
						  .code = rq->viewer->organization_code,
						  .name = rq->viewer->organization_name,
						  .zone = rq->viewer->organization_zone};
	struct ita_file file;
	struct str unknown;
	enum rc rc = ita_collect(rq->db, rq->arena, &organization, kind, v->year, &v->place.code, 1, rq->now,
				 &file, &unknown);
	if (rc != RC_OK)
		return rc;
	struct view *card = view_add(files);
	view_flag(card, "is_summary", kind == ITA_SUMMARY);
	view_flag(card, "must", duty->answer == ANSWER_YES);
	view_flag(card, "need_not", duty->answer == ANSWER_NO);
	view_text(card, "why", rq_tr(rq, duty->reason));
	view_cstr(card, "paragraph", duty->citation);
	view_int(card, "rows", (int64_t)(kind == ITA_SUMMARY ? file.summary_count : file.case_count));
	view_printf(card, "file_href", "/download/ita?kind=%s&establishment=%.*s&year=%lld",
		    kind == ITA_SUMMARY ? "summary" : "cases", STR_ARG(v->place.code), (long long)v->year);
	add_findings(rq, v, lines, &file.findings, card);
	return RC_OK;
}

static enum rc filing_of(struct request *rq, const struct log_view *v, struct coverage_filing *filing)
{
	struct rows rows;
	struct coverage_facts facts = {
		.company_peak_last_year = -1,
		.establishment_peak = -1,
		.naics = v->place.naics_code,
		.naics_year = (int)v->place.naics_vintage,
	};
	int64_t peak;
	enum rc rc = overview_list(rq->db, rq->arena, v->place.organization_id, v->year, &rows);

	if (rc == RC_OK)
		rc = overview_peak(rq->db, rq->arena, v->place.organization_id, v->year - 1, &peak);
	if (rc != RC_OK)
		return rc;
	if (peak != NUMBER_NONE)
		facts.company_peak_last_year = peak;
	for (size_t i = 0; i < rows.count; i++) {
		const struct overview_row *row = ROW(struct overview_row, rows, i);
		if (row->establishment_id == v->place.id && row->peak_employees != NUMBER_NONE)
			facts.establishment_peak = row->peak_employees;
	}
	*filing = coverage_filing(&facts);
	return RC_OK;
}

static enum rc ita_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct rows lines;
	struct coverage_filing filing;
	struct view *page = view_new(rq->arena);
	struct view_list *files = view_list(page, "files");
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = overview_lines(rq->db, rq->arena, v.place.organization_id, v.place.id, v.year, &lines);
	if (rc == RC_OK)
		rc = filing_of(rq, &v, &filing);
	if (rc == RC_OK)
		rc = add_file(rq, &v, &lines, ITA_SUMMARY, &filing.summary, files);
	if (rc == RC_OK)
		rc = add_file(rq, &v, &lines, ITA_CASES, &filing.cases, files);
	if (rc != RC_OK)
		return rc;
	log_view_page(rq, &v, "ita", page);
	view_day(page, "filing_due_on", coverage_filing_due((int)v.year));
	return respond_page(rq, rs, "osha/ita", page);
}

const struct route ita_routes[] = {
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/ita",
	 .needs = MAY_SEE_OSHA,
	 .handle = ita_get,
	 .help = "what keeps a year from being filed electronically",
	 .offered_by = "listItaFindings exportIta"},
	ROUTE_END,
};
