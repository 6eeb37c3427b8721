#include "incident/work_pages.h"

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

static enum rc work_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *sections = view_list(page, "sections");
	const struct work_source *const *sources;
	size_t count = work_sources(rq->arena, &sources), waiting = 0;
	struct work_asked asked = {rq->db,  rq->arena, rq->viewer, rq->now, zone_day(rq->zone, rq->now),
				   rq->zone, rq->catalogue};
	enum rc rc = RC_OK;

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
	 .help = "my work: what waits for the viewer"},
	ROUTE_END,
};
