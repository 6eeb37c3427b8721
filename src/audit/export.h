#ifndef AUDIT_EXPORT_H
#define AUDIT_EXPORT_H

#include "http/program.h"

/*
 * Files that leave the product: a report program makes them, an entry of the trail tells of them, the browser
 * gets them while they are made. For handlers of the program `reports`; their routes have ROUTE_WRITES.
 *
 * A report program called with --announce writes one line before its file: the number of rows (cases, incidents)
 * that are in it and, where it has a proof page, a blank and the SHA-256 of its data in hexadecimal. It exits with 1
 * before that line when it refuses.
 *
 * Before the last bytes leave, a second entry ("export.file") names the SHA-256 of the whole file; once it is sealed,
 * /proof/UUID gives the proof.
 */
struct export_order {
	const char *program;            /* below paths.programs: "osha300" */
	const char *const *options;     /* behind its name and --announce; ended by NULL */
	const char *action;             /* "export.osha300" */
	const char *subject;            /* record type that the file is about: "establishment" */
	int64_t subject_id;
	int64_t incident_id;            /* 0: not about one incident */
	struct pairs filter;            /* what was asked for, for the trail */
	const char *format;             /* "pdf", "xlsx", "csv" or "json" */
	struct str file_stem;           /* name of the file without ending */
	bool has_proof_page;            /* the program takes --proof ADDRESS and prints it */
	/* The answer when the program refuses: RC_NOT_FOUND, or RC_INVALID with problems added. */
	enum rc refused;
};

/*
 * Starts the program, writes the entry once the program has something to give, and streams. The caller has
 * checked that the viewer may have the file.
 */
enum rc export_send(struct request *rq, struct response *rs, const struct export_order *order) MUST_CHECK;

/* The query's "format" among formats (ended by NULL), the first of which is the default. NULL: another one. */
const char *export_format(const struct request *rq, const char *const *formats);

#endif
