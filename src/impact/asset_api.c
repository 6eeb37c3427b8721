#include "impact/asset_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "organization/place_store.h"

enum { PAGE = 200 };

static const char *const names[] = {"code", "name", "kind", "establishment_id", "area_id", "serial", "is_active", "version", "updated_at", NULL};
static const struct form fields = {&asset_record, names, NULL};
static const struct api_schema schema = {
	"Asset", "A machine, vehicle, building or other thing that can be damaged",
	(const struct api_member[]){
		{API_FIELDS, .form = &fields},
		{API_TEXT, "location", .flags = API_NULLABLE, .help = "code of the establishment"},
		{API_TEXT, "establishment", .flags = API_NULLABLE, .help = "its name"},
		{API_LINK, "href"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"AssetList", "A page of assets, by number",
	(const struct api_member[]){
		{API_LIST, "items", .of = &schema},
		{API_LINK, "next", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};

static const struct establishment *place_of(const struct rows *places, int64_t id)
{
	for (size_t i = 0; i < places->count; i++)
		if (ROW(struct establishment, *places, i)->id == id)
			return ROW(struct establishment, *places, i);
	return NULL;
}

static void put_asset(struct request *rq, struct api_json *json, const struct asset *asset, const struct rows *places)
{
	const struct establishment *place = place_of(places, asset->establishment_id);
	struct text href = TEXT_IN(rq->arena);

	text_cstr(&href, "/api/v1/assets/");
	text_url(&href, asset->code);
	api_json_begin(json, NULL);
	api_json_fields(json, &fields, asset);
	api_json_text(json, "location", place ? place->code : STR_NONE);
	api_json_text(json, "establishment", place ? place->name : STR_NONE);
	api_json_text(json, "href", text_str(&href));
	api_json_end(json);
}

/* Code or name of an establishment; RC_INVALID: there is none. */
static enum rc find_place(struct request *rq, const struct rows *places, int64_t *id)
{
	struct str said = str_trim(pairs_get(&rq->query, "location"));

	*id = 0;
	if (!said.len)
		return RC_OK;
	for (size_t i = 0; i < places->count; i++) {
		const struct establishment *place = ROW(struct establishment, *places, i);
		if (str_equal_nocase(place->code, said) || str_equal_nocase(place->name, said))
			*id = place->id;
	}
	return *id ? RC_OK : problem_add(rq, "?location", N_("There is none with this code"));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, PAGE);
	struct asset_filter filter = {
		.words = str_trim(pairs_get(&rq->query, "q")),
		.with_inactive = str_is(pairs_get(&rq->query, "all"), "true") || str_is(pairs_get(&rq->query, "all"), "1"),
		.after = pairs_get(&rq->query, "after"),
		.most = (int64_t)limit + 1,
	};
	struct rows places, rows;
	enum rc rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, false, &places);

	if (rc == RC_OK)
		rc = find_place(rq, &places, &filter.establishment_id);
	if (rc == RC_OK)
		rc = asset_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	if (rc != RC_OK)
		return rc;
	const size_t shown = rows.count > limit ? limit : rows.count;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < shown; i++)
		put_asset(rq, &json, ROW(struct asset, rows, i), &places);
	return api_call_listed(rq, rs, &json, rows.count > shown ? ROW(struct asset, rows, shown - 1)->code : STR_NONE);
}

static enum rc asset_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct asset asset;
	struct rows places;
	enum rc rc = asset_by_code(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "asset"), &asset);

	if (rc == RC_OK)
		rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, false, &places);
	if (rc != RC_OK)
		return rc;
	put_asset(rq, &json, &asset, &places);
	return api_call_respond(rq, rs, &json, asset.version);
}

static const struct api_parameter query[] = {
	{"location", API_TEXT, NULL, "code or name of an establishment"},
	{"q", API_TEXT, NULL, "words in number, name or serial number"},
	{"all", API_BOOL, NULL, "also those that are no longer in use"},
	{.name = NULL},
};
#define LISTED(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Directory", .scope = API_DIRECTORY_READ, .flags = API_LISTED | (more), \
				      .answer = &list_schema, .query = query}

const struct route asset_api_routes[] = {
	{METHOD_GET, "/api/v1/assets", MAY_SEE_INCIDENTS, 0, list_get, "assets of a place", LISTED("listAssets", 0)},
	{METHOD_GET, "/api/assets", MAY_SEE_INCIDENTS, 0, list_get, "assets of a place", LISTED("listAssetsByAlias", API_ALIAS)},
	{METHOD_GET, "/api/v1/assets/{asset}", MAY_SEE_INCIDENTS, 0, asset_get, "one asset by its number",
	 &(const struct api_operation){.id = "getAsset", .tag = "Directory", .scope = API_DIRECTORY_READ, .flags = API_VERSIONED,
				       .answer = &schema}},
	ROUTE_END,
};
