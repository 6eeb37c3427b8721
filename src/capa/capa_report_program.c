#include "capa/capa_report_program.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "identity/viewer_store.h"
#include "incident/incident_detail_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

/* A report of more is no report: narrow it. */
enum { LINES_MOST = 20000 };

struct wishes {
	const char *organization, *account, *establishment, *incident, *status, *from, *to, *format, *file, *announce;
	char **filters;
};

struct job {
	struct capa_report report;
	struct db *db;
	struct viewer viewer;
	struct capa_filter filter;
};

static const struct {
	const char *name;
	enum rc (*render)(const struct capa_report *report, struct str *bytes);
} formats[] = {{"pdf", capa_report_pdf}, {"xlsx", capa_report_sheet}};

/* A shell sees everything, as its operator could by other means. */
static enum rc find_viewer(struct job *job, const struct wishes *wishes)
{
	static const struct grant everything[] = {{ROLE_SUPERADMIN, 0, 0}};
	int64_t account;

	job->viewer = (struct viewer){
		.organization_id = job->report.organization.id,
		.organization_zone = job->report.organization.zone,
		.grants = everything,
		.grant_count = 1,
		.roles = 1u << ROLE_SUPERADMIN,
	};
	if (!wishes->account)
		return RC_OK;
	if (!str_to_int(str_of(wishes->account), 1, INT64_MAX, &account))
		return RC_NOT_FOUND;
	enum rc rc = viewer_load(job->db, job->report.arena, account, job->report.today, &job->viewer);
	if (rc != RC_OK)
		return rc;
	return job->viewer.organization_id == job->report.organization.id && viewer_may(&job->viewer, MAY_SEE_FIGURES)
		       ? RC_OK
		       : RC_DENIED;
}

/* One filter as it is said at the head of the report. */
static void tell(struct job *job, const char *label, struct str value)
{
	struct str *filters = &job->report.filters;

	*filters = arena_printf(job->report.arena, "%.*s%s%s: %.*s", STR_ARG(*filters), filters->len ? " · " : "", label,
				STR_ARG(value));
}

static enum rc set_establishment(struct job *job, struct str value)
{
	struct establishment place;
	const int64_t organization_id = job->report.organization.id;
	int64_t id;
	enum rc rc = str_to_int(value, 1, INT64_MAX, &id)
			     ? establishment_by_id(job->db, job->report.arena, organization_id, id, &place)
			     : establishment_by_code(job->db, job->report.arena, organization_id, value, &place);

	if (rc != RC_OK)
		return rc;
	job->filter.establishment_id = place.id;
	tell(job, "Establishment", place.name);
	return RC_OK;
}

static enum rc set_filter(struct job *job, struct str name, struct str value)
{
	static const struct {
		const char *name, *label;
	} told[] = {
		{"view", "View"},     {"type", "Type"}, {"strength", "Strength"}, {"priority", "Priority"},
		{"status", "Status"}, {"from", "Due from"}, {"to", "Due until"},  {"responsible", "Responsible"},
		{"incident", "Incident"}, {"flagged", "Possibly ineffective"}, {"weak", "Weak controls only"},
	};

	if (str_is(name, "establishment"))
		return set_establishment(job, value);
	if (!capa_filter_set(&job->filter, name, value))
		return RC_OK;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (str_is(name, told[i].name))
			tell(job, told[i].label, str_is(value, "1") ? STR("yes") : value);
	return RC_OK;
}

static enum rc find_names(struct job *job)
{
	struct arena *arena = job->report.arena;
	const int64_t organization_id = job->report.organization.id;
	struct person person;
	struct incident incident;
	enum rc rc = RC_OK;

