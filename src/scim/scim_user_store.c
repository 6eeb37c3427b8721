#include "scim/scim_user_store.h"

#include <stddef.h>

#define SHOWN                                                                                                  \
	"SELECT p.id AS person_id, a.id AS account_id, p.uuid, a.login, s.external_id, p.given_name, p.family_name,"  \
	" s.display_name, p.email, p.phone, p.job_title, a.locale, p.employee_number, d.name AS department,"          \
	" b.name AS division, m.uuid AS manager_uuid, CONCAT(m.given_name, ' ', m.family_name) AS manager, a.is_active," \
	" s.deleted_at, a.created_at, GREATEST(p.updated_at, COALESCE(s.updated_at, p.updated_at)) AS updated_at,"     \
	" p.version + a.version + COALESCE(s.version, 0) AS version"
#define AROUND                                                                                                 \
	" LEFT JOIN scim_user s ON s.person_id = p.id LEFT JOIN unit d ON d.id = p.department_id"                    \
	" LEFT JOIN unit b ON b.id = p.business_unit_id LEFT JOIN person m ON m.id = p.manager_id"
#define FROM_ACCOUNT SHOWN " FROM account a JOIN person p ON p.id = a.person_id" AROUND
#define FROM_PERSON  SHOWN " FROM person p JOIN account a ON a.person_id = p.id" AROUND

STATEMENT(user_ids, &scim_user_record, NULL,
	  "SELECT a.id AS account_id FROM account a LEFT JOIN scim_user s ON s.person_id = a.person_id"
	  " WHERE a.organization_id = ? AND s.deleted_at IS NULL ORDER BY a.id LIMIT 100000");
STATEMENT(users_between, &scim_user_record, NULL,
	  FROM_ACCOUNT " WHERE a.organization_id = ? AND a.id BETWEEN ? AND ? AND s.deleted_at IS NULL"
		       " ORDER BY a.id LIMIT 100000");
STATEMENT(users_of_login, &scim_user_record, NULL,
	  FROM_ACCOUNT " WHERE a.organization_id = ? AND a.login = ? AND s.deleted_at IS NULL");
STATEMENT(user_of_any_login, &scim_user_record, NULL, FROM_ACCOUNT " WHERE a.login = ?");
STATEMENT(user_of_person, &scim_user_record, NULL, FROM_ACCOUNT " WHERE a.organization_id = ? AND a.person_id = ?");
STATEMENT(users_of_uuid, &scim_user_record, NULL,
	  FROM_PERSON " WHERE p.organization_id = ? AND p.uuid = ? AND s.deleted_at IS NULL");
STATEMENT(users_of_number, &scim_user_record, NULL,
	  FROM_PERSON " WHERE p.organization_id = ? AND p.employee_number = ? AND s.deleted_at IS NULL");
STATEMENT(users_of_email, &scim_user_record, NULL,
	  FROM_PERSON " WHERE p.organization_id = ? AND p.email = ? AND s.deleted_at IS NULL ORDER BY a.id LIMIT 1000");
STATEMENT(users_of_external, &scim_user_record, NULL,
	  SHOWN " FROM scim_user s JOIN person p ON p.id = s.person_id JOIN account a ON a.person_id = p.id"
		" LEFT JOIN unit d ON d.id = p.department_id LEFT JOIN unit b ON b.id = p.business_unit_id"
		" LEFT JOIN person m ON m.id = p.manager_id"
		" WHERE s.organization_id = ? AND s.external_id = ? AND s.deleted_at IS NULL");

#define OFFSET(member) .name = #member, .offset = offsetof(struct scim_user_group, member)
static const struct field group_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	FIELD_END,
};
#undef OFFSET
static const struct record group_record = {"scim_user_group", sizeof(struct scim_user_group), group_fields};
STATEMENT(groups_of_users, &group_record, NULL,
	  "SELECT m.person_id, g.uuid, g.display_name AS name FROM account a JOIN scim_member m ON m.person_id = a.person_id"
	  " JOIN scim_group g ON g.id = m.group_id WHERE a.organization_id = ? AND a.id BETWEEN ? AND ?"
	  " ORDER BY a.id, g.id LIMIT 100000");

STATEMENT(user_add, NULL, NULL,
	  "INSERT INTO scim_user (external_id, display_name, deleted_at, updated_at, created_at, person_id, organization_id)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?)");
STATEMENT(user_change, NULL, NULL,
	  "UPDATE scim_user SET external_id = ?, display_name = ?, deleted_at = ?, updated_at = ?, version = version + 1"
	  " WHERE person_id = ? AND organization_id = ?");

