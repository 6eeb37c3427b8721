#include "incident/report_poster_pages.h"

#include "audit/export.h"
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

const struct route report_poster_routes[] = {
	{METHOD_GET, "/download/report-poster", MAY_ADMINISTER, ROUTE_WRITES, poster_get,
	 "poster of an invitation to report, as PDF"},
	ROUTE_END,
};
