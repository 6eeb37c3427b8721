#ifndef ORGANIZATION_DEPARTURE_H
#define ORGANIZATION_DEPARTURE_H

#include "audit/audit.h"
#include "organization/people.h"

/*
 * Somebody leaves: the account is switched off and its sessions end at once, and what the person still had to do goes to
 * the nearest manager upwards who works here and can sign in. What nobody can take stays where it is and is counted.
 */
struct departure {
	struct db *db;
	struct arena *arena;
	const struct actor *actor;
	const struct person *person; /* who leaves */
	day today;                   /* in the organization's zone */
	struct str reason;           /* for the audit trail: "import" */
	int64_t heir_id;             /* set by departure_take; 0: nobody */
	int64_t handed_over, left_over; /* counted by the duties */
};

/*
 * One kind of open work. Each feature that gives people work exports its duty; a program that lets people leave lists
 * them in cgi-bin/departure_duties.h. hand_over runs in the caller's transaction, with an audit entry and event for each
 * thing, and adds to handed_over and left_over.
 */
struct departure_duty {
	const char *name; /* "incidents", for logs */
	enum rc (*hand_over)(struct departure *departure);
};

/* Ended by NULL, for the whole life of the program. */
void departure_use(const struct departure_duty *const *duties);

/*
 * In the caller's transaction, beside the change that makes the person inactive. Writes the event person.left. RC_CONFLICT:
 * the only administrator, who may not leave; departure_refusal says so.
 */
enum rc departure_take(struct departure *departure) MUST_CHECK;
extern const char departure_refusal[]; /* English, for the catalogue */

#endif
