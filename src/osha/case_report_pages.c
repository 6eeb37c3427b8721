#include "osha/case_report_pages.h"

#include "event/event.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "osha/case_view.h"
#include "osha/notice_store.h"
#include "osha/report_items.h"

static const struct code said[] = {
	{"kept", N_("Kept.")},
	{"told", N_("The report to OSHA has been recorded.")},
	{NULL, NULL},
};

/* --- Form 301 --- */

static const char *const person_names[] = {"street",  "city",     "state", "zip",
					   "born_on", "hired_on", "sex",   NULL};
static const char *const care_names[] = {
	"physician",      "facility",       "facility_street",
	"facility_city",  "facility_state", "facility_zip",
	"emergency_room", "inpatient",      NULL,
};
static const char *const event_names[] = {
	"began_work_at", "event_at", "event_time_unknown", "before_event",
	"what_happened", "injury",   "harmful_object",     NULL,
};
static const char *const done_names[] = {
	"completed_by", "completed_title", "completed_phone", "completed_on", NULL,
};
static const char *const line_names[] = {"job_title", "occurred_where", "description", NULL};
static const struct form person_form = {&case_report_record, person_names, NULL};
static const struct form care_form = {&case_report_record, care_names, NULL};
static const struct form event_form = {&case_report_record, event_names, NULL};
static const struct form done_form = {&case_report_record, done_names, NULL};
static const struct form line_form = {&osha_case_record, line_names, NULL};

static void add_gaps(struct request *rq, const struct case_view *v, struct view *page)
{
	struct report_gap gaps[REPORT_GAPS_MOST];
	size_t count = report_items_missing(&v->c, &v->report, gaps);
	struct view_list *list = view_list(page, "gaps");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_add(list);
		view_cstr(item, "item", gaps[i].item);
		view_printf(item, "to", "#f-%s", gaps[i].field);
		view_text(item, "question", rq_tr(rq, gaps[i].label));
	}
}

static enum rc show_report(struct request *rq, struct response *rs, struct case_view *v)
{
	struct view *page = view_new(rq->arena);
	enum rc rc = case_view_page(rq, v, "/report", page);

	if (rc != RC_OK)
		return rc;
	add_gaps(rq, v, page);
	if (!v->report.completed_by.len && v->may_keep) {
		v->report.completed_by = rq->viewer->name;
		v->report.completed_on = v->today;
	}
	if (case_view_is_masked(rq, &v->incident, &v->c)) {
		v->report.street = v->report.city = v->report.state = v->report.zip = STR_NONE;
		v->report.born_on = DAY_NONE;
	}
	form_view(rq, page, "person", &person_form, &v->report);
	form_view(rq, page, "care", &care_form, &v->report);
	form_view(rq, page, "event", &event_form, &v->report);
	form_view(rq, page, "done", &done_form, &v->report);
	form_view(rq, page, "line", &line_form, &v->c);
	page_said(rq, page, said);
	return respond_page(rq, rs, "osha/report", page);
}

static enum rc report_get(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_open(rq, &v);

	return rc == RC_OK ? show_report(rq, rs, &v) : rc;
}

static enum rc read_report(struct request *rq, struct case_view *v)
{
	const struct {
		const struct form *form;
		void *row;
	} parts[] = {
		{&line_form, &v->c},       {&person_form, &v->report}, {&care_form, &v->report},
		{&event_form, &v->report}, {&done_form, &v->report},
	};
	size_t problems = rq->problem_count;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		enum rc rc = form_read(rq, parts[i].form, parts[i].row);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
	}
	if (v->report.event_time_unknown && v->report.event_at != CLOCK_NONE)
		problem_add(rq, "event_time_unknown",
			    N_("Either the time is known or it is not: clear one of the two"));
	return rq->problem_count > problems ? RC_INVALID : RC_OK;
}

static enum rc report_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_load(rq, &v, true);

	if (rc == RC_OK)
		rc = read_report(rq, &v);
	else
		return rc;
	if (rc == RC_OK)
		rc = case_view_save(rq, rs, &v, true,
				    arena_printf(rq->arena, "%.*s/report?said=kept", STR_ARG(v.href)));
	return rc == RC_INVALID || rc == RC_CONFLICT ? show_report(rq, rs, &v) : rc;
}

/* --- urgent reports, 1904.39 --- */

static const char *const urgent_names[] = {
	"incident_at",
	"scene",
	"death_on",
	"death_known_at",
	"hospitalized_at",
	"hospitalized_for_care",
	"amputation_at",
	"eye_loss_at",
	"severe_known_at",
	"work_related_known_at",
	NULL,
};
static const char *const notice_names[] = {
	"event", "channel", "told_at", "told_by", "spoken_to", "confirmation", NULL,
};
static const struct form urgent_form = {&case_facts_record, urgent_names, NULL};
static const struct form notice_form = {&notice_record, notice_names, NULL};

