#include "insight/incident_export.h"

#include "base/csv.h"
#include "incident/incident_list_store.h"
#include "report/sheet.h"

/* One column; text gives what CSV and JSON show, moments and days in ISO form. */
enum column_kind { COLUMN_TEXT, COLUMN_MOMENT, COLUMN_DAY, COLUMN_YES };

struct cell {
	struct str text;
	moment at;
	day on;
	bool yes;
};

enum column {
	NUMBER,
	TITLE,
	REGISTER,
	TYPE,
	SEVERITY,
	STATUS,
	HAPPENED,
	REPORTED,
	CHANGED,
	PLACE,
	DEPARTMENT,
	PROJECT,
	CATEGORY,
	AREAS,
	MANAGER,
	TARGET,
	OVERDUE,
	COMPLETE,
	COLUMNS
};

static const struct {
	const char *label;
	const char *name;
	enum column_kind kind;
	double width;
} columns[COLUMNS] = {
	[NUMBER] = {"Number", "number", COLUMN_TEXT, 19},
	[TITLE] = {"Title", "title", COLUMN_TEXT, 60},
	[REGISTER] = {"Register", "register", COLUMN_TEXT, 13},
	[TYPE] = {"Report type", "report_type", COLUMN_TEXT, 13},
	[SEVERITY] = {"Severity", "severity", COLUMN_TEXT, 10},
	[STATUS] = {"Status", "status", COLUMN_TEXT, 18},
	[HAPPENED] = {"Happened", "occurred_at", COLUMN_MOMENT, 17},
	[REPORTED] = {"Reported", "reported_at", COLUMN_MOMENT, 17},
	[CHANGED] = {"Last change", "updated_at", COLUMN_MOMENT, 17},
	[PLACE] = {"Establishment", "establishment", COLUMN_TEXT, 34},
	[DEPARTMENT] = {"Department", "department", COLUMN_TEXT, 26},
	[PROJECT] = {"Project", "project", COLUMN_TEXT, 26},
	[CATEGORY] = {"Category", "category", COLUMN_TEXT, 26},
	[AREAS] = {"Impact areas", "impact_areas", COLUMN_TEXT, 30},
	[MANAGER] = {"Incident manager", "manager", COLUMN_TEXT, 24},
	[TARGET] = {"Target date", "target_on", COLUMN_DAY, 12},
	[OVERDUE] = {"Overdue", "is_overdue", COLUMN_YES, 9},
	[COMPLETE] = {"Details complete", "is_complete", COLUMN_YES, 16},
};

static struct cell cell_of(const struct export_job *job, const struct incident_line *line, enum column column)
{
	switch (column) {
	case NUMBER:
		return (struct cell){.text = line->number};
	case TITLE:
		return (struct cell){.text = line->title};
	case REGISTER:
		return (struct cell){.text = str_of(codes_label(&register_codes, line->reg))};
	case TYPE:
		return (struct cell){.text = str_of(codes_label(&report_type_codes, line->report_type))};
	case SEVERITY:
		return (struct cell){.text = str_of(codes_label(&severity_codes, line->severity))};
	case STATUS:
		return (struct cell){.text = str_of(codes_label(&status_codes, line->status))};
	case HAPPENED:
		return (struct cell){.at = line->occurred_at};
	case REPORTED:
		return (struct cell){.at = line->reported_at};
	case CHANGED:
		return (struct cell){.at = line->updated_at};
	case PLACE:
		return (struct cell){
			.text = lookup_name(job->lookup, LOOKUP_ESTABLISHMENT, line->establishment_id)};
	case DEPARTMENT:
		return (struct cell){
			.text = lookup_name(job->lookup, LOOKUP_DEPARTMENT, line->department_id)};
	case PROJECT:
		return (struct cell){.text = lookup_name(job->lookup, LOOKUP_PROJECT, line->project_id)};
	case CATEGORY:
		return (struct cell){.text = lookup_name(job->lookup, LOOKUP_CATEGORY, line->category_id)};
	case AREAS:
		return (struct cell){.text = line->impact_areas};
	case MANAGER:
		return (struct cell){.text = lookup_name(job->lookup, LOOKUP_MANAGER, line->manager_id)};
	case TARGET:
		return (struct cell){.on = line->target_on};
	case OVERDUE:
		return (struct cell){.yes = line->target_on != DAY_NONE && line->target_on < job->today &&
					    incident_is_open((enum status)line->status)};
	default:
		return (struct cell){.yes = line->is_complete};
	}
}

/* What CSV shows. */
static struct str cell_text(struct arena *arena, const struct export_job *job, const struct cell *cell,
			    enum column_kind kind)
{
	switch (kind) {
	case COLUMN_MOMENT: {
		struct civil c = zone_civil(job->zone, cell->at);
		return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour,
				    c.minute);
	}
	case COLUMN_DAY:
		return day_text(arena, cell->on);
	case COLUMN_YES:
		return cell->yes ? STR("yes") : STR("no");
	default:
		return cell->text;
	}
}

/* Calls each page after page; arena is emptied between two. */
static enum rc every_page(struct export_job *job,
			  enum rc (*each)(void *closure, struct arena *arena,
					  const struct incident_page *page),
			  void *closure)
{
	struct arena *arena = arena_new(0);
	struct incident_page page;
	enum rc rc;

	do {
		rc = incident_list(job->db, arena, &job->viewer, &job->filter, job->today, &page);
		if (rc == RC_OK)
			rc = each(closure, arena, &page);
		job->rows += rc == RC_OK ? (int64_t)page.count : 0;
		job->filter.after = page.after;
		job->filter.after.number = arena_str(job->arena, page.after.number);
		arena_reset(arena);
	} while (rc == RC_OK && page.after.is_set);
	arena_free(arena);
	return rc;
}

