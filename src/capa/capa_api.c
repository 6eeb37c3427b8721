#include "capa/capa_api.h"

#include <stddef.h>

#include "capa/capa_list_pages.h"
#include "capa/capa_list_store.h"
#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "incident/incident_detail_view.h"
#include "organization/names_store.h"

/* --- what is shown ----------------------------------------------------------------- */

static const char *const line_names[] = {
	"number", "title", "type", "strength", "priority", "status", "due_on", "establishment_id", "outside_name",
	"incident_number", "completed_at", "effectiveness_check_on", "effectiveness", "flag_count", "reopened_count",
	"created_at", "updated_at", "establishment", "responsible", "is_overdue", NULL,
};
static const struct form line_form = {&capa_line_record, line_names, NULL};
static const struct api_schema line_schema = {
	"ActionLine", "An action as a list shows it",
	(const struct api_member[]){
		{API_FIELDS, .form = &line_form},
		{API_LINK, "href", .help = "address of the whole action"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"ActionList", "A page of actions",
	(const struct api_member[]){
		{API_LIST, "items", .of = &line_schema},
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"},
		API_MEMBERS_END,
	}};

static const char *const shown_names[] = {
	"uuid", "number", "environment", "establishment_id", "department_id", "title", "description", "type", "strength",
	"priority", "outside_name", "due_on", "status", "round", "completed_at", "completed_on", "verified_at",
	"effectiveness_check_on", "effectiveness", "effectiveness_notes", "effectiveness_at", "reopened_count", "flag_count",
	"version", "created_at", "updated_at", NULL,
};
static const struct form capa_fields = {&capa_record, shown_names, NULL};
static const char *const entry_names[] = {
	"step", "round", "body", "due_before", "due_after", "made_by", "is_outside", "made_at", NULL,
};
static const struct form entry_fields = {&capa_entry_record, entry_names, NULL};
static const struct api_schema entry_schema = {
	"ActionEntry", "One step of an action's history",
	(const struct api_member[]){{API_FIELDS, .form = &entry_fields}, API_MEMBERS_END}};
static const struct api_schema capa_schema = {
	"Action", "What is to be done so that it does not happen again",
	(const struct api_member[]){
		{API_FIELDS, .form = &capa_fields},
		{API_TEXT, "incident", .flags = API_NULLABLE, .help = "number; null: it stands for itself"},
		{API_TEXT, "responsible", .flags = API_NULLABLE, .help = "name"},
		{API_TEXT, "verifier", .flags = API_NULLABLE},
		{API_TEXT, "creator", .flags = API_NULLABLE},
		{API_LIST, "history", .of = &entry_schema},
		{API_TEXTS, "steps", .help = "steps that may be taken now, by whoever asks"},
		{API_LINK, "page", .help = "for people"},
		API_MEMBERS_END,
	}};
static const struct api_schema of_incident_schema = {
	"IncidentActions", "The actions of an incident, oldest first",
	(const struct api_member[]){{API_LIST, "items", .of = &line_schema}, API_MEMBERS_END}};

static void put_href(struct request *rq, struct api_json *json, struct str number)
{
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/capas/%.*s", STR_ARG(number)));
}

static void put_line(struct request *rq, struct api_json *json, const struct capa_line *line)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &line_form, line);
	put_href(rq, json, line->number);
	api_json_end(json);
}

/* --- lists ------------------------------------------------------------------------- */

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct capa_filter filter;
	struct capa_list list;
	enum rc rc = capa_list_filter(rq, &filter);

	if (rc == RC_OK)
		rc = capa_list(rq->db, rq->arena, rq->viewer, &filter, zone_day(rq->zone, rq->now), &list);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < list.count; i++)
		put_line(rq, &json, &list.lines[i]);
	return api_call_listed(rq, rs, &json, list.after.is_set ? capa_cursor_text(rq->arena, &list.after) : STR_NONE);
}

/* As a list shows it, of the whole row. */
static struct capa_line line_of(const struct request *rq, const struct capa *capa, struct str incident_number,
				struct names *names)
{
	return (struct capa_line){
		.number = capa->number,
		.title = capa->title,
		.type = capa->type,
		.strength = capa->strength,
		.priority = capa->priority,
		.status = capa->status,
		.due_on = capa->due_on,
		.establishment_id = capa->establishment_id,
		.outside_name = capa->outside_name,
		.incident_number = incident_number,
		.completed_at = capa->completed_at,
		.effectiveness_check_on = capa->effectiveness_check_on,
		.effectiveness = capa->effectiveness,
		.flag_count = capa->flag_count,
		.reopened_count = capa->reopened_count,
		.created_at = capa->created_at,
		.updated_at = capa->updated_at,
		.establishment = names_get(names, NAMES_ESTABLISHMENT, capa->establishment_id),
		.responsible = capa_responsible(capa, names_get(names, NAMES_PERSON, capa->responsible_id)),
		.is_overdue = capa_is_overdue(capa, zone_day(rq->zone, rq->now)),
	};
}

