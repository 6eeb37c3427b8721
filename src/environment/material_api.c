#include "environment/material_api.h"

#include "environment/agency_store.h"
#include "environment/substance_store.h"
#include "http/api_call.h"
#include "identity/viewer.h"

static const char *const names[] = {
	"name", "synonyms", "cas", "waste_code", "cercla_rq", "ehs_rq", "tpq", "is_gas", "specific_gravity", "strength", "note",
	"version", NULL,
};
static const struct form fields = {&substance_record, names, NULL};
static const struct api_schema schema = {
	"Material", "A substance; quantities are whole pounds",
	(const struct api_member[]){
		{API_INT, "id"},
		{API_FIELDS, .form = &fields},
		{API_INT, "reportable_quantity", .flags = API_NULLABLE, .help = "the smaller of both, in pounds; null: none is listed"},
		{API_TEXTS, "hazards", .help = "cercla, extremely_hazardous, waste, gas"},
		{API_TEXT, "sds_url", .flags = API_NULLABLE, .help = "address of the safety data sheet"},
		{API_BOOL, "is_own", .help = "of this organization, not of the federal lists"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"MaterialList", "A page of materials, by name",
	(const struct api_member[]){
		{API_LIST, "items", .of = &schema},
		{API_LINK, "next", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};

static int64_t smaller(int64_t a, int64_t b)
{
	if (a == NUMBER_NONE || b == NUMBER_NONE)
		return a == NUMBER_NONE ? b : a;
	return a < b ? a : b;
}

static struct str hazards_of(struct arena *arena, const struct substance *substance)
{
	struct text out = TEXT_IN(arena);
	const struct {
		bool is_given;
		const char *name;
	} all[] = {
		{substance->cercla_rq != NUMBER_NONE, "cercla"},
		{substance->ehs_rq != NUMBER_NONE || substance->tpq != NUMBER_NONE, "extremely_hazardous"},
		{substance->kind == SUBSTANCE_WASTE, "waste"},
		{substance->is_gas, "gas"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].is_given)
			text_printf(&out, "%s%s", out.len ? "," : "", all[i].name);
	return out.len ? text_str(&out) : STR("");
}

static void put_material(struct request *rq, struct api_json *json, const struct substance *substance)
{
	const int64_t quantity = smaller(substance->cercla_rq, substance->ehs_rq);

	api_json_begin(json, NULL);
	api_json_int(json, "id", substance->id);
	api_json_fields(json, &fields, substance);
	if (quantity == NUMBER_NONE)
		api_json_null(json, "reportable_quantity");
	else
		api_json_int(json, "reportable_quantity", quantity);
	api_json_texts(json, "hazards", hazards_of(rq->arena, substance));
	api_json_text(json, "sds_url", substance->sds_href.len ? substance->sds_href : STR_NONE);
	api_json_bool(json, "is_own", substance->organization_id != 0);
	api_json_end(json);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, SUBSTANCE_PAGE);
	struct rows rows;
	enum rc rc = substance_list(rq->db, rq->arena, rq->viewer->organization_id, str_trim(pairs_get(&rq->query, "search")),
				    str_is(pairs_get(&rq->query, "own"), "true"), pairs_get(&rq->query, "after"), &rows);

	if (rc != RC_OK)
		return rc;
	const size_t shown = rows.count > limit ? limit : rows.count;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < shown; i++)
		put_material(rq, &json, ROW(struct substance, rows, i));
	return api_call_listed(rq, rs, &json, rows.count > shown ? ROW(struct substance, rows, shown - 1)->name : STR_NONE);
}

static enum rc material_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct substance substance;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = substance_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &substance);
	if (rc != RC_OK)
		return rc;
	put_material(rq, &json, &substance);
	return api_call_respond(rq, rs, &json, substance.version);
}

static const struct api_parameter query[] = {
	{"search", API_TEXT, NULL, "in name, other names, CAS number or waste code"},
	{"own", API_BOOL, NULL, "only those of this organization"},
	{.name = NULL},
};
#define LISTED(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Directory", .scope = API_DIRECTORY_READ, .flags = API_LISTED | (more), \
				      .answer = &list_schema, .query = query}

/* --- whom to call after a release ------------------------------------------------------- */

static const char *const agency_names[] = {"id", "establishment_id", "agency", "name", "phone", "email", "postal_address", "note",
					   "verified_on", "is_active", NULL};
static const struct form agency_fields = {&agency_contact_record, agency_names, NULL};
static const struct api_schema agency_schema = API_RECORD_OF("AgencyContact", "Whom to call after a release", &agency_fields);
static const struct api_schema agencies_schema = API_LIST_OF("AgencyContactList", "In use, by establishment and agency", &agency_schema);

static enum rc agencies_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = agency_list(rq->db, rq->arena, rq->viewer->organization_id, 0, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &agency_fields, &rows, sizeof(struct agency_contact), STR_NONE) : rc;
}

static enum rc agency_get(struct request *rq, struct response *rs)
{
	struct agency_contact contact;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = agency_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &contact);
	return rc == RC_OK ? api_call_row(rq, rs, &agency_fields, &contact, contact.version) : rc;
}

const struct route material_api_routes[] = {
	{METHOD_GET, "/api/v1/materials", MAY_SEE_INCIDENTS, 0, list_get, "materials with reportable quantities and data sheets",
	 LISTED("listMaterials", 0)},
	{METHOD_GET, "/api/materials", MAY_SEE_INCIDENTS, 0, list_get, "materials with reportable quantities and data sheets",
	 LISTED("listMaterialsByAlias", API_ALIAS)},
	{METHOD_GET, "/api/v1/materials/{id}", MAY_SEE_INCIDENTS, 0, material_get, "one material",
	 &(const struct api_operation){.id = "getMaterial", .tag = "Directory", .scope = API_DIRECTORY_READ,
				       .flags = API_VERSIONED, .answer = &schema}},
	{METHOD_GET, "/api/v1/substances/{id}", MAY_KEEP_SUBSTANCES, 0, material_get, "the same where it is changed",
	 &(const struct api_operation){.id = "getSubstance", .tag = "Directory", .scope = API_DIRECTORY_READ,
				       .flags = API_VERSIONED, .answer = &schema}},
	{METHOD_GET, "/api/v1/agencies", MAY_ADMINISTER, 0, agencies_get, "whom to call after a release",
	 &(const struct api_operation){.id = "listAgencies", .tag = "Directory", .scope = API_DIRECTORY_READ,
				       .answer = &agencies_schema}},
	{METHOD_GET, "/api/v1/agencies/{id}", MAY_ADMINISTER, 0, agency_get, "one of them",
	 &(const struct api_operation){.id = "getAgency", .tag = "Directory", .scope = API_DIRECTORY_READ,
				       .flags = API_VERSIONED, .answer = &agency_schema}},
	ROUTE_END,
};
