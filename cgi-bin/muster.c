/* The administrator's command: one verb a task, each from the folder of its feature. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/audit_verb.h"
#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "base/verb.h"
#include "db/db.h"
#include "db/doctor_verb.h"
#include "db/migrate_verb.h"
#include "content_holders.h"
#include "demo/demo_verb.h"
#include "event/schedule_check.h"
#include "event/bounce_verb.h"
#include "event/channel_verb.h"
#include "event/outside_check.h"
#include "exchange/backup_age.h"
#include "exchange/backup_verb.h"
#include "exchange/portal_export_verb.h"
#include "exchange/portal_import_verb.h"
#include "insight/figure_verb.h"
#include "identity/issuer_keys.h"
#include "identity/sign_in_check.h"
#include "identity/api_key_verb.h"
#include "identity/user_verb.h"
#include "organization/import_kinds.h"
#include "organization/import_verb.h"
#include "organization/organization_verb.h"
#include "osha/classify_verb.h"
#include "osha/log_import.h"
#include "departure_duties.h"
#include "environment/substance_import.h"
#include "impact/impact_import.h"
#include "record_parts.h"

static const struct verb *const verbs[] = {
	&api_key_verb,
	&audit_verb,
	&bounce_verb,
	&channel_verb,
	&backup_verb,
	&classify_verb,
	&demo_verb,
	&figure_verb,
	&doctor_verb,
	&import_verb,
	&portal_export_verb,
	&portal_import_verb,
	&migrate_verb,
	&organization_verb,
	&restore_verb,
	&user_verb,
};

/* OSHA cases have a page of their own in the portal. */
static const struct import_kind *const further_imports[] = {
	&import_assets, &import_courses, &import_training, &import_rules, &import_requirements, &import_substances, &import_cases, NULL,
};

static const struct verb *verb_named(const char *name)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

/* `import FOLDER` is the portal's import, everything else that of lists. */
static const struct verb *verb_meant(const struct verb *verb, int argc, char **argv)
{
	struct stat st;

	if (verb != &import_verb || argc < 2 || stat(argv[argc - 1], &st) != 0 || !S_ISDIR(st.st_mode))
		return verb;
	return &portal_import_verb;
}

static const char *help_text(struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_cstr(&text, "The administrator's command. Verbs, each with its own --help:\n");
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		text_printf(&text, "\n  %-14s %s", verbs[i]->name, verbs[i]->help);
	return text_str(&text).at;
}

static int run(struct arena *arena, const struct verb *verb, int argc, char **argv)
{
	struct verb_call call = {.arena = arena};

	if (config_load(arena, &call.config) != RC_OK)
		return EXIT_FAILED;
	if (verb->account)
		call.db = db_open(arena, call.config, verb->account);
	int status = verb->run(&call, argc, argv);
	db_close(call.db);
	return status;
}

/* What muster doctor looks at beyond server, schema and folders. */
static doctor_check *const checks[] = {
	schedule_check,
	sign_in_check,
	issuer_keys_check,
	outside_check,
	backup_age_doctor,
	NULL,
};

int main(int argc, char **argv)
{
	record_use(record_parts);
	content_use(content_holders);
	portal_export_use(content_holders);
	doctor_use(checks);
	import_kinds_use(further_imports);
	departure_use(departure_duties);
	struct arena *arena = arena_new(0);
	const struct command command = {
		.name = "muster", .usage = "VERB [OPTION]...", .help = help_text(arena),
		.least = 1, .most = -1, .has_verb = true,
	};
	int status;

	log_start("muster", LOG_INFO);
	int first = command_parse(&command, argc, argv, &status);
	if (first >= 0) {
		const struct verb *verb = verb_named(argv[first]);
		if (verb) {
			status = run(arena, verb_meant(verb, argc - first, argv + first), argc - first, argv + first);
		} else {
			fprintf(stderr, "muster: there is no verb %s; see muster --help\n", argv[first]);
			status = EXIT_USAGE;
		}
	}
	arena_free(arena);
	return status;
}
