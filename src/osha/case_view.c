#include "osha/case_view.h"

#include "audit/reading.h"
#include "base/log.h"
#include "base/random.h"
#include "incident/injured_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"
#include "osha/case_decide.h"
#include "osha/case_store.h"
#include "osha/notice_store.h"

enum rc case_view_incident(struct request *rq, struct incident *out)
{
	enum rc rc =
		injured_incident(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"), out);

	if (rc != RC_OK)
		return rc;
	bool has_log = out->environment == ENVIRONMENT_PROD && out->reg != REGISTER_OPERATIONS;
	return has_log && incident_is_visible(rq->viewer, out) ? RC_OK : RC_NOT_FOUND;
}

/* Answers that hold for nearly everybody; the questions that decide stay open. */
static void presume(struct case_facts *facts)
{
	struct case_facts usual;

	record_clear(&case_facts_record, &usual);
	case_facts_assume(&usual);
	facts->setting = usual.setting;
	facts->mental_opinion = usual.mental_opinion;
	facts->special = usual.special;
	facts->body = usual.body;
	facts->assault = usual.assault;
	facts->privacy_request = usual.privacy_request;
	facts->advice_followed = usual.advice_followed;
	facts->restriction_affects_routine = usual.restriction_affects_routine;
}

static void begin_facts(struct case_view *v, const struct zone *zone)
{
	struct case_facts *facts = &v->facts;

	record_clear(&case_facts_record, facts);
	presume(facts);
	facts->worker = v->injured.employment; /* the codes are the same, see enum employment */
	facts->injury_on = zone_day(zone, v->incident.occurred_at);
	facts->incident_at = v->incident.occurred_at;
	v->c.injury_on = facts->injury_on;
	v->c.year = day_civil(facts->injury_on).year;
}

static void begin_report(struct case_view *v, const struct person *person, const struct zone *zone)
{
	struct case_report *report = &v->report;

	record_clear(&case_report_record, report);
	report->street = person->street;
	report->city = person->city;
	report->state = person->state;
	report->zip = person->zip;
	report->born_on = person->born_on;
	report->hired_on = person->hired_on;
	report->sex = person->sex;
	report->what_happened = v->incident.description;
	report->injury = v->injured.injury;
	if (v->incident.is_time_known) {
		struct civil at = zone_civil(zone, v->incident.occurred_at);
		report->event_at = at.hour * 60 + at.minute;
	}
	if (v->injured.care == CARE_EMERGENCY_ROOM || v->injured.care == CARE_HOSPITAL)
		report->emergency_room = ANSWER_YES;
}

static enum rc load_person(struct request *rq, const struct case_view *v, struct person *person)
{
	record_clear(&person_record, person);
	if (!v->injured.person_id)
		return RC_OK;
	return person_by_id(rq->db, rq->arena, v->incident.organization_id, v->injured.person_id, person);
}

static enum rc set_place(struct request *rq, struct case_view *v)
{
	enum rc rc = establishment_by_id(rq->db, rq->arena, v->incident.organization_id,
					 v->c.establishment_id, &v->place);
	if (rc == RC_OK && zone_find(v->place.zone, &rq->zone) == RC_FAULT)
		rc = RC_FAULT;
	v->today = zone_day(rq->zone, rq->now);
	return rc;
}

static enum rc begin(struct request *rq, struct case_view *v)
{
	struct person person;
	enum rc rc = load_person(rq, v, &person);

	if (rc != RC_OK)
		return rc;
	record_clear(&osha_case_record, &v->c);
	v->c.organization_id = v->incident.organization_id;
	v->c.incident_id = v->incident.id;
	v->c.injured_person_id = v->injured.id;
	v->c.establishment_id = case_log_establishment(v->incident.establishment_id, person.establishment_id);
	v->c.job_title = v->injured.job_title.len ? v->injured.job_title : person.job_title;
	v->c.occurred_where = v->incident.specific_location;
	v->c.description = v->injured.injury.len ? v->injured.injury : STR_NONE;
	rc = set_place(rq, v);
	if (rc != RC_OK)
		return rc;
	begin_facts(v, rq->zone);
	begin_report(v, &person, rq->zone);
	return RC_OK;
}

static enum rc load_case(struct request *rq, struct case_view *v)
{
	enum rc rc =
		case_of_injured_person(rq->db, rq->arena, v->incident.organization_id, v->injured.id, &v->c);

