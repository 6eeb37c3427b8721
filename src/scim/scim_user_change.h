#ifndef SCIM_SCIM_USER_CHANGE_H
#define SCIM_SCIM_USER_CHANGE_H

#include "audit/audit.h"
#include "scim/scim_user.h"

/*
 * What a provider does to users, each in the caller's transaction with its audit entries: the same rules as everywhere
 * else, so that a user who is switched off leaves as organization/departure.h says.
 */
struct scim_change {
	struct db *db;
	struct arena *arena;
	struct actor actor;
	day today; /* in the organization's zone */
	struct scim_fault fault; /* why it was refused: RC_BAD_REQUEST, RC_DUPLICATE */
};

/*
 * A new user. Somebody who is known by employee number, or as the only one with the mail address, and has no account gets
 * one; a user whom the provider deleted comes back under the same id where employee number or external id say that it is
 * the same. RC_DUPLICATE: somebody else has, or had, the sign-in name, number or external id. Sets out->person_id.
 */
enum rc scim_user_create(struct scim_change *change, const struct scim_user *wanted, struct scim_user *out) MUST_CHECK;

/* before as stored, wanted as it is to be. RC_CONFLICT: changed meanwhile. RC_DUPLICATE as above. */
enum rc scim_user_change(struct scim_change *change, const struct scim_user *before,
			 const struct scim_user *wanted) MUST_CHECK;

/* Switched off and found no longer; id and sign-in name are never given to somebody else. */
enum rc scim_user_delete(struct scim_change *change, const struct scim_user *before) MUST_CHECK;

#endif
