#include "demo/demo_impact.h"
#include "impact/asset_store.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"

bool demo_impact_has(struct str list, struct str word)
{
	struct str part;

	while (str_split(&list, ' ', &part))
		if (str_equal(part, word) || str_is(part, "*"))
			return true;
	return false;
}

static enum rc load_courses(struct demo *demo, const struct demo_table *table, int64_t *ids)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < table->count; i++) {
		int64_t months = demo_table_number(table, i, "months");
		struct training_course course = {
			.organization_id = demo->organization.id,
			.code = demo_table_cell(table, i, "code"),
			.name = demo_table_cell(table, i, "name"),
			.valid_months = months ? months : NUMBER_NONE,
			.is_active = true,
			.version = 1,
			.updated_at = demo->now,
		};
		rc = training_course_insert(demo->db, &course);
		ids[i] = course.id;
	}
	return rc;
}

static enum rc load_rules(struct demo *demo, const struct demo_table *courses, const int64_t *ids)
{
	struct demo_table table;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "rules.csv", &table);

	for (size_t i = 0; rc == RC_OK && i < table.count; i++) {
		struct safety_rule rule = {
			.organization_id = demo->organization.id,
			.code = demo_table_cell(&table, i, "code"),
			.title = demo_table_cell(&table, i, "title"),
			.kind = codes_find(&safety_rule_kind_codes, demo_table_cell(&table, i, "kind")),
			.is_active = true,
			.version = 1,
			.updated_at = demo->now,
		};
		for (size_t j = 0; j < courses->count; j++)
			if (str_equal(demo_table_cell(courses, j, "code"), demo_table_cell(&table, i, "course")))
				rule.course_id = ids[j];
		rc = safety_rule_insert(demo->db, &rule);
	}
	return rc;
}

static enum rc load_assets(struct demo *demo)
{
	struct demo_table table;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "assets.csv", &table);

	for (size_t s = 0; s < demo->site_count; s++) {
		const struct demo_site *site = &demo->sites[s];
		for (size_t i = 0; i < table.count; i++) {
			if (!str_equal(demo_table_cell(&table, i, "industry"), site->industry))
				continue;
			for (int64_t n = 1; rc == RC_OK && n <= demo_table_number(&table, i, "count"); n++) {
				struct str prefix = demo_table_cell(&table, i, "prefix");
				struct asset asset = {
					.organization_id = demo->organization.id,
					.code = arena_printf(demo->arena, "%.*s-%.*s-%02d", STR_ARG(site->row.code),
							     STR_ARG(prefix), (int)n),
					.name = arena_printf(demo->arena, "%.*s %d",
							     STR_ARG(demo_table_cell(&table, i, "name")), (int)n),
					.kind = codes_find(&asset_kind_codes, demo_table_cell(&table, i, "kind")),
					.establishment_id = site->row.id,
					.serial = arena_printf(demo->arena, "%c%05d", 'A' + (char)(s % 26),
							       (int)(i * 977 + (size_t)n * 131)),
					.is_active = true,
					.version = 1,
					.updated_at = demo->now,
				};
				rc = asset_insert(demo->db, &asset);
			}
		}
	}
	return rc;
}

/* One course of one person: renewed on time by most, late or never by a few. */
static enum rc train(struct demo *demo, struct demo_random *random, const struct demo_person *person,
		     int64_t course_id, int64_t months)
{
	const int64_t span = months ? months * 30 : 900;
	day on = demo->today - (day)demo_random_between(random, 20, 1050);
	enum rc rc = RC_OK;

	for (int n = 0; rc == RC_OK && n < 4 && on < demo->today; n++) {
		struct training_record record = {
			.organization_id = demo->organization.id,
			.person_id = person->id,
			.course_id = course_id,
			.completed_on = on,
			.expires_on = training_expires(on, months ? months : NUMBER_NONE),
			.evidence = arena_printf(demo->arena, "C-%06d", (int)demo_random_below(random, 1000000)),
			.version = 1,
			.updated_at = demo->now,
		};
		rc = training_record_insert(demo->db, &record);
		if (!months || demo_random_permille(random, 60))
			break;
		on += (day)(span + demo_random_between(random, -25, 20));
	}
	return rc;
}

static enum rc require(struct demo *demo, int64_t course_id, int64_t establishment_id, struct str job_title)
{
	struct training_requirement requirement = {
		.organization_id = demo->organization.id,
		.course_id = course_id,
		.establishment_id = establishment_id,
		.job_title = job_title,
		.applies_from = demo->today - 365,
		.within_days = 30,
		.is_active = true,
		.version = 1,
		.updated_at = demo->now,
	};

	return training_requirement_insert(demo->db, &requirement);
}

/* Somebody before this one at the site works by the hour under the same title. */
static bool is_known_title(const struct demo *demo, const struct demo_site *site, size_t person)
{
	for (size_t i = site->first_person; i < person; i++)
		if (demo->people[i].is_hourly && str_equal(demo->people[i].job_title, demo->people[person].job_title))
			return true;
	return false;
}

static enum rc require_at_site(struct demo *demo, const struct demo_site *site, int64_t course_id)
{
	enum rc rc = RC_OK;

	for (size_t p = site->first_person; rc == RC_OK && p < site->first_person + site->person_count; p++)
		if (demo->people[p].is_hourly && !is_known_title(demo, site, p))
			rc = require(demo, course_id, site->row.id, demo->people[p].job_title);
	return rc;
}

/* As load_training gives them: some to everybody, the rest to those who work by the hour in certain industries. */
static enum rc load_requirements(struct demo *demo, const struct demo_table *courses, const int64_t *ids)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < courses->count; i++) {
		if (demo_table_number(courses, i, "everybody") == 1) {
			rc = require(demo, ids[i], 0, STR_NONE);
			continue;
		}
		for (size_t s = 0; rc == RC_OK && s < demo->site_count; s++)
			if (demo_impact_has(demo_table_cell(courses, i, "industries"), demo->sites[s].industry))
				rc = require_at_site(demo, &demo->sites[s], ids[i]);
	}
	return rc;
}

static enum rc load_training(struct demo *demo, const struct demo_table *courses, const int64_t *ids)
{
	struct demo_random random = {DEMO_IMPACT_SEED + 1};
	enum rc rc = RC_OK;

	for (size_t p = 0; p < demo->person_count; p++) {
		const struct demo_person *person = &demo->people[p];
		struct str industry = demo->sites[person->site].industry;
		for (size_t i = 0; rc == RC_OK && i < courses->count; i++) {
			bool is_everybodys = demo_table_number(courses, i, "everybody") == 1;
			if (!demo_impact_has(demo_table_cell(courses, i, "industries"), industry) ||
			    !(is_everybodys || (person->is_hourly && demo_random_permille(&random, 930))) ||
			    demo_random_permille(&random, 40))
				continue;
			rc = train(demo, &random, person, ids[i], demo_table_number(courses, i, "months"));
		}
	}
	return rc;
}

enum rc demo_masters_load(struct demo *demo)
{
	struct demo_table courses;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "courses.csv", &courses);

	if (rc != RC_OK)
		return rc;
	int64_t *ids = ARENA_ARRAY(demo->arena, int64_t, courses.count + 1);
	rc = load_courses(demo, &courses, ids);
	if (rc == RC_OK)
		rc = load_rules(demo, &courses, ids);
	if (rc == RC_OK)
		rc = load_assets(demo);
	if (rc == RC_OK)
		rc = load_requirements(demo, &courses, ids);
	return rc == RC_OK ? load_training(demo, &courses, ids) : rc;
}
