#include "organization/import_verb.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/text.h"
#include "organization/import_keep.h"
#include "organization/import_kinds.h"
#include "organization/import_preset_store.h"
#include "organization/organization.h"

enum { FILE_MOST = 64 << 20 };

static struct str usage_of(struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	const struct import_kind *kind;

	for (size_t i = 0; (kind = import_kind_at(i)); i++)
		text_printf(&text, "%s%s", i ? "|" : "", kind->name);
	text_cstr(&text, " FILE.csv [--preset NAME] [--organization CODE] [--dry-run] [--skip-refused]");
	return text_str(&text);
}

static void print_problems(const char *file, size_t line, const struct import_problem *problem)
{
	for (; problem; problem = problem->next)
		fprintf(stderr, "%s:%zu: %.*s%s%.*s\n", file, line, STR_ARG(problem->column),
			problem->column.len ? ": " : "", STR_ARG(problem->message));
}

static int tell(const char *file, const struct import_result *result, bool is_dry)
{
	print_problems(file, 1, result->problems);
	for (size_t i = 0; i < result->count; i++)
		print_problems(file, result->rows[i].line, result->rows[i].problems);
	if (result->ignored.len)
		fprintf(stderr, "%s:1: columns left out: %.*s\n", file, STR_ARG(result->ignored));
	if (result->held.len)
		fprintf(stderr, "%s: %.*s\n", file, STR_ARG(result->held));
	printf("%zu new, %zu changed, %zu unchanged, %zu refused", result->outcomes[IMPORT_NEW],
	       result->outcomes[IMPORT_CHANGED], result->outcomes[IMPORT_SAME],
	       result->outcomes[IMPORT_REFUSED]);
	if (result->outcomes[IMPORT_ENDED])
		printf(", %zu switched off", result->outcomes[IMPORT_ENDED]);
	printf("%s\n", result->is_done ? "" : "; nothing was written");
	if (result->problems || (result->outcomes[IMPORT_REFUSED] && !result->is_done))
		return EXIT_FAILED;
	return result->is_done || is_dry ? EXIT_OK : EXIT_FAILED;
}

struct wishes {
	const char *organization;
	const char *establishment;
	const char *year;
	const char *is_dry;
	const char *skip_refused;
	const char *preset;
	const char *agreed;
};

/* Of the file alone, as the list of imports shows it. */
static struct str name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_of(slash ? slash + 1 : path);
}

static enum rc import_file_or_try(struct import_run *run, const struct import_kind *kind, const char *path,
				  struct str file, bool is_dry, struct import_result *result)
{
	struct import_batch batch;

	if (is_dry)
		return import_file(run, kind, file, true, result, NULL, NULL);
	import_keep_begin(run, kind, IMPORT_FROM_COMMAND, name_of(path), encoding_utf8(run->arena, file), &batch);
	return import_keep_file(run, kind, &batch, result);
}

static enum rc find_preset(const struct verb_call *call, const struct import_kind *kind,
			   const struct organization *organization, const struct wishes *wishes,
			   struct import_run *run, struct import_preset *preset)
{
	if (!wishes->preset)
		return RC_OK;
	enum rc rc = import_preset_by_name(call->db, call->arena, organization->id, str_of(wishes->preset), preset);
	if (rc == RC_OK && (!preset->is_active || !str_is(preset->kind, kind->name)))
		rc = RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		fprintf(stderr, "muster import: there is no preset %s for %s\n", wishes->preset, kind->name);
	run->preset = preset;
	run->skip_refused = run->skip_refused || preset->skip_refused;
	return rc;
}

static int import(const struct verb_call *call, const struct import_kind *kind, const char *path,
		  const struct organization *organization, const struct wishes *wishes)
{
	const bool is_dry = wishes->is_dry != NULL;
	const char *why = NULL;
	struct str file;
	struct import_result result;
	struct import_run run = {
		.db = call->db,
		.arena = call->arena,
		.actor = actor_command(organization->id, "command", "muster import", moment_now()),
		.skip_refused = wishes->skip_refused != NULL,
		.why = &why,
		.establishment = str_of(wishes->establishment),
		.is_missing_agreed = wishes->agreed != NULL,
	};
	struct import_preset preset;
	if (find_preset(call, kind, organization, wishes, &run, &preset) != RC_OK)
		return EXIT_FAILED;
	if (wishes->year && !str_to_int(str_of(wishes->year), 1971, 2199, &run.year)) {
		fprintf(stderr, "muster import: --year %s is not a year\n", wishes->year);
		return EXIT_USAGE;
	}
	enum rc rc = file_read(call->arena, path, FILE_MOST, &file);

	if (rc != RC_OK) {
		fprintf(stderr, "muster import: %s cannot be read\n", path);
		return EXIT_FAILED;
	}
	rc = zone_find(organization->zone, &run.zone);
	if (rc == RC_OK)
		rc = import_file_or_try(&run, kind, path, file, is_dry, &result);
	if (rc != RC_OK) {
		fprintf(stderr, "muster import: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	return tell(path, &result, is_dry);
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	struct wishes wishes = {0};
	struct organization organization;
	int status;
	struct option_row options[] = {
		{.name = "organization",
		 .argument = "CODE",
		 .value = &wishes.organization,
		 .help = "into which; may be left out where there is only one"},
		{.name = "dry-run",
		 .letter = 'n',
		 .value = &wishes.is_dry,
		 .help = "only say what would happen"},
		{.name = "skip-refused",
		 .value = &wishes.skip_refused,
		 .help = "write the good rows although others are refused"},
		{.name = "preset",
		 .argument = "NAME",
		 .value = &wishes.preset,
		 .help = "how the files of this source are read"},
		{.name = "agree-missing",
		 .value = &wishes.agreed,
		 .help = "switch off whatever the file lacks, however much it is"},
		{.name = "establishment",
		 .argument = "CODE",
		 .value = &wishes.establishment,
		 .help = "of cases, where the file does not say"},
		{.name = "year",
		 .argument = "YYYY",
		 .value = &wishes.year,
		 .help = "of cases, where the file does not say"},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster import",
		.usage = usage_of(call->arena).at,
		.help = "Reads a CSV file (comma, semicolon or tab; UTF-8 or Windows-1252) whose first row names"
			" the columns. Rows with a known code or employee number are updated, others are new. Every"
			" problem is told with its line and column; while there is one nothing is written.",
		.options = options,
		.least = 2,
		.most = 2,
	};
	int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	const struct import_kind *kind = import_kind_named(str_of(argv[first]));
	if (!kind) {
		fprintf(stderr, "muster import: %s cannot be imported; see --help\n", argv[first]);
		return EXIT_USAGE;
	}
	if (organization_find(call->db, call->arena, str_of(wishes.organization), &organization) != RC_OK) {
		fprintf(stderr, "muster import: say which organization: --organization CODE\n");
		return EXIT_USAGE;
	}
	return import(call, kind, argv[first + 1], &organization, &wishes);
}

const struct verb import_verb = {
	.name = "import",
	.help = "read people, places, assets, training, substances, OSHA cases ... from a CSV file",
	.account = "owner",
	.run = run,
};
