#include "organization/place_store.h"

#include <stddef.h>

STATEMENT(establishments_all, &establishment_record, NULL,
	  "SELECT {columns} FROM establishment WHERE organization_id = ? ORDER BY code LIMIT 5000");
STATEMENT(establishments_active, &establishment_record, NULL,
	  "SELECT {columns} FROM establishment WHERE organization_id = ? AND is_active ORDER BY code"
	  " LIMIT 5000");
STATEMENT(establishment_of_id, &establishment_record, NULL,
	  "SELECT {columns} FROM establishment WHERE id = ? AND organization_id = ?");
STATEMENT(establishment_of_code, &establishment_record, NULL,
	  "SELECT {columns} FROM establishment WHERE organization_id = ? AND code = ?");
STATEMENT(establishment_add, NULL, &establishment_record,
	  "INSERT INTO establishment ({names}) VALUES ({values})");
STATEMENT(establishment_change, NULL, &establishment_record,
	  "UPDATE establishment SET {assignments}, version = version + 1 WHERE id = ? AND organization_id"
	  " = ? AND version = ?");

STATEMENT(areas_of_establishment, &area_record, NULL,
	  "SELECT {columns} FROM area WHERE organization_id = ? AND establishment_id = ? ORDER BY code"
	  " LIMIT 20000");
STATEMENT(areas_all, &area_record, NULL,
	  "SELECT {columns} FROM area WHERE organization_id = ? ORDER BY establishment_id, code LIMIT 50000");
STATEMENT(area_of_id, &area_record, NULL, "SELECT {columns} FROM area WHERE id = ? AND organization_id = ?");
STATEMENT(area_of_code, &area_record, NULL,
	  "SELECT {columns} FROM area WHERE organization_id = ? AND establishment_id = ? AND code = ?");
STATEMENT(area_add, NULL, &area_record, "INSERT INTO area ({names}) VALUES ({values})");
STATEMENT(area_change, NULL, &area_record,
	  "UPDATE area SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

STATEMENT(years_of_establishment, &establishment_year_record, NULL,
	  "SELECT {columns} FROM establishment_year WHERE organization_id = ?"
	  " AND establishment_id = ? ORDER BY year DESC LIMIT 100");
STATEMENT(years_all, &establishment_year_record, NULL,
	  "SELECT {columns} FROM establishment_year WHERE organization_id = ? LIMIT 100000");
STATEMENT(year_add, NULL, &establishment_year_record,
	  "INSERT INTO establishment_year ({names}) VALUES ({values})");
STATEMENT(
	year_change, NULL, &establishment_year_record,
	"UPDATE establishment_year SET {assignments}, version = version + 1 WHERE id = ? AND organization_id"
	" = ? AND version = ?");
STATEMENT(year_of_establishment, &establishment_year_record, NULL,
	  "SELECT {columns} FROM establishment_year WHERE organization_id = ? AND establishment_id = ?"
	  " AND year = ?");
STATEMENT(year_put, NULL, &establishment_year_record,
	  "INSERT INTO establishment_year ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE"
	  " annual_average_employees = VALUES(annual_average_employees),"
	  " total_hours_worked = VALUES(total_hours_worked), peak_employees = VALUES(peak_employees),"
	  " version = establishment_year.version + 1, updated_at = VALUES(updated_at)");

struct naics {
	struct str title;
};
static const struct field naics_fields[] = {
	{.kind = FIELD_TEXT, .name = "title", .offset = offsetof(struct naics, title)},
	FIELD_END,
};
static const struct record naics_record = {"naics", sizeof(struct naics), naics_fields};
STATEMENT(naics_of_code, &naics_record, NULL, "SELECT title FROM naics WHERE vintage = ? AND code = ?");
STATEMENT(establishment_delete, NULL, NULL, "DELETE FROM establishment WHERE id = ? AND organization_id = ?");
STATEMENT(area_delete, NULL, NULL, "DELETE FROM area WHERE id = ? AND organization_id = ?");
STATEMENT(establishment_year_delete, NULL, NULL, "DELETE FROM establishment_year WHERE id = ? AND organization_id = ?");

enum rc establishment_list(struct db *db, struct arena *arena, int64_t organization_id, bool only_active,
			   struct rows *rows)
{
	return db_list(db, arena, only_active ? &establishments_active : &establishments_all,
		       PARAMS(P_INT(organization_id)), rows);
}

enum rc establishment_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			    struct establishment *out)
{
	return db_one(db, arena, &establishment_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc establishment_by_code(struct db *db, struct arena *arena, int64_t organization_id, struct str code,
			      struct establishment *out)
{
	return db_one(db, arena, &establishment_of_code, PARAMS(P_INT(organization_id), P_TEXT(code)), out);
}

enum rc establishment_insert(struct db *db, struct establishment *establishment)
{
	return db_insert(db, &establishment_add, establishment, &establishment->id);
}

enum rc establishment_update(struct db *db, const struct establishment *establishment)
{
	return db_write_one(db, &establishment_change, establishment,
			    PARAMS(P_INT(establishment->id), P_INT(establishment->organization_id),
				   P_INT(establishment->version)),
			    RC_CONFLICT);
}

enum rc area_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		  struct rows *rows)
{
	if (establishment_id == 0)
		return db_list(db, arena, &areas_all, PARAMS(P_INT(organization_id)), rows);
	return db_list(db, arena, &areas_of_establishment,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id)), rows);
}

enum rc area_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct area *out)
{
	return db_one(db, arena, &area_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc area_by_code(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		     struct str code, struct area *out)
{
	return db_one(db, arena, &area_of_code,
		      PARAMS(P_INT(organization_id), P_INT(establishment_id), P_TEXT(code)), out);
}

enum rc area_insert(struct db *db, struct area *area)
{
	return db_insert(db, &area_add, area, &area->id);
}

enum rc area_update(struct db *db, const struct area *area)
{
	return db_write_one(db, &area_change, area,
			    PARAMS(P_INT(area->id), P_INT(area->organization_id), P_INT(area->version)),
			    RC_CONFLICT);
}

enum rc establishment_year_list(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t establishment_id, struct rows *rows)
{
	return db_list(db, arena, &years_of_establishment,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id)), rows);
}

enum rc establishment_year_find(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t establishment_id, int64_t year, struct establishment_year *out)
{
	return db_one(db, arena, &year_of_establishment,
		      PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), out);
}

enum rc establishment_year_put(struct db *db, const struct establishment_year *year)
{
	return db_write(db, &year_put, year, NO_PARAMS, NULL);
}

enum rc establishment_year_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &years_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc establishment_year_insert(struct db *db, struct establishment_year *year)
{
	return db_insert(db, &year_add, year, &year->id);
}

enum rc establishment_year_update(struct db *db, const struct establishment_year *year)
{
	return db_write_one(db, &year_change, year,
			    PARAMS(P_INT(year->id), P_INT(year->organization_id), P_INT(year->version)),
			    RC_CONFLICT);
}

enum rc naics_title(struct db *db, struct arena *arena, int64_t vintage, struct str code, struct str *title)
{
	struct naics row;
	enum rc rc = db_one(db, arena, &naics_of_code, PARAMS(P_INT(vintage), P_TEXT(code)), &row);

	*title = rc == RC_OK ? row.title : STR_NONE;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc establishment_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &establishment_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc area_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &area_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc establishment_year_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &establishment_year_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}
