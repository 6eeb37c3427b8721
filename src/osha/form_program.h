#ifndef OSHA_FORM_PROGRAM_H
#define OSHA_FORM_PROGRAM_H

#include "organization/organization.h"
#include "organization/place.h"
#include "osha/log_data.h"
#include "report/proof_sheet.h"

/* What osha300, osha300a, osha301 and osha-pack have in common: options in, one file out. */

/* What was asked for, collected. */
struct form_job {
	struct arena *arena;
	struct db *db;
	struct organization organization;
	struct establishment place;
	struct osha_log log;                   /* where the program prints the log or its summary */
	const struct osha_incident *incidents; /* where it prints incident reports */
	int incident_count;
	const char *title; /* of the document */
	struct proof_sheet proof;
};

enum form_parts { FORM_LOG = 1u << 0, FORM_INCIDENTS = 1u << 1 };

struct form_format {
	const char *name; /* "pdf" */
	enum rc (*render)(const struct form_job *job, struct str *bytes);
};

struct form_program {
	const char *name;
	const char *help; /* paragraphs for --help */
	const char *title;
	unsigned parts;                    /* what to collect: enum form_parts */
	bool takes_case;                   /* --case: one case instead of a whole year */
	bool takes_as_of;                  /* --as-of: the log as it stood on a day */
	const struct form_format *formats; /* the first is the default; ended by a NULL name */
	/* The data as JSON: their hash stands in the file and in the audit log. */
	enum rc (*content)(const struct form_job *job, struct str *bytes);
};

/* main() of the program: 0 written, 1 failed, 2 wrong usage. Errors go to standard error. */
int form_program_main(int argc, char **argv, const struct form_program *program);

#endif
