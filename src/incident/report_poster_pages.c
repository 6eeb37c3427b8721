#include "incident/report_poster_pages.h"

#include "audit/export.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "incident/report_link_store.h"

static enum rc poster_get(struct request *rq, struct response *rs)
{
	struct str uuid = pairs_get(&rq->query, "link");
	struct report_link link;
	enum rc rc = report_link_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, &link);

	if (rc != RC_OK)
		return rc;
	const char *options[] = {
		arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at,
		arena_printf(rq->arena, "--link=%.*s", STR_ARG(link.uuid)).at,
		NULL,
	};
	struct export_order order = {
		.program = "report-poster",
		.options = options,
		.action = "export.report_poster",
		.subject = "report_link",
		.subject_id = link.id,
		.format = "pdf",
		.file_stem = STR("poster"),
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

static const struct api_parameter poster_query[] = {{"link", API_UUID, NULL, "of the invitation"}, {.name = NULL}};

const struct route report_poster_routes[] = {
	{METHOD_GET, "/download/report-poster", MAY_ADMINISTER, ROUTE_WRITES, poster_get,
	 "poster of an invitation to report, as PDF",
	 .api = &(const struct api_operation){.id = "exportReportPoster", .tag = "Exports", .scope = API_ADMIN_READ, .flags = API_STREAMED,
					      .types = "application/pdf", .query = poster_query}},
	ROUTE_END,
};
