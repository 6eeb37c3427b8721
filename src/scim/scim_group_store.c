#include "scim/scim_group_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct scim_group, member)
static const struct field group_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(display_name), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(external_id), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record scim_group_record = {"scim_group", sizeof(struct scim_group), group_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct scim_member, member)
static const struct field member_fields[] = {
	{.kind = FIELD_ID, OFFSET(group_id)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	FIELD_END,
};
#undef OFFSET
static const struct record member_record = {"scim_member", sizeof(struct scim_member), member_fields};

STATEMENT(groups_all, &scim_group_record, NULL,
	  "SELECT {columns} FROM scim_group FORCE INDEX (organization) WHERE organization_id = ? ORDER BY id LIMIT 20000");
STATEMENT(group_of_uuid, &scim_group_record, NULL,
	  "SELECT {columns} FROM scim_group WHERE uuid = ? AND organization_id = ?");
STATEMENT(group_locked, &scim_group_record, NULL,
	  "SELECT {columns} FROM scim_group WHERE uuid = ? AND organization_id = ? FOR UPDATE");
STATEMENT(group_add, NULL, &scim_group_record, "INSERT INTO scim_group ({names}) VALUES ({values})");
STATEMENT(group_change, NULL, &scim_group_record,
	  "UPDATE scim_group SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?");
STATEMENT(group_members_delete, NULL, NULL, "DELETE FROM scim_member WHERE group_id = ?");
STATEMENT(group_delete, NULL, NULL, "DELETE FROM scim_group WHERE id = ? AND organization_id = ?");
STATEMENT(members_of_groups, &member_record, NULL,
	  "SELECT m.group_id, m.person_id, p.uuid, CONCAT(p.given_name, ' ', p.family_name) AS name"
	  " FROM scim_group g FORCE INDEX (organization) JOIN scim_member m ON m.group_id = g.id"
	  " JOIN person p ON p.id = m.person_id WHERE g.organization_id = ? AND g.id BETWEEN ? AND ?"
	  " ORDER BY m.group_id, m.person_id LIMIT 100000");
STATEMENT(member_insert, NULL, NULL, "INSERT IGNORE INTO scim_member (group_id, person_id) VALUES (?, ?)");
STATEMENT(member_delete, NULL, NULL, "DELETE FROM scim_member WHERE group_id = ? AND person_id = ?");
STATEMENT(groups_of_person, &scim_group_record, NULL,
	  "SELECT g.id, g.uuid, g.display_name FROM scim_member m JOIN scim_group g ON g.id = m.group_id"
	  " WHERE m.person_id = ? AND g.organization_id = ? ORDER BY g.id LIMIT 5000");
STATEMENT(account_of_member, &scim_group_record, NULL, "SELECT id FROM account WHERE person_id = ? AND organization_id = ?");

enum rc scim_group_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &groups_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc scim_group_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid, bool is_locked,
			   struct scim_group *out)
{
	return db_one(db, arena, is_locked ? &group_locked : &group_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)),
		      out);
}

enum rc scim_group_insert(struct db *db, struct scim_group *group)
{
	return db_insert(db, &group_add, group, &group->id);
}

enum rc scim_group_update(struct db *db, const struct scim_group *group)
{
	return db_write_one(db, &group_change, group, PARAMS(P_INT(group->id), P_INT(group->organization_id)), RC_NOT_FOUND);
}

enum rc scim_group_remove(struct db *db, const struct scim_group *group)
{
	enum rc rc = db_write(db, &group_members_delete, NULL, PARAMS(P_INT(group->id)), NULL);

	return rc == RC_OK ? db_write(db, &group_delete, NULL, PARAMS(P_INT(group->id), P_INT(group->organization_id)), NULL)
			   : rc;
}

enum rc scim_member_between(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			    struct rows *rows)
{
	return db_list(db, arena, &members_of_groups, PARAMS(P_INT(organization_id), P_INT(first), P_INT(last)), rows);
}

enum rc scim_member_add(struct db *db, int64_t group_id, int64_t person_id)
{
	return db_write(db, &member_insert, NULL, PARAMS(P_INT(group_id), P_INT(person_id)), NULL);
}

enum rc scim_member_remove(struct db *db, int64_t group_id, int64_t person_id)
{
	return db_write(db, &member_delete, NULL, PARAMS(P_INT(group_id), P_INT(person_id)), NULL);
}

enum rc scim_group_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			     struct rows *rows)
{
	return db_list(db, arena, &groups_of_person, PARAMS(P_INT(person_id), P_INT(organization_id)), rows);
}

enum rc scim_group_account(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			   int64_t *account_id)
{
	struct scim_group found = {0};
	enum rc rc = db_one(db, arena, &account_of_member, PARAMS(P_INT(person_id), P_INT(organization_id)), &found);

	*account_id = found.id;
	return rc;
}
