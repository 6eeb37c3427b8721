#include "environment/followup_program.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "base/log.h"
#include "environment/followup_report.h"
#include "environment/release_duty_store.h"
#include "environment/release_store.h"
#include "environment/substance_store.h"
#include "identity/viewer_store.h"
#include "incident/incident_detail_store.h"
#include "organization/place_store.h"

struct wishes {
	const char *organization, *account, *incident, *format, *file, *announce;
};

struct job {
	struct db *db;
	struct arena *arena;
	struct followup_report report;
};

/* A shell sees everything, as its operator could by other means. */
static enum rc check_account(struct job *job, const char *account)
{
	struct followup_report *r = &job->report;
	struct viewer viewer;
	int64_t id;

	if (!account)
		return RC_OK;
	if (!str_to_int(str_of(account), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = viewer_load(job->db, job->arena, id, zone_day(r->zone, r->now), &viewer);
	if (rc != RC_OK)
		return rc;
	return viewer.organization_id == r->organization.id && viewer_may(&viewer, MAY_MANAGE_INCIDENTS) &&
			       incident_shows_work(&viewer, &r->incident)
		       ? RC_OK
		       : RC_DENIED;
}

static enum rc find_place(struct job *job)
{
	struct followup_report *r = &job->report;
	struct area area;
	enum rc rc = establishment_by_id(job->db, job->arena, r->organization.id, r->incident.establishment_id, &r->place);

	if (rc == RC_OK)
		rc = zone_find(r->place.zone, &r->zone);
	if (rc != RC_OK || !r->incident.area_id)
		return rc;
	rc = area_by_id(job->db, job->arena, r->organization.id, r->incident.area_id, &area);
	if (rc == RC_OK)
		r->area = area.name;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc load_parts(struct job *job, struct followup_release *f)
{
	struct rows rows;
	enum rc rc = release_components(job->db, job->arena, f->release.organization_id, f->release.id, &rows);

	f->parts = ARENA_ARRAY(job->arena, struct release_part, (rc == RC_OK ? rows.count : 0) + 1);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct release_component *c = ROW(struct release_component, rows, i);
		struct substance *substance = ARENA_NEW(job->arena, struct substance);
		rc = substance_by_id(job->db, job->arena, c->organization_id, c->substance_id, substance);
		f->parts[f->part_count++] = (struct release_part){.substance = substance,
								  .strength = c->strength,
								  .strength_unit = c->strength_unit,
								  .form = c->form,
								  .counted = c->counted};
	}
	return rc;
}

/* What has to be reported; where nothing has to, everything, for a notice that is given all the same. */
static enum rc load_releases(struct job *job)
{
	struct followup_report *r = &job->report;
	const bool all = !release_is_reportable(r->duty.epcra);
	struct rows rows;
	enum rc rc = release_list(job->db, job->arena, r->organization.id, r->incident.id, &rows);

	if (rc != RC_OK)
		return rc;
	r->releases = ARENA_ARRAY(job->arena, struct followup_release, rows.count + 1);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct release *release = ROW(struct release, rows, i);
		if (!all && !release_is_reportable(release->epcra))
			continue;
		struct followup_release *f = &r->releases[r->release_count++];
		f->release = *release;
		rc = load_parts(job, f);
	}
	return rc;
}

static enum rc load_notices(struct job *job)
{
	struct followup_report *r = &job->report;
	struct rows rows;
	enum rc rc = release_notice_list(job->db, job->arena, r->organization.id, r->incident.id, &rows);

	if (rc != RC_OK)
		return rc;
	struct release_notice *notices = ARENA_ARRAY(job->arena, struct release_notice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const int kind = ROW(struct release_notice, rows, i)->kind;
		bool is_left_out = kind != NOTICE_CALL && kind != NOTICE_WRITTEN;
		for (size_t j = 0; j < rows.count; j++)
			is_left_out |= ROW(struct release_notice, rows, j)->corrects_id ==
				       ROW(struct release_notice, rows, i)->id;
		if (!is_left_out)
			notices[r->notice_count++] = *ROW(struct release_notice, rows, i);
	}
	r->notices = notices;
	return RC_OK;
}

static enum rc collect(struct job *job)
{
	struct followup_report *r = &job->report;
	struct rows contacts;
	enum rc rc = release_duty_find(job->db, job->arena, r->organization.id, r->incident.id, &r->duty);

	if (rc == RC_OK)
		rc = load_releases(job);
	if (rc == RC_OK)
		rc = load_notices(job);
	if (rc == RC_OK)
		rc = agency_list(job->db, job->arena, r->organization.id, r->duty.establishment_id, &contacts);
	if (rc != RC_OK)
		return rc;
	r->contacts = contacts.at;
	r->contact_count = contacts.count;
	rc = followup_newest(job->db, job->arena, r->organization.id, r->incident.id, &r->followup);
	r->is_begun = rc == RC_OK;
	if (rc == RC_NOT_FOUND)
		record_clear(&release_followup_record, &r->followup);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc prepare(struct job *job, const struct wishes *wishes)
{
	struct followup_report *r = &job->report;
	enum rc rc = organization_find(job->db, job->arena, str_of(wishes->organization ? wishes->organization : ""),
				       &r->organization);

	r->now = moment_now();
	if (rc == RC_OK)
		rc = incident_by_number(job->db, job->arena, r->organization.id, str_of(wishes->incident), &r->incident);
	if (rc == RC_OK)
		rc = find_place(job);
	if (rc == RC_OK)
		rc = check_account(job, wishes->account);
	return rc == RC_OK ? collect(job) : rc;
}

static int run(struct arena *arena, const struct wishes *wishes)
{
	struct job job = {.arena = arena};
	const struct config *config;
	struct str bytes = STR_NONE;

	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	job.db = db_open(arena, config, "report");
	enum rc rc = prepare(&job, wishes);
	if (rc == RC_OK)
		rc = followup_report_pdf(arena, &job.report, &bytes);
	db_close(job.db);
	if (rc != RC_OK) {
		fprintf(stderr, "release-followup: %s: %s\n", wishes->incident,
			rc == RC_NOT_FOUND ? "no incident with releases of that number" : rc_meaning(rc));
		return EXIT_FAILED;
	}
	if (wishes->announce)
		bytes = arena_concat(arena, arena_printf(arena, "%zu\n", job.report.release_count), bytes);
	return command_write("release-followup", wishes->file, bytes);
}

int followup_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one", &wishes.organization},
		{"account", 0, "ID", "only if this account works on the incident (everything)", &wishes.account},
		{"incident", 0, "NUMBER", "whose releases", &wishes.incident},
		{"format", 0, "NAME", "pdf (default)", &wishes.format},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of releases in a line before the file", &wishes.announce},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "release-followup",
		.usage = "--incident NUMBER [--format pdf] [-o FILE]",
		.help = "Writes the follow-up notice to state and local planning bodies after a release"
			" (42 USC 11004(c), 40 CFR 355.40(b)). Items that nobody has supplied are named as missing.",
		.options = options,
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	if (!wishes.incident || (wishes.format && strcmp(wishes.format, "pdf") != 0)) {
		fprintf(stderr, "release-followup: %s\n",
			wishes.incident ? "the only --format is pdf" : "give --incident NUMBER");
		return EXIT_USAGE;
	}
	log_start("release-followup", LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, &wishes);
	arena_free(arena);
	return status;
}
