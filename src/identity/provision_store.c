#include "identity/provision_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct identity_link, member)
static const struct field link_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(issuer), .label = N_("Issuer"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_TEXT, OFFSET(subject), .label = N_("Name there"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record identity_link_record = {"identity_link", sizeof(struct identity_link), link_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct provision_person, member)
static const struct field person_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(employee_number), .label = N_("Employee number"), .flags = FIELD_STORED, .max = 50},
	{.kind = FIELD_TEXT, OFFSET(given_name), .label = N_("Given name"), .flags = FIELD_STORED, .max = 100},
	{.kind = FIELD_TEXT, OFFSET(family_name), .label = N_("Family name"), .flags = FIELD_STORED, .max = 100},
	{.kind = FIELD_TEXT, OFFSET(email), .label = N_("E-mail"), .flags = FIELD_STORED, .max = 254},
	{.kind = FIELD_TEXT, OFFSET(phone), .label = N_("Phone"), .flags = FIELD_STORED, .max = 40},
	{.kind = FIELD_TEXT, OFFSET(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record provision_person_record = {"person", sizeof(struct provision_person), person_fields};

STATEMENT(identity_link_of_subject, &account_record, NULL,
	  "SELECT {columns:a} FROM identity_link l STRAIGHT_JOIN account a ON a.id = l.account_id"
	  " WHERE l.organization_id = ? AND l.issuer = ? AND l.subject = ?");
STATEMENT(identity_link_of_account, &identity_link_record, NULL,
	  "SELECT {columns} FROM identity_link WHERE account_id = ? AND organization_id = ? ORDER BY issuer");
STATEMENT(identity_link_add, NULL, &identity_link_record, "INSERT INTO identity_link ({names}) VALUES ({values})");
STATEMENT(identity_link_remove, NULL, NULL,
	  "DELETE FROM identity_link WHERE id = ? AND account_id = ? AND organization_id = ?");
STATEMENT(provision_person_of_id, &provision_person_record, NULL,
	  "SELECT {columns} FROM person WHERE id = ? AND organization_id = ?");
STATEMENT(provision_person_of_number, &provision_person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND employee_number = ?");
STATEMENT(provision_person_of_email, &provision_person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND email = ? AND is_active LIMIT 2");
STATEMENT(provision_person_add, NULL, &provision_person_record, "INSERT INTO person ({names}) VALUES ({values})");
STATEMENT(provision_person_set, NULL, &provision_person_record,
	  "UPDATE person SET {assignments} WHERE id = ? AND organization_id = ?");
STATEMENT(provision_account_by_person, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE person_id = ? AND organization_id = ?");
STATEMENT(provision_account_by_login, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE login = ? AND organization_id = ?");

enum rc identity_link_account(struct db *db, struct arena *arena, int64_t organization_id, struct str issuer,
			      struct str subject, struct account *account)
{
	return db_one(db, arena, &identity_link_of_subject,
		      PARAMS(P_INT(organization_id), P_TEXT(issuer), P_TEXT(subject)), account);
}

enum rc identity_link_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct rows *links)
{
	return db_list(db, arena, &identity_link_of_account, PARAMS(P_INT(account_id), P_INT(organization_id)),
		       links);
}

enum rc identity_link_insert(struct db *db, struct identity_link *link)
{
	return db_insert(db, &identity_link_add, link, &link->id);
}

enum rc identity_link_delete(struct db *db, int64_t organization_id, int64_t account_id, int64_t id)
{
	return db_write_one(db, &identity_link_remove, NULL,
			    PARAMS(P_INT(id), P_INT(account_id), P_INT(organization_id)), RC_NOT_FOUND);
}

enum rc provision_person_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct provision_person *out)
{
	return db_one(db, arena, &provision_person_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc provision_person_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
				   struct provision_person *out)
{
	return db_one(db, arena, &provision_person_of_number, PARAMS(P_INT(organization_id), P_TEXT(number)), out);
}

enum rc provision_person_by_email(struct db *db, struct arena *arena, int64_t organization_id, struct str email,
				  struct provision_person *out)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &provision_person_of_email, PARAMS(P_INT(organization_id), P_TEXT(email)),
			     &rows);

	if (rc == RC_OK && rows.count != 1)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*out = *ROW(struct provision_person, rows, 0);
	return rc;
}

enum rc provision_person_insert(struct db *db, struct provision_person *person)
{
	return db_insert(db, &provision_person_add, person, &person->id);
}

enum rc provision_person_update(struct db *db, const struct provision_person *person)
{
	return db_write_one(db, &provision_person_set, person,
			    PARAMS(P_INT(person->id), P_INT(person->organization_id)), RC_NOT_FOUND);
}

enum rc provision_account_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
				    struct account *account)
{
	return db_one(db, arena, &provision_account_by_person, PARAMS(P_INT(person_id), P_INT(organization_id)),
		      account);
}

enum rc provision_account_of_login(struct db *db, struct arena *arena, int64_t organization_id, struct str login,
				   struct account *account)
{
	return db_one(db, arena, &provision_account_by_login, PARAMS(P_TEXT(login), P_INT(organization_id)),
		      account);
}
