#include "osha/certification_store.h"

#include <stddef.h>

static const struct code step_rows[] = {
	{"", ""},
	{"posted", N_("Posted")},
	{"filed", N_("Filed with OSHA")},
	{NULL, NULL},
};
const struct codes step_codes = {"step", step_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct osha_step, member)
static const struct field osha_step_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(establishment_id), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(year), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 AT(step),
	 .label = N_("What was done?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &step_codes},
	{.kind = FIELD_DAY,
	 AT(done_on),
	 .label = N_("Done on"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_TEXT,
	 AT(confirmation),
	 .label = N_("Place or confirmation number"),
	 .flags = FIELD_STORED,
	 .max = 200,
	 .hint = N_("Where the summary hangs, or what OSHA answered")},
	{.kind = FIELD_TEXT, AT(done_by_name), .flags = FIELD_STORED, .max = 220},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	FIELD_END,
};
#undef AT
const struct record osha_step_record = {"osha_step", sizeof(struct osha_step), osha_step_fields};

STATEMENT(certification_add, NULL, &certification_record,
	  "INSERT INTO osha_certification ({names}) VALUES ({values})");
/* Index year. */
STATEMENT(certification_latest, &certification_record, NULL,
	  "SELECT {columns} FROM osha_certification WHERE organization_id = ? AND establishment_id = ?"
	  " AND year = ? ORDER BY id DESC LIMIT 1");
STATEMENT(certification_all, &certification_record, NULL,
	  "SELECT {columns} FROM osha_certification WHERE organization_id = ? AND establishment_id = ?"
	  " AND year = ? ORDER BY id DESC LIMIT 100");
STATEMENT(certification_uuid, &certification_record, NULL,
	  "SELECT {columns} FROM osha_certification WHERE uuid = ? AND organization_id = ?");
STATEMENT(step_add, NULL, &osha_step_record, "INSERT INTO osha_step ({names}) VALUES ({values})");
STATEMENT(step_list, &osha_step_record, NULL,
	  "SELECT {columns} FROM osha_step WHERE organization_id = ? AND year = ?"
	  " ORDER BY establishment_id, step, id LIMIT 50000");

enum rc certification_insert(struct db *db, struct certification *certification)
{
	return db_insert(db, &certification_add, certification, &certification->id);
}

enum rc certification_newest(struct db *db, struct arena *arena, int64_t organization_id,
			     int64_t establishment_id, int64_t year, struct certification *out)
{
	return db_one(db, arena, &certification_latest,
		      PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), out);
}

enum rc certification_list(struct db *db, struct arena *arena, int64_t organization_id,
			   int64_t establishment_id, int64_t year, struct rows *rows)
{
	return db_list(db, arena, &certification_all,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), rows);
}

enum rc certification_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			      struct certification *out)
{
	return db_one(db, arena, &certification_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc certification_step_add(struct db *db, struct osha_step *step)
{
	return db_insert(db, &step_add, step, &step->id);
}

enum rc certification_steps(struct db *db, struct arena *arena, int64_t organization_id, int64_t year,
			    struct rows *rows)
{
	return db_list(db, arena, &step_list, PARAMS(P_INT(organization_id), P_INT(year)), rows);
}
