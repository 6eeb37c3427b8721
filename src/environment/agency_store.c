#include "environment/agency_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct agency_contact, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID,
	 AT(establishment_id),
	 .label = N_("Establishment"),
	 .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_CODE,
	 AT(agency),
	 .label = N_("Agency"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &agency_codes},
	{.kind = FIELD_TEXT,
	 AT(name),
	 .label = N_("Name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(phone),
	 .label = N_("Phone, day and night"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 40},
	{.kind = FIELD_TEXT, AT(email), .label = N_("E-mail"), .flags = FIELD_STORED, .max = 200},
	{.kind = FIELD_TEXT,
	 AT(postal_address),
	 .label = N_("Address for the written follow-up"),
	 .flags = FIELD_STORED,
	 .max = 500},
	{.kind = FIELD_TEXT,
	 AT(note),
	 .label = N_("Note"),
	 .flags = FIELD_STORED,
	 .max = 500,
	 .hint = N_("Thresholds and forms of its own, hours")},
	{.kind = FIELD_DAY, AT(verified_on), .label = N_("Last checked"), .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_BOOL, AT(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record agency_contact_record = {"agency_contact", sizeof(struct agency_contact), fields};

STATEMENT(
	agency_some, &agency_contact_record, NULL,
	"SELECT {columns} FROM agency_contact FORCE INDEX (establishment) WHERE organization_id = ?"
	" AND (? = 0 OR establishment_id = ?) AND is_active ORDER BY establishment_id, agency, name LIMIT 1000");
STATEMENT(agency_one, &agency_contact_record, NULL,
	  "SELECT {columns} FROM agency_contact WHERE id = ? AND organization_id = ?");
STATEMENT(agency_add, NULL, &agency_contact_record, "INSERT INTO agency_contact ({names}) VALUES ({values})");
STATEMENT(agency_change, NULL, &agency_contact_record,
	  "UPDATE agency_contact SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");

enum rc agency_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		    struct rows *rows)
{
	return db_list(db, arena, &agency_some,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(establishment_id)),
		       rows);
}

enum rc agency_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct agency_contact *out)
{
	return db_one(db, arena, &agency_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc agency_insert(struct db *db, struct agency_contact *contact)
{
	return db_insert(db, &agency_add, contact, &contact->id);
}

enum rc agency_update(struct db *db, struct agency_contact *contact)
{
	const int64_t before = contact->version++;

	return db_write_one(db, &agency_change, contact,
			    PARAMS(P_INT(contact->id), P_INT(contact->organization_id), P_INT(before)),
			    RC_CONFLICT);
}
