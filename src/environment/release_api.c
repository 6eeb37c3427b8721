#include "environment/release_api.h"

#include "base/random.h"
#include "environment/release_store.h"
#include "http/api_call.h"
#include "incident/incident_detail_view.h"

static const struct form release_fields = {&release_record, NULL, NULL};
/* The uuid and the number in the address stand for them. */
static const char *const old_names[] = {"id", "incident_id", NULL};
static const struct api_schema release_schema = {
	"ReleaseEntry", "What was released, and whether it has to be told: cercla, epcra, oil",
	(const struct api_member[]){{API_FIELDS, .form = &release_fields, .deprecated = old_names}, API_MEMBERS_END}};
static const struct api_schema releases_schema = API_LIST_OF("ReleaseList", "Those not withdrawn, oldest first", &release_schema);

static enum rc find_worked(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	return rc == RC_OK && !shown->shows_work ? RC_DENIED : rc;
}

static enum rc releases_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = find_worked(rq, &shown);

	if (rc == RC_OK)
		rc = release_list(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &release_fields, &rows, sizeof(struct release), STR_NONE) : rc;
}

static enum rc release_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct release release;
	enum rc rc = uuid_is_valid(param(rq, "uuid")) ? find_worked(rq, &shown) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = release_by_uuid(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, param(rq, "uuid"), &release);
	return rc == RC_OK ? api_call_row(rq, rs, &release_fields, &release, release.version) : rc;
}

const struct route release_api_routes[] = {
	{METHOD_GET, "/api/v1/incidents/{number}/releases", MAY_SEE_INCIDENTS, 0, releases_get, "releases of an incident",
	 &(const struct api_operation){.id = "listReleases", .tag = "Releases", .scope = API_RELEASES_READ, .answer = &releases_schema}},
	{METHOD_GET, "/api/v1/incidents/{number}/releases/{uuid}", MAY_SEE_INCIDENTS, 0, release_get, "one release",
	 &(const struct api_operation){.id = "getRelease", .tag = "Releases", .scope = API_RELEASES_READ, .flags = API_VERSIONED,
				       .answer = &release_schema}},
	ROUTE_END,
};