	if (job->filter.responsible.len) {
		rc = person_by_number(job->db, arena, organization_id, job->filter.responsible, &person);
		job->filter.responsible_id = rc == RC_OK ? person.id : -1;
	}
	if ((rc == RC_OK || rc == RC_NOT_FOUND) && job->filter.incident.len) {
		rc = incident_by_number(job->db, arena, organization_id, job->filter.incident, &incident);
		job->filter.incident_id = rc == RC_OK ? incident.id : -1;
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Options first, then the filters of an address as NAME=VALUE. */
static enum rc read_filters(struct job *job, const struct wishes *wishes)
{
	const struct {
		const char *name, *value;
	} options[] = {
		{"establishment", wishes->establishment}, {"incident", wishes->incident},
		{"status", wishes->status}, {"from", wishes->from}, {"to", wishes->to},
	};
	enum rc rc = RC_OK;

	job->filter = capa_filter_none();
	for (size_t i = 0; rc == RC_OK && i < sizeof options / sizeof *options; i++) {
		struct str values = str_of(options[i].value), value;
		while (rc == RC_OK && values.len && str_split(&values, ',', &value))
			rc = set_filter(job, str_of(options[i].name), value);
	}
	for (char **filter = wishes->filters; rc == RC_OK && *filter; filter++) {
		struct str value = str_of(*filter), name;
		if (str_split(&value, '=', &name))
			rc = set_filter(job, name, value);
	}
	return rc == RC_OK ? find_names(job) : rc;
}

static void count_line(struct capa_report *report, const struct capa_line *line)
{
	report->by_status[line->status]++;
	report->overdue += line->is_overdue;
	if (line->status != CAPA_CANCELLED)
		report->by_strength[line->strength]++;
}

static enum rc collect(struct job *job)
{
	struct capa_report *report = &job->report;
	struct capa_line *lines = ARENA_ARRAY(report->arena, struct capa_line, LINES_MOST);
	struct capa_list page;

	do {
		enum rc rc = capa_list(job->db, report->arena, &job->viewer, &job->filter, report->today, &page);
		if (rc != RC_OK)
			return rc;
		if (report->count + page.count > LINES_MOST)
			return RC_TOO_LARGE;
		for (size_t i = 0; i < page.count; i++) {
			lines[report->count++] = page.lines[i];
			count_line(report, &page.lines[i]);
		}
		job->filter.after = page.after;
	} while (page.after.is_set);
	report->lines = lines;
	return RC_OK;
}

static enum rc prepare(struct job *job, const struct wishes *wishes)
{
	struct capa_report *report = &job->report;
	enum rc rc = organization_find(job->db, report->arena, str_of(wishes->organization ? wishes->organization : ""),
				       &report->organization);

	if (rc != RC_OK)
		return rc;
	if (zone_find(report->organization.zone, &report->zone) != RC_OK)
		report->zone = NULL;
	report->now = moment_now();
	report->today = zone_day(report->zone, report->now);
	rc = find_viewer(job, wishes);
	if (rc == RC_OK)
		rc = read_filters(job, wishes);
	return rc == RC_OK ? collect(job) : rc;
}

static int run(struct arena *arena, const struct wishes *wishes)
{
	struct job job = {.report = {.arena = arena, .filters = STR("")}};
	const struct config *config;
	struct str bytes = STR_NONE;
	size_t format = 0;

	while (wishes->format && format < sizeof formats / sizeof *formats &&
	       strcmp(formats[format].name, wishes->format) != 0)
		format++;
	if (format == sizeof formats / sizeof *formats) {
		fprintf(stderr, "capa-report: --format %s is neither pdf nor xlsx\n", wishes->format);
		return EXIT_USAGE;
	}
	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	job.db = db_open(arena, config, "report");
	enum rc rc = prepare(&job, wishes);
	if (rc == RC_OK)
		rc = formats[format].render(&job.report, &bytes);
	db_close(job.db);
	if (rc != RC_OK) {
		fprintf(stderr, "capa-report: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	if (wishes->announce)
		bytes = arena_concat(arena, arena_printf(arena, "%zu\n", job.report.count), bytes);
	return command_write("capa-report", wishes->file, bytes);
}

int capa_report_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one", &wishes.organization},
		{"account", 0, "ID", "only what this account may see (everything)", &wishes.account},
		{"establishment", 0, "CODE", "only actions there", &wishes.establishment},
		{"incident", 0, "NUMBER", "only actions of that incident", &wishes.incident},
		{"status", 0, "CODE,...", "open, in_progress, completed, verified, cancelled", &wishes.status},
		{"from", 0, "YYYY-MM-DD", "due on this day or later", &wishes.from},
		{"to", 0, "YYYY-MM-DD", "due on this day or earlier", &wishes.to},
		{"format", 0, "NAME", "pdf (default) or xlsx", &wishes.format},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of actions in a line before the file", &wishes.announce},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "capa-report",
		.usage = "[--establishment CODE] [--incident NUMBER] [--status CODE,...] [--from DAY] [--to DAY]"
			 " [--format pdf|xlsx] [-o FILE] [FILTER=VALUE]...",
		.help = "Writes the CAPA status report: corrective and preventive actions with their state, who is"
			" responsible, when they are due and which are overdue. Filters are those of the list's address"
			" (view=overdue, strength=ppe ...).",
		.options = options,
		.most = -1,
	};
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	wishes.filters = argv + first;
	log_start("capa-report", LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, &wishes);
	arena_free(arena);
	return status;
}