struct found {
	int64_t id;
};
static const struct field found_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct found, id)},
	FIELD_END,
};
static const struct record found_record = {"found", sizeof(struct found), found_fields};
STATEMENT(unit_named, &found_record, NULL,
	  "SELECT id FROM unit WHERE organization_id = ? AND kind = ? AND is_active AND (code = ? OR name = ?)"
	  " ORDER BY name = ? DESC, id LIMIT 1");
STATEMENT(person_of_uuid, &found_record, NULL, "SELECT id FROM person WHERE uuid = ? AND organization_id = ?");
STATEMENT(person_without_account, &found_record, NULL,
	  "SELECT p.id FROM person p WHERE p.organization_id = ? AND p.email = ? AND p.is_active"
	  " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id) LIMIT 2");

enum rc scim_user_ids(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &user_ids, PARAMS(P_INT(organization_id)), rows);
}

enum rc scim_user_between(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			  struct rows *rows)
{
	return db_list(db, arena, &users_between, PARAMS(P_INT(organization_id), P_INT(first), P_INT(last)), rows);
}

enum rc scim_user_by(struct db *db, struct arena *arena, int64_t organization_id, enum scim_user_key key, struct str value,
		     struct rows *rows)
{
	static const struct statement *const statements[] = {
		[SCIM_BY_LOGIN] = &users_of_login,       [SCIM_BY_UUID] = &users_of_uuid,
		[SCIM_BY_EXTERNAL] = &users_of_external, [SCIM_BY_NUMBER] = &users_of_number,
		[SCIM_BY_EMAIL] = &users_of_email,
	};

	return db_list(db, arena, statements[key], PARAMS(P_INT(organization_id), P_TEXT(value)), rows);
}

enum rc scim_user_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			  struct scim_user *out)
{
	return db_one(db, arena, &users_of_uuid, PARAMS(P_INT(organization_id), P_TEXT(uuid)), out);
}

enum rc scim_user_of_login(struct db *db, struct arena *arena, struct str login, struct scim_user *out)
{
	return db_one(db, arena, &user_of_any_login, PARAMS(P_TEXT(login)), out);
}

enum rc scim_user_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			    struct scim_user *out)
{
	return db_one(db, arena, &user_of_person, PARAMS(P_INT(organization_id), P_INT(person_id)), out);
}

enum rc scim_user_groups(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			 struct rows *rows)
{
	return db_list(db, arena, &groups_of_users, PARAMS(P_INT(organization_id), P_INT(first), P_INT(last)), rows);
}

enum rc scim_user_put(struct db *db, int64_t organization_id, int64_t person_id, const struct scim_user *user, moment now)
{
	struct written written;
	enum rc rc = db_write(db, &user_change, NULL,
			      PARAMS(P_TEXT(user->external_id), P_TEXT(user->display_name), P_MOMENT(user->deleted_at),
				     P_MOMENT(now), P_INT(person_id), P_INT(organization_id)),
			      &written);

	if (rc != RC_OK || written.affected > 0)
		return rc;
	return db_write(db, &user_add, NULL,
			PARAMS(P_TEXT(user->external_id), P_TEXT(user->display_name), P_MOMENT(user->deleted_at),
			       P_MOMENT(now), P_MOMENT(now), P_INT(person_id), P_INT(organization_id)),
			NULL);
}

static enum rc find(struct db *db, struct arena *arena, const struct statement *statement, const struct param *params,
		    size_t count, int64_t *id)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, statement, params, count, &rows);

	if (rc == RC_OK && rows.count != 1)
		rc = RC_NOT_FOUND;
	*id = rc == RC_OK ? ROW(struct found, rows, 0)->id : 0;
	return rc;
}

enum rc scim_user_unit(struct db *db, struct arena *arena, int64_t organization_id, const char *kind, struct str name,
		       int64_t *id)
{
	return find(db, arena, &unit_named,
		    PARAMS(P_INT(organization_id), P_TEXT(str_of(kind)), P_TEXT(name), P_TEXT(name), P_TEXT(name)), id);
}

enum rc scim_user_person(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid, int64_t *person_id)
{
	return find(db, arena, &person_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), person_id);
}

enum rc scim_user_without_account(struct db *db, struct arena *arena, int64_t organization_id, struct str email,
				  int64_t *person_id)
{
	return find(db, arena, &person_without_account, PARAMS(P_INT(organization_id), P_TEXT(email)), person_id);
}
