#include "capa/capa_download_pages.h"

#include "audit/export.h"
#include "capa/capa_filter.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"

enum { FILTERS_MOST = 40 };

/* The program takes what the list takes; what it does not know it passes over, as the list does. */
static enum rc send(struct request *rq, struct response *rs, const char *format)
{
	const char **options = ARENA_ARRAY(rq->arena, const char *, FILTERS_MOST + 6);
	struct pairs filter = {0};
	size_t count = 0;

	options[count++] =
		arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at;
	options[count++] = arena_printf(rq->arena, "--account=%lld", (long long)rq->viewer->account_id).at;
	options[count++] = arena_printf(rq->arena, "--format=%s", format).at;
	options[count++] = "--";
	for (size_t i = 0; i < rq->query.count && i < FILTERS_MOST; i++) {
		const struct pair *pair = &rq->query.at[i];
		options[count++] =
			arena_printf(rq->arena, "%.*s=%.*s", STR_ARG(pair->name), STR_ARG(pair->value)).at;
		pairs_add(rq->arena, &filter, pair->name, pair->value);
	}
	const struct export_order order = {
		.program = "capa-report",
		.options = options,
		.action = "export.capas",
		.subject = "organization",
		.subject_id = rq->viewer->organization_id,
		.filter = filter,
		.format = format,
		.file_stem = arena_printf(rq->arena, "capa-status-%.*s",
					  STR_ARG(day_text(rq->arena, zone_day(rq->zone, rq->now)))),
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

static enum rc pdf_get(struct request *rq, struct response *rs)
{
	return send(rq, rs, "pdf");
}

static enum rc sheet_get(struct request *rq, struct response *rs)
{
	return send(rq, rs, "xlsx");
}

const struct route capa_download_routes[] = {
	{METHOD_GET, "/download/capas.pdf", MAY_SEE_FIGURES, ROUTE_WRITES, pdf_get, "the CAPA status report",
	 .api = &(const struct api_operation){.id = "exportCapaReport", .tag = "Exports", .scope = API_CAPAS_READ, .flags = API_STREAMED,
					      .types = "application/pdf",
					      .filters = capa_filter_parameters}},
	{METHOD_GET, "/download/capas.xlsx", MAY_SEE_FIGURES, ROUTE_WRITES, sheet_get, "the same as a workbook",
	 .api = &(const struct api_operation){.id = "exportCapaSheet", .tag = "Exports", .scope = API_CAPAS_READ, .flags = API_STREAMED,
					      .types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
					      .filters = capa_filter_parameters}},
	ROUTE_END,
};
