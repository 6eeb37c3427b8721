#include "organization/import_kinds.h"

#include "base/random.h"
#include "organization/departure.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

static const char *const by_code[] = {"code", NULL};
static const struct import_reference no_references[] = {{.field = NULL}};

/* --- names of rows in other tables --- */

enum rc import_establishment_codes(struct import_run *run, struct import_codes *codes)
{
	struct rows rows;
	enum rc rc = establishment_list(run->db, run->arena, run->actor.organization_id, false, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct establishment *at = ROW(struct establishment, rows, i);
		import_codes_add(run, codes, at->code, at->id);
		import_codes_add(run, codes, at->name, at->id);
	}
	return rc;
}

static enum rc unit_codes(struct import_run *run, enum unit_kind kind, struct import_codes *codes)
{
	struct rows rows;
	enum rc rc = unit_list(run->db, run->arena, run->actor.organization_id, kind, false, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct unit *at = ROW(struct unit, rows, i);
		import_codes_add(run, codes, at->code, at->id);
		import_codes_add(run, codes, at->name, at->id);
	}
	return rc;
}

enum rc import_department_codes(struct import_run *run, struct import_codes *codes)
{
	return unit_codes(run, UNIT_DEPARTMENT, codes);
}

enum rc import_business_unit_codes(struct import_run *run, struct import_codes *codes)
{
	return unit_codes(run, UNIT_BUSINESS_UNIT, codes);
}

enum rc import_team_codes(struct import_run *run, struct import_codes *codes)
{
	return unit_codes(run, UNIT_TEAM, codes);
}

enum rc import_project_codes(struct import_run *run, struct import_codes *codes)
{
	return unit_codes(run, UNIT_PROJECT, codes);
}

enum rc import_person_codes(struct import_run *run, struct import_codes *codes)
{
	struct rows rows;
	enum rc rc = person_all(run->db, run->arena, run->actor.organization_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct person *at = ROW(struct person, rows, i);
		import_codes_add(run, codes, at->employee_number, at->id);
	}
	return rc;
}

/* --- establishments --- */

static enum rc stored_establishments(struct import_run *run, struct rows *rows)
{
	return establishment_list(run->db, run->arena, run->actor.organization_id, false, rows);
}

static void begin_establishment(const struct import_run *run, void *row)
{
	struct establishment *establishment = row;

	establishment->organization_id = run->actor.organization_id;
	establishment->uuid = uuid_new(run->arena, run->actor.now);
	establishment->keeps_records = KEEPS_RECORDS_YES;
	establishment->naics_vintage = 2022;
	establishment->is_active = true;
	establishment->version = 1;
	establishment->created_at = establishment->updated_at = run->actor.now;
}

static enum rc write_establishment(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct establishment *establishment = row;

	establishment->updated_at = run->actor.now;
	return before ? establishment_update(db, establishment) : establishment_insert(db, establishment);
}

static const char *const establishment_columns[] = {
	"code",
	"name",
	"company_name",
	"ein",
	"street",
	"city",
	"state",
	"zip",
	"naics_code",
	"naics_vintage",
	"industry_description",
	"ownership",
	"zone",
	"emergency_phone",
	"muster_point",
	"keeps_records",
	"is_active",
	NULL,
};

const struct import_kind import_establishments = {
	.name = "establishments",
	.label = N_("Establishments"),
	.record = &establishment_record,
	.fields = establishment_columns,
	.references = no_references,
	.key = by_code,
	.rules = establishment_rules,
	.stored = stored_establishments,
	.begin = begin_establishment,
	.write = write_establishment,
	.remove = establishment_remove,
};

/* --- areas --- */

static enum rc stored_areas(struct import_run *run, struct rows *rows)
{
	return area_list(run->db, run->arena, run->actor.organization_id, 0, rows);
}

static void begin_area(const struct import_run *run, void *row)
{
	struct area *area = row;

	area->organization_id = run->actor.organization_id;
	area->kind = AREA_AREA;
	area->is_active = true;
	area->version = 1;
}

static enum rc write_area(struct db *db, const struct import_run *run, const void *before, void *row)
{
	(void)run;
	return before ? area_update(db, row) : area_insert(db, row);
}

static const char *const area_columns[] = {"code", "name", "kind", "is_active", NULL};
static const char *const area_key[] = {"establishment_id", "code", NULL};
static const struct import_reference area_references[] = {
	{"establishment_id", "establishment", import_establishment_codes},
	{"parent_id", "parent", NULL},
	{.field = NULL},
};

const struct import_kind import_areas = {
	.name = "areas",
	.label = N_("Areas"),
	.record = &area_record,
	.fields = area_columns,
	.references = area_references,
	.key = area_key,
	.rules = area_rules,
	.deepest = TREE_DEEPEST,
	.stored = stored_areas,
	.begin = begin_area,
	.write = write_area,
	.remove = area_remove,
};

/* --- departments, business units, teams, projects --- */

static enum rc stored_units(struct import_run *run, struct rows *rows)
{
	return unit_list(run->db, run->arena, run->actor.organization_id, UNIT_NONE, false, rows);
}

static void begin_unit(const struct import_run *run, void *row)
{
	struct unit *unit = row;

	unit->organization_id = run->actor.organization_id;
	unit->is_active = true;
	unit->version = 1;
}

