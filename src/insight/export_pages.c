#include "insight/export_pages.h"

#include "audit/export.h"
#include "http/pairs.h"
#include "identity/viewer.h"

enum { FILTERS_MOST = 60 };

static const struct export_file {
	const char *path;
	const char *program;
	const char *action;
	const char *format;
	const char *stem;
} files[] = {
	{"/download/incidents.xlsx", "incident-export", "export.incidents", "xlsx", "incidents"},
	{"/download/incidents.csv", "incident-export", "export.incidents", "csv", "incidents"},
	{"/download/incidents.json", "incident-export", "export.incidents", "json", "incidents"},
	{"/download/dashboard.xlsx", "dashboard-export", "export.dashboard", "xlsx", "dashboard"},
};

/* The program takes what the page takes; what it does not know it passes over, as the page does. */
static enum rc get_export(struct request *rq, struct response *rs)
{
	const char **options = ARENA_ARRAY(rq->arena, const char *, FILTERS_MOST + 6);
	const struct export_file *file = files;
	struct pairs filter = {0};
	size_t count = 0;

	while (!str_is(rq->path, file->path))
		file++; /* the routes below lead here with these paths only */
	options[count++] =
		arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at;
	options[count++] = arena_printf(rq->arena, "--account=%lld", (long long)rq->viewer->account_id).at;
	options[count++] = arena_printf(rq->arena, "--format=%s", file->format).at;
	options[count++] = "--";
	for (size_t i = 0; i < rq->query.count && i < FILTERS_MOST; i++) {
		const struct pair *pair = &rq->query.at[i];
		options[count++] =
			arena_printf(rq->arena, "%.*s=%.*s", STR_ARG(pair->name), STR_ARG(pair->value)).at;
		pairs_add(rq->arena, &filter, pair->name, pair->value);
	}
	const struct export_order order = {
		.program = file->program,
		.options = options,
		.action = file->action,
		.subject = "organization",
		.subject_id = rq->viewer->organization_id,
		.filter = filter,
		.format = file->format,
		.file_stem = arena_printf(rq->arena, "%s-%.*s", file->stem,
					  STR_ARG(day_text(rq->arena, zone_day(rq->zone, rq->now)))),
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

#define FILE_ROUTE(path, help)                                                    \
	{                                                                         \
		METHOD_GET, path, MAY_SEE_FIGURES, ROUTE_WRITES, get_export, help \
	}
const struct route export_routes[] = {
	FILE_ROUTE("/download/incidents.xlsx", "the list of incidents as a workbook"),
	FILE_ROUTE("/download/incidents.csv", "the list of incidents as CSV"),
	FILE_ROUTE("/download/incidents.json", "the list of incidents as JSON"),
	FILE_ROUTE("/download/dashboard.xlsx", "the dashboard as a workbook with charts"),
	ROUTE_END,
};
