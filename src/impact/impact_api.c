#include "impact/impact_api.h"

#include <stddef.h>
#include <string.h>

#include "audit/reading.h"
#include "base/random.h"
#include "http/api_call.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/cost_store.h"
#include "impact/impact.h"
#include "impact/impact_pages.h"
#include "impact/statement_store.h"
#include "impact/violation_store.h"
#include "incident/injured_store.h"

/* --- what is shown ----------------------------------------------------------------- */

#define FIELDS(name, record, ...)                                            \
	static const char *const name##_names[] = {__VA_ARGS__, NULL};       \
	static const struct form name##_fields = {record, name##_names, NULL}
FIELDS(person, &injured_person_record, "uuid", "full_name", "job_title", "employment", "injury", "care", "is_private", "version");
FIELDS(asset, &incident_asset_record, "uuid", "name", "damage", "damage_severity", "out_from", "out_until", "repair_estimate",
       "version", "created_at", "updated_at");
FIELDS(order, &work_order_record, "uuid", "number", "task", "state", "external_number", "done_on", "done_note", "opened_at",
       "version");
FIELDS(violation, &violation_row_record, "uuid", "code", "title", "given_name", "family_name", "description", "training",
       "course", "completed_on", "expires_on");
FIELDS(cost, &incident_cost_record, "uuid", "kind", "basis", "amount", "currency", "incurred_on", "note", "version",
       "created_at", "updated_at");
FIELDS(witness, &witness_record, "uuid", "full_name", "contact", "version");
#undef FIELDS

#define SCHEMA(name, title, help)                                                                                  \
	static const struct api_schema name##_schema = {                                                           \
		title, help, (const struct api_member[]){{API_FIELDS, .form = &name##_fields}, API_MEMBERS_END}};  \
	static const struct api_schema name##_page = {                                                             \
		title "List", NULL, (const struct api_member[]){{API_LIST, "items", .of = &name##_schema}, API_MEMBERS_END}}
SCHEMA(person, "InjuredEntry", "An injured or ill person; name and job of a privacy case are null for most");
SCHEMA(asset, "DamagedAsset", "An asset that was damaged");
SCHEMA(order, "IncidentWorkOrder", "The repair of a damaged asset");
SCHEMA(violation, "Violation", "A rule that was not kept, with the training on file");
SCHEMA(cost, "Cost", "An entry of money");
SCHEMA(witness, "Witness", "Somebody who saw it");
#undef SCHEMA

/* --- lists ------------------------------------------------------------------------- */

struct listed {
	const struct form *fields;
	incident_list_load *load;
	bool is_for_reporter;
	/* Takes out what the viewer may not know; NULL: nothing. */
	enum rc (*mask)(struct request *rq, const struct incident_shown *shown, void *row);
};

/* Reading the name of a privacy case leaves its entry in the audit trail, as on the page. */
static enum rc mask_person(struct request *rq, const struct incident_shown *shown, void *row)
{
	struct injured_person *injured = row;

	if (incident_shows_injured(rq->viewer, &shown->incident, injured))
		return injured->is_private ? audit_read(rq, "injured_person", injured->id, shown->incident.id) : RC_OK;
	injured->full_name = injured->job_title = STR_NONE;
	return RC_OK;
}

static enum rc put_rows(struct request *rq, struct api_json *json, const struct incident_shown *shown,
			const struct listed *listed, struct rows rows)
{
	const struct record *record = listed->fields->record;
	enum rc rc = RC_OK;

	api_json_begin(json, NULL);
	api_json_list(json, "items");
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		void *row = (char *)rows.at + i * record->size;
		if (listed->mask)
			rc = listed->mask(rq, shown, row);
		api_json_begin(json, NULL);
		api_json_fields(json, listed->fields, row);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_end(json);
	return rc;
}

static enum rc list(struct request *rq, struct response *rs, const struct listed *listed)
{
	struct api_json json = api_call_json(rq, 3);
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !shown.shows_work && !listed->is_for_reporter)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = listed->load(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc == RC_OK)
		rc = put_rows(rq, &json, &shown, listed, rows);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, 0) : rc;
}

/* The row of the list that the address names, with its version. */
static enum rc one(struct request *rq, struct response *rs, const struct listed *listed)
{
	const struct record *record = listed->fields->record;
	const struct field *uuid = record_field(record, STR("uuid")), *version = record_field(record, STR("version"));
	struct incident_shown shown;
	struct rows rows;
	void *row = NULL;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !shown.shows_work && !listed->is_for_reporter)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = listed->load(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		if (str_equal(*FIELD_AT(struct str, (char *)rows.at + i * record->size, uuid), param(rq, "uuid")))
			row = (char *)rows.at + i * record->size;
	if (rc == RC_OK && !row)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && listed->mask)
		rc = listed->mask(rq, &shown, row);
	return rc == RC_OK ? api_call_row(rq, rs, listed->fields, row, *FIELD_AT(int64_t, row, version)) : rc;
}

static const struct listed people = {&person_fields, injured_list, true, mask_person};
static const struct listed assets = {&asset_fields, incident_asset_list, false, NULL};
static const struct listed costs = {&cost_fields, cost_list, false, NULL};
static const struct listed witnesses = {&witness_fields, incident_witnesses, true, NULL};

#define ONE(kind)                                                                           \
	static enum rc kind##_one(struct request *rq, struct response *rs)                  \
	{                                                                                   \
		return one(rq, rs, &kind);                                                  \
	}
ONE(people)
ONE(assets)
ONE(costs)
ONE(witnesses)
#undef ONE

static enum rc people_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &people);
}

