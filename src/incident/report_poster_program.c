#include "incident/report_poster.h"

#include <stdio.h>

#include "base/command.h"
#include "base/config.h"
#include "base/log.h"
#include "incident/report_link_store.h"
#include "organization/organization.h"
#include "organization/place_store.h"

struct wishes {
	const char *organization, *link, *file, *announce;
};

static enum rc collect(struct db *db, struct arena *arena, const struct config *config, const struct wishes *wishes,
		       struct report_poster *poster)
{
	struct organization organization;
	struct establishment place;
	struct report_link link;
	enum rc rc = organization_find(db, arena, str_of(wishes->organization ? wishes->organization : ""), &organization);

	if (rc == RC_OK)
		rc = report_link_by_uuid(db, arena, organization.id, str_of(wishes->link), &link);
	if (rc != RC_OK)
		return rc;
	*poster = (struct report_poster){
		.organization = organization.name,
		.name = link.name,
		.place = STR(""),
		.address = report_link_address(arena, config, &link),
		.made_at = moment_now(),
	};
	if (link.establishment_id)
		rc = establishment_by_id(db, arena, organization.id, link.establishment_id, &place);
	if (rc == RC_OK && link.establishment_id)
		poster->place = place.name;
	return rc;
}

static int run(struct arena *arena, const struct wishes *wishes)
{
	const struct config *config;
	struct report_poster poster;
	struct str bytes = STR("");

	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	struct db *db = db_open(arena, config, "report");
	enum rc rc = collect(db, arena, config, wishes, &poster);
	if (rc == RC_OK)
		rc = report_poster_pdf(arena, &poster, &bytes);
	db_close(db);
	if (rc != RC_OK) {
		fprintf(stderr, "report-poster: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	if (wishes->announce)
		bytes = arena_concat(arena, STR("1\n"), bytes);
	return command_write("report-poster", wishes->file, bytes);
}

int report_poster_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"organization", 0, "CODE", "the organization; not needed where there is only one", &wishes.organization},
		{"link", 0, "UUID", "the invitation, as the address of its page names it", &wishes.link},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{"announce", 0, NULL, "write the number of posters in a line before the file", &wishes.announce},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "report-poster",
		.usage = "--link UUID [-o FILE]",
		.help = "Writes the poster of one invitation to report, in English and Spanish with its QR code, as PDF.",
		.options = options,
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	if (!wishes.link) {
		fprintf(stderr, "report-poster: give --link; see --help\n");
		return EXIT_USAGE;
	}
	log_start("report-poster", LOG_WARN);
	struct arena *arena = arena_new((size_t)256 * 1024);
	status = run(arena, &wishes);
	arena_free(arena);
	return status;
}
