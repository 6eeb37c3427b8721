#include "incident/summary_download_pages.h"

#include "audit/export.h"
#include "db/archive.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "incident/incident_detail_store.h"

/* In the tables of every day, else in the archive, which is closed again: what follows writes. */
static enum rc find_incident(struct request *rq, struct str number, struct incident *incident)
{
	const int64_t organization_id = rq->viewer->organization_id;
	enum rc rc = incident_by_number(rq->db, rq->arena, organization_id, number, incident);

	if (rc == RC_NOT_FOUND && db_archive_open(rq->db) == RC_OK) {
		rc = incident_by_number(rq->db, rq->arena, organization_id, number, incident);
		db_archive_close(rq->db);
	}
	if (rc == RC_OK && !incident_is_visible(rq->viewer, incident))
		rc = RC_NOT_FOUND;
	return rc == RC_OK && !incident_shows_work(rq->viewer, incident) ? RC_DENIED : rc;
}

/* Names of privacy cases are never asked for here: the file leaves the portal. */
static enum rc report_get(struct request *rq, struct response *rs)
{
	static const char *const formats[] = {"pdf", "xlsx", "json", NULL};
	const char **options = ARENA_ARRAY(rq->arena, const char *, 5);
	const char *format = export_format(rq, formats);
	struct str number = pairs_get(&rq->query, "incident");
	struct pairs filter = {0};
	struct incident incident;

	if (!format)
		return problem_add(rq, "format", N_("This file is not made in that format"));
	enum rc rc = find_incident(rq, number, &incident);
	if (rc != RC_OK)
		return rc;
	options[0] = arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at;
	options[1] = arena_printf(rq->arena, "--account=%lld", (long long)rq->viewer->account_id).at;
	options[2] = arena_printf(rq->arena, "--incident=%.*s", STR_ARG(incident.number)).at;
	options[3] = arena_printf(rq->arena, "--format=%s", format).at;
	pairs_add(rq->arena, &filter, STR("incident"), incident.number);
	const struct export_order order = {
		.program = "incident-report",
		.options = options,
		.action = "export.incident_report",
		.subject = "incident",
		.subject_id = incident.id,
		.incident_id = incident.id,
		.filter = filter,
		.format = format,
		.file_stem = arena_printf(rq->arena, "incident-%.*s", STR_ARG(incident.number)),
		.has_proof_page = true,
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

static const struct api_parameter report_query[] = {
	{"incident", API_TEXT, NULL, "number"}, {"format", API_TEXT, NULL, "pdf, xlsx or json"}, {.name = NULL}};

const struct route summary_download_routes[] = {
	{METHOD_GET, "/download/incident-report", MAY_SEE_INCIDENTS, ROUTE_WRITES, report_get,
	 "the summary report of one incident",
	 .api = &(const struct api_operation){.id = "exportIncidentReport", .tag = "Exports", .scope = API_INCIDENTS_READ, .flags = API_STREAMED, .types = "application/pdf application/json application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
					   .query = report_query}},
	ROUTE_END,
};
