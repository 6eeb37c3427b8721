#ifndef INCIDENT_ANONYMOUS_STORE_H
#define INCIDENT_ANONYMOUS_STORE_H

#include "db/db.h"
#include "incident/incident_report.h"

/* An anonymous report ready to be filed: the receipt and the token are known by their hashes only. */
struct anonymous_filing {
	int64_t organization_id;
	struct incident_report report;
	struct str submission;
	struct str receipt_hash; /* 32 bytes */
	struct str token_hash;   /* 32 bytes */
	int64_t link_id;         /* 0: not by an invitation */
	day filed_on;
	day expires_on;
};

/*
 * Files it in one transaction, at most once for its submission id: a repeated one is RC_OK and changes
 * nothing. Every time that is written is 00:00 UTC of filed_on.
 */
enum rc anonymous_file(struct db *db, struct arena *arena, const struct anonymous_filing *filing) MUST_CHECK;

/* How many people work at an establishment, in a department of it where department_id is not 0. */
enum rc anonymous_group(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
			int64_t department_id, int64_t *people) MUST_CHECK;

/* What its reporter sees of a report. */
struct anonymous_report {
	int64_t incident_id;
	int64_t organization_id;
	day contact_on;
	day expires_on;
	struct str number;
	int status;
	int report_type;
	struct str title;
	struct str description;
	moment reported_at;
	struct str place; /* name of the establishment */
	int64_t files;
};
extern const struct record anonymous_report_record;

/* The report that a receipt or token leads to. RC_NOT_FOUND: none, or no longer. Hashes of 32 bytes. */
enum rc anonymous_by_receipt(struct db *db, struct arena *arena, struct str hash, day today,
			     struct anonymous_report *out) MUST_CHECK;
enum rc anonymous_by_token(struct db *db, struct arena *arena, struct str hash, day today,
			   struct anonymous_report *out) MUST_CHECK;
/* Once more, for somebody who has shown a receipt or token a moment ago. */
enum rc anonymous_by_incident(struct db *db, struct arena *arena, int64_t incident_id, day today,
			      struct anonymous_report *out) MUST_CHECK;
/* The reporter was here today; nothing but the newest day is kept. */
enum rc anonymous_contact(struct db *db, const struct anonymous_report *report, day today) MUST_CHECK;

/* Messages in both directions, oldest first, at most 500: rows of struct comment. */
enum rc anonymous_messages(struct db *db, struct arena *arena, const struct anonymous_report *report,
			   struct rows *messages) MUST_CHECK;

/* What the reporter adds later: words (padded already), files or both. */
struct anonymous_addition {
	const struct anonymous_report *report;
	struct str submission;
	struct str body; /* empty: files only */
	const struct attachment *files;
	size_t file_count;
	day added_on;
};
/* Once for its submission id. */
enum rc anonymous_add(struct db *db, struct arena *arena,
		      const struct anonymous_addition *addition) MUST_CHECK;

/* Removes the ways back that expired before today; the reports stay. */
enum rc anonymous_purge(struct db *db, day today, int64_t *removed) MUST_CHECK;

#endif