static enum rc assets_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &assets);
}

static enum rc orders_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &(const struct listed){&order_fields, work_order_list, false, NULL});
}

static enum rc violations_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &(const struct listed){&violation_fields, violation_rows, false, NULL});
}

static enum rc costs_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &costs);
}

static enum rc witnesses_get(struct request *rq, struct response *rs)
{
	return list(rq, rs, &witnesses);
}

/* Of one witness, among those of the incident. */
static enum rc witness_rows(struct request *rq, struct response *rs, const struct form *fields, incident_list_load *load,
			    size_t witness_offset)
{
	const size_t size = fields->record->size;
	struct incident_shown shown;
	struct witness witness;
	struct rows rows;
	size_t kept = 0;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && (!shown.shows_work || !uuid_is_valid(param(rq, "uuid"))))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = witness_by_uuid(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, param(rq, "uuid"), &witness);
	if (rc == RC_OK)
		rc = load(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const char *row = (const char *)rows.at + i * size;
		int64_t witness_id;
		memcpy(&witness_id, row + witness_offset, sizeof witness_id);
		if (witness_id == witness.id)
			memmove((char *)rows.at + kept++ * size, row, size);
	}
	rows.count = kept;
	return rc == RC_OK ? api_call_rows(rq, rs, fields, &rows, size, STR_NONE) : rc;
}

static const char *const statement_names[] = {"uuid", "kind", "locale", "statement", "signed_name", "recorded_at", NULL};
static const struct form statement_fields = {&witness_statement_record, statement_names, NULL};
static const struct api_schema statement_schema = API_RECORD_OF("Statement", "What a witness stated; it never changes", &statement_fields);
static const struct api_schema statements_schema = API_LIST_OF("StatementList", "As recorded", &statement_schema);
static const char *const link_names[] = {"uuid", "created_at", "expires_at", "opened_at", "revoked_at", "used_at", NULL};
static const struct form link_fields = {&witness_link_record, link_names, NULL};
static const struct api_schema link_schema = API_RECORD_OF("WitnessLink", "A link for a statement, without its address", &link_fields);
static const struct api_schema links_schema = API_LIST_OF("WitnessLinkList", "Newest first", &link_schema);

static enum rc statements_get(struct request *rq, struct response *rs)
{
	return witness_rows(rq, rs, &statement_fields, statement_list, offsetof(struct witness_statement, witness_id));
}

static enum rc links_get(struct request *rq, struct response *rs)
{
	return witness_rows(rq, rs, &link_fields, witness_link_list, offsetof(struct witness_link, witness_id));
}

/* --- changes: the pages' own, for the kind that stands in the address ---------------- */

static void name_kind(struct request *rq, const char *kind)
{
	pairs_add(rq->arena, &rq->params, STR("kind"), str_of(kind));
}

