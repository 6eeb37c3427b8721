#ifndef BASE_VERB_H
#define BASE_VERB_H

#include "base/config.h"

/*
 * What `muster VERB ...` can do. A feature folder exports `const struct verb thing_verb` from its
 * thing_verb.c and cgi-bin/muster.c lists it; there is no other place.
 */
struct db;

struct verb_call {
	struct arena *arena;             /* for the whole run */
	const struct config *config;
	struct db *db;                   /* of the verb's account; NULL when that is NULL */
};

struct verb {
	const char *name;                /* "migrate" */
	const char *help;                /* one line for the list of verbs */
	const char *account;             /* database account: "owner", "admin", "report" ...; NULL: no database */
	/* argv[0] is the name, options and --help are the verb's own (base/command.h). Returns an exit status. */
	int (*run)(const struct verb_call *call, int argc, char **argv);
};

#endif
