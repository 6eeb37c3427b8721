#ifndef BASE_COMMAND_H
#define BASE_COMMAND_H

#include "base/str.h"

/* Command lines of our programs: one table of options, --help and --version for free. */
struct option_row {
	const char *name;            /* "year", given as --year 2026 or --year=2026 */
	char letter;                 /* 'o' for -o, 0 for none */
	const char *argument;        /* "YYYY"; NULL for a switch */
	const char *help;
	const char **value;          /* receives the argument, or "" for a switch */
};

struct command {
	const char *name;            /* "osha300" */
	const char *usage;           /* "--establishment CODE --year YYYY [--format pdf|xlsx|csv|json] [-o FILE]" */
	const char *help;            /* paragraphs below the usage line */
	struct option_row *options;  /* ended by a row whose name is NULL */
	int least, most;             /* number of positional arguments; most -1: any */
	bool has_verb;               /* options end at the first positional: what follows is the verb's own */
};

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/*
 * Returns the index of the first positional argument (argv is reordered so that they stand last; "--" ends
 * the options), or -1 when the program must end with *status
 * (help or version printed, or a usage error told on standard error).
 */
int command_parse(const struct command *command, int argc, char **argv, int *status);

/*
 * Writes a program's result to a file, or to standard output where file is NULL. Returns EXIT_OK, or EXIT_FAILED
 * after telling the reason on standard error.
 */
int command_write(const char *name, const char *file, struct str bytes);

/* "muster 0.1.0" and the like. */
extern const char *const muster_version;

#endif
