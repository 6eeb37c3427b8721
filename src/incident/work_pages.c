#include "incident/work_pages.h"

#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/incident_work_store.h"

static const struct work_source managed = {"managed", N_("Incidents I manage"), "/incidents?mine=1&open=1",
					   10,        MAY_SEE_INCIDENTS,        incident_work_managed};
static const struct work_source unassigned = {"unassigned",
					      N_("Reports without an incident manager"),
					      "/incidents?open=1&unassigned=1",
					      20,
					      MAY_MANAGE_INCIDENTS,
					      incident_work_unassigned};
static const struct work_source drafts = {"drafts",   N_("Reports I have begun"), "/report", 30,
					  MAY_REPORT, incident_work_drafts};
static const struct work_source reported = {"reported", N_("What I have reported"), "/incidents?mine=1", 40,
					    MAY_REPORT, incident_work_reported};
WORK_SOURCE(managed);
WORK_SOURCE(unassigned);
WORK_SOURCE(drafts);
WORK_SOURCE(reported);

static enum rc add_section(struct request *rq, struct view_list *sections, const struct work_source *source,
			   const struct work_asked *asked, size_t *waiting)
{
	struct rows items = {0};
	enum rc rc = source->load(asked, &items);

	if (rc != RC_OK || items.count == 0)
		return rc;
	struct view *section = view_add(sections);
	view_cstr(section, "section_id", source->name);
	view_text(section, "section_title", rq_tr(rq, source->title));
	view_records(section, "items", &work_item_record, items.at, items.count);
	if (source->more_href)
		view_cstr(section, "more_href", source->more_href);
	*waiting += items.count;
	return RC_OK;
}

/* --- by the JSON interface --- */

static const struct form item_fields = {&work_item_record, NULL, NULL};
static const struct api_schema item_schema = API_RECORD_OF("WorkItem", "Something that waits; href is the page for people", &item_fields);
static const struct api_schema section_schema = {
	"WorkSection", "What waits, of one kind; the first ten",
	(const struct api_member[]){
		{API_TEXT, "name"},
		{API_TEXT, "title"},
		{API_LIST, "items", .of = &item_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema work_schema = {
	"Work", "What waits for the account",
	(const struct api_member[]){{API_LIST, "sections", .of = &section_schema}, API_MEMBERS_END}};

static enum rc put_section(struct request *rq, struct api_json *json, const struct work_source *source, const struct work_asked *asked)
{
	struct rows items = {0};
	enum rc rc = source->load(asked, &items);

	if (rc != RC_OK || items.count == 0)
		return rc;
	api_json_begin(json, NULL);
	api_json_cstr(json, "name", source->name);
	api_json_text(json, "title", rq_tr(rq, source->title));
	api_json_list(json, "items");
	for (size_t i = 0; i < items.count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, &item_fields, ROW(struct work_item, items, i));
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_end(json);
	return RC_OK;
}

static enum rc respond_work(struct request *rq, struct response *rs, const struct work_asked *asked)
{
	struct api_json json = api_call_json(rq, 1);
	const struct work_source *const *sources;
	const size_t count = work_sources(rq->arena, &sources);
	enum rc rc = RC_OK;

	api_json_begin(&json, NULL);
	api_json_list(&json, "sections");
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		if (viewer_may(rq->viewer, sources[i]->needs))
			rc = put_section(rq, &json, sources[i], asked);
	api_json_list_end(&json);
	api_json_end(&json);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, 0) : rc;
}

static enum rc work_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *sections = view_list(page, "sections");
	const struct work_source *const *sources;
	size_t count = work_sources(rq->arena, &sources), waiting = 0;
	struct work_asked asked = {rq->db,  rq->arena, rq->viewer, rq->now, zone_day(rq->zone, rq->now),
				   rq->zone, rq->catalogue};
	enum rc rc = RC_OK;

	if (rq->api)
		return respond_work(rq, rs, &asked);
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		if (viewer_may(rq->viewer, sources[i]->needs))
			rc = add_section(rq, sections, sources[i], &asked, &waiting);
	if (rc != RC_OK)
		return rc;
	view_int(page, "waiting", (int64_t)waiting);
	return respond_page(rq, rs, "incident/work", page);
}

const struct route work_routes[] = {
	{.method = METHOD_GET,
	 .path = "/",
	 .needs = MAY_SIGN_IN,
	 .handle = work_get,
	 .help = "my work: what waits for the viewer",
	 .api = &(const struct api_operation){.id = "getWork", .tag = "Incidents", .scope = API_INCIDENTS_READ, .answer = &work_schema,
					      .path = "/api/v1/work"}},
	ROUTE_END,
};
