#include "exchange/portal_import_verb.h"

#include <stdio.h>

#include "base/command.h"
#include "base/log.h"
#include "exchange/portal_import.h"
#include "exchange/secrets_option.h"

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *passphrase = NULL, *key = NULL, *sql = NULL;
	struct option_row options[] = {
		{"passphrase-file", 0, "FILE", "open secrets.sealed with the passphrase in FILE", &passphrase},
		{"key", 0, "FILE", "open secrets.sealed with the private key in FILE", &key},
		{"sql", 0, "FOLDER", "where migrations and grants are (paths.sql of the settings)", &sql},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster import-portal",
		.usage = "[--passphrase-file FILE | --key FILE] FOLDER",
		.help = "Rebuilds the portal that `muster export` wrote, in an empty installation whose programs do not run.\n"
			"Every part is checked first. At the end all rows are read again and compared with the manifest, and the\n"
			"audit log is verified. `muster import FOLDER` does the same. See docs/export.md.",
		.options = options, .least = 1, .most = 1,
	};
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	struct portal_import order = {
		.folder = argv[first], .has_key = passphrase || key,
		.sql_folder = sql ? str_of(sql) : config_path(call->arena, call->config, "paths.sql"),
	};
	if (!secrets_option_key(call->arena, passphrase, key, &order.key))
		return EXIT_USAGE;
	log_level_name(STR("warn")); /* a hundred lines of migrations would hide what is said here */
	enum rc rc = portal_import(call->db, call->arena, call->config, &order);
	fprintf(stderr, "muster import-portal: %s\n",
		rc == RC_OK ? "done; the portal is the same as the one that was exported" : rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

const struct verb portal_import_verb = {
	.name = "import-portal",
	.help = "rebuild a portal from what export wrote",
	.account = "owner",
	.run = run,
};
