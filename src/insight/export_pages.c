#include "insight/export_pages.h"

#include "audit/export.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "incident/incident_filter.h"

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

/*
 * The address that other systems know: the format is a parameter. Its file is that of the page.
 */
static enum rc get_alias(struct request *rq, struct response *rs)
{
	const struct str format = pairs_get(&rq->query, "format");
	struct pairs rest = {0};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (str_is(str_of(files[i].stem), "incidents") && str_is(format.len ? format : STR("csv"), files[i].format))
			rq->path = str_of(files[i].path);
	if (!str_starts(rq->path, STR("/download/"))) {
		problem_add(rq, "?format", N_("This file is not made in that format"));
		return RC_BAD_REQUEST;
	}
	for (size_t i = 0; i < rq->query.count; i++)
		if (!str_is(rq->query.at[i].name, "format"))
			pairs_add(rq->arena, &rest, rq->query.at[i].name, rq->query.at[i].value);
	rq->query = rest;
	return get_export(rq, rs);
}

static const struct code format_rows[] = {{"", ""}, {"csv", ""}, {"json", ""}, {"xlsx", ""}, {NULL, NULL}};
static const struct codes format_codes = {"format", format_rows};
static const struct api_parameter format_query[] = {{"format", API_CODE, &format_codes, "without: csv"}, {.name = NULL}};

#define FILE_OF(id_, type_)                                                                                  \
	.api = &(const struct api_operation){.id = (id_), .tag = "Exports", .scope = API_FIGURES_READ, .types = (type_), \
					     .flags = API_STREAMED, .filters = incident_filter_parameters,     \
					     .sorts = incident_sort_names}
#define FILE_ROUTE(path_, help_, ...) \
	{.method = METHOD_GET, .path = path_, .needs = MAY_SEE_FIGURES, .flags = ROUTE_WRITES, .handle = get_export, .help = help_, __VA_ARGS__}
#define SHEET "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const struct route export_routes[] = {
	FILE_ROUTE("/download/incidents.xlsx", "the list of incidents as a workbook", FILE_OF("exportIncidentsSheet", SHEET)),
	FILE_ROUTE("/download/incidents.csv", "the list of incidents as CSV", FILE_OF("exportIncidentsCsv", "text/csv")),
	FILE_ROUTE("/download/incidents.json", "the list of incidents as JSON", FILE_OF("exportIncidentsJson", "application/json")),
	FILE_ROUTE("/download/dashboard.xlsx", "the dashboard as a workbook with charts", FILE_OF("exportDashboard", SHEET)),
	ROUTE_END,
};

#define ALIAS_OF(id_)                                                                                        \
	&(const struct api_operation){.id = (id_), .tag = "Aliases", .scope = API_FIGURES_READ, .flags = API_STREAMED | API_ALIAS, \
				      .types = "text/csv application/json " SHEET, .query = format_query,   \
				      .filters = incident_filter_parameters, .sorts = incident_sort_names}
const struct route export_alias_routes[] = {
	{METHOD_GET, "/api/incidents/reports/export", MAY_SEE_FIGURES, ROUTE_WRITES, get_alias, "the list of incidents as a file",
	 ALIAS_OF("aliasExport")},
	{METHOD_GET, "/api/admin/incidents/export", MAY_SEE_FIGURES, ROUTE_WRITES, get_alias, "the list of incidents as a file",
	 ALIAS_OF("aliasAdminExport")},
	ROUTE_END,
};
