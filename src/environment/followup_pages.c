#include "environment/followup_pages.h"

#include "audit/export.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "incident/incident_detail_store.h"

static enum rc find_incident(struct request *rq, struct incident *incident)
{
	enum rc rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id,
					pairs_get(&rq->query, "incident"), incident);

	return rc == RC_OK && !incident_shows_work(rq->viewer, incident) ? RC_NOT_FOUND : rc;
}

static enum rc followup_get(struct request *rq, struct response *rs)
{
	static const char *const formats[] = {"pdf", NULL};
	struct incident incident;
	struct pairs filter = {0};
	const char *format = export_format(rq, formats);
	enum rc rc = format ? find_incident(rq, &incident)
			    : problem_add(rq, "format", N_("This file is not made in that format"));

	if (rc != RC_OK)
		return rc;
	const char *options[] = {
		arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at,
		arena_printf(rq->arena, "--account=%lld", (long long)rq->viewer->account_id).at,
		arena_printf(rq->arena, "--incident=%.*s", STR_ARG(incident.number)).at,
		"--format=pdf",
		NULL,
	};
	pairs_add(rq->arena, &filter, STR("incident"), incident.number);
	const struct export_order order = {
		.program = "release-followup",
		.options = options,
		.action = "export.release_followup",
		.subject = "incident",
		.subject_id = incident.id,
		.incident_id = incident.id,
		.filter = filter,
		.format = format,
		.file_stem = arena_printf(rq->arena, "release-followup-%.*s", STR_ARG(incident.number)),
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

static const struct code format_rows[] = {{"", ""}, {"pdf", ""}, {NULL, NULL}};
static const struct codes format_codes = {"followup_format", format_rows};
static const struct api_parameter followup_query[] = {
	{"incident", API_TEXT, NULL, "number"}, {"format", API_CODE, &format_codes, NULL}, {.name = NULL}};

const struct route followup_routes[] = {
	{METHOD_GET, "/download/release-followup", MAY_MANAGE_INCIDENTS, ROUTE_WRITES, followup_get,
	 "the written follow-up notice of a release",
	 .api = &(const struct api_operation){.id = "exportReleaseFollowup", .tag = "Exports", .scope = API_RELEASES_READ, .flags = API_STREAMED,
					      .types = "application/pdf", .query = followup_query}},
	ROUTE_END,
};
