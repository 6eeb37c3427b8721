#ifndef INCIDENT_INCIDENT_REPORT_H
#define INCIDENT_INCIDENT_REPORT_H

#include "incident/incident.h"

/* A report as it comes in, by whatever way, before it is an incident. */

struct incident_report {
	/*
	 * What was told. Register, environment, status, title, severity, reporting, times and number are filled in where
	 * they are not given; establishment, occurred_at, description and source must be.
	 */
	struct incident incident;
	const struct injured_person *injured;
	size_t injured_count;
	const struct witness *witnesses;
	size_t witness_count;
	/* Their content is on disk already: sha256, name, type and size are set. */
	const struct attachment *attachments;
	size_t attachment_count;
	/* An establishment that was read as the organization's own already; saves the look at it. 0: none. */
	int64_t own_establishment_id;
	struct str reason;           /* for the audit entry, e.g. "filed from the spool"; may be empty */
};

/*
 * What is not given, derived: pure. at is the moment of filing, cut to its day for anonymous reports. uuid and
 * number are not filled in.
 */
void incident_report_complete(struct arena *arena, struct incident_report *report, int64_t organization_id, moment at);

/* The first sentence of a description, or as many words of it as a title takes. */
struct str incident_report_title(struct arena *arena, struct str description);
/* How bad it is for a first guess, when nobody said: by the worst care that somebody needed. */
enum severity incident_report_severity(const struct incident_report *report);
/* Everything that full-text search looks in; no names of people. */
struct str incident_report_words(struct arena *arena, const struct incident *incident,
				 const struct attachment *attachments, size_t count);

#endif