static enum rc incident_get(struct request *rq, struct response *rs)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct api_json json = api_call_json(rq, 3);
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = capa_of_incident(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct capa), offsetof(struct capa, responsible_id));
	if (rc == RC_OK)
		rc = names_load(names, NAMES_ESTABLISHMENT, &shown.incident.establishment_id, 1);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rows.count; i++) {
		const struct capa_line line = line_of(rq, ROW(struct capa, rows, i), shown.incident.number, names);
		put_line(rq, &json, &line);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- one --------------------------------------------------------------------------- */

static enum rc put_history(struct request *rq, struct api_json *json, const struct capa *capa)
{
	struct rows rows;
	enum rc rc = capa_steps(rq->db, rq->arena, capa->organization_id, capa->id, &rows);

	api_json_list(json, "history");
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, &entry_fields, ROW(struct capa_entry, rows, i));
		api_json_end(json);
	}
	api_json_list_end(json);
	return rc;
}

static void put_steps(struct request *rq, struct api_json *json, const struct capa_shown *shown)
{
	const day today = zone_day(rq->zone, rq->now);
	struct text steps = TEXT_IN(rq->arena);
	struct capa_reasons reasons;

	for (int step = 1; step < CAPA_STEP_COUNT; step++) {
		if (!capa_check((enum capa_step)step, &shown->capa, shown->rights, shown->is_locked, today, &reasons))
			continue;
		text_cstr(&steps, steps.len ? "," : "");
		text_cstr(&steps, codes_code(&capa_step_codes, step));
	}
	api_json_texts(json, "steps", text_str(&steps));
}

static void put_name(struct api_json *json, const char *name, struct str value)
{
	api_json_text(json, name, value.len ? value : STR_NONE);
}

static enum rc capa_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct capa_shown shown;
	const struct capa *capa = &shown.capa;
	enum rc rc = capa_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	struct names *names = names_new(rq->db, rq->arena, capa->organization_id);
	const int64_t people[] = {capa->responsible_id, capa->verifier_id, capa->creator_id};
	rc = names_load(names, NAMES_PERSON, people, sizeof people / sizeof *people);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &capa_fields, capa);
	put_name(&json, "incident", shown.has_incident ? shown.incident.number : STR_NONE);
	put_name(&json, "responsible", capa_responsible(capa, names_get(names, NAMES_PERSON, capa->responsible_id)));
	put_name(&json, "verifier", names_get(names, NAMES_PERSON, capa->verifier_id));
	put_name(&json, "creator", names_get(names, NAMES_PERSON, capa->creator_id));
	rc = put_history(rq, &json, capa);
	put_steps(rq, &json, &shown);
	api_json_text(&json, "page", capa_href(rq->arena, capa, ""));
	api_json_end(&json);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, capa->version) : rc;
}

#define OPERATION .tag = "Actions", .scope = API_CAPAS_READ
const struct route capa_api_routes[] = {
	{METHOD_GET, "/api/v1/capas", MAY_SEE_INCIDENTS, 0, list_get, "actions, filtered, ordered, by pages",
	 &(const struct api_operation){.id = "listCapas", OPERATION, .flags = API_LISTED, .answer = &list_schema,
				       .filters = capa_filter_parameters, .sorts = capa_sort_names}},
	{METHOD_GET, "/api/v1/capas/{number}", MAY_SEE_INCIDENTS, 0, capa_get, "one action with its history",
	 &(const struct api_operation){.id = "getCapa", OPERATION, .flags = API_VERSIONED | API_SANDBOX,
				       .answer = &capa_schema}},
	{METHOD_GET, "/api/v1/incidents/{number}/capas", MAY_SEE_INCIDENTS, 0, incident_get, "the actions of an incident",
	 &(const struct api_operation){.id = "listIncidentCapas", OPERATION, .flags = API_SANDBOX,
				       .answer = &of_incident_schema}},
	ROUTE_END,
};
