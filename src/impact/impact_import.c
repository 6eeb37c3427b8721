#include "impact/impact_import.h"

#include "impact/asset_store.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"
#include "organization/import_kinds.h"

/* --- assets --- */

static enum rc stored_assets(struct import_run *run, struct rows *rows)
{
	return asset_all(run->db, run->arena, run->actor.organization_id, rows);
}

static void begin_asset(const struct import_run *run, void *row)
{
	struct asset *asset = row;

	asset->organization_id = run->actor.organization_id;
	asset->kind = ASSET_MACHINE;
	asset->is_active = true;
	asset->version = 1;
}

static enum rc write_asset(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct asset *asset = row;

	asset->updated_at = run->actor.now;
	return before ? asset_update(db, asset) : asset_insert(db, asset);
}

static const char *const asset_columns[] = {"code", "name", "kind", "serial", "is_active", NULL};
static const char *const code_key[] = {"code", NULL};
static const struct import_reference asset_references[] = {
	{"establishment_id", "establishment", import_establishment_codes},
	{.field = NULL},
};
const struct import_kind import_assets = {
	.name = "assets",
	.label = N_("Assets"),
	.record = &asset_record,
	.fields = asset_columns,
	.references = asset_references,
	.key = code_key,
	.stored = stored_assets,
	.begin = begin_asset,
	.write = write_asset,
	.remove = asset_remove,
};

/* --- courses --- */

static enum rc stored_courses(struct import_run *run, struct rows *rows)
{
	return training_course_list(run->db, run->arena, run->actor.organization_id, true, rows);
}

static void begin_course(const struct import_run *run, void *row)
{
	struct training_course *course = row;

	course->organization_id = run->actor.organization_id;
	course->is_active = true;
	course->version = 1;
}

static enum rc write_course(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct training_course *course = row;

	course->updated_at = run->actor.now;
	return before ? training_course_update(db, course) : training_course_insert(db, course);
}

static const struct import_reference no_references[] = {{.field = NULL}};
static const char *const course_columns[] = {"code", "name", "valid_months", "is_active", NULL};
const struct import_kind import_courses = {
	.name = "courses",
	.label = N_("Training courses"),
	.record = &training_course_record,
	.fields = course_columns,
	.references = no_references,
	.key = code_key,
	.stored = stored_courses,
	.begin = begin_course,
	.write = write_course,
	.remove = training_course_remove,
};

/* --- training records --- */

static enum rc course_codes(struct import_run *run, struct import_codes *codes)
{
	struct rows rows;
	enum rc rc = stored_courses(run, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		import_codes_add(run, codes, ROW(struct training_course, rows, i)->code,
				 ROW(struct training_course, rows, i)->id);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		import_codes_add(run, codes, ROW(struct training_course, rows, i)->name,
				 ROW(struct training_course, rows, i)->id);
	return rc;
}

static enum rc stored_records(struct import_run *run, struct rows *rows)
{
	return training_record_all(run->db, run->arena, run->actor.organization_id, rows);
}

static void begin_record(const struct import_run *run, void *row)
{
	struct training_record *record = row;

	record->organization_id = run->actor.organization_id;
	record->version = 1;
}

static enum rc write_record(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct training_record *record = row;
	struct training_course course;
	enum rc rc = RC_OK;

	record->updated_at = run->actor.now;
	if (record->expires_on == DAY_NONE)
		rc = training_course_by_id(db, run->arena, record->organization_id, record->course_id, &course);
	if (rc != RC_OK)
		return rc;
	if (record->expires_on == DAY_NONE)
		record->expires_on = training_expires(record->completed_on, course.valid_months);
	return before ? training_record_update(db, record) : training_record_insert(db, record);
}

static const char *const record_columns[] = {"completed_on", "expires_on", "evidence", NULL};
static const char *const record_key[] = {"person_id", "course_id", "completed_on", NULL};
static const struct import_reference record_references[] = {
	{"person_id", "person", import_person_codes},
	{"course_id", "course", course_codes},
	{.field = NULL},
};
const struct import_kind import_training = {
	.name = "training",
	.label = N_("Training records"),
	.record = &training_record_record,
	.fields = record_columns,
	.references = record_references,
	.key = record_key,
	.rules = training_record_rules,
	.stored = stored_records,
	.begin = begin_record,
	.write = write_record,
	.remove = training_record_remove,
};

/* --- rules --- */

static enum rc stored_rules(struct import_run *run, struct rows *rows)
{
	return safety_rule_list(run->db, run->arena, run->actor.organization_id, true, rows);
}

static void begin_rule(const struct import_run *run, void *row)
{
	struct safety_rule *rule = row;

	rule->organization_id = run->actor.organization_id;
	rule->kind = RULE_SITE;
	rule->is_active = true;
	rule->version = 1;
}

static enum rc write_rule(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct safety_rule *rule = row;

	rule->updated_at = run->actor.now;
	return before ? safety_rule_update(db, rule) : safety_rule_insert(db, rule);
}

static const char *const rule_columns[] = {"code", "title", "kind", "is_active", NULL};
static const struct import_reference rule_references[] = {
	{"course_id", "course", course_codes},
	{.field = NULL},
};
const struct import_kind import_rules = {
	.name = "safety-rules",
	.label = N_("Safety rules"),
	.record = &safety_rule_record,
	.fields = rule_columns,
	.references = rule_references,
	.key = code_key,
	.stored = stored_rules,
	.begin = begin_rule,
	.write = write_rule,
	.remove = safety_rule_remove,
};

/* --- required training --- */

static enum rc stored_requirements(struct import_run *run, struct rows *rows)
{
	return training_requirement_list(run->db, run->arena, run->actor.organization_id, true, rows);
}

static void begin_requirement(const struct import_run *run, void *row)
{
	struct training_requirement *requirement = row;

	requirement->organization_id = run->actor.organization_id;
	requirement->applies_from = zone_day(run->zone, run->actor.now);
	requirement->is_active = true;
	requirement->version = 1;
}

static enum rc write_requirement(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct training_requirement *requirement = row;

	requirement->updated_at = run->actor.now;
	return before ? training_requirement_update(db, requirement) : training_requirement_insert(db, requirement);
}

static const char *const requirement_columns[] = {"job_title", "applies_from", "within_days", "is_active", NULL};
static const char *const requirement_key[] = {"course_id", "establishment_id", "department_id", "job_title", NULL};
static const struct import_reference requirement_references[] = {
	{"course_id", "course", course_codes},
	{"establishment_id", "establishment", import_establishment_codes},
	{"department_id", "department", import_department_codes},
	{.field = NULL},
};
const struct import_kind import_requirements = {
	.name = "training-requirements",
	.label = N_("Required training"),
	.record = &training_requirement_record,
	.fields = requirement_columns,
	.references = requirement_references,
	.key = requirement_key,
	.stored = stored_requirements,
	.begin = begin_requirement,
	.write = write_requirement,
	.remove = training_requirement_remove,
};