	if (rc == RC_NOT_FOUND)
		return begin(rq, v);
	if (rc == RC_OK)
		rc = set_place(rq, v);
	if (rc == RC_OK)
		rc = case_facts_load(rq->db, rq->arena, &v->c, &v->facts);
	return rc == RC_OK ? case_report_load(rq->db, rq->arena, &v->c, &v->report) : rc;
}

enum rc case_view_load(struct request *rq, struct case_view *v, bool keep)
{
	enum rc rc = case_view_incident(rq, &v->incident);

	if (rc == RC_OK)
		rc = injured_by_uuid(rq->db, rq->arena, v->incident.organization_id, v->incident.id,
				     param(rq, "uuid"), &v->injured);
	if (rc == RC_OK)
		rc = load_case(rq, v);
	if (rc != RC_OK)
		return rc;
	struct scope scope = {v->c.establishment_id, v->incident.department_id};
	if (!viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope))
		return RC_NOT_FOUND;
	v->may_keep = viewer_may_in(rq->viewer, MAY_KEEP_OSHA, scope);
	v->href = arena_printf(rq->arena, "/incidents/%.*s/people/%.*s/case", STR_ARG(v->incident.number),
			       STR_ARG(v->injured.uuid));
	v->facts.keeps_records = v->place.keeps_records == KEEPS_RECORDS_YES ? ANSWER_YES : ANSWER_NO;
	return keep && !v->may_keep ? RC_DENIED : RC_OK;
}

bool case_view_is_masked(const struct request *rq, const struct incident *incident, const struct osha_case *c)
{
	if (!c || !c->is_privacy)
		return false;
	return !viewer_may_in(rq->viewer, MAY_KEEP_OSHA,
			      (struct scope){c->establishment_id, incident->department_id});
}

struct str case_view_words(const struct request *rq, const char *english)
{
	return english && english[0] ? rq_tr(rq, english) : STR("");
}

void case_view_entry(struct request *rq, struct view *view, const struct osha_case *c)
{
	view_record(view, "osha_case", &osha_case_record, c);
	view_flag(view, "is_undecided", c->recordable == RECORDABLE_UNDECIDED);
	view_flag(view, "is_recordable", c->recordable == RECORDABLE_YES);
	view_flag(view, "is_lined_out", c->lined_out_at != MOMENT_NONE);
	view_cstr(view, "column", osha_outcome_letter((enum osha_outcome)c->outcome));
	view_text(view, "outcome_label",
		  case_view_words(rq, osha_outcome_label((enum osha_outcome)c->outcome)));
}

static void add_tabs(struct request *rq, const struct case_view *v, const char *tab, struct view *page)
{
	static const struct {
		const char *segment, *label;
	} tabs[] = {
		{"", N_("Decision")},
		{"/days", N_("Days")},
		{"/report", N_("Form 301")},
		{"/urgent", N_("Urgent report")},
	};
	struct view_list *list = view_list(page, "tabs");

	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
		struct view *item = view_add(list);
		view_printf(item, "href", "%.*s%s", STR_ARG(v->href), tabs[i].segment);
		view_text(item, "label", rq_tr(rq, tabs[i].label));
		view_flag(item, "current", str_is(str_of(tab), tabs[i].segment));
	}
}

static void add_crumbs(struct request *rq, const struct case_view *v, struct view *page)
{
	struct view_list *list = view_list(page, "crumbs");
	struct view *incidents = view_add(list), *incident = view_add(list), *cases = view_add(list);

	view_cstr(incidents, "href", "/incidents");
	view_text(incidents, "label", rq_tr(rq, N_("Incidents")));
	view_printf(incident, "href", "/incidents/%.*s", STR_ARG(v->incident.number));
	view_text(incident, "label", v->incident.number);
	view_printf(cases, "href", "/incidents/%.*s/osha", STR_ARG(v->incident.number));
	view_text(cases, "label", rq_tr(rq, N_("OSHA cases")));
}

enum rc case_view_urgent(struct request *rq, const struct case_view *v, struct view *page)
{
	struct urgent_answer answers[URGENT_COUNT];
	struct rows notices = {NULL, 0};
	enum rc rc =
		v->c.id ? notice_list(rq->db, rq->arena, v->c.organization_id, v->c.id, &notices) : RC_OK;
	struct view_list *list = view_list(page, "urgent");

