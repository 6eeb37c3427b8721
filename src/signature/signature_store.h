#ifndef SIGNATURE_SIGNATURE_STORE_H
#define SIGNATURE_SIGNATURE_STORE_H

#include "audit/audit.h"
#include "signature/signature.h"

/*
 * Signs in the caller's transaction, with the audit entry signature.signed. The caller fills kind,
 * subject_id, incident_id, round, meaning, reason, zone (where the signer is; empty: UTC) and content; the
 * rest is set here. The actor must be an account that has just confirmed its password (signature_confirm);
 * RC_DENIED for others, and for one that never accepted the signature policy.
 */
enum rc signature_sign(struct db *db, struct arena *arena, const struct actor *actor,
		       struct signature *signature) MUST_CHECK;

/* Has the account accepted that its signatures bind? RC_NOT_FOUND: not yet. */
enum rc signature_policy(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			 struct signature *out) MUST_CHECK;
/* Accepts it, itself as a signature over the policy's text. Harmless when done before. */
enum rc signature_policy_accept(struct db *db, struct arena *arena, const struct actor *actor,
				struct str text) MUST_CHECK;

/* Of one record, oldest first, without content; rows are struct signature. At most 500. */
enum rc signature_list(struct db *db, struct arena *arena, int64_t organization_id, enum signature_kind kind,
		       int64_t subject_id, struct rows *rows) MUST_CHECK;
/* Of everything that belongs to an incident, oldest first, without content. At most 500. */
enum rc signature_list_incident(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t incident_id, struct rows *rows) MUST_CHECK;
/* Whole, with content. */
enum rc signature_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			  struct signature *out) MUST_CHECK;

#endif
