#include "osha/log_pages.h"

#include "audit/audit.h"
#include "identity/viewer.h"
#include "osha/coverage.h"
#include "osha/ita_file.h"
#include "osha/log_version_store.h"
#include "osha/log_view.h"
#include "osha/overview_store.h"

/* --- /osha: establishments of a year --- */

/* A year's records are looked at mostly in the year after. */
static int64_t chosen_year(const struct request *rq)
{
	struct civil now = day_civil(zone_day(rq->zone, rq->now));
	int64_t year;

	if (str_to_int(pairs_get(&rq->query, "year"), LOG_YEAR_FIRST, now.year + 1, &year))
		return year;
	return now.year;
}

static void add_years(struct request *rq, int64_t chosen, struct view *page)
{
	enum { YEARS = 6 };
	int now = day_civil(zone_day(rq->zone, rq->now)).year;
	struct view_list *list = view_list(page, "years");

	for (int year = now; year > now - YEARS; year--) {
		struct view *item = view_add(list);
		view_int(item, "n", year);
		view_flag(item, "is_chosen", year == chosen);
	}
}

/* One light of the row: green, or red with what is missing. */
static void light(struct request *rq, struct view *row, const char *name, bool is_good, const char *words)
{
	struct view *item = view_object(row, name);

	view_flag(item, "is_good", is_good);
	view_text(item, "words", rq_tr(rq, words));
}

/* Neither good nor bad: nothing has to be done. */
static void quiet_light(struct request *rq, struct view *row, const char *name, const char *words)
{
	struct view *item = view_object(row, name);

	view_flag(item, "is_quiet", true);
	view_text(item, "words", rq_tr(rq, words));
}

/* A step that was not taken: quiet with its day until that is over, red from then on. */
static void step_light(struct request *rq, struct view *row, const char *name, day due_on, const char *words)
{
	struct view *item = view_object(row, name);
	bool is_quiet = zone_day(rq->zone, rq->now) <= due_on;

	view_flag(item, "is_quiet", is_quiet);
	if (is_quiet)
		view_day(item, "due_on", due_on);
	view_text(item, "words", rq_tr(rq, words));
}

static struct coverage_filing filing_of(const struct overview_row *row, int64_t company_peak)
{
	struct coverage_facts facts = {
		.company_peak_last_year = company_peak == NUMBER_NONE ? -1 : company_peak,
		.establishment_peak = row->peak_employees == NUMBER_NONE ? -1 : row->peak_employees,
		.naics = row->naics_code,
		.naics_year = (int)row->naics_vintage,
	};
	return coverage_filing(&facts);
}

/* What is done with the summary after the year: signed and posted by 1 February (29 CFR 1904.32(b)), filed by
 * 2 March (29 CFR 1904.41). */
static void add_step_lights(struct request *rq, const struct overview_row *row, int64_t year,
			    int64_t company_peak, struct view *item)
{
	day post_by = coverage_posting_begins((int)year);
	bool is_signed = row->signed_at != MOMENT_NONE;
	enum answer must_file = filing_of(row, company_peak).summary.answer;

	if (is_signed && (row->changed_at == MOMENT_NONE || row->changed_at <= row->signed_at))
		light(rq, item, "certified", true, N_("Certified"));
	else if (is_signed)
		light(rq, item, "certified", false, N_("Changed since certification"));
	else
		step_light(rq, item, "certified", post_by, N_("Not certified"));
	if (row->posted_on != DAY_NONE)
		light(rq, item, "posted", true, N_("Posted"));
	else
		step_light(rq, item, "posted", post_by, N_("Not posted"));
	if (row->filed_on != DAY_NONE)
		light(rq, item, "filed", true, N_("Filed"));
	else if (must_file == ANSWER_NO)
		quiet_light(rq, item, "filed", N_("Need not file"));
	else if (must_file == ANSWER_YES)
		step_light(rq, item, "filed", coverage_filing_due((int)year), N_("Not filed"));
	else
		light(rq, item, "filed", false, N_("Headcount or industry missing"));
}

static void add_lights(struct request *rq, const struct overview_row *row, int64_t year, int64_t company_peak,
		       struct view *item)
{
	bool keeps = row->keeps_records == KEEPS_RECORDS_YES;
	bool has_figures = row->average_employees != NUMBER_NONE && row->total_hours_worked != NUMBER_NONE;
	bool is_complete = !row->undecided && !row->incomplete;

