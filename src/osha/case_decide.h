#ifndef OSHA_CASE_DECIDE_H
#define OSHA_CASE_DECIDE_H

#include "osha/case.h"

/* Keeping a case: every change of its facts runs the decision again and leaves its reasons behind. */

struct case_change {
	struct osha_case *c; /* id 0: a new case; version as it was read; override set where wanted */
	const struct case_facts *facts;   /* keeps_records is taken from the establishment */
	const struct case_report *report; /* NULL: unchanged */
	struct str case_number;           /* STR_NONE: the next free one, when the case becomes recordable */
	int64_t decided_by_id;            /* person; 0: a command or the system */
	day today;                        /* of the establishment: absences still running count up to it */
	struct str reason;                /* for the audit entry; may be empty */
};

/*
 * In the caller's transaction: decides, gives a case number when the case becomes recordable, lines it
 * out when it is not recordable any more, and writes case, facts, report, decision, audit entry and event.
 * RC_DENIED: the year is kept no longer (29 CFR 1904.33). RC_CONFLICT: changed meanwhile. RC_DUPLICATE: the
 * person has a case, or the number is taken.
 */
enum rc case_keep(struct db *db, struct arena *arena, const struct actor *actor,
		  struct case_change *change) MUST_CHECK;

/*
 * Counts the days of an absence that still runs, up to today, and writes case and audit entry where they changed. No
 * decision is added: nothing was decided. In the caller's transaction.
 */
enum rc case_recount(struct db *db, struct arena *arena, const struct actor *actor, struct osha_case *c,
		     day today) MUST_CHECK;

/*
 * The log on which a person's case belongs: that of the establishment where it happened if it is one of ours,
 * else the home establishment (29 CFR 1904.30(b)(4)).
 */
int64_t case_log_establishment(int64_t event_establishment_id, int64_t home_establishment_id);

#endif
