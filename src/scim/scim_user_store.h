#ifndef SCIM_SCIM_USER_STORE_H
#define SCIM_SCIM_USER_STORE_H

#include "db/db.h"
#include "scim/scim_user.h"

/* Users are the accounts of the organization that a provider has not deleted, in the order of their making. */

/* Ids of all accounts, at most 100,000; rows are struct scim_user with account_id alone. */
enum rc scim_user_ids(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;
/* Those from the first account id to the last. */
enum rc scim_user_between(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			  struct rows *rows) MUST_CHECK;

/* By what is unique or nearly so; rows are struct scim_user, of which a filter still chooses. */
enum scim_user_key { SCIM_BY_LOGIN, SCIM_BY_UUID, SCIM_BY_EXTERNAL, SCIM_BY_NUMBER, SCIM_BY_EMAIL };
enum rc scim_user_by(struct db *db, struct arena *arena, int64_t organization_id, enum scim_user_key key, struct str value,
		     struct rows *rows) MUST_CHECK;
/* RC_NOT_FOUND: none, or deleted. */
enum rc scim_user_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			  struct scim_user *out) MUST_CHECK;
/* Deleted ones too. */
enum rc scim_user_of_login(struct db *db, struct arena *arena, struct str login, struct scim_user *out) MUST_CHECK;
enum rc scim_user_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			    struct scim_user *out) MUST_CHECK;

/* Groups of the users from the first account id to the last, by person; rows are struct scim_user_group. */
enum rc scim_user_groups(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			 struct rows *rows) MUST_CHECK;

/* What the provider says beside person and account; raises the version. RC_DUPLICATE: another has this external id. */
enum rc scim_user_put(struct db *db, int64_t organization_id, int64_t person_id, const struct scim_user *user,
		      moment now) MUST_CHECK;

/* A department or business unit by code or name; RC_NOT_FOUND: none. *id is of one in use. */
enum rc scim_user_unit(struct db *db, struct arena *arena, int64_t organization_id, const char *kind, struct str name,
		       int64_t *id) MUST_CHECK;
/* The person that a user's id stands for. RC_NOT_FOUND: none. */
enum rc scim_user_person(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			 int64_t *person_id) MUST_CHECK;
/* The only active person without an account who has the mail address. RC_NOT_FOUND: none, or several. */
enum rc scim_user_without_account(struct db *db, struct arena *arena, int64_t organization_id, struct str email,
				  int64_t *person_id) MUST_CHECK;

#endif
