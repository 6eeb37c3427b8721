#include "organization/organization_verb.h"

#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "base/command.h"
#include "organization/organization.h"

struct adding {
	const struct verb_call *call;
	struct organization organization;
};

static enum rc write_new(struct db *db, void *closure)
{
	struct adding *adding = closure;
	struct organization *organization = &adding->organization;
	enum rc rc = organization_insert(db, organization);

	if (rc != RC_OK)
		return rc;
	const struct actor actor =
		actor_command(organization->id, "command", "muster organization", organization->created_at);
	return audit_change(db, adding->call->arena, &actor, "organization.created", &organization_record,
			    organization->id, 0, NULL, organization, STR(""));
}

/* Each member as a form would read it; false, and told, when one is refused. */
static bool read_member(const struct verb_call *call, struct organization *organization, const char *name,
			const char *typed)
{
	const struct field *field = record_field(&organization_record, str_of(name));
	const char *why;

	if (field_parse(call->arena, field, str_of(typed), NULL, moment_now(), organization, &why) == RC_OK)
		return true;
	fprintf(stderr, "muster organization: %s: %.*s\n", name,
		STR_ARG(field_message(call->arena, field, str_of(why))));
	return false;
}

static bool keeps_rules(const struct organization *organization)
{
	for (const struct rule *rule = organization_rules; rule->field; rule++)
		if (!rule->holds(organization)) {
			fprintf(stderr, "muster organization: %s: %s\n", rule->field, rule->why);
			return false;
		}
	return true;
}

static int add(const struct verb_call *call, const char *code, const char *name, const char *zone,
	       const char *locale, const char *currency)
{
	struct adding adding = {.call = call};
	struct organization *organization = &adding.organization;

	record_clear(&organization_record, organization);
	organization->created_at = moment_now();
	if (!read_member(call, organization, "code", code) ||
	    !read_member(call, organization, "name", name) ||
	    !read_member(call, organization, "zone", zone) ||
	    !read_member(call, organization, "locale", locale) ||
	    !read_member(call, organization, "currency", currency) || !keeps_rules(organization))
		return EXIT_USAGE;
	enum rc rc = db_transaction(call->db, "organization_add", write_new, &adding);
	if (rc == RC_DUPLICATE)
		fprintf(stderr, "muster organization: there is one with the code %s\n", code);
	else if (rc != RC_OK)
		fprintf(stderr, "muster organization: %s\n", rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

static int list(const struct verb_call *call)
{
	struct rows rows;
	enum rc rc = organization_list(call->db, call->arena, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct organization *at = ROW(struct organization, rows, i);
		printf("%.*s\t%.*s\t%.*s\n", STR_ARG(at->code), STR_ARG(at->name), STR_ARG(at->zone));
	}
	if (rc != RC_OK)
		fprintf(stderr, "muster organization: %s\n", rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *zone = "UTC", *locale = "en", *currency = "USD";
	int status;
	struct option_row options[] = {
		{.name = "zone",
		 .argument = "ZONE",
		 .value = &zone,
		 .help = "where incident numbers take their day, such as America/Chicago (UTC)"},
		{.name = "locale", .argument = "LANGUAGE", .value = &locale, .help = "en or es (en)"},
		{.name = "currency",
		 .argument = "CODE",
		 .value = &currency,
		 .help = "of all amounts; one with cents, such as EUR (USD)"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster organization",
		.usage = "add CODE NAME [--zone ZONE] [--locale LANGUAGE] [--currency CODE] | list",
		.help = "Adds a tenant or lists them all. Nothing of one is ever seen by another.",
		.options = options,
		.least = 1,
		.most = 3,
	};
	int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	if (strcmp(argv[first], "list") == 0 && argc - first == 1)
		return list(call);
	if (strcmp(argv[first], "add") == 0 && argc - first == 3)
		return add(call, argv[first + 1], argv[first + 2], zone, locale, currency);
	fprintf(stderr, "muster organization: say add CODE NAME, or list; see --help\n");
	return EXIT_USAGE;
}

const struct verb organization_verb = {
	.name = "organization",
	.help = "add a tenant, list them",
	.account = "owner",
	.run = run,
};