static enum rc put_csv(void *closure, struct arena *arena, const struct incident_page *page)
{
	struct export_job *job = closure;
	struct text out = TEXT_IN(arena);
	struct csv_writer csv = CSV_WRITER(&out, true);

	for (size_t i = 0; i < page->count; i++) {
		for (int column = 0; column < COLUMNS; column++) {
			struct cell cell = cell_of(job, &page->lines[i], (enum column)column);
			csv_put(&csv, cell_text(arena, job, &cell, columns[column].kind));
		}
		csv_end(&csv);
	}
	return export_program_put(job, text_str(&out));
}

static enum rc write_csv(struct export_job *job)
{
	struct text out = TEXT_IN(job->arena);
	struct csv_writer csv = CSV_WRITER(&out, true);

	for (int column = 0; column < COLUMNS; column++)
		csv_put(&csv, str_of(columns[column].label));
	csv_end(&csv);
	enum rc rc = export_program_put(job, text_str(&out));
	return rc == RC_OK ? every_page(job, put_csv, job) : rc;
}

static void json_cell(struct text *out, struct arena *arena, const struct cell *cell, enum column_kind kind)
{
	if (kind == COLUMN_YES)
		text_cstr(out, cell->yes ? "true" : "false");
	else if (kind == COLUMN_DAY && cell->on == DAY_NONE)
		text_cstr(out, "null");
	else if (kind == COLUMN_DAY)
		text_json(out, day_text(arena, cell->on));
	else if (kind == COLUMN_MOMENT)
		text_json(out, moment_text(arena, cell->at));
	else if (cell->text.len)
		text_json(out, cell->text);
	else
		text_cstr(out, "null");
}

static enum rc put_json(void *closure, struct arena *arena, const struct incident_page *page)
{
	struct export_job *job = closure;
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < page->count; i++) {
		text_cstr(&out, job->rows + (int64_t)i > 0 ? ",\n{" : "\n{");
		for (int column = 0; column < COLUMNS; column++) {
			struct cell cell = cell_of(job, &page->lines[i], (enum column)column);
			text_printf(&out, "%s\"%s\":", column ? "," : "", columns[column].name);
			json_cell(&out, arena, &cell, columns[column].kind);
		}
		text_char(&out, '}');
	}
	return export_program_put(job, text_str(&out));
}

static enum rc write_json(struct export_job *job)
{
	enum rc rc = export_program_put(job, STR("["));

	if (rc == RC_OK)
		rc = every_page(job, put_json, job);
	return rc == RC_OK ? export_program_put(job, STR("\n]\n")) : rc;
}

struct sheet_closure {
	struct export_job *job;
	struct sheet *sheet;
};

static enum rc put_sheet(void *closure, struct arena *arena, const struct incident_page *page)
{
	const struct sheet_closure *c = closure;

	(void)arena;
	for (size_t i = 0; i < page->count; i++) {
		int row = (int)c->job->rows + (int)i + 1;
		for (int column = 0; column < COLUMNS; column++) {
			struct cell cell = cell_of(c->job, &page->lines[i], (enum column)column);
			if (columns[column].kind == COLUMN_MOMENT)
				sheet_moment(c->sheet, row, column, SHEET_PLAIN, c->job->zone, cell.at);
			else if (columns[column].kind == COLUMN_DAY)
				sheet_day(c->sheet, row, column, SHEET_PLAIN, cell.on);
			else if (columns[column].kind == COLUMN_YES)
				sheet_cstr(c->sheet, row, column, SHEET_PLAIN, cell.yes ? "yes" : "no");
			else
				sheet_text(c->sheet, row, column, SHEET_PLAIN, cell.text);
		}
	}
	return RC_OK;
}

static enum rc write_sheet(struct export_job *job)
{
	const struct sheet_info info = {.title = "Incidents",
					.author = arena_cstr(job->arena, job->organization.name),
					.created_at = job->now,
					.streaming = true};
	const struct sheet_setup setup = {
		.footer = "Incidents", .repeat_to = 0, .freeze_rows = 1, .freeze_columns = 1};
	struct sheet_book *book = sheet_book_new(job->arena, &info);
	struct sheet *sheet = sheet_add(book, "Incidents", &setup);
	struct sheet_column headers[COLUMNS];

	for (int column = 0; column < COLUMNS; column++)
		headers[column] = (struct sheet_column){columns[column].label, columns[column].width};
	sheet_header(sheet, 0, headers, COLUMNS);
	struct sheet_closure closure = {job, sheet};
	enum rc rc = every_page(job, put_sheet, &closure);
	if (rc != RC_OK)
		return rc;
	sheet_filter(sheet, 0, (int)job->rows, COLUMNS);
	return sheet_write(book, job->fd);
}

static const struct export_format formats[] = {
	{"csv", write_csv}, {"xlsx", write_sheet}, {"json", write_json}, {NULL, NULL}};

static void set(struct incident_filter *filter, struct str name, struct str value)
{
	(void)incident_filter_set(filter, name, value);
}

const struct export_program incident_export_program = {
	.name = "incident-export",
	.help = "Writes the list of incidents as csv (default), xlsx or json. Filters are those of the"
		" list's address:"
		" register=safety severity=high status=new establishment=CODE from=2026-01-01"
		" to=2026-12-31 open=1 q=words"
		" sort=-occurred and the others.",
	.formats = formats,
	.set = set,
};
