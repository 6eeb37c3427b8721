#include "osha/case_days_pages.h"

#include <stddef.h>

#include "http/api_operation.h"
#include "identity/page.h"
#include "osha/calendar_view.h"
#include "osha/case_view.h"

enum { RANGES_MOST = 40, RANGES_EMPTY = 2 };

static const struct code said[] = {
	{"kept", N_("Kept. The days have been counted again.")},
	{NULL, NULL},
};

/* One line of the table: which days of which kind. */
static const struct code status_rows[] = {
	{"", ""},
	{"away", N_("Away from work")},
	{"restricted", N_("Restricted or transferred")},
	{NULL, NULL},
};
enum { STATUS_AWAY = 1, STATUS_RESTRICTED };
static const struct codes day_status_codes = {"day_status", status_rows};

struct range {
	int status;
	day first, last;
	bool is_estimated;
};
#define AT(member) .name = #member, .offset = offsetof(struct range, member)
static const struct field range_fields[] = {
	{.kind = FIELD_CODE, AT(status), .label = N_("The person was"), .codes = &day_status_codes},
	{.kind = FIELD_DAY, AT(first), .label = N_("First day")},
	{.kind = FIELD_DAY, AT(last), .label = N_("Last day")},
	{.kind = FIELD_BOOL, AT(is_estimated), .label = N_("The last day is an estimate")},
	FIELD_END,
};
#undef AT
static const struct record range_record = {"day_range", sizeof(struct range), range_fields};
static const char *const range_names[] = {"status", "first", "last", "is_estimated", NULL};
static const struct form range_form = {&range_record, range_names, NULL};

static const char *const date_names[] = {
	"advice_followed", "restriction_affects_routine", "released_on", "left_on",
	"left_reason",     "permanent_change_on",         NULL,
};
static const struct form date_form = {&case_facts_record, date_names, NULL};

static const char *prefix(struct request *rq, size_t n)
{
	return arena_printf(rq->arena, "ranges.%zu.", n).at;
}

static size_t add_spans(struct range *ranges, size_t count, struct day_spans spans, int status)
{
	for (size_t i = 0; i < spans.count && count < RANGES_MOST; i++)
		ranges[count++] =
			(struct range){status, spans.at[i].first, spans.at[i].last, spans.at[i].estimated};
	return count;
}

/* The stored ranges and a few empty lines; after a refusal as many as were sent. */
static void add_ranges(struct request *rq, const struct case_facts *facts, struct view *page)
{
	struct range *ranges = ARENA_ARRAY(rq->arena, struct range, RANGES_MOST + RANGES_EMPTY);
	struct case_spans spans = case_facts_spans(rq->arena, facts);
	struct view_list *list = view_list(page, "ranges");
	size_t count = add_spans(ranges, 0, spans.away, STATUS_AWAY);
	size_t sent = form_group_count(rq, "ranges", RANGES_MOST);

	count = add_spans(ranges, count, spans.restricted, STATUS_RESTRICTED);
	size_t shown = count + RANGES_EMPTY > sent ? count + RANGES_EMPTY : sent;
	for (size_t i = 0; i < shown; i++) {
		if (i >= count)
			record_clear(&range_record, &ranges[i]);
		struct view *item = view_add(list);
		view_int(item, "n", (int64_t)i + 1);
		form_view_prefixed(rq, item, "form", &range_form, prefix(rq, i), &ranges[i]);
	}
}

static void add_count(const struct days_count *count, struct view *page)
{
	view_int(page, "away", count->away);
	view_int(page, "restricted", count->restricted);
	view_int(page, "both", count->away + count->restricted);
	view_int(page, "cap", DAYS_CAP);
	view_flag(page, "is_capped", count->capped);
	view_flag(page, "is_estimated_count", count->estimated);
	view_flag(page, "is_running", count->running);
	view_flag(page, "injury_day_dropped", count->injury_day_dropped);
	view_flag(page, "released_early", count->released_early);
	view_flag(page, "least_one", count->least_one);
}

static enum rc show_days(struct request *rq, struct response *rs, const struct case_view *v)
{
	struct view *page = view_new(rq->arena);
	struct case_spans spans = case_facts_spans(rq->arena, &v->facts);
	struct days_case days = {
		.injury_on = v->facts.injury_on,
		.away = spans.away,
		.restricted = spans.restricted,
		.released_on = v->facts.released_on,
		.left_on = v->facts.left_on,
		.permanent_on = v->facts.permanent_change_on,
		.as_of = v->today,
	};
	struct days_count count = days_count(rq->arena, &days);
	enum rc rc = case_view_page(rq, v, "/days", page);

