#include "osha/form_program.h"

#include <stdio.h>
#include <string.h>

#include "audit/report_proof.h"
#include "base/command.h"
#include "base/config.h"
#include "base/log.h"
#include "base/random.h"
#include "organization/place_store.h"
#include "osha/case_store.h"
#include "osha/log_store.h"
#include "osha/log_version_store.h"

struct wishes {
	const char *organization;
	const char *establishment;
	const char *year;
	const char *case_name;
	const char *format;
	const char *file;
	const char *announce;
	const char *hide_names;
	const char *as_of;
	const char *proof;
};

static const struct form_format *format_named(const struct form_program *program, const char *name)
{
	if (!name)
		return program->formats;
	for (const struct form_format *format = program->formats; format->name; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

/* Told in the words of the command line; returns rc so that a caller can end with it. */
static enum rc refuse(const struct form_program *program, enum rc rc, const char *what, const char *value)
{
	if (rc == RC_NOT_FOUND)
		fprintf(stderr, "%s: there is no %s %s\n", program->name, what,
			value ? value : "(give --organization)");
	else
		fprintf(stderr, "%s: %s: %s\n", program->name, what, rc_meaning(rc));
	return rc;
}

/* The lines of the log as they stood at the end of a day. */
static enum rc go_back(struct form_job *job, const struct wishes *wishes)
{
	const struct zone *zone;
	day as_of;

	if (!day_parse(str_of(wishes->as_of), &as_of))
		return RC_INVALID;
	enum rc rc = zone_find(job->place.zone, &zone);
	return rc == RC_OK ? log_version_restore(job->db, job->arena, job->organization.id, job->place.id, zone,
						 as_of, &job->log)
			   : rc;
}

static enum rc collect_year(const struct form_program *program, struct form_job *job,
			    const struct wishes *wishes, moment now)
{
	struct osha_incident *incidents = NULL;
	int64_t year = 0;
	enum rc rc = establishment_by_code(job->db, job->arena, job->organization.id,
					   str_of(wishes->establishment), &job->place);

	if (rc != RC_OK)
		return refuse(program, rc, "establishment", wishes->establishment);
	if (!str_to_int(str_of(wishes->year), 1970, 2200, &year))
		return refuse(program, RC_NOT_FOUND, "year", wishes->year);
	if (program->parts & FORM_LOG)
		rc = log_collect(job->db, job->arena, &job->organization, &job->place, year, now, &job->log);
	if (rc == RC_OK && wishes->as_of)
		rc = go_back(job, wishes);
	if (rc == RC_OK && (program->parts & FORM_INCIDENTS)) {
		rc = log_collect_incidents(job->db, job->arena, &job->organization, &job->place, year,
					   &incidents, &job->incident_count);
		for (int i = 0; wishes->hide_names && i < job->incident_count; i++)
			osha_incident_hide_person(&incidents[i]);
		job->incidents = incidents;
	}
	if (rc == RC_OK && program->parts == FORM_INCIDENTS && job->incident_count == 0)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? rc : refuse(program, rc, "recorded case in", wishes->year);
}

/* By the case's uuid, or by its number in the log of --establishment and --year. */
static enum rc find_case(const struct form_job *job, const struct wishes *wishes, struct osha_case *c)
{
	struct str name = str_of(wishes->case_name);
	struct establishment place;
	int64_t year;

	if (uuid_is_valid(name))
		return case_by_uuid(job->db, job->arena, job->organization.id, name, c);
	if (!wishes->establishment || !str_to_int(str_of(wishes->year), 1970, 2200, &year))
		return RC_NOT_FOUND;
	enum rc rc = establishment_by_code(job->db, job->arena, job->organization.id,
					   str_of(wishes->establishment), &place);
	return rc == RC_OK
		       ? case_of_number(job->db, job->arena, job->organization.id, place.id, year, name, c)
		       : rc;
}

static enum rc collect_case(const struct form_program *program, struct form_job *job,
			    const struct wishes *wishes)
{
	struct osha_incident *incident = ARENA_NEW(job->arena, struct osha_incident);
	struct osha_case c;
	enum rc rc = find_case(job, wishes, &c);

	if (rc == RC_OK)
		rc = log_collect_incident(job->db, job->arena, &job->organization, c.id, incident);
	if (rc != RC_OK)
		return refuse(program, rc, "case", wishes->case_name);
	if (wishes->hide_names)
		osha_incident_hide_person(incident);
	job->incidents = incident;
	job->incident_count = 1;
	return RC_OK;
}

static enum rc collect(const struct form_program *program, struct form_job *job, const struct wishes *wishes)
{
	const char *code = wishes->organization ? wishes->organization : "";
	enum rc rc = organization_find(job->db, job->arena, str_of(code), &job->organization);

	if (rc != RC_OK)
		return refuse(program, rc, "organization", wishes->organization);
	return wishes->case_name ? collect_case(program, job, wishes)
				 : collect_year(program, job, wishes, moment_now());
}

static bool is_complete(const struct form_program *program, const struct wishes *wishes)
{
	if (wishes->case_name || (wishes->establishment && wishes->year))
		return true;
	fprintf(stderr, "%s: give --establishment and --year%s; see --help\n", program->name,
		program->takes_case ? ", or --case" : "");
	return false;
}

/* For the program that passes the file on: how many cases are in it, and the hash of their data. */
static struct str announcement(const struct form_program *program, const struct form_job *job)
{
	return arena_printf(job->arena, "%d %.*s\n",
			    program->parts & FORM_LOG ? job->log.case_count : job->incident_count,
			    STR_ARG(job->proof.content));
}

static enum rc prove(const struct form_program *program, struct form_job *job, const struct wishes *wishes)
{
	struct str bytes = STR_NONE;
	enum rc rc = program->content(job, &bytes);

	if (rc != RC_OK)
		return rc;
	struct digest content = digest_of_one(bytes);
	return report_proof(job->db, job->arena, &content, str_of(wishes->proof ? wishes->proof : ""), &job->proof);
}

static int run(struct arena *arena, const struct form_program *program, const struct wishes *wishes)
{
	const struct form_format *format = format_named(program, wishes->format);
	struct form_job job = {.arena = arena, .title = program->title};
	const struct config *config;
	struct str bytes = STR_NONE;

	if (!format) {
		fprintf(stderr, "%s: --format %s is not one of those in --help\n", program->name,
			wishes->format);
		return EXIT_USAGE;
	}
	if (!is_complete(program, wishes))
		return EXIT_USAGE;
	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	job.db = db_open(arena, config, "report");
	enum rc rc = collect(program, &job, wishes);
	if (rc == RC_OK)
		rc = prove(program, &job, wishes);
	if (rc == RC_OK) {
		rc = format->render(&job, &bytes);
		if (rc != RC_OK)
			refuse(program, rc, format->name, NULL);
	}
	db_close(job.db);
	if (rc == RC_OK && wishes->announce)
		bytes = arena_concat(arena, announcement(program, &job), bytes);
	return rc == RC_OK ? command_write(program->name, wishes->file, bytes) : EXIT_FAILED;
}

int form_program_main(int argc, char **argv, const struct form_program *program)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one",
		 &wishes.organization},
		{"establishment", 0, "CODE", "whose log", &wishes.establishment},
		{"year", 0, "YYYY", "the year of the log", &wishes.year},
		{"format", 0, "NAME", "pdf (default), xlsx, csv or json", &wishes.format},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of cases and the hash of their data in a line before the file",
		 &wishes.announce},
		{"proof", 0, "ADDRESS", "where the proof of the file will be found, for the proof page", &wishes.proof},
		{"hide-names", 0, NULL, "incident reports of privacy cases without name, address and date of birth",
		 &wishes.hide_names},
		{NULL, 0, NULL, NULL, NULL},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct option_row case_option = {"case", 0, "NUMBER|UUID",
					       "one case: its number in that log, or its identifier alone",
					       &wishes.case_name};
	const struct option_row as_of_option = {"as-of", 0, "YYYY-MM-DD", "the log as it stood at the end of that day",
						&wishes.as_of};
	struct command command = {
		.name = program->name,
		.usage = program->takes_case ? "--establishment CODE --year YYYY [--case NUMBER] | --case "
					       "UUID [--format NAME] [-o FILE]"
					     : "--establishment CODE --year YYYY [--format NAME] [-o FILE]",
		.help = program->help,
		.options = options,
	};
	int status;

	if (program->takes_case)
		options[sizeof options / sizeof options[0] - 2] = case_option;
	else if (program->takes_as_of)
		options[sizeof options / sizeof options[0] - 2] = as_of_option;
	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	log_start(program->name, LOG_WARN);
	struct arena *arena = arena_new(256 * 1024);
	status = run(arena, program, &wishes);
	arena_free(arena);
	return status;
}