static enum rc show_urgent(struct request *rq, struct response *rs, const struct case_view *v)
{
	struct view *page = view_new(rq->arena);
	struct notice *notice = ARENA_NEW(rq->arena, struct notice);
	enum rc rc = case_view_page(rq, v, "/urgent", page);

	if (rc != RC_OK)
		return rc;
	record_clear(&notice_record, notice);
	notice->told_by = rq->viewer->name;
	form_view(rq, page, "facts", &urgent_form, &v->facts);
	form_view(rq, page, "notice", &notice_form, notice);
	page_said(rq, page, said);
	return respond_page(rq, rs, "osha/urgent", page);
}

static enum rc urgent_get(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_open(rq, &v);

	return rc == RC_OK ? show_urgent(rq, rs, &v) : rc;
}

static enum rc urgent_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_load(rq, &v, true);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &urgent_form, &v.facts);
	if (rc == RC_OK)
		rc = case_view_save(rq, rs, &v, false,
				    arena_printf(rq->arena, "%.*s/urgent?said=kept", STR_ARG(v.href)));
	return rc == RC_INVALID || rc == RC_CONFLICT ? show_urgent(rq, rs, &v) : rc;
}

struct telling {
	struct change change;
	const struct case_view *v;
	struct notice notice;
};

static enum rc write_notice(struct db *db, void *closure)
{
	struct telling *telling = closure;
	struct arena *arena = telling->change.rq->arena;
	struct notice *notice = &telling->notice;
	enum rc rc = notice_insert(db, notice);

	if (rc == RC_OK)
		rc = audit_change(db, arena, &telling->change.actor, "osha_notice.created", &notice_record,
				  notice->id, telling->v->incident.id, NULL, notice, STR(""));
	struct event event = {
		.kind = "osha_notice.created",
		.subject = "osha_case",
		.subject_id = telling->v->c.id,
		.payload = arena_printf(arena, "{\"incident_id\":%lld,\"event\":\"%s\"}",
					(long long)telling->v->incident.id,
					codes_code(&notice_event_codes, notice->event)),
	};
	return rc == RC_OK ? event_add(db, arena, &telling->change.actor, &event) : rc;
}

static enum rc notice_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	struct telling telling = {.change = change_of(rq), .v = &v};
	enum rc rc = case_view_load(rq, &v, true);

	if (rc == RC_OK && !v.c.id)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	record_clear(&notice_record, &telling.notice);
	rc = form_read(rq, &notice_form, &telling.notice);
	if (rc == RC_INVALID)
		return show_urgent(rq, rs, &v);
	if (rc != RC_OK)
		return rc;
	telling.notice.organization_id = v.c.organization_id;
	telling.notice.case_id = v.c.id;
	telling.notice.created_at = rq->now;
	telling.change.answer = arena_printf(rq->arena, "%.*s/urgent?said=told", STR_ARG(v.href));
	return change_run(&telling.change, rs, "osha_notice", write_notice, &telling);
}

#define CASE "/incidents/{number}/people/{uuid}/case"
const struct route case_report_routes[] = {
	{.method = METHOD_GET,
	 .path = CASE "/report",
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = report_get,
	 .help = "items of Form 301"},
	{.method = METHOD_POST,
	 .path = CASE "/report",
	 .needs = MAY_KEEP_OSHA,
	 .handle = report_post,
	 .help = "answer items of Form 301",
	 .api = API_CHANGE("answerForm301", "OSHA", API_OSHA_WRITE, API_BODY("Form301", {API_FIELDS, .form = &person_form}, {API_FIELDS, .form = &care_form}, {API_FIELDS, .form = &event_form}, {API_FIELDS, .form = &done_form}, {API_FIELDS, .form = &line_form}),
			   .method = METHOD_PATCH, .flags = API_PARTIAL)},
	{.method = METHOD_GET,
	 .path = CASE "/urgent",
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = urgent_get,
	 .help = "must OSHA be told at once, and was it"},
	{.method = METHOD_POST,
	 .path = CASE "/urgent",
	 .needs = MAY_KEEP_OSHA,
	 .handle = urgent_post,
	 .help = "facts of a death or severe injury",
	 .api = API_CHANGE("setUrgentFacts", "OSHA", API_OSHA_WRITE, API_FORM("UrgentFacts", &urgent_form),
			   .method = METHOD_PATCH, .flags = API_PARTIAL)},
	{.method = METHOD_POST,
	 .path = CASE "/notices",
	 .needs = MAY_KEEP_OSHA,
	 .handle = notice_post,
	 .help = "record that OSHA was told",
	 .api = API_CHANGE("addOshaNotice", "OSHA", API_OSHA_WRITE, API_FORM("OshaNotice", &notice_form),
			   .status = 201)},
	ROUTE_END,
};
