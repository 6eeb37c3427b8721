#ifndef INSIGHT_EXPORT_PROGRAM_H
#define INSIGHT_EXPORT_PROGRAM_H

#include "incident/incident_filter.h"
#include "incident/lookup_store.h"
#include "organization/organization.h"

/* What incident-export and dashboard-export have in common: who asks, filters in, one file out. */

struct export_job {
	struct arena *arena;
	struct db *db;
	struct organization organization;
	const struct zone *zone; /* the organization's */
	struct viewer viewer;    /* whose list it is; of a shell: everything */
	struct incident_filter filter;
	const struct lookup *lookup;
	moment now;
	day today;
	int fd;       /* where the file goes */
	int64_t rows; /* set by write: incidents in the file */
};

struct export_format {
	const char *name; /* "csv" */
	enum rc (*write)(struct export_job *job);
};

struct export_program {
	const char *name;
	const char *help;
	const struct export_format *formats; /* the first is the default; ended by a NULL name */
	/* Takes one filter of the command line. */
	void (*set)(struct incident_filter *filter, struct str name, struct str value);
};

/* main() of the program: 0 written, 1 failed, 2 wrong usage. Errors go to standard error. */
int export_program_main(int argc, char **argv, const struct export_program *program);

/* Writes all bytes. RC_FAULT, told in the log. */
enum rc export_program_put(const struct export_job *job, struct str bytes) MUST_CHECK;

#endif
