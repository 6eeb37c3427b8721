#include "incident/incident_configuration_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "incident/impact_area.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "incident/record.h"
#include "incident/risk_view.h"
#include "organization/edit_pages.h"
#include "incident/lookup_store.h"

#define BELONGING "department_id", "project_id", "category_id", "target_on", "tags", "linked_tickets"

/* What is only there in some registers is left out of the form in the others. */
static const char *const safety_names[] = {
	"manager_id", "severity", "severity_potential", "likelihood", "consequence", "investigation_required",
	"investigation_lead_id", "investigation_approver_id", "investigation_due_on", BELONGING, NULL};
static const char *const environment_names[] = {"manager_id", "severity", "severity_potential", "likelihood",
						"consequence", BELONGING, NULL};
/* Core fields of an operations incident never change. */
static const char *const operations_names[] = {"manager_id", BELONGING, NULL};

static enum rc check_configuration(struct request *rq, const void *row);
static const struct form forms[] = {
	[REGISTER_SAFETY] = {&incident_record, safety_names, check_configuration},
	[REGISTER_ENVIRONMENT] = {&incident_record, environment_names, check_configuration},
	[REGISTER_OPERATIONS] = {&incident_record, operations_names, check_configuration},
};

static const char *const area_names[] = {"environmental", "health_safety", "compliance", "legal", "financial", NULL};
static const struct form area_form = {&impact_areas_record, area_names, NULL};

/* Impact areas are asked for where the environment is concerned. */
static enum rc read_configuration(struct request *rq, struct incident *incident)
{
	struct impact_areas areas = impact_areas_read(incident->impact_areas);
	enum rc rc = form_read(rq, &forms[incident->reg], incident);

	if (incident->reg != REGISTER_ENVIRONMENT)
		return rc;
	enum rc more = form_read_prefixed(rq, &area_form, "areas.", &areas);
	incident->impact_areas = impact_areas_text(rq->arena, &areas);
	return rc == RC_OK ? more : rc;
}

static enum rc check_configuration(struct request *rq, const void *row)
{
	const struct incident *incident = row;

	enum rc rc = RC_OK;

	if (incident->investigation_required && !incident->investigation_lead_id)
		rc = problem_add(rq, "investigation_lead_id", N_("Name who leads the investigation"));
	if (incident->investigation_approver_id &&
	    incident->investigation_approver_id == incident->investigation_lead_id)
		rc = problem_add(rq, "investigation_approver_id", N_("Name somebody else than the lead"));
	return rc;
}

/* The present value stays a choice, also when it is retired or no longer a candidate. */
static void offer(struct request *rq, const char *field, const struct choice *at, size_t count,
		  int64_t present, struct str present_name)
{
	struct choice *all = ARENA_ARRAY(rq->arena, struct choice, count + 1);
	bool is_there = present == 0;

	for (size_t i = 0; i < count; i++) {
		all[i] = at[i];
		is_there = is_there || at[i].id == present;
	}
	if (!is_there)
		all[count++] = (struct choice){present, present_name};
	form_choices(rq, field, all, count);
}

static void offer_lookup(struct request *rq, const char *field, const struct lookup *lookup,
			 enum lookup_kind kind, int64_t present, struct str present_name)
{
	size_t count = 0, room = lookup->kinds[kind].count;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, room + 1);

	for (size_t i = 0; i < room; i++) {
		const struct lookup_row *row = &lookup->kinds[kind].rows[i];
		if (row->is_active)
			choices[count++] = (struct choice){row->id, row->name};
	}
	offer(rq, field, choices, count, present, present_name);
}

/* Those whose roles allow what they are named for; NO_PERMISSION: all of them. */
static void offer_people(struct request *rq, const char *field, const struct rows *candidates,
			 enum permission permission, int64_t present, struct str present_name)
{
	struct choice *people = ARENA_ARRAY(rq->arena, struct choice, candidates->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < candidates->count; i++) {
		const struct incident_candidate *row = ROW(struct incident_candidate, *candidates, i);
		if (permission == NO_PERMISSION || incident_candidate_may(row, permission))
			people[count++] = (struct choice){row->id, row->name};
	}
	offer(rq, field, people, count, present, present_name);
}

static enum rc offer_all(struct request *rq, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;
	const struct incident_around *around = &shown->around;
	const struct lookup *lookup;
	struct rows rows;
	enum rc rc = lookup_of(rq->db, rq->viewer, &lookup);

	if (rc == RC_OK)
		rc = incident_candidates(rq->db, rq->arena, incident->organization_id, &rows);
	if (rc != RC_OK)
		return rc;
	offer_people(rq, "manager_id", &rows, NO_PERMISSION, incident->manager_id, around->manager);
	offer_people(rq, "investigation_lead_id", &rows, MAY_INVESTIGATE, incident->investigation_lead_id,
		     around->lead);
	offer_people(rq, "investigation_approver_id", &rows, MAY_APPROVE_INVESTIGATIONS,
		     incident->investigation_approver_id, around->approver);
	offer_lookup(rq, "department_id", lookup, LOOKUP_DEPARTMENT, incident->department_id,
		     around->department);
	offer_lookup(rq, "project_id", lookup, LOOKUP_PROJECT, incident->project_id, around->project);
	offer_lookup(rq, "category_id", lookup, LOOKUP_CATEGORY, incident->category_id, around->category);
	return RC_OK;
}

