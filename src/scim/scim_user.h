#ifndef SCIM_SCIM_USER_H
#define SCIM_SCIM_USER_H

#include <jansson.h>

#include "base/record.h"
#include "scim/scim_patch.h"

/* A user as a provider sees it: a person, the account, and what only the provider knows. */
struct scim_user {
	int64_t person_id;
	int64_t account_id;
	struct str uuid; /* the id: that of the person, never given again */
	struct str login;
	struct str external_id;
	struct str given_name;
	struct str family_name;
	struct str display_name;
	struct str email;
	struct str phone;
	struct str job_title;
	struct str locale;
	struct str employee_number; /* empty in JSON where it only stands in for a missing one */
	struct str department;
	struct str division;
	struct str manager_uuid;
	struct str manager;
	bool is_active;
	moment deleted_at;
	moment created_at;
	moment updated_at;
	int64_t version; /* grows with every change of person, account or this */
};
extern const struct record scim_user_record;

/* A group of which a user is a member. */
struct scim_user_group {
	int64_t person_id;
	struct str uuid;
	struct str name;
};

/* base: address of the interface, "https://.../scim/v2". The caller owns the result. */
json_t *scim_user_json(struct arena *arena, struct str base, const struct scim_user *user,
		       const struct scim_user_group *groups, size_t group_count);

/* For scim_filter_holds: resource is a struct scim_user. */
bool scim_user_value(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value);

/*
 * What the resource says into user, of which the rest stays, and whether it is active where that is not said. Names are
 * made from the display name or the sign-in name where they are missing. RC_BAD_REQUEST with *fault: userName is missing, or something is too long.
 */
enum rc scim_user_read(struct arena *arena, const json_t *resource, struct scim_user *user,
		       struct scim_fault *fault) MUST_CHECK;

/* Employee number of somebody of whom the provider says none. */
struct str scim_user_stand_in(struct arena *arena, struct str uuid);

#endif
