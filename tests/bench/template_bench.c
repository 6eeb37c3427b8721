/*
 * Renders a list page of 50 rows, about 33 kB, through layout and partials as the portal does, and
 * prints renders a second: with the view built each time, and of the rendering alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "view/view.h"

enum { ROWS = 50, ROUNDS = 20000, PATH_MAX_ = 256 };

static const char layout[] =
	"<!doctype html>\n<html lang=\"{{language}}\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<title>{{$title}}{{/title}} - Muster</title>\n<link rel=\"stylesheet\" href=\"/assets/{{build}}/muster.css\">\n"
	"</head>\n<body>\n<header><a href=\"/\">Muster</a> <span>{{viewer.name}}</span></header>\n<main>\n"
	"{{$content}}{{/content}}\n</main>\n<footer>{{#t}}All times in {{zone_name}}{{/t}}</footer>\n</body>\n</html>\n";

static const char page[] =
	"{{<layout/page}}\n{{$title}}{{#t}}Incidents{{/t}}{{/title}}\n{{$content}}\n<h1>{{#t}}Incidents{{/t}}</h1>\n"
	"<p>{{#tn}}{{rows.count}}|One incident|{{rows.count}} incidents{{/tn}}</p>\n"
	"<table class=\"table table-sm\"><thead><tr><th>{{#t}}Number{{/t}}</th><th>{{#t}}Title{{/t}}</th>"
	"<th>{{#t}}Status{{/t}}</th><th>{{#t}}Severity{{/t}}</th><th>{{#t}}Happened{{/t}}</th></tr></thead>\n<tbody>\n"
	"{{#rows}}\n{{>partial/row}}\n{{/rows}}\n</tbody></table>\n{{^rows}}<p>{{#t}}Nothing was found.{{/t}}</p>{{/rows}}\n"
	"{{/content}}\n{{/layout/page}}\n";

static const char row[] =
	"<tr class=\"align-middle severity-{{severity.code}}\">\n"
	"<td class=\"text-nowrap\"><a class=\"link-body-emphasis\" href=\"/incidents/{{number.url}}\">{{number}}</a></td>\n"
	"<td><strong class=\"d-block text-truncate\">{{title}}</strong>\n"
	"<span class=\"small text-body-secondary\">{{place}} &middot; {{department}}</span></td>\n"
	"<td><span class=\"badge rounded-pill text-bg-{{#status.is_open}}warning{{/status.is_open}}"
	"{{^status.is_open}}success{{/status.is_open}}\">{{status}}</span></td>\n"
	"<td>{{severity}}{{#is_recordable}} <abbr title=\"{{#t}}OSHA recordable{{/t}}\">R</abbr>{{/is_recordable}}</td>\n"
	"<td class=\"text-nowrap text-end font-monospace small\" data-label=\"when\"><time datetime=\"{{happened_at.iso}}\">{{happened_at}}</time></td>\n"
	"</tr>\n";

static const struct code status_rows[] = {{"", ""}, {"open", "Open"}, {"closed", "Closed"}, {NULL, NULL}};
static const struct codes statuses = {"status", status_rows};
static const struct code severity_rows[] = {{"", ""}, {"low", "Low"}, {"high", "High"}, {NULL, NULL}};
static const struct codes severities = {"severity", severity_rows};

struct item {
	struct str number, title, place, department;
	int status, severity;
	bool is_recordable;
	moment happened_at;
};

static const struct field item_fields[] = {
	{.kind = FIELD_TEXT, .name = "number", .offset = offsetof(struct item, number)},
	{.kind = FIELD_TEXT, .name = "title", .offset = offsetof(struct item, title)},
	{.kind = FIELD_TEXT, .name = "place", .offset = offsetof(struct item, place)},
	{.kind = FIELD_TEXT, .name = "department", .offset = offsetof(struct item, department)},
	{.kind = FIELD_CODE, .name = "status", .offset = offsetof(struct item, status), .codes = &statuses},
	{.kind = FIELD_CODE, .name = "severity", .offset = offsetof(struct item, severity), .codes = &severities},
	{.kind = FIELD_BOOL, .name = "is_recordable", .offset = offsetof(struct item, is_recordable)},
	{.kind = FIELD_MOMENT, .name = "happened_at", .offset = offsetof(struct item, happened_at)},
	FIELD_END,
};
static const struct record item_record = {"item", sizeof(struct item), item_fields};

static void write_file(const char *folder, const char *name, const char *source)
{
	char path[PATH_MAX_];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (!file || fputs(source, file) < 0 || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

static void fill_items(struct arena *arena, struct item *items)
{
	for (int i = 0; i < ROWS; i++)
		items[i] = (struct item){
			.number = arena_printf(arena, "INC-20260303-%04d", i),
			.title = arena_printf(arena, "Cut to the left hand while clearing jam no. %d at \"Press 4\" & rack", i),
			.place = STR("Springfield plant, Hall B"),
			.department = STR("Stamping & finishing"),
			.status = 1 + i % 2,
			.severity = 1 + i % 3 / 2,
			.is_recordable = i % 4 == 0,
			.happened_at = SECONDS(1772546709) - HOURS(7 * i),
		};
}

static const struct view *build(struct arena *arena, const struct item *items)
{
	struct view *view = view_new(arena);

	view_cstr(view, "language", "en");
	view_cstr(view, "build", "0123abcd");
	view_cstr(view, "zone_name", "Central Time");
	view_cstr(view_object(view, "viewer"), "name", "Ana Ortiz");
	view_records(view, "rows", &item_record, items, ROWS);
	return view;
}

static void render(struct templates *templates, const struct view *view, const struct view_style *style,
		   struct text *out)
{
	out->len = 0;
	if (template_render(templates, "list", view, style, out) != RC_OK)
		exit(1);
}

static void report(const char *what, moment started, size_t len)
{
	double seconds = (double)(moment_now() - started) / 1e6;
	printf("template %s: %.0f renders/s of %zu bytes\n", what, ROUNDS / seconds, len);
}

int main(void)
{
	char folder[] = "/tmp/muster-bench-XXXXXX", path[PATH_MAX_];
	static const char *const folders[] = {"layout", "partial"};
	static const char *const files[] = {"layout/page.mustache", "partial/row.mustache", "list.mustache"};
	static const char *const sources[] = {layout, row, page};
	struct arena *arena = arena_new(0), *request = arena_new(128 * 1024);
	struct item items[ROWS];
	struct view_style style = {0};

	if (!mkdtemp(folder) || zone_find(STR("America/Chicago"), &style.zone) != RC_OK)
		return 1;
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
		if (mkdir(path, 0700) != 0)
			return 1;
	}
	for (int i = 0; i < 3; i++)
		write_file(folder, files[i], sources[i]);
	fill_items(arena, items);

	struct templates *templates = templates_open(str_of(folder));
	struct text out = TEXT_IN(arena);
	const struct view *view = build(arena, items);
	render(templates, view, &style, &out);

	moment started = moment_now();
	for (int i = 0; i < ROUNDS; i++)
		render(templates, view, &style, &out);
	report("list", started, out.len);

	started = moment_now();
	for (int i = 0; i < ROUNDS; i++) {
		struct text body = TEXT_IN(request);
		render(templates, build(request, items), &style, &body);
		arena_reset(request);
	}
	report("list with its view and buffer", started, out.len);

	templates_close(templates);
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
		rmdir(path);
	}
	rmdir(folder);
	arena_free(request);
	arena_free(arena);
	return 0;
}
