#ifndef OSHA_ITA_FILE_H
#define OSHA_ITA_FILE_H

#include "db/db.h"
#include "organization/organization.h"
#include "osha/ita_rules.h"

/* Which file: establishments with their summaries, or cases. */
enum ita_kind { ITA_SUMMARY, ITA_CASES };

/* Everything for one submission, collected and checked. */
struct ita_file {
	struct ita_summary *summaries; /* one per establishment */
	size_t summary_count;
	struct ita_case *cases; /* of all of them, in the order of the summaries */
	size_t case_count;
	struct ita_findings findings; /* of the asked kind; for cases the summaries are checked too */
};

/*
 * codes: the establishments; none takes every one that has to submit that year (29 CFR 1904.41), as far as
 * its figures tell. RC_NOT_FOUND: a code is unknown, named in *unknown.
 */
enum rc ita_collect(struct db *db, struct arena *arena, const struct organization *organization,
		    enum ita_kind kind, int64_t year, const struct str *codes, size_t code_count, moment now,
		    struct ita_file *out, struct str *unknown) MUST_CHECK;

/* The bytes of the file: no byte order mark, CR LF. replaced counts the values that safe mode changed. */
struct str ita_bytes(struct arena *arena, enum ita_kind kind, const struct ita_file *file, bool raw,
		     size_t *replaced);

#endif
