#ifndef SCIM_SCIM_GROUP_CHANGE_H
#define SCIM_SCIM_GROUP_CHANGE_H

#include "scim/scim_group_store.h"
#include "scim/scim_user_change.h"

/*
 * What a provider does to groups, each in the caller's transaction. Whoever comes into a group, or leaves it, gets or
 * loses at once the roles to which the group is mapped (role_mapping, source scim).
 */

/* What a body says of a group. Members of an operation are worked off in their order, without reading all the others. */
enum scim_member_action { SCIM_MEMBER_ADD, SCIM_MEMBER_REMOVE, SCIM_MEMBER_CLEAR };
struct scim_member_step {
	enum scim_member_action action;
	struct str uuid; /* of a user; empty with SCIM_MEMBER_CLEAR */
};
struct scim_group_wish {
	struct str display_name; /* STR_NONE: as it is */
	struct str external_id;
	bool has_external_id;    /* also when it is to be empty */
	struct scim_member_step *steps;
	size_t step_count, step_room;
};

/* A POST or PUT; RC_BAD_REQUEST with *fault. */
enum rc scim_group_wish_sent(struct arena *arena, const json_t *sent, struct scim_group_wish *wish,
			     struct scim_fault *fault) MUST_CHECK;
/* A PATCH. */
enum rc scim_group_wish_patch(struct arena *arena, const json_t *patch, struct scim_group_wish *wish,
			      struct scim_fault *fault) MUST_CHECK;

/* RC_DUPLICATE: there is a group of that name. RC_BAD_REQUEST: a member is not known. */
enum rc scim_group_create(struct scim_change *change, const struct scim_group_wish *wish,
			  struct scim_group *out) MUST_CHECK;
enum rc scim_group_change(struct scim_change *change, const struct scim_group *before,
			  const struct scim_group_wish *wish) MUST_CHECK;
enum rc scim_group_delete(struct scim_change *change, const struct scim_group *before) MUST_CHECK;

#endif
