#include "osha/case_record_pages.h"

#include "audit/reading.h"
#include "incident/injured_store.h"
#include "osha/case_store.h"
#include "osha/case_view.h"
#include "osha/report_items.h"

static const struct osha_case *case_of(const struct rows *cases, int64_t injured_person_id)
{
	for (size_t i = 0; i < cases->count; i++) {
		const struct osha_case *c = ROW(struct osha_case, *cases, i);
		if (c->injured_person_id == injured_person_id)
			return c;
	}
	return NULL;
}

/* What OSHA has to be told at once of one of them. */
static enum rc add_urgent(struct request *rq, const struct incident *incident,
			  const struct injured_person *injured, const struct osha_case *c, struct view *item)
{
	struct case_view v = {.incident = *incident, .injured = *injured, .c = *c};
	enum rc rc = case_facts_load(rq->db, rq->arena, c, &v.facts);

	if (rc != RC_OK)
		return rc;
	v.href = arena_printf(rq->arena, "/incidents/%.*s/people/%.*s/case", STR_ARG(incident->number),
			      STR_ARG(injured->uuid));
	return case_view_urgent(rq, &v, item);
}

/* Which items of its Form 301 a recordable case lacks: without them the seven days go on (29 CFR 1904.29(b)(3)). */
static enum rc add_gaps(struct request *rq, const struct osha_case *c, struct view *item)
{
	struct report_gap gaps[REPORT_GAPS_MOST];
	struct view_list *list = view_list(item, "gaps");
	struct case_report report;
	enum rc rc = c->recordable == RECORDABLE_YES ? case_report_load(rq->db, rq->arena, c, &report) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	size_t count = report_items_missing(c, &report, gaps);
	for (size_t i = 0; i < count; i++) {
		struct view *gap = view_add(list);
		view_cstr(gap, "item", gaps[i].item);
		view_cstr(gap, "field", gaps[i].field);
		view_text(gap, "question", rq_tr(rq, gaps[i].label));
	}
	view_flag(item, "is_complete", count == 0);
	return RC_OK;
}

static enum rc add_people(struct request *rq, const struct incident *incident, const struct rows *people,
			  const struct rows *cases, bool with_gaps, struct view *page)
{
	struct view_list *list = view_list(page, "people");
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < people->count; i++) {
		const struct injured_person *injured = ROW(struct injured_person, *people, i);
		const struct osha_case *c = case_of(cases, injured->id);
		struct view *item = view_add(list);
		view_record(item, "injured", &injured_person_record, injured);
		view_printf(item, "to", "/incidents/%.*s/people/%.*s/case", STR_ARG(incident->number),
			    STR_ARG(injured->uuid));
		view_flag(item, "is_begun", c != NULL);
		view_flag(item, "is_masked", case_view_is_masked(rq, incident, c));
		if (!c)
			continue;
		case_view_entry(rq, item, c);
		rc = add_urgent(rq, incident, injured, c, item);
		if (rc == RC_OK && with_gaps)
			rc = add_gaps(rq, c, item);
	}
	return rc;
}

static struct scope scope_of(const struct incident *incident)
{
	return (struct scope){incident->establishment_id, incident->department_id};
}

/* Everybody on the incident and their cases: people[] with urgent[]. */
static enum rc load_people(struct request *rq, const struct incident *incident, bool with_gaps, struct view *page)
{
	struct rows people, cases;
	enum rc rc = injured_list(rq->db, rq->arena, incident->organization_id, incident->id, &people);

	if (rc == RC_OK)
		rc = case_list_of_incident(rq->db, rq->arena, incident->organization_id, incident->id, &cases);
	return rc == RC_OK ? add_people(rq, incident, &people, &cases, with_gaps, page) : rc;
}

/* The names of privacy cases that the page shows. */
static enum rc note_reading(struct request *rq, const struct incident *incident)
{
	struct rows people;
	enum rc rc = injured_list(rq->db, rq->arena, incident->organization_id, incident->id, &people);

	for (size_t i = 0; rc == RC_OK && i < people.count; i++) {
		const struct injured_person *injured = ROW(struct injured_person, people, i);
		if (injured->is_private && incident_shows_injured(rq->viewer, incident, injured))
			rc = audit_read(rq, "injured_person", injured->id, incident->id);
	}
	return rc;
}

static enum rc people_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct incident incident;
	struct view *page;
	enum rc rc = case_view_incident(rq, &incident);

	if (rc == RC_OK)
		rc = incident_shown_find(rq, &shown);
	if (rc == RC_OK && !viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope_of(&incident)))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = record_page(rq, &shown, case_record_part.tab, &page);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "may_keep", viewer_may_in(rq->viewer, MAY_KEEP_OSHA, scope_of(&incident)));
	rc = load_people(rq, &incident, true, page);
	if (rc == RC_OK)
		rc = note_reading(rq, &incident);
	return rc == RC_OK ? respond_page(rq, rs, "osha/people", page) : rc;
}

static bool has_cases(const struct request *rq, const struct incident_shown *shown)
{
	return shown->around.injured_count && viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope_of(&shown->incident));
}

static enum rc count_people(struct request *rq, const struct incident_shown *shown, int64_t *count)
{
	(void)rq;
	*count = shown->around.injured_count;
	return RC_OK;
}

static enum rc load_urgent(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	return load_people(rq, &shown->incident, false, card);
}

const struct record_part case_record_part = {
	.name = "osha",
	.position = RECORD_OSHA,
	.registers = RECORD_SAFETY,
	.tab = "/osha",
	.label = N_("OSHA"),
	.shown = has_cases,
	.count = count_people,
};
const struct record_part case_record_urgent_part = {
	.name = "osha-urgent",
	.position = 100,
	.registers = RECORD_SAFETY,
	.column = RECORD_BANNER,
	.template = "osha/urgent-banner",
	.shown = has_cases,
	.load = load_urgent,
};

const struct route case_record_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/osha",
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = people_get,
	 .help = "the injured and ill people of an incident and their cases",
	 .offered_by = "listInjured listOshaCases"},
	ROUTE_END,
};