/* stored: what somebody else made of it meanwhile; NULL: nobody did. */
static enum rc respond_form(struct request *rq, struct response *rs, const struct incident_shown *shown,
			    const struct incident *typed, const struct incident *stored)
{
	struct view *page;
	enum rc rc = record_page(rq, shown, "", &page);

	if (rc != RC_OK)
		return rc;
	if (stored) {
		edit_conflict(rq, page, &incident_record, stored, typed);
		rs->status = rc_http_status(RC_CONFLICT);
	}
	form_view(rq, page, "form", &forms[shown->incident.reg], typed);
	if (shown->incident.reg == REGISTER_ENVIRONMENT) {
		struct impact_areas *areas = ARENA_NEW(rq->arena, struct impact_areas);
		*areas = impact_areas_read(typed->impact_areas);
		form_view_prefixed(rq, page, "areas", &area_form, "areas.", areas);
	}
	if (shown->incident.reg != REGISTER_OPERATIONS)
		risk_view(rq, page, typed->likelihood, typed->consequence);
	view_int(page, "version", shown->incident.version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, ""));
	return respond_page(rq, rs, "incident/configuration", page);
}

static enum rc configuration_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_change(rq, AREA_CONFIGURATION, &shown);

	if (rc == RC_OK)
		rc = offer_all(rq, &shown);
	return rc == RC_OK ? respond_form(rq, rs, &shown, &shown.incident, NULL) : rc;
}

struct configuring {
	struct change change;
	int64_t version; /* that was looked at */
	struct incident typed;
};

static enum rc write_configuration(struct db *db, void *closure)
{
	struct configuring *c = closure;
	struct request *rq = c->change.rq;
	struct incident before, after = c->typed;
	enum rc rc = incident_lock_area(db, rq->arena, after.organization_id, after.id, AREA_CONFIGURATION, &before);

	if (rc == RC_OK && before.version != c->version)
		rc = RC_CONFLICT;
	if (rc == RC_OK && !incident_may_manage(rq->viewer, &before))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	if (after.manager_id != before.manager_id)
		after.assigned_by = STR_NONE;
	c->change.answer = incident_href(rq->arena, &before, "");
	rc = incident_change(db, rq->arena, &c->change.actor, "incident.configured", &before, &after, STR_NONE);
	if (rc != RC_OK)
		return rc;
	return incident_advance(db, rq->arena, &c->change.actor, after.id, rq_tr(rq, N_("Follows from the configuration")).at);
}

enum rc incident_configuration_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct configuring c = {.change = change_of(rq)};
	enum rc rc = incident_shown_change(rq, AREA_CONFIGURATION, &shown);

	if (rc == RC_OK)
		rc = offer_all(rq, &shown);
	if (rc != RC_OK)
		return rc;
	if (!str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &c.version))
		return RC_BAD_REQUEST;
	c.typed = shown.incident;
	if (read_configuration(rq, &c.typed) != RC_OK)
		return respond_form(rq, rs, &shown, &c.typed, NULL);
	rc = change_run(&c.change, rs, "incident_configure", write_configuration, &c);
	if (rc != RC_CONFLICT)
		return rc;
	rc = incident_shown_change(rq, AREA_CONFIGURATION, &shown);
	if (rc != RC_OK)
		return rc;
	/* Once more what was typed, now over what is stored. */
	c.typed = shown.incident;
	if (read_configuration(rq, &c.typed) != RC_OK)
		return respond_form(rq, rs, &shown, &c.typed, NULL);
	return respond_form(rq, rs, &shown, &c.typed, &shown.incident);
}

const struct form incident_configuration_form = {&incident_record, safety_names, NULL};
static const struct api_schema areas_body = {
	"ImpactAreas", NULL, (const struct api_member[]){{API_FIELDS, .form = &area_form}, API_MEMBERS_END}};
static const struct api_schema configuration_body = {
	"IncidentConfiguration", "What those change who manage an incident",
	(const struct api_member[]){
		{API_FIELDS, .form = &incident_configuration_form},
		{API_OBJECT, "areas", .of = &areas_body, .help = "areas of impact, of the environment's register"},
		API_MEMBERS_END,
	}};

const struct route incident_configuration_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/configuration",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = configuration_get,
	 .help = "the form for manager, severity, department, target date and the like"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/configuration",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = incident_configuration_post,
	 .help = "changes them",
	 .api = API_CHANGE("configureIncident", "Incidents", API_INCIDENTS_WRITE, &configuration_body, .method = METHOD_PATCH,
			   .path = "/api/v1/incidents/{number}", .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX,
			   .about = "Changes manager, severity, department, target date and the like; which of them depends on "
				    "the register")},
	ROUTE_END,
};
