#include "investigation/frame_pages.h"

#include "base/random.h"
#include "event/event.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "incident/incident_change_store.h"
#include "investigation/approval_view.h"
#include "investigation/findings_view.h"
#include "investigation/investigation_work_store.h"
#include "organization/choices_view.h"
#include "organization/names_store.h"
#include "view/markdown.h"

static const struct work_source deciding = {"investigation-approvals", N_("Investigations that wait for my approval"), NULL,
					    5, MAY_APPROVE_INVESTIGATIONS, investigation_work_deciding};
static const struct work_source leading = {"investigations", N_("Investigations I lead"), NULL, 12, MAY_INVESTIGATE,
					   investigation_work_leading};
static const struct work_source teaming = {"investigation-teams", N_("Investigations I work on"), NULL, 14,
					   MAY_INVESTIGATE, investigation_work_teaming};
WORK_SOURCE(deciding);
WORK_SOURCE(leading);
WORK_SOURCE(teaming);

static const struct code said[] = {
	{"kept", N_("Saved.")},
	{"team", N_("The team has changed.")},
	{"submitted", N_("Submitted and signed. The approver has been told.")},
	{"approved", N_("Approved and signed.")},
	{"rejected", N_("Rejected and signed. The investigation is open again.")},
	{"reopened", N_("Open again. The signatures stay, and say that the content has changed since.")},
	{NULL, NULL},
};

/* team[] {person_id, person_name}. */
static enum rc add_team(struct request *rq, const struct incident *incident, struct view *page)
{
	int64_t people[INVESTIGATION_TEAM_MOST];
	size_t count = investigation_team(incident, people);
	struct names *names = names_new(rq->db, rq->arena, incident->organization_id);
	enum rc rc = names_load(names, NAMES_PERSON, people, count);
	struct view_list *list = view_list(page, "team");

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct view *item = view_add(list);
		view_int(item, "person_id", people[i]);
		view_text(item, "person_name", names_get(names, NAMES_PERSON, people[i]));
		view_text(item, "submission", uuid_new(rq->arena, rq->now));
	}
	return rc;
}

/* What was found, on one page: to be read, printed and decided upon. */
static enum rc overview_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct view *page;
	enum rc rc = investigation_shown_find(rq, &v);

	if (rc == RC_OK)
		rc = investigation_page(rq, &v, "", &page);
	if (rc == RC_OK)
		rc = add_team(rq, &v.shown.incident, page);
	if (rc == RC_OK)
		rc = approval_view(rq, &v, page);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "may_arrange", !v.lock.len && investigation_may_arrange(rq->viewer, &v.shown.incident));
	/* Here it is only read; each part is written on its own page. */
	v.may_edit = false;
	view_flag(page, "may_edit", false);
	view_flag(page, "shows_fishbone", v.findings.item_count > 0);
	investigation_view_gaps(rq, &v, page);
	findings_view_whys(rq, &v, page);
	findings_view_fishbone(rq, &v, page);
	findings_view_timeline(rq, &v, page);
	findings_view_evidence(rq, &v, page);
	findings_view_causes(rq, &v, page);
	view_html(page, "content", markdown_html(rq->arena, v.findings.investigation.conclusion));
	page_said(rq, page, said);
	return respond_page(rq, rs, "investigation/overview", page);
}

static const char *const settings_names[] = {"effect",       "has_whys",        "has_fishbone",
					     "has_timeline", "approval_due_on", "scope",
					     NULL};
static const struct form settings_form = {&investigation_record, settings_names, NULL};

/* Whoever manages the incident or works on the investigation arranges it. */
static enum rc find_arrange(struct request *rq, struct investigation_shown *v)
{
	enum rc rc = investigation_shown_find(rq, v);

	if (rc == RC_OK && !investigation_may_arrange(rq->viewer, &v->shown.incident))
		rc = RC_DENIED;
	if (rc == RC_OK && v->lock.len) {
		problem_add_text(rq, "", v->lock);
		rc = RC_LOCKED;
	}
	return rc;
}

