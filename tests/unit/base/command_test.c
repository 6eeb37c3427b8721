#include "../unit.h"

#include <fcntl.h>
#include <unistd.h>
#include <stdio.h>
#include <string.h>

#include "base/command.h"

struct result {
	int first, status;
	const char *year, *output, *quiet;
	const char *rest[8];
};

/* Runs without the messages, which go to standard output and error. */
static struct result parse(bool has_verb, int least, int most, const char *const *given)
{
	struct result r = {0};
	struct option_row rows[] = {
		{.name = "year", .argument = "YYYY", .help = "the year", .value = &r.year},
		{.name = "output", .letter = 'o', .argument = "FILE", .help = "where to", .value = &r.output},
		{.name = "quiet", .letter = 'q', .help = "say nothing", .value = &r.quiet},
		{.name = NULL},
	};
	const struct command command = {"sample", "[FILE]", "Does it.", rows, least, most, has_verb};
	static char words[16][32];   /* outlive the call: the results point into them */
	char *argv[10] = {words[0]};
	int argc = 1;

	for (; given[argc - 1]; argc++) {
		snprintf(words[argc], sizeof words[argc], "%s", given[argc - 1]);
		argv[argc] = words[argc];
	}
	fflush(stdout);
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	r.status = -7;
	r.first = command_parse(&command, argc, argv, &r.status);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	close(null);
	for (int i = r.first; r.first > 0 && i < argc; i++)
		r.rest[i - r.first] = argv[i];
	return r;
}

#define PARSE(has_verb, least, most, ...) parse(has_verb, least, most, (const char *const[]){__VA_ARGS__, NULL})

static void options_in_every_form(void **state)
{
	(void)state;
	struct result r = PARSE(false, 0, 0, "--year", "2026", "-o", "file", "-q");
	assert_int_equal(r.first, 6);
	assert_int_equal(r.status, EXIT_OK);
	assert_string_equal(r.year, "2026");
	assert_string_equal(r.output, "file");
	assert_string_equal(r.quiet, "");

	r = PARSE(false, 0, 0, "--year=2026", "-ofile", "--output=");
	assert_string_equal(r.year, "2026");
	assert_string_equal(r.output, "");
	assert_null(r.quiet);
	/* A value may look like an option. */
	r = PARSE(false, 0, 0, "--output", "-q");
	assert_string_equal(r.output, "-q");
	assert_null(r.quiet);
}

static void positionals_may_stand_between_options(void **state)
{
	(void)state;
	struct result r = PARSE(false, 1, 3, "a", "--year", "2026", "-", "-q", "b");
	assert_int_equal(r.first, 4);
	assert_string_equal(r.year, "2026");
	assert_string_equal(r.quiet, "");
	assert_string_equal(r.rest[0], "a");
	assert_string_equal(r.rest[1], "-");
	assert_string_equal(r.rest[2], "b");

	r = PARSE(false, 0, -1, "a", "--", "-q", "--year");
	assert_int_equal(r.first, 2);
	assert_null(r.quiet);
	assert_string_equal(r.rest[0], "a");
	assert_string_equal(r.rest[1], "-q");
	assert_string_equal(r.rest[2], "--year");
}

static void options_after_a_verb_are_its_own(void **state)
{
	(void)state;
	struct result r = PARSE(true, 1, -1, "-q", "migrate", "--help", "-q");
	assert_int_equal(r.first, 2);
	assert_string_equal(r.rest[0], "migrate");
	assert_string_equal(r.rest[1], "--help");
	assert_string_equal(r.rest[2], "-q");
}

static void help_and_version_end_the_program(void **state)
{
	(void)state;
	assert_int_equal(PARSE(false, 1, 1, "--help").first, -1);
	assert_int_equal(PARSE(false, 1, 1, "--help").status, EXIT_OK);
	assert_int_equal(PARSE(false, 1, 1, "--version").status, EXIT_OK);
	assert_int_equal(strncmp(muster_version, "muster ", 7), 0);
}

static void mistakes_are_usage_errors(void **state)
{
	(void)state;
	const struct result results[] = {
		PARSE(false, 0, 0, "--yeer", "2026"), PARSE(false, 0, 0, "-x"),	 PARSE(false, 0, 0, "--year"),
		PARSE(false, 0, 0, "-o"),	      PARSE(false, 0, 0, "--quiet=yes"), PARSE(false, 0, 0, "-qx"),
		PARSE(false, 0, 0, "extra"),	      PARSE(false, 1, 1, "--quiet"),	 PARSE(false, 0, 1, "a", "b"),
	};
	for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
		assert_int_equal(results[i].first, -1);
		assert_int_equal(results[i].status, EXIT_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(options_in_every_form),
		UNIT(positionals_may_stand_between_options),
		UNIT(options_after_a_verb_are_its_own),
		UNIT(help_and_version_end_the_program),
		UNIT(mistakes_are_usage_errors),
	};
	return cmocka_run_group_tests_name("base/command", tests, NULL, NULL);
}
