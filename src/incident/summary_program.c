#include "incident/summary_program.h"

#include <stdio.h>
#include <string.h>

#include "audit/report_proof.h"
#include "base/command.h"
#include "base/config.h"
#include "base/log.h"
#include "db/archive.h"
#include "identity/viewer_store.h"
#include "incident/incident_detail_store.h"
#include "incident/injured_store.h"
#include "incident/summary_files.h"

struct wishes {
	const char *organization, *incident, *account, *format, *language, *file, *announce, *show_names, *proof;
};

enum format { FORMAT_PDF, FORMAT_SHEET, FORMAT_JSON, FORMAT_COUNT };
static const char *const formats[FORMAT_COUNT] = {"pdf", "xlsx", "json"};

/* A shell sees everything, as its operator could by other means. */
static enum rc find_viewer(struct summary *s, const struct wishes *wishes, struct viewer *viewer)
{
	static const struct grant everything[] = {{ROLE_SUPERADMIN, 0, 0}};
	int64_t account;

	*viewer = (struct viewer){
		.organization_id = s->organization.id,
		.organization_zone = s->organization.zone,
		.grants = everything,
		.grant_count = 1,
		.roles = 1u << ROLE_SUPERADMIN,
	};
	if (!wishes->account)
		return RC_OK;
	if (!str_to_int(str_of(wishes->account), 1, INT64_MAX, &account))
		return RC_NOT_FOUND;
	const struct zone *zone;
	if (zone_find(s->organization.zone, &zone) != RC_OK)
		zone = NULL;
	enum rc rc = viewer_load(s->db, s->arena, account, zone_day(zone, s->now), viewer);
	return rc == RC_OK && viewer->organization_id != s->organization.id ? RC_NOT_FOUND : rc;
}

/* What is not among the present ones is looked for in the archive, which everything after that reads. */
static enum rc find_incident(struct summary *s, struct str number)
{
	enum rc rc = incident_by_number(s->db, s->arena, s->organization.id, number, &s->incident);

	if (rc == RC_NOT_FOUND && db_archive_open(s->db) == RC_OK)
		rc = incident_by_number(s->db, s->arena, s->organization.id, number, &s->incident);
	return rc;
}

/* Names of privacy cases are masked wherever they would stand in a field of their own. */
static enum rc find_masked(struct summary *s)
{
	struct rows rows = {0};
	enum rc rc = s->shows_names ? RC_OK
				    : injured_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);
	struct str *names = ARENA_ARRAY(s->arena, struct str, rows.count + 1);

	s->masked = names;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct injured_person *person = ROW(struct injured_person, rows, i);
		if (person->is_private && str_trim(person->full_name).len)
			names[s->masked_count++] = person->full_name;
	}
	return rc;
}

static enum rc choose_language(struct summary *s, const struct config *config, struct str locale)
{
	if (locale.len && !str_starts(locale, STR("en")))
		s->catalogue = catalogue_find(config_path(s->arena, config, "paths.locale"), locale);
	return RC_OK;
}

static enum rc prepare(struct summary *s, const struct config *config, const struct wishes *wishes)
{
	struct viewer viewer;
	enum rc rc = organization_find(s->db, s->arena, str_of(wishes->organization ? wishes->organization : ""),
				       &s->organization);

	s->now = moment_now();
	if (rc == RC_OK)
		rc = find_viewer(s, wishes, &viewer);
	if (rc == RC_OK)
		rc = find_incident(s, str_of(wishes->incident));
	if (rc == RC_OK && !incident_shows_work(&viewer, &s->incident))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = incident_around(s->db, s->arena, &viewer, &s->incident, &s->around);
	if (rc == RC_OK)
		rc = workflow_of(s->db, &s->incident, &s->workflow);
	if (rc != RC_OK)
		return rc;
	if (s->incident.reporting != REPORTING_NAMED)
		s->around.reporter = STR_NONE;
	if (zone_find(s->around.zone, &s->zone) != RC_OK)
		s->zone = NULL;
	rc = find_masked(s);
	if (rc != RC_OK)
		return rc;
	return choose_language(s, config, wishes->language ? str_of(wishes->language) : viewer.locale);
}

static enum rc write_file(struct summary *s, summary_section *const *sections, const struct wishes *wishes,
			  enum format format, struct str *bytes)
{
	struct proof_sheet proof;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && sections[i]; i++)
		rc = sections[i](s);
	/* Everything of the incident is read; the log itself is never archived. */
	db_archive_close(s->db);
	if (rc != RC_OK)
		return rc;
	const struct str json = summary_json(s);
	const struct digest content = digest_of_one(json);
	rc = report_proof(s->db, s->arena, &content, str_of(wishes->proof ? wishes->proof : ""), &proof);
	if (rc != RC_OK)
		return rc;
	if (format == FORMAT_JSON)
		*bytes = json;
	else
		rc = format == FORMAT_PDF ? summary_pdf(s, &proof, bytes) : summary_sheet(s, &proof, bytes);
	if (rc == RC_OK && wishes->announce)
		*bytes = arena_concat(s->arena, arena_printf(s->arena, "1 %.*s\n", STR_ARG(proof.content)), *bytes);
	return rc;
}

static int run(struct arena *arena, summary_section *const *sections, const struct wishes *wishes)
{
	struct summary s = {.arena = arena, .shows_names = wishes->show_names != NULL};
	const struct config *config;
	struct str bytes = STR_NONE;
	int format = 0;

	while (wishes->format && format < FORMAT_COUNT && strcmp(formats[format], wishes->format) != 0)
		format++;
	if (format == FORMAT_COUNT) {
		fprintf(stderr, "incident-report: --format %s is none of pdf, xlsx and json\n", wishes->format);
		return EXIT_USAGE;
	}
	if (!wishes->incident) {
		fprintf(stderr, "incident-report: give --incident; see --help\n");
		return EXIT_USAGE;
	}
	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	s.db = db_open(arena, config, "report");
	enum rc rc = prepare(&s, config, wishes);
	if (rc == RC_OK)
		rc = write_file(&s, sections, wishes, (enum format)format, &bytes);
	db_close(s.db);
	if (rc == RC_OK)
		return command_write("incident-report", wishes->file, bytes);
	if (rc == RC_NOT_FOUND)
		fprintf(stderr, "incident-report: there is no incident %s\n", wishes->incident);
	else
		fprintf(stderr, "incident-report: %s\n", rc_meaning(rc));
	return EXIT_FAILED;
}

int summary_program_main(int argc, char **argv, summary_section *const *sections)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"incident", 0, "NUMBER", "the incident, also one in the archive", &wishes.incident},
		{"organization", 0, "CODE", "the organization; not needed where there is only one", &wishes.organization},
		{"format", 0, "NAME", "pdf (default), xlsx or json", &wishes.format},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"language", 0, "TAG", "en (default) or es", &wishes.language},
		{"show-names", 0, NULL, "with the names of privacy cases", &wishes.show_names},
		{"account", 0, "ID", "refuse what this account may not see; in its language", &wishes.account},
		{"announce", 0, NULL, "write the hash of the data in a line before the file", &wishes.announce},
		{"proof", 0, "ADDRESS", "where the proof of the file will be found, for the proof page", &wishes.proof},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "incident-report",
		.usage = "--incident NUMBER [--format pdf|xlsx|json] [-o FILE]",
		.help = "Writes the summary report of one incident: what happened, what it did, why, what is done about it, who"
			" signed, and what its audit trail tells. Medical facts, and reporters who asked not to be named, are"
			" never in it.",
		.options = options,
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	log_start("incident-report", LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, sections, &wishes);
	arena_free(arena);
	return status;
}
