#include "archive/archive_pages.h"

#include "archive/archive_store.h"
#include "base/random.h"
#include "db/archive.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "incident/incident_change_store.h"

static const struct code said[] = {
	{"placed", N_("The incident is held: it is neither archived nor removed.")},
	{"released", N_("The hold has been released.")},
	{"saved", N_("The change has been saved.")},
	{NULL, NULL},
};
static const char *const place_names[] = {"reason", NULL};
static const struct form place_form = {&legal_hold_record, place_names, NULL};
static const char *const release_names[] = {"release_reason", NULL};
static const struct form release_form = {&legal_hold_record, release_names, NULL};
static const char *const rule_names[] = {"closed_days", NULL};
static const struct form rule_form = {&archive_rule_record, rule_names, NULL};

static struct scope scope_of(const struct incident *incident)
{
	return (struct scope){incident->establishment_id, incident->department_id};
}

static bool may_hold(const struct request *rq, const struct incident *incident)
{
	return viewer_may_in(rq->viewer, MAY_HOLD, scope_of(incident));
}

static bool is_archived(const struct incident *incident)
{
	return incident->status == STATUS_ARCHIVED;
}

/* The one that holds now, or NULL. */
static const struct legal_hold *active_hold(const struct rows *holds)
{
	for (size_t i = 0; i < holds->count; i++)
		if (ROW(struct legal_hold, *holds, i)->released_at == MOMENT_NONE)
			return ROW(struct legal_hold, *holds, i);
	return NULL;
}

/* --- on the record --- */

static enum rc load_banner(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct rows holds = {0};
	enum rc rc = RC_OK;

	if (shown->shows_work)
		rc = incident_shown_rows(rq, shown, &legal_hold_count, legal_hold_list, &holds);
	const struct legal_hold *hold = rc == RC_OK ? active_hold(&holds) : NULL;
	view_flag(card, "is_archived", is_archived(&shown->incident));
	if (hold)
		view_record(card, "hold", &legal_hold_record, hold);
	return rc;
}

static bool shows_hold(const struct request *rq, const struct incident_shown *shown)
{
	return shown->shows_work && may_hold(rq, &shown->incident) && !is_archived(&shown->incident);
}

static enum rc add_facts(struct db *db, struct arena *arena, const struct incident *incident,
			 struct workflow_facts *facts)
{
	bool is_due = false;
	enum rc rc = RC_OK;

	if (incident->status == STATUS_CLOSED)
		rc = archive_is_due(db, arena, incident->organization_id, incident->id, facts->now, &is_due);
	if (rc == RC_OK)
		facts->retention_over = is_due ? ANSWER_YES : ANSWER_NO;
	return rc;
}

const struct record_part archive_banner_part = {
	.name = "archive",
	.position = 50,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_BANNER,
	.template = "archive/banner",
	.load = load_banner,
	.counts = {&legal_hold_count},
	.answers = 1u << GUARD_RETENTION_OVER,
	.facts = add_facts,
};
const struct record_part archive_hold_part = {
	.name = "hold",
	.position = 900,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "archive/hold-card",
	.shown = shows_hold,
};

/* --- holds --- */

enum rc archive_pages_find(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && !may_hold(rq, &shown->incident))
		rc = RC_DENIED;
	if (rc == RC_OK && is_archived(&shown->incident))
		rc = RC_NOT_FOUND;
	return rc;
}

static enum rc show_holds(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	struct view *page;
	struct rows holds;
	enum rc rc = legal_hold_list(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id,
				     &holds);

	if (rc == RC_OK)
		rc = record_page(rq, shown, "", &page);
	if (rc != RC_OK)
		return rc;
	const struct legal_hold *hold = active_hold(&holds);
	view_records(page, "holds", &legal_hold_record, holds.at, holds.count);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	if (hold) {
		view_record(page, "hold", &legal_hold_record, hold);
		form_view(rq, page, "release", &release_form, NULL);
	} else {
		form_view(rq, page, "place", &place_form, NULL);
	}
	page_said(rq, page, said);
	return respond_page(rq, rs, "archive/holds", page);
}

static enum rc holds_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = archive_pages_find(rq, &shown);

	return rc == RC_OK ? show_holds(rq, rs, &shown) : rc;
}

struct holding {
	struct change change;
	int64_t incident_id;
	struct legal_hold hold; /* as typed */
};

/* The lock on the incident lets only one of two holds through, and none while it is being archived. */
static enum rc lock_and_find(struct holding *h, struct db *db, struct rows *holds)
{
	struct request *rq = h->change.rq;
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, h->incident_id, &incident);

	return rc == RC_OK ? legal_hold_list(db, rq->arena, incident.organization_id, incident.id, holds)
			   : rc;
}

static enum rc write_place(struct db *db, void *closure)
{
	struct holding *h = closure;
	struct rows holds;
	enum rc rc = lock_and_find(h, db, &holds);

	if (rc == RC_OK && active_hold(&holds))
		rc = RC_CONFLICT;
	h->hold.incident_id = h->incident_id;
	return rc == RC_OK ? legal_hold_place(db, h->change.rq->arena, &h->change.actor, &h->hold) : rc;
}