static enum rc respond_settings(struct request *rq, struct response *rs, const struct investigation_shown *v,
				const struct investigation *typed, bool is_conflict)
{
	const struct investigation *stored = &v->findings.investigation;
	struct view *page;
	enum rc rc = investigation_page(rq, v, "", &page);

	if (rc == RC_OK)
		rc = add_team(rq, &v->shown.incident, page);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", &settings_form, typed);
	view_int(page, "version", stored->version);
	view_text(page, "person", pairs_get(&rq->form, "person"));
	view_text(page, "person_problem", problem_of(rq, "person"));
	view_text(page, "team_submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", investigation_href(rq->arena, &v->shown.incident, ""));
	view_flag(page, "is_conflict", is_conflict);
	struct view_list *conflict = view_list(page, "conflict");
	for (const char *const *name = settings_names; is_conflict && *name; name++) {
		const struct field *field = record_field(&investigation_record, str_of(*name));
		struct str theirs = field_text(rq->arena, field, stored), own = field_text(rq->arena, field, typed);
		if (str_equal(theirs, own))
			continue;
		struct view *item = view_add(conflict);
		view_text(item, "label", rq_tr(rq, field->label));
		view_text(item, "stored", theirs);
		view_text(item, "typed", own);
	}
	if (is_conflict)
		rs->status = rc_http_status(RC_CONFLICT);
	return respond_page(rq, rs, "investigation/settings", page);
}

static enum rc settings_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = find_arrange(rq, &v);

	return rc == RC_OK ? respond_settings(rq, rs, &v, &v.findings.investigation, false) : rc;
}

struct arranging {
	struct change change;
	const struct investigation_shown *v;
	struct investigation typed;
	int64_t version;
};

static enum rc write_settings(struct db *db, void *closure)
{
	struct arranging *a = closure;
	struct request *rq = a->change.rq;
	const struct incident *incident = &a->v->shown.incident;
	struct investigation before;
	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, incident->organization_id, incident->id, AREA_INVESTIGATION,
					&locked);

	if (rc == RC_OK && !investigation_may_arrange(rq->viewer, &locked))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = investigation_lock(db, rq->arena, &a->change.actor, &locked, &before);
	if (rc == RC_OK && before.version != a->version)
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	struct investigation after = before;
	after.effect = a->typed.effect;
	after.scope = a->typed.scope;
	after.has_whys = a->typed.has_whys;
	after.has_fishbone = a->typed.has_fishbone;
	after.has_timeline = a->typed.has_timeline;
	after.approval_due_on = a->typed.approval_due_on;
	a->change.answer = investigation_href(rq->arena, incident, "?said=kept");
	return investigation_change(db, rq->arena, &a->change.actor, "investigation.arranged", &before, &after, STR_NONE);
}

static enum rc settings_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct arranging a = {.change = change_of(rq), .v = &v};
	enum rc rc = find_arrange(rq, &v);

	if (rc == RC_OK && !str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &a.version))
		rc = RC_BAD_REQUEST;
	if (rc != RC_OK)
		return rc;
	a.typed = v.findings.investigation;
	if (form_read(rq, &settings_form, &a.typed) != RC_OK)
		return respond_settings(rq, rs, &v, &a.typed, false);
	rc = change_run(&a.change, rs, "investigation_arrange", write_settings, &a);
	if (rc != RC_CONFLICT)
		return rc;
	rc = find_arrange(rq, &v);
	return rc == RC_OK ? respond_settings(rq, rs, &v, &a.typed, true) : rc;
}

/* --- the team --- */

struct teaming {
	struct change change;
	const struct investigation_shown *v;
	int64_t add, remove;         /* people; 0: none */
};

static enum rc tell_added(struct db *db, struct teaming *t)
{
	struct arena *arena = t->change.rq->arena;
	const struct event event = {
		"investigation.assigned", "incident", t->v->shown.incident.id,
		arena_printf(arena, "{\"person_id\":%lld,\"as\":\"team\"}", (long long)t->add),
		codes_code(&environment_codes, t->v->shown.incident.environment)};

	return t->add ? event_add(db, arena, &t->change.actor, &event) : RC_OK;
}