static enum rc write_unit(struct db *db, const struct import_run *run, const void *before, void *row)
{
	(void)run;
	return before ? unit_update(db, row) : unit_insert(db, row);
}

static const char *const unit_columns[] = {"kind", "code", "name", "is_active", NULL};
static const char *const unit_key[] = {"kind", "code", NULL};
static const struct import_reference unit_references[] = {
	{"parent_id", "parent", NULL},
	{.field = NULL},
};

const struct import_kind import_units = {
	.name = "units",
	.label = N_("Departments, business units, teams, projects"),
	.record = &unit_record,
	.fields = unit_columns,
	.references = unit_references,
	.key = unit_key,
	.rules = unit_rules,
	.deepest = TREE_DEEPEST,
	.stored = stored_units,
	.begin = begin_unit,
	.write = write_unit,
	.remove = unit_remove,
};

/* --- people --- */

static enum rc stored_people(struct import_run *run, struct rows *rows)
{
	return person_all(run->db, run->arena, run->actor.organization_id, rows);
}

static void begin_person(const struct import_run *run, void *row)
{
	struct person *person = row;

	person->organization_id = run->actor.organization_id;
	person->uuid = uuid_new(run->arena, run->actor.now);
	person->employment = EMPLOYMENT_PAYROLL;
	person->is_active = true;
	person->version = 1;
	person->created_at = person->updated_at = run->actor.now;
}

static void complete_person(const struct import_run *run, const void *before, void *row)
{
	struct person *person = row;

	person->is_active = person_is_here(before, person, zone_day(run->zone, run->actor.now));
}

static enum rc write_person(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct person *person = row;
	const struct person *stored = before;
	struct departure departure = {
		.db = db,
		.arena = run->arena,
		.actor = &run->actor,
		.person = stored,
		.today = zone_day(run->zone, run->actor.now),
		.reason = STR("import"),
	};

	person->updated_at = run->actor.now;
	enum rc rc = before ? person_update(db, person) : person_insert(db, person);
	if (rc != RC_OK || !before || person->is_active || !stored->is_active)
		return rc;
	rc = departure_take(&departure);
	if (rc != RC_CONFLICT)
		return rc;
	if (run->why)
		*run->why = departure_refusal;
	return RC_DENIED;
}

static const char *const person_columns[] = {
	"employee_number", "given_name", "family_name", "email", "phone",  "job_title",
	"employment",      "born_on",    "hired_on",    "left_on", "sex",   "street", "city",
	"state",           "zip",        "is_active",   NULL,
};
static const char *const person_key[] = {"employee_number", NULL};
static const struct import_reference person_references[] = {
	{"establishment_id", "establishment", import_establishment_codes},
	{"department_id", "department", import_department_codes},
	{"business_unit_id", "business_unit", import_business_unit_codes},
	{"team_id", "team", import_team_codes},
	{"manager_id", "manager", NULL},
	{.field = NULL},
};

const struct import_kind import_people = {
	.name = "people",
	.label = N_("People"),
	.record = &person_record,
	.fields = person_columns,
	.references = person_references,
	.key = person_key,
	.rules = person_rules,
	.deepest = TREE_DEEPEST_PEOPLE,
	.stored = stored_people,
	.begin = begin_person,
	.complete = complete_person,
	.write = write_person,
	.remove = person_remove,
};

/* --- yearly hours and headcount --- */

static enum rc stored_hours(struct import_run *run, struct rows *rows)
{
	return establishment_year_all(run->db, run->arena, run->actor.organization_id, rows);
}

static void begin_hours(const struct import_run *run, void *row)
{
	struct establishment_year *year = row;

	year->organization_id = run->actor.organization_id;
	year->version = 1;
	year->updated_at = run->actor.now;
}

static enum rc write_hours(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct establishment_year *year = row;

	year->updated_at = run->actor.now;
	return before ? establishment_year_update(db, year) : establishment_year_insert(db, year);
}

static const char *const hours_columns[] = {
	"year", "annual_average_employees", "total_hours_worked", "peak_employees", NULL,
};
static const char *const hours_key[] = {"establishment_id", "year", NULL};
static const struct import_reference hours_references[] = {
	{"establishment_id", "establishment", import_establishment_codes},
	{.field = NULL},
};

const struct import_kind import_hours = {
	.name = "hours",
	.label = N_("Hours and headcount"),
	.record = &establishment_year_record,
	.fields = hours_columns,
	.references = hours_references,
	.key = hours_key,
	.rules = establishment_year_rules,
	.stored = stored_hours,
	.begin = begin_hours,
	.write = write_hours,
	.remove = establishment_year_remove,
};

const struct import_kind *const import_kinds[] = {
	&import_establishments, &import_areas, &import_units, &import_people, &import_hours, NULL,
};

static const struct import_kind *const *further; /* what the program has added */

void import_kinds_use(const struct import_kind *const *more)
{
	further = more;
}

const struct import_kind *import_kind_at(size_t position)
{
	const size_t own = sizeof import_kinds / sizeof *import_kinds - 1;

	if (position < own)
		return import_kinds[position];
	for (size_t i = 0; further && further[i]; i++)
		if (own + i == position)
			return further[i];
	return NULL;
}

const struct import_kind *import_kind_named(struct str name)
{
	const struct import_kind *kind;

	for (size_t i = 0; (kind = import_kind_at(i)); i++)
		if (str_is(name, kind->name))
			return kind;
	return NULL;
}