	if (rc != RC_OK)
		return rc;
	urgent_decide(rq->arena, &v->facts, rq->zone, answers);
	for (int i = 0; i < URGENT_COUNT; i++) {
		const struct urgent_answer *answer = &answers[i];
		if (answer->duty == URGENT_NONE)
			continue;
		struct view *item = view_add(list);
		bool is_told = notice_was_given(notices.at, notices.count, answer->event);
		view_text(item, "event", rq_tr(rq, urgent_event_label(answer->event)));
		view_text(item, "why", case_view_words(rq, answer->reason));
		view_cstr(item, "paragraph", answer->citation);
		view_flag(item, "is_told", is_told);
		view_flag(item, "is_due", !is_told && answer->duty == URGENT_REPORT);
		view_flag(item, "is_judge", !is_told && answer->duty == URGENT_JUDGE);
		view_flag(item, "is_not", !is_told && answer->duty == URGENT_NOT);
		view_moment(item, "deadline_at", answer->deadline_at);
		if (answer->deadline_at == MOMENT_NONE)
			continue;
		struct notice_clock clock = notice_clock(answer->deadline_at, rq->now);
		view_flag(item, "is_late", clock.is_late);
		view_int(item, "clock_days", clock.hours >= 72 ? clock.hours / 24 : 0);
		view_printf(item, "clock", "%lld:%02lld", (long long)clock.hours, (long long)clock.minutes);
	}
	view_records(page, "notices", &notice_record, notices.at, notices.count);
	view_printf(page, "urgent_href", "%.*s/urgent", STR_ARG(v->href));
	return RC_OK;
}

enum rc case_view_open(struct request *rq, struct case_view *v)
{
	enum rc rc = case_view_load(rq, v, false);

	return rc == RC_OK ? audit_read(rq, "osha_case", v->c.id, v->incident.id) : rc;
}

enum rc case_view_page(struct request *rq, const struct case_view *v, const char *tab, struct view *page)
{
	view_record(page, "incident", &incident_record, &v->incident);
	view_record(page, "injured", &injured_person_record, &v->injured);
	view_record(page, "place", &establishment_record, &v->place);
	case_view_entry(rq, page, &v->c);
	view_flag(page, "is_masked", case_view_is_masked(rq, &v->incident, &v->c));
	view_text(page, "case_href", v->href);
	view_printf(page, "log_href", "/osha/%.*s/%lld/log", STR_ARG(v->place.code), (long long)v->c.year);
	view_flag(page, "is_kept", v->c.id != 0);
	view_flag(page, "may_keep", v->may_keep && case_is_editable(v->c.year, v->today));
	view_int(page, "version", v->c.version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", v->href);
	add_tabs(rq, v, tab, page);
	add_crumbs(rq, v, page);
	return case_view_urgent(rq, v, page);
}

struct saving {
	struct change change;
	const struct case_view *v;
	bool with_report;
	struct str reason;
};

/* Works on a copy, because the transaction may run it again. */
static enum rc write_case(struct db *db, void *closure)
{
	struct saving *saving = closure;
	struct osha_case c = saving->v->c;
	struct case_change change = {
		.c = &c,
		.facts = &saving->v->facts,
		.report = saving->with_report ? &saving->v->report : NULL,
		.decided_by_id = saving->change.rq->viewer->person_id,
		.today = saving->v->today,
		.reason = saving->reason,
	};
	return case_keep(db, saving->change.rq->arena, &saving->change.actor, &change);
}

static enum rc check_facts(struct request *rq, const struct case_view *v)
{
	struct fact_problem problems[FACT_PROBLEMS_MOST];
	size_t count = case_facts_check(rq->arena, &v->facts, problems);

	if (v->facts.injury_on == DAY_NONE)
		return problem_add(rq, "injury_on",
				   N_("Enter the day: it decides in which year's log the case is"));
	for (size_t i = 0; i < count; i++)
		problem_add(rq, problems[i].field, problems[i].why);
	return count ? RC_INVALID : RC_OK;
}

enum rc case_view_save(struct request *rq, struct response *rs, struct case_view *v, bool with_report,
		       struct str answer)
{
	struct saving saving = {.change = change_of(rq), .v = v, .with_report = with_report || !v->c.id};
	enum rc rc = check_facts(rq, v);
	int64_t version;

	if (rc != RC_OK)
		return rc;
	if (v->c.id && str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version))
		v->c.version = version;
	v->c.year = day_civil(v->facts.injury_on).year;
	saving.reason = pairs_get(&rq->form, "reason");
	saving.change.answer = answer;
	rc = change_run(&saving.change, rs, "osha_case", write_case, &saving);
	if (rc == RC_INVALID) /* every rule of the tables was checked above */
		return FAULT("osha.case", "refused by %.*s", STR_ARG(db_refused_by(rq->db)));
	if (rc != RC_CONFLICT && rc != RC_DUPLICATE)
		return rc;
	rc = load_case(rq, v);
	if (rc != RC_OK)
		return rc;
	problem_add(
		rq, "",
		N_("Somebody else changed this case meanwhile. Look at what you typed and save it again."));
	rs->status = rc_http_status(RC_CONFLICT);
	return RC_CONFLICT;
}
