#include "impact/lookup_pages.h"

#include "http/api_operation.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/oiics_store.h"
#include "organization/people_store.h"

enum { SUGGESTED = 20 };

static void add(struct text *json, struct str text)
{
	if (json->len > sizeof "{\"found\":[" - 1)
		text_char(json, ',');
	text_json(json, text);
}

static struct text begin(struct request *rq)
{
	struct text json = TEXT_IN(rq->arena);

	text_cstr(&json, "{\"found\":[");
	return json;
}

static enum rc answer(struct request *rq, struct response *rs, struct text *json)
{
	text_cstr(json, "]}");
	return respond_json(rq, rs, text_str(json));
}

static struct str words_of(const struct request *rq)
{
	return str_trim(pairs_get(&rq->query, "q"));
}

static enum rc oiics_get(struct request *rq, struct response *rs)
{
	struct text json = begin(rq);
	int structure = codes_find(&oiics_structure_codes, param(rq, "structure"));
	struct rows rows = {0};
	enum rc rc = structure > OIICS_NONE ? RC_OK : RC_NOT_FOUND;

	if (rc == RC_OK && words_of(rq).len)
		rc = oiics_search(rq->db, rq->arena, (enum oiics_structure)structure, words_of(rq), &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		add(&json, oiics_text(rq->arena, ROW(struct oiics_code, rows, i)));
	return rc == RC_OK ? answer(rq, rs, &json) : rc;
}

static enum rc assets_get(struct request *rq, struct response *rs)
{
	struct text json = begin(rq);
	struct asset_filter filter = {.words = words_of(rq), .most = SUGGESTED};
	struct rows rows = {0};
	enum rc rc = RC_OK;

	if (filter.words.len)
		rc = asset_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		add(&json, asset_text(rq->arena, ROW(struct asset, rows, i)));
	return rc == RC_OK ? answer(rq, rs, &json) : rc;
}

static enum rc people_get(struct request *rq, struct response *rs)
{
	struct text json = begin(rq);
	struct people_filter filter = {.words = words_of(rq), .most = SUGGESTED};
	struct rows rows = {0};
	enum rc rc = RC_OK;

	if (filter.words.len)
		rc = person_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct person *person = ROW(struct person, rows, i);
		add(&json, arena_printf(rq->arena, "%.*s %.*s %.*s", STR_ARG(person->employee_number),
					STR_ARG(person->given_name), STR_ARG(person->family_name)));
	}
	return rc == RC_OK ? answer(rq, rs, &json) : rc;
}

static const struct api_schema found_schema = {
	"CodesFound", "At most twenty",
	(const struct api_member[]){{API_TEXTS, "found", .help = "code and words"}, API_MEMBERS_END}};
static const struct api_parameter found_query[] = {{"q", API_TEXT, NULL, "words that the code has"}, {.name = NULL}};

const struct route lookup_routes[] = {
	{.method = METHOD_GET,
	 .path = "/lookup/oiics/{structure}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = oiics_get,
	 .help = "codes of nature, part, event or source that have the words",
	 .api = &(const struct api_operation){.id = "findOiicsCodes", .tag = "Impacts", .scope = API_INCIDENTS_READ, .answer = &found_schema,
					      .query = found_query}},
	{.method = METHOD_GET,
	 .path = "/lookup/assets",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = assets_get,
	 .help = "assets whose number or name has the words",
	 .offered_by = "listAssets"},
	{.method = METHOD_GET,
	 .path = "/lookup/people",
	 .needs = MAY_SEE_PEOPLE,
	 .handle = people_get,
	 .help = "people whose number or name has the words",
	 .offered_by = "listPeople"},
	ROUTE_END,
};
