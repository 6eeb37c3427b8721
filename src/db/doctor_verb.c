#include "db/doctor_verb.h"

#include <stdio.h>

#include "base/command.h"
#include "db/doctor.h"

static void print_finding(const struct finding *finding)
{
	static const char *const levels[] = {
		[FINDING_OK] = "ok", [FINDING_WARN] = "warn", [FINDING_FAIL] = "FAIL"};

	printf("%-5s %s: %.*s\n", levels[finding->level], finding->subject, STR_ARG(finding->says));
	if (finding->advice)
		printf("      -> %s\n", finding->advice);
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *given = NULL;
	int status;
	struct option_row options[] = {
		{.name = "sql", .argument = "FOLDER", .value = &given,
		 .help = "where migrations and grants are (paths.sql of the settings)"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster doctor",
		.usage = "[--sql FOLDER]",
		.help = "Looks at server version and settings, clock, schema, grants, disk and folders."
			" Every line says ok, warn or FAIL and what to do. The exit status is 1 if one failed.",
		.options = options,
	};

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	struct str folder = given ? str_of(given) : config_path(call->arena, call->config, "paths.sql");
	struct doctor_findings found = doctor_examine(call->db, call->arena, call->config, folder);
	for (size_t i = 0; i < found.count; i++)
		print_finding(&found.at[i]);
	return found.worst == FINDING_FAIL ? EXIT_FAILED : EXIT_OK;
}

const struct verb doctor_verb = {
	.name = "doctor",
	.help = "check server, schema, grants, clock, disk and folders",
	.account = "owner",
	.run = run,
};
