#include "insight/figure_verb.h"

#include <stdio.h>

#include "base/command.h"
#include "insight/figure_fold_store.h"

static enum rc rebuild(const struct verb_call *call, struct str code)
{
	struct organization organization;
	struct rows all = {.at = &organization, .count = 1};
	enum rc rc = code.len ? organization_find(call->db, call->arena, code, &organization)
			      : organization_list(call->db, call->arena, &all);

	for (size_t i = 0; rc == RC_OK && i < all.count; i++)
		rc = figure_fold_rebuild(call->db, ROW(struct organization, all, i));
	return rc;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *code = "";
	int status;
	struct option_row options[] = {
		{.name = "organization", .argument = "CODE", .value = &code, .help = "only this one (all)"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster rebuild",
		.usage = "figures [--organization CODE]",
		.help = "Counts the figures of dashboards anew from the incidents: after an"
			" organization's time zone was"
			" changed, or in doubt. Safe while people work.",
		.options = options,
		.least = 1,
		.most = 1,
	};
	int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	if (!str_is(str_of(argv[first]), "figures")) {
		fprintf(stderr, "muster rebuild: only figures can be rebuilt\n");
		return EXIT_USAGE;
	}
	enum rc rc = rebuild(call, str_of(code));
	if (rc != RC_OK)
		fprintf(stderr, "muster rebuild: %s\n", rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

const struct verb figure_verb = {
	.name = "rebuild",
	.help = "count the figures of dashboards anew",
	.account = "owner",
	.run = run,
};
