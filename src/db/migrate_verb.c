#include "db/migrate_verb.h"

#include <stdio.h>

#include "base/command.h"
#include "db/archive.h"
#include "db/grants.h"
#include "db/migrate.h"

static enum rc apply_grants(const struct verb_call *call, struct str folder)
{
	struct str *accounts;
	size_t count;
	enum rc rc = grants_accounts(call->arena, folder, &accounts, &count);

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = grants_apply(call->db, call->arena, call->config, folder, accounts[i]);
	return rc;
}

static enum rc tell_pending(const struct verb_call *call, struct str folder)
{
	int64_t pending;
	enum rc rc = migrate_pending(call->db, call->arena, folder, &pending);

	if (rc == RC_OK)
		printf("%lld files to apply\n", (long long)pending);
	return rc;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *given = NULL, *grants = NULL, *dry_run = NULL;
	int status;
	struct option_row options[] = {
		{.name = "sql", .argument = "FOLDER", .value = &given,
		 .help = "where migrations, seed and grants are (paths.sql of the settings)"},
		{.name = "grants", .value = &grants,
		 .help = "give every account what sql/grants says, and no more"},
		{.name = "dry-run", .letter = 'n', .value = &dry_run,
		 .help = "only say how many files would be applied"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster migrate",
		.usage = "[--grants] [--dry-run] [--sql FOLDER]",
		.help = "Applies new files of sql/migrations and changed files of sql/seed, in order. Safe to"
			" repeat and to run twice at once. Refuses when an applied migration was changed.",
		.options = options,
	};

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	struct str folder = given ? str_of(given) : config_path(call->arena, call->config, "paths.sql");
	enum rc rc = dry_run ? tell_pending(call, folder) : migrate_up(call->db, call->arena, folder);
	if (rc == RC_OK && !dry_run)
		rc = archive_prepare(call->db, call->arena, call->config, "incident");
	if (rc == RC_OK && grants && !dry_run)
		rc = apply_grants(call, folder);
	if (rc != RC_OK)
		fprintf(stderr, "muster migrate: %s\n", rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

const struct verb migrate_verb = {
	.name = "migrate",
	.help = "bring the database schema, code lists and accounts up to date",
	.account = "owner",
	.run = run,
};