	view_flag(item, "keeps_records", keeps);
	if (!keeps) {
		static const char *const names[] = {"complete", "figures", "certified", "posted", "filed"};
		quiet_light(rq, item, "coverage", N_("Exempt from keeping records"));
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			quiet_light(rq, item, names[i], N_("Not needed"));
		return;
	}
	light(rq, item, "coverage", true, N_("Keeps records"));
	light(rq, item, "complete", is_complete,
	      is_complete      ? N_("Complete")
	      : row->undecided ? N_("Cases wait for a decision")
			       : N_("Form 301 has gaps"));
	light(rq, item, "figures", has_figures, has_figures ? N_("Known") : N_("Hours or headcount missing"));
	add_step_lights(rq, row, year, company_peak, item);
}

static bool is_shown(const struct request *rq, const struct overview_row *row)
{
	return viewer_may_in(rq->viewer, MAY_SEE_OSHA,
			     (struct scope){.establishment_id = row->establishment_id});
}

/* Errors of an establishment in what would be filed. */
static int64_t errors_of(const struct ita_findings *findings, struct str code)
{
	int64_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->at[i].is_error && str_equal(findings->at[i].establishment, code);
	return count;
}

/* Runs the rules of electronic filing for all rows, where it is asked for: it reads every case of the year.
 */
static enum rc check_rules(struct request *rq, int64_t year, const struct rows *rows, struct ita_file *file)
{
	const struct organization organization = {.id = rq->viewer->organization_id,
						  .code = rq->viewer->organization_code,
						  .name = rq->viewer->organization_name,
						  .zone = rq->viewer->organization_zone};
	struct str *codes = ARENA_ARRAY(rq->arena, struct str, rows->count + 1), unknown;
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct overview_row *row = ROW(struct overview_row, *rows, i);
		if (row->keeps_records == KEEPS_RECORDS_YES && is_shown(rq, row))
			codes[count++] = row->code;
	}
	*file = (struct ita_file){.findings = ITA_FINDINGS(rq->arena)};
	return count ? ita_collect(rq->db, rq->arena, &organization, ITA_CASES, year, codes, count, rq->now,
				   file, &unknown)
		     : RC_OK;
}

static enum rc overview_get(struct request *rq, struct response *rs)
{
	int64_t year = chosen_year(rq), company_peak = NUMBER_NONE;
	struct view *page = view_new(rq->arena);
	struct rows rows;
	struct ita_file file;
	enum rc rc = overview_list(rq->db, rq->arena, rq->viewer->organization_id, year, &rows);

	if (rc == RC_OK)
		rc = overview_peak(rq->db, rq->arena, rq->viewer->organization_id, year - 1, &company_peak);
	bool is_checked = str_is(pairs_get(&rq->query, "rules"), "yes");
	if (rc == RC_OK && is_checked)
		rc = check_rules(rq, year, &rows, &file);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "rows");
	for (size_t i = 0; i < rows.count; i++) {
		const struct overview_row *row = ROW(struct overview_row, rows, i);
		if (!is_shown(rq, row))
			continue;
		struct view *item = view_add(list);
		view_merge(item, &overview_row_record, row);
		if (is_checked)
			view_int(item, "errors", errors_of(&file.findings, row->code));
		view_printf(item, "to", "/osha/%.*s/%lld", STR_ARG(row->code), (long long)year);
		add_lights(rq, row, year, company_peak, item);
	}
	view_int(page, "year", year);
	view_flag(page, "may_keep", viewer_may(rq->viewer, MAY_KEEP_OSHA));
	view_flag(page, "is_checked", is_checked);
	view_day(page, "posting_begins_on", coverage_posting_begins((int)year));
	view_day(page, "posting_ends_on", coverage_posting_ends((int)year));
	view_day(page, "filing_due_on", coverage_filing_due((int)year));
	add_years(rq, year, page);
	return respond_page(rq, rs, "osha/overview", page);
}

/* --- /osha/{code}/{year}/log --- */

static void add_marks(const struct osha_log_case *c, struct view *item)
{
	static const char *const outcomes[OSHA_OUTCOMES] = {"", "is_g", "is_h", "is_i", "is_j"};
	static const char *const types[OSHA_TYPES] = {"",          "is_type_1", "is_type_2", "is_type_3",
						      "is_type_4", "is_type_5", "is_type_6"};

	if (c->outcome != OSHA_UNDECIDED)
		view_flag(item, outcomes[c->outcome], true);
	if (c->type != OSHA_NO_TYPE)
		view_flag(item, types[c->type], true);
}

