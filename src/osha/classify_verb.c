#include "osha/classify_verb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "osha/classify.h"

enum { FILE_MOST = 256 * 1024 * 1024, CHUNK = 64 * 1024 };

static const char about[] =
	"Decides for each row of a CSV file whether the case goes on the OSHA 300 log (29 CFR\n"
	"1904) and writes the same rows with eight more columns:\n"
	"\n"
	"  recordable       yes, no, or undecided where a person has to judge first\n"
	"  column           G death, H days away, I transfer or restriction, J other\n"
	"  days_away        column K, calendar days; 0 is printed blank\n"
	"  days_restricted  column L; both together stop at 180\n"
	"  type_column      column M: 1 injury, 2 skin, 3 respiratory, 4 poisoning, 5 hearing\n"
	"                   loss, 6 other illness\n"
	"  privacy          yes if the name must not be on the log\n"
	"  paragraph        the paragraphs of 29 CFR that decide\n"
	"  reason           why, in one sentence\n"
	"\n"
	"The file needs a header with a column \"facts\": key=value pairs separated by \"|\". All\n"
	"other columns are kept; a column \"situation\" is read for hints at exceptions worth\n"
	"citing. Comma, semicolon or tab separate cells. A row whose facts cannot be read is left\n"
	"out and told on standard error with its line and key; the exit status is then 1. Example\n"
	"of a facts cell:\n"
	"\n"
	"  injury_date=2026-03-02|away=2026-03-03..2026-03-08|treatment=clean,bandage|kind=injury\n"
	"\n"
	"Ranges of days are first..last, both included, joined by \"+\"; an open end is first.. and\n"
	"an estimated end has a ~ behind it. \"treatment\" is a comma list. A treatment that is not\n"
	"listed goes into other_treatment, with other_treatment_beyond=yes or no once somebody\n"
	"has judged it. An unlisted diagnosis is taken as text. Facts that are absent take their\n"
	"usual value: on the payroll, at work, caused by work, new.\n"
	"\n"
	"Keys and values:\n";

static bool read_all(FILE *in, struct text *out)
{
	while (!feof(in) && !ferror(in) && out->len <= FILE_MOST)
		out->len += fread(text_reserve(out, CHUNK), 1, CHUNK, in);
	return !ferror(in) && out->len <= FILE_MOST;
}

static bool read_file(const char *path, struct text *out)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(path, "rb");

	errno = in ? 0 : errno;
	bool done = in && read_all(in, out);
	if (!done)
		fprintf(stderr, "muster classify: %s: %s\n", path,
			errno ? strerror(errno) : "larger than 256 MB");
	if (in && !is_stdin)
		fclose(in);
	return done;
}

static bool write_file(const char *path, struct str content)
{
	FILE *out = path ? fopen(path, "wb") : stdout;
	bool done = out && fwrite(content.at, 1, content.len, out) == content.len;

	if (out)
		done = (path ? fclose(out) : fflush(out)) == 0 && done;
	if (!done)
		fprintf(stderr, "muster classify: %s: %s\n", path ? path : "standard output",
			strerror(errno));
	return done;
}

static int classify_file(struct arena *arena, const char *path, const char *target, bool guard, day as_of)
{
	struct text input = TEXT_IN(arena), out = TEXT_IN(arena), errors = TEXT_IN(arena);
	size_t bad = 0;

	if (!read_file(path, &input))
		return EXIT_FAILED;
	enum rc rc = classify_csv(arena, text_str(&input), guard, as_of, &out, &errors, &bad);
	fwrite(text_str(&errors).at, 1, errors.len, stderr);
	if (rc != RC_OK || !write_file(target, text_str(&out)))
		return EXIT_FAILED;
	return bad > 0 ? EXIT_FAILED : EXIT_OK;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *target = NULL, *guard = NULL, *as_of_text = NULL;
	struct option_row options[] = {
		{"output", 'o', "FILE", "write there instead of standard output", &target},
		{"as-of", 0, "YYYY-MM-DD", "last day known, for absences that still run", &as_of_text},
		{"guard", 0, NULL, "disarm cells that a spreadsheet would run as formulas", &guard},
		{NULL, 0, NULL, NULL, NULL},
	};
	struct text help = TEXT_IN(call->arena);
	text_cstr(&help, about);
	classify_vocabulary(&help);
	struct command command = {
		.name = "muster classify",
		.usage = "FILE.csv [-o FILE] [--as-of YYYY-MM-DD] [--guard]",
		.help = text_str(&help).at,
		.options = options,
		.least = 1,
		.most = 1,
	};
	day as_of = DAY_NONE;
	int status;
	int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	if (as_of_text && !day_parse(str_of(as_of_text), &as_of)) {
		fprintf(stderr, "muster classify: --as-of needs a date such as 2026-03-08\n");
		return EXIT_USAGE;
	}
	return classify_file(call->arena, argv[first], target, guard != NULL, as_of);
}

const struct verb classify_verb = {
	.name = "classify",
	.help = "decide which cases of a CSV file go on the OSHA log, and how",
	.account = NULL,
	.run = run,
};
