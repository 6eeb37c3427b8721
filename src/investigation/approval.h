#ifndef INVESTIGATION_APPROVAL_H
#define INVESTIGATION_APPROVAL_H

#include "audit/audit.h"
#include "investigation/investigation.h"

/*
 * Submission and decision, each with its signature over the exact content (signature kind SIGNATURE_INVESTIGATION, subject
 * the investigation, round its round). In the caller's transaction; whether the actor may, and that the password was
 * confirmed, is asked before.
 */
struct decision {
	int meaning;                 /* MEANING_AUTHORED: submits; MEANING_APPROVED, MEANING_REJECTED: decides */
	struct str reason;           /* required for MEANING_REJECTED */
	struct str zone;             /* IANA name of the signer's time zone */
};

/*
 * Signs and moves the investigation on. The incident and the investigation are locked by the caller (before). An
 * approval takes the incident along: Investigation to CAPA Pending. RC_CONFLICT: another state than the step begins at.
 */
enum rc approval_sign(struct db *db, struct arena *arena, const struct actor *actor, const struct incident *incident,
		      const struct investigation *before, const struct decision *decision) MUST_CHECK;

/* Opens an approved one again, with a reason; its signatures stay. */
enum rc approval_reopen(struct db *db, struct arena *arena, const struct actor *actor,
			const struct investigation *before, struct str reason) MUST_CHECK;

/* The account that signed the last submission; 0: none. signatures: rows of struct signature, oldest first. */
int64_t approval_submitter(const struct rows *signatures);

#endif