static void add_line(const struct osha_log_case *c, const struct log_line *line, struct view_list *list)
{
	struct view *item = view_add(list);

	view_text(item, "case_number", c->number);
	view_text(item, "employee", osha_log_name(c));
	view_flag(item, "is_privacy", c->is_privacy);
	view_text(item, "job", c->job_title);
	view_day(item, "injury_on", c->injury_on);
	view_text(item, "place_of_event", c->where);
	view_text(item, "injury", c->description);
	view_int(item, "days_away", c->days_away);
	view_int(item, "days_restricted", c->days_restricted);
	view_flag(item, "is_estimated", c->days_are_estimated);
	view_flag(item, "is_lined_out", c->is_lined_out);
	add_marks(c, item);
	if (!line)
		return;
	view_flag(item, "is_incomplete", line->is_incomplete && !c->is_lined_out);
	view_printf(item, "to", "/incidents/%.*s/people/%.*s/case", STR_ARG(line->incident_number),
		    STR_ARG(line->injured_uuid));
}

/* Links go with the lines only where both statements saw the same log. */
static const struct log_line *line_of(const struct rows *lines, const struct osha_log *log, int at)
{
	if ((int)lines->count != log->case_count)
		return NULL;
	const struct log_line *line = ROW(struct log_line, *lines, at);
	return str_equal(line->case_number, log->cases[at].number) ? line : NULL;
}

/* ?as_of=2025-04-30: the log as it stood at the end of that day. */
static enum rc restore_as_of(struct request *rq, struct log_view *v)
{
	day as_of;

	if (!day_parse(pairs_get(&rq->query, "as_of"), &as_of) || as_of >= v->today)
		return RC_OK;
	return log_version_restore(rq->db, rq->arena, v->place.organization_id, v->place.id, rq->zone, as_of, &v->log);
}

static enum rc log_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct rows lines;
	struct view *page = view_new(rq->arena);
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = overview_lines(rq->db, rq->arena, v.place.organization_id, v.place.id, v.year, &lines);
	if (rc == RC_OK)
		rc = restore_as_of(rq, &v);
	if (rc != RC_OK)
		return rc;
	bool hides_lined = str_is(pairs_get(&rq->query, "lined_out"), "no");
	struct view_list *list = view_list(page, "lines");
	bool has_lined = false;
	for (int i = 0; i < v.log.case_count; i++) {
		has_lined |= v.log.cases[i].is_lined_out;
		if (!hides_lined || !v.log.cases[i].is_lined_out)
			add_line(&v.log.cases[i], line_of(&lines, &v.log, i), list);
	}
	log_view_page(rq, &v, "log", page);
	log_view_totals(&v.log, page);
	view_day(page, "as_of", v.log.as_of);
	view_flag(page, "has_lined_out", has_lined);
	view_flag(page, "hides_lined_out", hides_lined);
	return respond_page(rq, rs, "osha/log", page);
}

/* --- /osha/{code}/{year}/privacy --- */

struct reading {
	struct request *rq;
	const struct log_view *v;
	struct rows rows;
};

static enum rc read_privacy(struct db *db, void *closure)
{
	struct reading *reading = closure;

	return log_view_read_privacy(db, reading->rq, reading->v, &reading->rows);
}

static enum rc privacy_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct reading reading = {.rq = rq, .v = &v};
	struct view *page = view_new(rq->arena);
	enum rc rc = log_view_load(rq, &v, true);

	if (rc == RC_OK)
		rc = db_transaction(rq->db, "osha_privacy", read_privacy, &reading);
	if (rc != RC_OK)
		return rc;
	log_view_page(rq, &v, "privacy", page);
	view_records(page, "names", &log_line_record, reading.rows.at, reading.rows.count);
	return respond_page(rq, rs, "osha/privacy", page);
}

const struct route log_routes[] = {
	{.method = METHOD_GET,
	 .path = "/osha",
	 .needs = MAY_SEE_OSHA,
	 .handle = overview_get,
	 .help = "establishments and the state of their records in a year",
	 .offered_by = "listOshaYears"},
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/log",
	 .needs = MAY_SEE_OSHA,
	 .handle = log_get,
	 .help = "the log as Form 300 looks",
	 .offered_by = "getOshaLog"},
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/privacy",
	 .needs = MAY_KEEP_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = privacy_get,
	 .help = "names of privacy cases; each reading is audited",
	 .offered_by = "listPrivacyNames"},
	ROUTE_END,
};
