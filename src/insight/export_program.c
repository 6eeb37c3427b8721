#include "insight/export_program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "identity/viewer_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

enum { CHUNK = 64 * 1024 };

/* What was given on the command line. */
struct wishes {
	const char *organization, *account, *format, *file, *announce;
	char **filters;
};

enum rc export_program_put(const struct export_job *job, struct str bytes)
{
	while (bytes.len) {
		ssize_t written = write(job->fd, bytes.at, bytes.len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return FAULT("export.write", "%s", strerror(errno));
		bytes = str_slice(bytes, (size_t)written, bytes.len);
	}
	return RC_OK;
}

/* A shell sees everything, as its operator could by other means. */
static enum rc find_viewer(struct export_job *job, const struct wishes *wishes)
{
	static const struct grant everything[] = {{ROLE_SUPERADMIN, 0, 0}};
	int64_t account;

	job->viewer = (struct viewer){
		.organization_id = job->organization.id,
		.organization_code = job->organization.code,
		.organization_zone = job->organization.zone,
		.grants = everything,
		.grant_count = 1,
		.roles = 1u << ROLE_SUPERADMIN,
	};
	if (!wishes->account)
		return RC_OK;
	if (!str_to_int(str_of(wishes->account), 1, INT64_MAX, &account))
		return RC_NOT_FOUND;
	enum rc rc = viewer_load(job->db, job->arena, account, job->today, &job->viewer);
	if (rc != RC_OK)
		return rc;
	bool may = job->viewer.organization_id == job->organization.id &&
		   viewer_may(&job->viewer, MAY_SEE_FIGURES);
	return may ? RC_OK : RC_DENIED;
}

/* Establishments may be named by their code. */
static enum rc set_filter(const struct export_program *program, struct export_job *job, struct str name,
			  struct str value)
{
	struct establishment place;
	int64_t id;

	if (str_is(name, "establishment") && !str_to_int(value, 1, INT64_MAX, &id)) {
		enum rc rc = establishment_by_code(job->db, job->arena, job->organization.id, value, &place);
		if (rc != RC_OK)
			return rc;
		value = arena_printf(job->arena, "%lld", (long long)place.id);
	}
	program->set(&job->filter, name, value);
	return RC_OK;
}

static enum rc read_filters(const struct export_program *program, struct export_job *job, char **filters)
{
	struct person person;
	enum rc rc = RC_OK;

	job->filter = incident_filter_none();
	for (; rc == RC_OK && *filters; filters++) {
		struct str value = str_of(*filters), name;
		if (str_split(&value, '=', &name))
			rc = set_filter(program, job, name, value);
	}
	if (rc != RC_OK || !job->filter.reporter.len)
		return rc;
	rc = person_by_number(job->db, job->arena, job->organization.id, job->filter.reporter, &person);
	job->filter.reporter_id = rc == RC_OK ? person.id : -1;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc prepare(const struct export_program *program, struct export_job *job,
		       const struct wishes *wishes)
{
	const char *code = wishes->organization ? wishes->organization : "";
	enum rc rc = organization_find(job->db, job->arena, str_of(code), &job->organization);

	if (rc != RC_OK)
		return rc;
	if (zone_find(job->organization.zone, &job->zone) != RC_OK)
		job->zone = NULL;
	job->now = moment_now();
	job->today = zone_day(job->zone, job->now);
	rc = find_viewer(job, wishes);
	if (rc == RC_OK)
		rc = read_filters(program, job, wishes->filters);
	if (rc == RC_OK)
		rc = lookup_of(job->db, &job->viewer, &job->lookup);
	return rc;
}

static enum rc copy(struct export_job *job, FILE *from)
{
	static char chunk[CHUNK];
	enum rc rc = RC_OK;
	size_t got;

	rewind(from);
	while (rc == RC_OK && (got = fread(chunk, 1, sizeof chunk, from)) > 0)
		rc = export_program_put(job, (struct str){chunk, got});
	return rc == RC_OK && ferror(from) ? RC_FAULT : rc;
}

/* The whole file first, so that its rows can be told before it and a failure leaves no half of one. */
static enum rc deliver(struct export_job *job, const struct export_format *format,
		       const struct wishes *wishes)
{
	FILE *made = tmpfile();

	if (!made)
		return FAULT("export.temporary", "%s", strerror(errno));
	job->fd = fileno(made);
	enum rc rc = format->write(job);
	job->fd = STDOUT_FILENO;
	if (rc == RC_OK && wishes->file) {
		job->fd = open(wishes->file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
		if (job->fd < 0)
			rc = FAULT("export.open", "%s", strerror(errno));
	}
	if (rc == RC_OK && wishes->announce)
		rc = export_program_put(job, arena_printf(job->arena, "%lld\n", (long long)job->rows));
	if (rc == RC_OK)
		rc = copy(job, made);
	if (wishes->file && job->fd >= 0 && job->fd != STDOUT_FILENO && close(job->fd) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	fclose(made);
	return rc;
}

static const struct export_format *format_named(const struct export_program *program, const char *name)
{
	for (const struct export_format *format = program->formats; format->name; format++)
		if (!name || strcmp(name, format->name) == 0)
			return format;
	return NULL;
}

static int run(struct arena *arena, const struct export_program *program, const struct wishes *wishes)
{
	const struct export_format *format = format_named(program, wishes->format);
	struct export_job job = {.arena = arena};
	const struct config *config;

	if (!format) {
		fprintf(stderr, "%s: --format %s is not one of those in --help\n", program->name,
			wishes->format);
		return EXIT_USAGE;
	}
	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	job.db = db_open(arena, config, "report");
	enum rc rc = prepare(program, &job, wishes);
	if (rc == RC_OK)
		rc = deliver(&job, format, wishes);
	db_close(job.db);
	if (rc != RC_OK)
		fprintf(stderr, "%s: %s\n", program->name, rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

int export_program_main(int argc, char **argv, const struct export_program *program)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one",
		 &wishes.organization},
		{"account", 0, "ID", "only what this account may see (everything)", &wishes.account},
		{"format", 0, "NAME", "one of those named above", &wishes.format},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of incidents in a line before the file",
		 &wishes.announce},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {.name = program->name,
					.usage = "[--format NAME] [-o FILE] [FILTER=VALUE]...",
					.help = program->help,
					.options = options,
					.most = -1};
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	wishes.filters = argv + first;
	log_start(program->name, LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, program, &wishes);
	arena_free(arena);
	return status;
}
