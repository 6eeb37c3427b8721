#ifndef INCIDENT_SELF_REPORT_H
#define INCIDENT_SELF_REPORT_H

#include "db/db.h"

/*
 * The portal reports itself: a fault of its own that people have to deal with becomes an incident like any other, in
 * every organization, at its first establishment. The minimal path: one insert by whoever notices, without rules,
 * mails or a worker.
 */
struct self_report {
	const char *title;           /* English */
	struct str description;      /* English: what was noticed, what it means, what to do */
	int severity;                /* enum severity */
	const char *reason;          /* for the audit trail */
};
/* Joins an open transaction, so that it happens together with noting that it was told. */
enum rc self_report_open(struct db *db, struct arena *arena, const struct self_report *report, moment now) MUST_CHECK;

#endif
