#include "incident/incident_list_pages.h"

#include "db/archive.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/incident_list_view.h"
#include "organization/names_store.h"
#include "organization/people_store.h"

enum rc incident_list_filter(struct request *rq, struct incident_filter *filter)
{
	struct person person;

	*filter = incident_filter_none();
	for (size_t i = 0; i < rq->query.count; i++)
		incident_filter_set(filter, rq->query.at[i].name, rq->query.at[i].value);
	/* What the log says is for those who may see its figures. */
	if (!viewer_may(rq->viewer, MAY_SEE_FIGURES))
		filter->outcomes = 0;
	incident_filter_cursors(filter, pairs_get(&rq->query, "after"), pairs_get(&rq->query, "before"));
	if (!filter->reporter.len)
		return RC_OK;
	enum rc rc =
		person_by_number(rq->db, rq->arena, rq->viewer->organization_id, filter->reporter, &person);
	filter->reporter_id = rc == RC_OK ? person.id : -1;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Counting is spared where the page itself says how many there are. */
static enum rc count_list(struct request *rq, const struct incident_filter *filter,
			  const struct incident_page *list, day today, int64_t *count)
{
	bool is_whole = !list->before.is_set && !list->after.is_set;

	*count = (int64_t)list->count;
	return is_whole ? RC_OK : incident_count(rq->db, rq->arena, rq->viewer, filter, today, count);
}

enum rc incident_list_names(struct request *rq, struct incident_page *list, const struct lookup *lookup)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < list->count && rc == RC_OK; i++) {
		struct incident_line *line = &list->lines[i];
		line->establishment = lookup_name(lookup, LOOKUP_ESTABLISHMENT, line->establishment_id);
		line->manager = lookup_name(lookup, LOOKUP_MANAGER, line->manager_id);
		if (!line->manager_id || line->manager.len)
			continue;
		rc = names_load(names, NAMES_PERSON, &line->manager_id, 1);
		line->manager = names_get(names, NAMES_PERSON, line->manager_id);
	}
	return rc;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	day today = zone_day(rq->zone, rq->now);
	struct incident_filter filter;
	struct incident_page list = {0};
	const struct lookup *lookup;
	int64_t count = 0;

	enum rc rc = incident_list_filter(rq, &filter);
	filter.is_brief = true;
	if (rc == RC_OK && filter.is_archived)
		rc = db_archive_open(rq->db);
	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &lookup);
	if (rc != RC_OK)
		return rc;
	rc = incident_list(rq->db, rq->arena, rq->viewer, &filter, today, &list);
	if (rc == RC_OK)
		rc = count_list(rq, &filter, &list, today, &count);
	if (rc == RC_BUSY)
		view_flag(page, "is_too_much", true);
	else if (rc != RC_OK)
		return rc;
	rc = incident_list_names(rq, &list, lookup);
	if (rc != RC_OK)
		return rc;
	incident_filter_view(rq, page, &filter, lookup);
	incident_columns_view(rq, page, &filter);
	incident_page_view(rq, page, &filter, &list, count);
	view_flag(page, "may_export", viewer_may(rq->viewer, MAY_SEE_FIGURES));
	return respond_page(rq, rs, "incident/list", page);
}

const struct route incident_list_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = list_get,
	 .help = "incidents, filtered, ordered, by pages",
	 .offered_by = "listIncidents"},
	ROUTE_END,
};