static enum rc write_team(struct db *db, void *closure)
{
	struct teaming *t = closure;
	struct request *rq = t->change.rq;
	struct incident before, after;
	int64_t people[INVESTIGATION_TEAM_MOST], kept[INVESTIGATION_TEAM_MOST + 1];
	size_t count = 0;
	enum rc rc = incident_lock_area(db, rq->arena, t->v->shown.incident.organization_id, t->v->shown.incident.id,
					AREA_INVESTIGATION, &before);

	if (rc == RC_OK && !investigation_may_arrange(rq->viewer, &before))
		rc = RC_DENIED;
	t->change.answer = investigation_href(rq->arena, &t->v->shown.incident, "/settings");
	if (rc != RC_OK)
		return rc;
	size_t had = investigation_team(&before, people);
	for (size_t i = 0; i < had; i++)
		if (people[i] != t->remove && people[i] != t->add)
			kept[count++] = people[i];
	if (t->add && count == INVESTIGATION_TEAM_MOST)
		return RC_CONFLICT;
	if (t->add)
		kept[count++] = t->add;
	after = before;
	after.investigation_team = investigation_team_text(rq->arena, kept, count);
	if (str_equal(before.investigation_team, after.investigation_team))
		return RC_OK;
	rc = incident_change(db, rq->arena, &t->change.actor, "incident.team_changed", &before, &after, STR_NONE);
	return rc == RC_OK ? tell_added(db, t) : rc;
}

static enum rc check_member(struct request *rq, const struct incident *incident, int64_t person_id)
{
	int64_t people[INVESTIGATION_TEAM_MOST];

	if (!person_id)
		return problem_add(rq, "person", N_("Enter a name or an employee number"));
	if (person_id == incident->investigation_lead_id)
		return problem_add(rq, "person", N_("leads the investigation already"));
	if (person_id == incident->investigation_approver_id)
		return problem_add(rq, "person", N_("is to approve it and cannot be on the team"));
	if (investigation_team(incident, people) == INVESTIGATION_TEAM_MOST)
		return problem_add(rq, "person", N_("The team is full"));
	return RC_OK;
}

static enum rc team_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct teaming t = {.change = change_of(rq), .v = &v};
	struct str remove = pairs_get(&rq->form, "remove");
	enum rc rc = find_arrange(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (remove.at && !str_to_int(remove, 1, INT64_MAX, &t.remove))
		return RC_BAD_REQUEST;
	if (!remove.at) {
		rc = choices_person(rq, "person", pairs_get(&rq->form, "person"), &t.add);
		if (rc == RC_OK)
			rc = check_member(rq, &v.shown.incident, t.add);
	}
	if (rc == RC_INVALID)
		return respond_settings(rq, rs, &v, &v.findings.investigation, false);
	return rc == RC_OK ? change_run(&t.change, rs, "investigation_team", write_team, &t) : rc;
}

#define TAB_PATH "/incidents/{number}/investigation"
const struct route frame_routes[] = {
	{.method = METHOD_GET,
	 .path = TAB_PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = overview_get,
	 .help = "the investigation of an incident",
	 .offered_by = "getInvestigation"},
	{.method = METHOD_GET,
	 .path = TAB_PATH "/settings",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = settings_get,
	 .help = "its methods, scope and team"},
	{.method = METHOD_POST,
	 .path = TAB_PATH "/settings",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = settings_post,
	 .help = "changes methods and scope",
	 .api = API_CHANGE("changeInvestigationSettings", "Investigations", API_INVESTIGATIONS_WRITE, API_FORM("InvestigationSettings", &settings_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL)},
	{.method = METHOD_POST,
	 .path = TAB_PATH "/team",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = team_post,
	 .help = "adds somebody to the team or takes somebody off it",
	 .api = API_CHANGE("changeTeam", "Investigations", API_INVESTIGATIONS_WRITE, API_BODY("TeamChange", {API_TEXT, "person", .help = "employee number or name of who joins"}, {API_TEXT, "remove", .help = "id of the person who leaves"}))},
	ROUTE_END,
};
