#include "environment/followup_store.h"

#include <stddef.h>

#include "base/random.h"

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct release_followup, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_INT, AT(number), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_PROSE,
	 AT(health_risks),
	 .label = N_("Known or expected health risks, acute and chronic"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 5000},
	{.kind = FIELD_PROSE,
	 AT(medical_advice),
	 .label = N_("Advice on medical attention for people who were exposed"),
	 .flags = FIELD_STORED,
	 .max = 5000},
	{.kind = FIELD_PROSE,
	 AT(precautions),
	 .label = N_("Precautions, evacuation included"),
	 .flags = FIELD_STORED,
	 .max = 5000},
	{.kind = FIELD_PROSE,
	 AT(actions_taken),
	 .label = N_("What was done to respond to the release and to contain it"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 5000},
	{.kind = FIELD_PROSE,
	 AT(changes),
	 .label = N_("What differs from the immediate notice"),
	 .flags = FIELD_STORED,
	 .max = 5000},
	{.kind = FIELD_TEXT,
	 AT(contact_name),
	 .label = N_("Whom the agency may ask"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(contact_phone),
	 .label = N_("Phone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 40},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_TEXT, AT(created_by_name), .flags = FIELD_STORED | FIELD_KEY, .max = 220},
	FIELD_END,
};
#undef AT
const struct record release_followup_record = {"release_followup", sizeof(struct release_followup), fields};

STATEMENT(
	followup_one, &release_followup_record, NULL,
	"SELECT {columns} FROM release_followup FORCE INDEX (number) WHERE incident_id = ? AND organization_id = ?"
	" ORDER BY number DESC LIMIT 1");
STATEMENT(followup_insert, NULL, &release_followup_record,
	  "INSERT INTO release_followup ({names}) VALUES ({values})");

enum rc followup_newest(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct release_followup *out)
{
	return db_one(db, arena, &followup_one, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc followup_add(struct db *db, struct arena *arena, const struct actor *actor,
		     struct release_followup *followup)
{
	struct release_followup before;
	enum rc rc = followup_newest(db, arena, actor->organization_id, followup->incident_id, &before);
	const bool is_first = rc == RC_NOT_FOUND;

	if (rc != RC_OK && !is_first)
		return rc;
	followup->id = 0;
	followup->organization_id = actor->organization_id;
	followup->uuid = uuid_new(arena, actor->now);
	followup->number = is_first ? 1 : before.number + 1;
	followup->created_at = actor->now;
	followup->created_by_name = actor->name;
	rc = db_insert(db, &followup_insert, followup, &followup->id);
	return rc == RC_OK ? audit_change(db, arena, actor, "release_followup.written",
					  &release_followup_record, followup->id, followup->incident_id,
					  is_first ? NULL : &before, followup, STR(""))
			   : rc;
}
