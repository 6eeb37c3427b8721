#include "osha/ita_program.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "osha/ita_file.h"

struct wishes {
	const char *organization;
	const char *kind;
	const char *year;
	const char *format;
	const char *file;
	const char *check;
	const char *raw;
	const char *announce;
};

static const char help[] =
	"Writes a file for OSHA's Injury Tracking Application: --kind summary has one row per establishment "
	"(Form 300A),\n"
	"--kind cases one row per case (Forms 300 and 301). Establishments are named by their codes; without "
	"one, all\n"
	"that have to submit that year (29 CFR 1904.41) are taken.\n"
	"\n"
	"Every published rule is checked first. Each violation is told on standard error with its rule, "
	"establishment,\n"
	"case and column; while an error stands, nothing is written and the exit status is 1. Warnings do "
	"not stop the file.\n"
	"Characters that the intake is known to refuse are replaced, and how many values that changed is "
	"told; --raw leaves\n"
	"texts as they are. With --check nothing is written; --format json gives the findings as JSON.";

static void tell(const struct ita_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct ita_violation *v = &findings->at[i];
		fprintf(stderr, "%s %s: establishment %.*s%s%.*s: %s %s\n", v->is_error ? "error" : "warning",
			v->rule, STR_ARG(v->establishment), v->case_number.len ? ", case " : "",
			STR_ARG(v->case_number), v->field, v->message);
	}
}

static struct str findings_json(struct arena *arena, const struct ita_findings *findings)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out, "{\"errors\":%zu,\"findings\":[", findings->errors);
	for (size_t i = 0; i < findings->count; i++) {
		const struct ita_violation *v = &findings->at[i];
		text_printf(&out, "%s{\"rule\":\"%s\",\"error\":%s,\"establishment\":", i ? "," : "", v->rule,
			    v->is_error ? "true" : "false");
		text_json(&out, v->establishment);
		text_cstr(&out, ",\"case_number\":");
		text_json(&out, v->case_number);
		text_printf(&out, ",\"field\":\"%s\",\"message\":", v->field);
		text_json(&out, str_of(v->message));
		text_char(&out, '}');
	}
	text_cstr(&out, "]}\n");
	return text_str(&out);
}

static int write_result(struct arena *arena, const struct wishes *wishes, enum ita_kind kind,
			const struct ita_file *file)
{
	size_t replaced;
	bool is_json = wishes->format && strcmp(wishes->format, "json") == 0;

	if (is_json)
		return command_write("ita", wishes->file, findings_json(arena, &file->findings)) == EXIT_OK &&
				       file->findings.errors == 0
			       ? EXIT_OK
			       : EXIT_FAILED;
	tell(&file->findings);
	if (file->findings.errors) {
		fprintf(stderr, "ita: %zu error%s; nothing was written\n", file->findings.errors,
			file->findings.errors == 1 ? "" : "s");
		return EXIT_FAILED;
	}
	if (wishes->check)
		return EXIT_OK;
	struct str bytes = ita_bytes(arena, kind, file, wishes->raw != NULL, &replaced);
	if (replaced)
		fprintf(stderr, "ita: %zu value%s changed to characters that the intake takes\n", replaced,
			replaced == 1 ? " was" : "s were");
	if (wishes->announce)
		bytes = arena_concat(arena,
				     arena_printf(arena, "%zu\n",
						  kind == ITA_SUMMARY ? file->summary_count : file->case_count),
				     bytes);
	return command_write("ita", wishes->file, bytes);
}

static int fail(enum rc rc, const char *what, struct str value)
{
	if (rc == RC_NOT_FOUND)
		fprintf(stderr, "ita: there is no %s %.*s\n", what, STR_ARG(value));
	else
		fprintf(stderr, "ita: %s\n", rc_meaning(rc));
	return EXIT_FAILED;
}

static int run(struct arena *arena, const struct wishes *wishes, enum ita_kind kind, int64_t year,
	       const struct str *codes, size_t count)
{
	struct str organization_code = str_of(wishes->organization ? wishes->organization : "");
	const struct config *config;
	struct organization organization;
	struct ita_file file;
	struct str unknown = STR("");

	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILED;
	struct db *db = db_open(arena, config, "report");
	enum rc rc = organization_find(db, arena, organization_code, &organization);
	int status = EXIT_OK;
	if (rc != RC_OK)
		status = fail(rc, "organization", organization_code);
	if (rc == RC_OK) {
		rc = ita_collect(db, arena, &organization, kind, year, codes, count, moment_now(), &file,
				 &unknown);
		if (rc != RC_OK)
			status = fail(rc, "establishment", unknown);
	}
	db_close(db);
	return status == EXIT_OK ? write_result(arena, wishes, kind, &file) : status;
}

/* Codes separated by commas. */
static size_t split_codes(struct arena *arena, const char *list, struct str **codes)
{
	struct str rest = str_of(list), part;
	size_t count = 0;

	*codes = ARENA_ARRAY(arena, struct str, rest.len + 1);
	while (str_split(&rest, ',', &part))
		if (str_trim(part).len)
			(*codes)[count++] = str_trim(part);
	return count;
}

int ita_program_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	const char *establishments = NULL;
	struct option_row options[] = {
		{"kind", 0, "summary|cases", "which file", &wishes.kind},
		{"year", 0, "YYYY", "the year of the records", &wishes.year},
		{"establishment", 0, "CODE,...", "only these", &establishments},
		{"organization", 0, "CODE", "the organization; not needed where there is only one",
		 &wishes.organization},
		{"check", 0, NULL, "check only, write nothing", &wishes.check},
		{"raw", 0, NULL, "leave texts as they are", &wishes.raw},
		{"format", 0, "csv|json", "csv (default), or the findings as json", &wishes.format},
		{"announce", 0, NULL, "write the number of rows in a line before the file", &wishes.announce},
		{"output", 'o', "FILE", "write there instead of to standard output", &wishes.file},
		{NULL, 0, NULL, NULL, NULL},
	};
	const struct command command = {
		.name = "ita",
		.usage = "--kind summary|cases --year YYYY [--establishment CODE,...] [--check] [-o FILE]",
		.help = help,
		.options = options,
	};
	int64_t year;
	int status;
	struct str *codes;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	bool is_summary = wishes.kind && strcmp(wishes.kind, "summary") == 0;
	bool is_cases = wishes.kind && strcmp(wishes.kind, "cases") == 0;
	bool is_format =
		!wishes.format || strcmp(wishes.format, "csv") == 0 || strcmp(wishes.format, "json") == 0;
	if ((!is_summary && !is_cases) || !is_format || !str_to_int(str_of(wishes.year), 1970, 2200, &year)) {
		fputs("ita: give --kind summary or cases and --year; see --help\n", stderr);
		return EXIT_USAGE;
	}
	log_start("ita", LOG_WARN);
	struct arena *arena = arena_new(256 * 1024);
	size_t count = split_codes(arena, establishments, &codes);
	status = run(arena, &wishes, is_summary ? ITA_SUMMARY : ITA_CASES, year, codes, count);
	arena_free(arena);
	return status;
}