#define CHANGES(kind)                                                                       \
	static enum rc kind##_post(struct request *rq, struct response *rs)                 \
	{                                                                                   \
		name_kind(rq, #kind);                                                       \
		return impact_add(rq, rs);                                                  \
	}                                                                                   \
	static enum rc kind##_remove(struct request *rq, struct response *rs)               \
	{                                                                                   \
		name_kind(rq, #kind);                                                       \
		return impact_remove(rq, rs);                                               \
	}
CHANGES(people)
CHANGES(assets)
CHANGES(violations)
CHANGES(costs)
CHANGES(witnesses)
#undef CHANGES

#define EDITS(kind)                                                                         \
	static enum rc kind##_patch(struct request *rq, struct response *rs)                \
	{                                                                                   \
		name_kind(rq, #kind);                                                       \
		return impact_edit(rq, rs);                                                 \
	}
EDITS(people)
EDITS(assets)
EDITS(costs)
EDITS(witnesses)
#undef EDITS

#define WITNESS "/api/v1/incidents/{number}/witnesses/{uuid}"
#define AT "/api/v1/incidents/{number}/impacts/"
#define READ(kind, id_, page, help)                                                                                 \
	{METHOD_GET, AT #kind, MAY_SEE_INCIDENTS, ROUTE_WRITES, kind##_get, help,                                   \
	 &(const struct api_operation){.id = id_, .tag = "Impacts", .scope = API_INCIDENTS_READ, .flags = API_SANDBOX, \
				       .answer = &page}}
#define SINGLE(kind, id_, schema, help)                                                                             \
	{METHOD_GET, AT #kind "/{uuid}", MAY_SEE_INCIDENTS, ROUTE_WRITES, kind##_one, help,                         \
	 &(const struct api_operation){.id = id_, .tag = "Impacts", .scope = API_INCIDENTS_READ,                    \
				       .flags = API_SANDBOX | API_VERSIONED, .answer = &schema}}
#define CHANGE(method, path, handler, help, id, ...)                 \
	{method, AT path, MAY_SEE_INCIDENTS, 0, handler, help,       \
	 API_CHANGE(id, "Impacts", API_INCIDENTS_WRITE, __VA_ARGS__)}
#define SANDBOX .flags = API_SANDBOX
#define EDIT .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX
#define REMOVE(kind, id, help) \
	CHANGE(METHOD_POST, #kind "/{uuid}/remove", kind##_remove, help, id, API_FORM("ImpactRemoval", &impact_removal_form), SANDBOX)

const struct route impact_api_routes[] = {
	READ(people, "listInjured", person_page, "the injured and ill people of an incident"),
	READ(assets, "listDamagedAssets", asset_page, "the damaged assets of an incident"),
	READ(orders, "listIncidentWorkOrders", order_page, "the work orders of an incident"),
	READ(violations, "listViolations", violation_page, "the violations of an incident"),
	READ(costs, "listCosts", cost_page, "the costs of an incident"),
	READ(witnesses, "listWitnesses", witness_page, "the witnesses of an incident"),
	{METHOD_GET, WITNESS "/statements", MAY_SEE_INCIDENTS, 0, statements_get, "what a witness stated",
	 &(const struct api_operation){.id = "listStatements", .tag = "Impacts", .scope = API_INCIDENTS_READ, .flags = API_SANDBOX,
				       .answer = &statements_schema}},
	{METHOD_GET, WITNESS "/links", MAY_SEE_INCIDENTS, 0, links_get, "the links made for a witness",
	 &(const struct api_operation){.id = "listWitnessLinks", .tag = "Impacts", .scope = API_INCIDENTS_READ, .flags = API_SANDBOX,
				       .answer = &links_schema}},
	SINGLE(people, "getInjured", person_schema, "one injured or ill person"),
	SINGLE(assets, "getDamagedAsset", asset_schema, "one damaged asset"),
	SINGLE(costs, "getCost", cost_schema, "one entry of money"),
	SINGLE(witnesses, "getWitness", witness_schema, "one witness"),

	CHANGE(METHOD_POST, "people", people_post, "adds an injured or ill person", "addInjured",
	       API_FORM("InjuredText", &impact_people_form), SANDBOX),
	CHANGE(METHOD_PATCH, "people/{uuid}", people_patch, "changes an injured or ill person", "changeInjured",
	       API_FORM("InjuredText", &impact_people_form), EDIT),
	REMOVE(people, "removeInjured", "takes an injured person off the record"),

	CHANGE(METHOD_POST, "assets", assets_post, "adds a damaged asset", "addDamagedAsset",
	       API_FORM("DamagedAssetText", &impact_assets_form), SANDBOX,
	       .about = "A number of the list of assets at the front of the name names that asset."),
	CHANGE(METHOD_PATCH, "assets/{uuid}", assets_patch, "changes a damaged asset", "changeDamagedAsset",
	       API_FORM("DamagedAssetText", &impact_assets_form), EDIT),
	REMOVE(assets, "removeDamagedAsset", "takes a damaged asset off the record"),

	CHANGE(METHOD_POST, "violations", violations_post, "adds a violation", "addViolation",
	       API_BODY("ViolationText", {API_FIELDS, .form = &impact_violations_form},
			{API_TEXT, "person", .help = "employee number or name"},
			{API_TEXT, "training", .help = "file: looked up; none; unchecked; or the id of a training record"}),
	       SANDBOX),
	REMOVE(violations, "removeViolation", "takes a violation off the record"),

	CHANGE(METHOD_POST, "costs", costs_post, "adds an entry of money", "addCost",
	       API_FORM("CostText", &impact_costs_form), SANDBOX),
	CHANGE(METHOD_PATCH, "costs/{uuid}", costs_patch, "changes an entry of money", "changeCost",
	       API_FORM("CostText", &impact_costs_form), EDIT),
	REMOVE(costs, "removeCost", "takes an entry of money off the record"),

	CHANGE(METHOD_POST, "witnesses", witnesses_post, "adds a witness", "addWitness",
	       API_FORM("WitnessText", &impact_witnesses_form), SANDBOX),
	CHANGE(METHOD_PATCH, "witnesses/{uuid}", witnesses_patch, "changes a witness", "changeWitness",
	       API_FORM("WitnessText", &impact_witnesses_form), EDIT),
	REMOVE(witnesses, "removeWitness", "takes a witness off the record"),
	ROUTE_END,
};