	if (rc != RC_OK)
		return rc;
	add_ranges(rq, &v->facts, page);
	form_view(rq, page, "dates", &date_form, &v->facts);
	add_count(&count, page);
	calendar_view(rq, page, v->facts.injury_on, &count, v->today);
	page_said(rq, page, said);
	return respond_page(rq, rs, "osha/days", page);
}

static enum rc days_get(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_open(rq, &v);

	return rc == RC_OK ? show_days(rq, rs, &v) : rc;
}

static enum rc check_range(struct request *rq, const struct range *range, size_t n)
{
	const char *key = prefix(rq, n);

	if (range->status == 0)
		return problem_add(rq, arena_printf(rq->arena, "%sstatus", key).at,
				   N_("Say which kind of days these were"));
	if (range->first == DAY_NONE)
		return problem_add(rq, arena_printf(rq->arena, "%sfirst", key).at, N_("Enter the first day"));
	if (range->last != DAY_NONE && range->last < range->first)
		return problem_add(rq, arena_printf(rq->arena, "%slast", key).at,
				   N_("lies before the first day"));
	return RC_OK;
}

static struct str spans_text(struct request *rq, const struct range *ranges, size_t count, int status)
{
	struct day_span *spans = ARENA_ARRAY(rq->arena, struct day_span, count + 1);
	struct day_spans some = {spans, 0};

	for (size_t i = 0; i < count; i++)
		if (ranges[i].status == status)
			spans[some.count++] =
				(struct day_span){ranges[i].first, ranges[i].last, ranges[i].is_estimated};
	return some.count ? days_text(rq->arena, some) : STR("none");
}

/* Lines with nothing in them are passed over; leaving a line's fields empty removes it. */
static enum rc read_ranges(struct request *rq, struct case_facts *facts)
{
	struct range ranges[RANGES_MOST];
	size_t sent = form_group_count(rq, "ranges", RANGES_MOST), count = 0, problems = rq->problem_count;

	for (size_t i = 0; i < sent; i++) {
		struct range *range = &ranges[count];
		record_clear(&range_record, range);
		enum rc rc = form_read_prefixed(rq, &range_form, prefix(rq, i), range);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
		if (rc == RC_INVALID || (range->first == DAY_NONE && range->last == DAY_NONE))
			continue;
		if (check_range(rq, range, i) == RC_OK)
			count++;
	}
	if (rq->problem_count > problems)
		return RC_INVALID;
	facts->away = spans_text(rq, ranges, count, STATUS_AWAY);
	facts->restricted = spans_text(rq, ranges, count, STATUS_RESTRICTED);
	return RC_OK;
}

static enum rc days_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_load(rq, &v, true);

	if (rc != RC_OK)
		return rc;
	enum rc dates = form_read(rq, &date_form, &v.facts);
	rc = read_ranges(rq, &v.facts);
	if (rc == RC_OK)
		rc = dates;
	if (rc == RC_OK)
		rc = case_view_save(rq, rs, &v, false,
				    arena_printf(rq->arena, "%.*s/days?said=kept", STR_ARG(v.href)));
	return rc == RC_INVALID || rc == RC_CONFLICT ? show_days(rq, rs, &v) : rc;
}

#define DAYS_PATH "/incidents/{number}/people/{uuid}/case/days"
static const struct api_schema range_body = {
	"DayRange", NULL, (const struct api_member[]){{API_FIELDS, .form = &range_form}, API_MEMBERS_END}};
static const struct api_schema days_body = {
	"CaseDays", "All days away and restricted, in place of those before",
	(const struct api_member[]){{API_FIELDS, .form = &date_form}, {API_LIST, "ranges", .of = &range_body}, API_MEMBERS_END}};

const struct route case_days_routes[] = {
	{.method = METHOD_GET,
	 .path = DAYS_PATH,
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = days_get,
	 .help = "days away and restricted, with a calendar"},
	{.method = METHOD_POST,
	 .path = DAYS_PATH,
	 .needs = MAY_KEEP_OSHA,
	 .handle = days_post,
	 .help = "set the days away and restricted",
	 .api = API_CHANGE("setCaseDays", "OSHA", API_OSHA_WRITE, &days_body)},
	ROUTE_END,
};
