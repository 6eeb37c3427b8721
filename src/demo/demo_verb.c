#include "demo/demo_verb.h"

#include <stdio.h>

#include "base/command.h"
#include "deadline/sweep.h"
#include "demo/demo_archive.h"
#include "demo/demo_capa.h"
#include "demo/demo_case.h"
#include "demo/demo_impact.h"
#include "demo/demo_operations.h"
#include "demo/demo_release.h"
#include "demo/demo_investigation.h"
#include "demo/demo_people.h"
#include "demo/demo_published.h"
#include "demo/demo_store.h"
#include "insight/figure_fold_store.h"

enum { SEED = 300301 };

/* Everything, or nothing: another run after a failure begins anew. */
static enum rc load_body(struct db *db, void *closure)
{
	struct demo *demo = closure;

	demo->db = db;
	demo->random = (struct demo_random){SEED};
	demo->category_count = demo->site_count = demo->person_count = demo->account_count = 0;
	enum rc rc = organization_insert(db, &demo->organization);
	if (rc == RC_OK)
		rc = demo_places_load(demo);
	if (rc == RC_OK)
		rc = demo_people_load(demo);
	if (rc == RC_OK)
		rc = demo_plan_events(demo);
	if (rc == RC_OK && demo->from.len)
		rc = demo_published_apply(demo);
	if (rc == RC_OK)
		rc = demo_masters_load(demo);
	if (rc == RC_OK)
		rc = demo_file_events(demo);
	if (rc == RC_OK)
		rc = demo_impact_load(demo);
	if (rc == RC_OK)
		rc = demo_release_load(demo);
	if (rc == RC_OK)
		rc = demo_operations_load(demo);
	return rc;
}

static enum rc prepare(const struct verb_call *call, struct demo *demo, const char *code)
{
	struct organization *organization = &demo->organization;
	struct civil today;

	demo->arena = call->arena;
	demo->folder = arena_printf(call->arena, "%.*s/demo",
				    STR_ARG(config_path(call->arena, call->config, "paths.sql")));
	demo->now = moment_now();
	*organization = (struct organization){.code = str_of(code),
					      .name = STR("Northmere Group, Inc."),
					      .zone = STR("America/New_York"),
					      .locale = STR("en"),
					      .currency = STR("USD"),
					      .created_at = demo->now};
	enum rc rc = zone_find(organization->zone, &demo->zone);
	if (rc != RC_OK)
		return rc;
	demo->today = zone_day(demo->zone, demo->now);
	today = day_civil(demo->today);
	/* Three years of logs: the third one before the present in the first half of a year. */
	demo->first_year = today.year - (today.month >= 7 ? 2 : 3);
	return demo_words_read(call->arena, demo->folder, &demo->words);
}

static void tell_accounts(const struct demo *demo)
{
	printf("Demonstration company %.*s: sign in with one of\n\n", STR_ARG(demo->organization.name));
	for (size_t i = 0; i < demo->account_count; i++) {
		const struct demo_account *account = &demo->accounts[i];
		printf("  %-30.*s %-26.*s %.*s\n", STR_ARG(account->login), STR_ARG(account->role),
		       STR_ARG(account->name));
	}
	printf("\nand the password %s (for all of them).\n", demo_people_password);
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *code = "demo", *from = NULL;
	struct demo demo = {0};
	struct organization known;
	int status;
	struct option_row options[] = {
		{.name = "organization",
		 .argument = "CODE",
		 .value = &code,
		 .help = "code of the organisation to make (demo)"},
		{.name = "from",
		 .argument = "FOLDER",
		 .value = &from,
		 .help = "tell injuries in the words of the published collections in this folder"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster demo",
		.usage = "[--organization CODE] [--from FOLDER]",
		.help = "Loads a made-up company: sites in different industries, people, accounts for"
			" every role and"
			" three years of reports, all told by sql/demo. Prints the accounts. Does"
			" nothing when"
			" the organisation exists.",
		.options = options,
	};

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	enum rc rc = organization_find(call->db, call->arena, str_of(code), &known);
	if (rc == RC_OK) {
		printf("The organisation %s is loaded already.\n", code);
		return EXIT_OK;
	}
	if (rc == RC_NOT_FOUND)
		rc = prepare(call, &demo, code);
	demo.from = str_of(from);
	if (rc == RC_OK)
		rc = db_transaction(call->db, "demo", load_body, &demo);
	if (rc == RC_OK)
		rc = demo_case_certify(&demo, call->config);
	if (rc == RC_OK)
		rc = demo_investigation_load(&demo, call->config);
	if (rc == RC_OK)
		rc = demo_capa_load(&demo);
	if (rc == RC_OK)
		rc = demo_archive(&demo, call->config);
	if (rc == RC_OK)
		rc = demo_capa_compare(&demo);
	if (rc == RC_OK)
		rc = demo_store_quiet(call->db, demo.organization.id, demo.now);
	if (rc == RC_OK)
		rc = figure_fold_all(call->db, &demo.organization);
	/* The worker would come to it; the first look is to show them all. */
	if (rc == RC_OK)
		rc = sweep_organization(call->db, demo.now, demo.organization.id);
	if (rc != RC_OK) {
		fprintf(stderr, "muster demo: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	tell_accounts(&demo);
	return EXIT_OK;
}

const struct verb demo_verb = {
	.name = "demo",
	.help = "load the demonstration organisation",
	.account = "owner",
	.run = run,
};
