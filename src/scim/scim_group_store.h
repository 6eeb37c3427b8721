#ifndef SCIM_SCIM_GROUP_STORE_H
#define SCIM_SCIM_GROUP_STORE_H

#include "base/record.h"
#include "db/db.h"

/* A group of users that a provider keeps. */
struct scim_group {
	int64_t id;
	int64_t organization_id;
	struct str uuid; /* the id that clients see */
	struct str display_name;
	struct str external_id;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record scim_group_record;

struct scim_member {
	int64_t group_id;
	int64_t person_id;
	struct str uuid; /* of the user */
	struct str name;
};

/* In the order of their making, at most 20,000; rows are struct scim_group. */
enum rc scim_group_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;
/* Locked until the transaction ends, where is_locked. */
enum rc scim_group_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid, bool is_locked,
			   struct scim_group *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: there is a group of that name. */
enum rc scim_group_insert(struct db *db, struct scim_group *group) MUST_CHECK;
/* Raises the version by one. RC_DUPLICATE as above. */
enum rc scim_group_update(struct db *db, const struct scim_group *group) MUST_CHECK;
/* Its members first. */
enum rc scim_group_remove(struct db *db, const struct scim_group *group) MUST_CHECK;

/* Members of the groups from the first id to the last, by group; rows are struct scim_member. */
enum rc scim_member_between(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			    struct rows *rows) MUST_CHECK;
/* Adding one who is in it already, and removing one who is not, changes nothing. */
enum rc scim_member_add(struct db *db, int64_t group_id, int64_t person_id) MUST_CHECK;
enum rc scim_member_remove(struct db *db, int64_t group_id, int64_t person_id) MUST_CHECK;

/* Names and ids of all groups of a person; rows are struct scim_group with these. */
enum rc scim_group_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			     struct rows *rows) MUST_CHECK;
/* The account of a person who is provisioned or could be. RC_NOT_FOUND: none. */
enum rc scim_group_account(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			   int64_t *account_id) MUST_CHECK;

#endif