static enum rc write_release(struct db *db, void *closure)
{
	struct holding *h = closure;
	struct rows holds;
	enum rc rc = lock_and_find(h, db, &holds);
	const struct legal_hold *before = rc == RC_OK ? active_hold(&holds) : NULL;

	if (rc != RC_OK)
		return rc;
	if (!before)
		return RC_CONFLICT;
	struct legal_hold after = *before;
	after.release_reason = h->hold.release_reason;
	return legal_hold_release(db, h->change.rq->arena, &h->change.actor, before, &after);
}

static enum rc change_hold(struct request *rq, struct response *rs, const struct form *form,
			   const char *result, enum rc (*write)(struct db *db, void *closure))
{
	struct incident_shown shown;
	struct holding h = {.change = change_of(rq)};
	enum rc rc = archive_pages_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	record_clear(&legal_hold_record, &h.hold);
	rc = form_read(rq, form, &h.hold);
	if (rc == RC_INVALID)
		return show_holds(rq, rs, &shown);
	if (rc != RC_OK)
		return rc;
	h.incident_id = shown.incident.id;
	h.change.answer = incident_href(rq->arena, &shown.incident, result);
	return change_run(&h.change, rs, "legal_hold", write, &h);
}

static enum rc place_post(struct request *rq, struct response *rs)
{
	return change_hold(rq, rs, &place_form, "/hold?said=placed", write_place);
}

static enum rc release_post(struct request *rq, struct response *rs)
{
	return change_hold(rq, rs, &release_form, "/hold?said=released", write_release);
}

/* --- the rule --- */

static enum rc show_rule(struct request *rq, struct response *rs, const struct archive_rule *rule)
{
	struct view *page = view_new(rq->arena);
	struct rows held;
	int64_t archived = 0;
	enum rc rc = archive_count(rq->db, rq->arena, rq->viewer->organization_id, &archived);

	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = legal_hold_active(rq->db, rq->arena, rq->viewer->organization_id, &held);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", &rule_form, rule);
	view_int(page, "version", rule->version);
	view_int(page, "archived", archived);
	view_records(page, "held", &held_incident_record, held.at, held.count);
	page_said(rq, page, said);
	return respond_page(rq, rs, "archive/rule", page);
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct archive_rule rule;
	enum rc rc = archive_rule_find(rq->db, rq->arena, rq->viewer->organization_id, &rule);

	return rc == RC_OK ? show_rule(rq, rs, &rule) : rc;
}

struct ruling {
	struct change change;
	struct archive_rule before, after;
};

static enum rc write_rule(struct db *db, void *closure)
{
	struct ruling *r = closure;
	return archive_rule_put(db, r->change.rq->arena, &r->change.actor, &r->before, &r->after);
}

static enum rc rule_post(struct request *rq, struct response *rs)
{
	struct ruling r = {.change = change_of(rq)};
	enum rc rc = archive_rule_find(rq->db, rq->arena, rq->viewer->organization_id, &r.before);
	int64_t version;

	if (rc != RC_OK)
		return rc;
	if (!str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version))
		return RC_BAD_REQUEST;
	r.after = r.before;
	rc = form_read(rq, &rule_form, &r.after);
	if (rc == RC_INVALID)
		return show_rule(rq, rs, &r.after);
	if (rc != RC_OK)
		return rc;
	if (version != r.before.version)
		return RC_CONFLICT;
	r.change.answer = STR("/admin/archive?said=saved");
	return change_run(&r.change, rs, "archive_rule", write_rule, &r);
}

const struct route archive_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/hold",
	 .needs = MAY_HOLD,
	 .handle = holds_get,
	 .help = "legal holds of an incident",
	 .offered_by = "listHolds"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/hold",
	 .needs = MAY_HOLD,
	 .handle = place_post,
	 .help = "places a legal hold",
	 .api = API_CHANGE("placeHold", "Incidents", API_INCIDENTS_WRITE, API_FORM("Hold", &place_form))},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/hold/release",
	 .needs = MAY_HOLD,
	 .handle = release_post,
	 .help = "releases it",
	 .api = API_CHANGE("releaseHold", "Incidents", API_INCIDENTS_WRITE, API_FORM("HoldRelease", &release_form))},
	{.method = METHOD_GET,
	 .path = "/admin/archive",
	 .needs = MAY_ADMINISTER,
	 .handle = rule_get,
	 .help = "when closed incidents are archived, and what is held",
	 .offered_by = "getArchiveRule listHeldIncidents"},
	{.method = METHOD_POST,
	 .path = "/admin/archive",
	 .needs = MAY_ADMINISTER,
	 .handle = rule_post,
	 .help = "changes the rule",
	 .api = API_CHANGE("changeArchiveRule", "Administration", API_ADMIN_WRITE, API_FORM("ArchiveRuleChange", &rule_form),
			   .method = METHOD_PATCH, .path = "/api/v1/archive-rule", .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
