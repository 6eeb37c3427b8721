#include "demo/demo.h"

#include "base/decimal.h"
#include "base/random.h"
#include "incident/category_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

/* The business unit that runs an industry. */
static const struct {
	const char *industry;
	const char *unit;
} business_units[] = {
	{"food", "FOODS"},          {"metal", "INDUSTRIAL"}, {"chemical", "INDUSTRIAL"},
	{"warehouse", "LOGISTICS"}, {"hospital", "HEALTH"},  {"construction", "INDUSTRIAL"},
	{"retail", "SERVICES"},     {"water", "INDUSTRIAL"}, {"office", "CORPORATE"},
};

/* A new organization begins with the usual categories. */
static enum rc load_categories(struct demo *demo)
{
	struct rows rows;
	enum rc rc = category_list(demo->db, demo->arena, demo->organization.id, 0, true, &rows);

	if (rc != RC_OK)
		return rc;
	demo->categories = rows.at;
	demo->category_count = rows.count;
	return RC_OK;
}

static enum rc load_units(struct demo *demo)
{
	struct demo_table table;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "units.csv", &table);

	for (size_t i = 0; rc == RC_OK && i < table.count; i++) {
		struct unit row = {.organization_id = demo->organization.id, .is_active = true, .version = 1};
		row.kind = codes_find(&unit_kind_codes, demo_table_cell(&table, i, "kind"));
		row.code = demo_table_cell(&table, i, "code");
		row.name = demo_table_cell(&table, i, "name");
		rc = unit_insert(demo->db, &row);
	}
	return rc;
}

/* The industry's areas, those above before those below. */
static enum rc load_areas(struct demo *demo, const struct demo_table *table, struct demo_site *site)
{
	enum rc rc = RC_OK;

	site->areas = ARENA_ARRAY(demo->arena, struct area, table->count);
	for (size_t i = 0; rc == RC_OK && i < table->count; i++) {
		struct area *row = &site->areas[site->area_count];
		struct str parent = demo_table_cell(table, i, "parent");
		if (!str_equal(demo_table_cell(table, i, "industry"), site->industry))
			continue;
		row->organization_id = demo->organization.id;
		row->establishment_id = site->row.id;
		for (size_t above = 0; above < site->area_count; above++)
			if (str_equal(site->areas[above].code, parent))
				row->parent_id = site->areas[above].id;
		row->code = demo_table_cell(table, i, "code");
		row->name = demo_table_cell(table, i, "name");
		row->kind = codes_find(&area_kind_codes, demo_table_cell(table, i, "kind"));
		row->is_active = true;
		row->version = 1;
		site->area_count++;
		rc = area_insert(demo->db, row);
	}
	return rc;
}

/*
 * Hours and headcounts. One place has forgotten last year's hours, so that the checks before an electronic
 * submission have something to say.
 */
static enum rc load_years(struct demo *demo, struct demo_site *site)
{
	int this_year = day_civil(demo->today).year;
	enum rc rc = RC_OK;

	for (int year = demo->first_year; rc == RC_OK && year <= this_year; year++) {
		struct establishment_year row = {.organization_id = demo->organization.id,
						 .establishment_id = site->row.id,
						 .year = year,
						 .version = 1,
						 .updated_at = demo->now};
		int64_t growth =
			1000 + 25 * (year - this_year + 1) + demo_random_between(&demo->random, -8, 8);
		int64_t employees = site->employees * growth / 1000;
		bool is_problem_year = year == this_year - 1;
		int64_t share = year < this_year ? 366 : demo->today - day_of(year, 1, 1) + 1;
		row.annual_average_employees = employees;
		row.peak_employees = employees * 1045 / 1000;
		row.total_hours_worked =
			employees * demo_random_between(&demo->random, 1905, 1985) * share / 366;
		if (is_problem_year && str_is(site->industry, "water"))
			row.total_hours_worked = NUMBER_NONE;
		rc = establishment_year_put(demo->db, &row);
	}
	return rc;
}

static enum rc unit_of_industry(struct demo *demo, struct demo_site *site)
{
	struct unit unit;

	for (size_t i = 0; i < sizeof business_units / sizeof *business_units; i++) {
		if (!str_is(site->industry, business_units[i].industry))
			continue;
		enum rc rc = unit_by_code(demo->db, demo->arena, demo->organization.id, UNIT_BUSINESS_UNIT,
					  str_of(business_units[i].unit), &unit);
		site->business_unit_id = rc == RC_OK ? unit.id : 0;
		return rc;
	}
	return RC_OK;
}

static enum rc load_site(struct demo *demo, const struct demo_table *table, size_t i, struct demo_site *site)
{
	struct establishment *row = &site->row;

	record_clear(&establishment_record, row);
	site->industry = demo_table_cell(table, i, "industry");
	site->employees = demo_table_number(table, i, "employees");
	site->listed = demo_table_number(table, i, "people");
	if (!decimal_parse(demo_table_cell(table, i, "trir"), 2, &site->trir))
		return RC_INVALID;
	for (const struct field *field = establishment_record.fields; field->name; field++) {
		struct str text = demo_table_cell(table, i, field->name);
		const char *why;
		if (!text.len)
			continue;
		enum rc rc = field_parse(demo->arena, field, text, NULL, demo->now, row, &why);
		if (rc != RC_OK)
			return rc;
	}
	row->organization_id = demo->organization.id;
	row->uuid = uuid_new(demo->arena, demo->now);
	row->ownership = OWNERSHIP_PRIVATE;
	row->is_active = true;
	row->version = 1;
	row->created_at = row->updated_at = demo->now;
	enum rc rc = zone_find(row->zone, &site->zone);
	if (rc == RC_OK)
		rc = unit_of_industry(demo, site);
	if (rc == RC_OK)
		rc = establishment_insert(demo->db, row);
	return rc;
}

enum rc demo_places_load(struct demo *demo)
{
	struct demo_table table, areas;
	enum rc rc = load_categories(demo);

	if (rc == RC_OK)
		rc = load_units(demo);
	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "areas.csv", &areas);
	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "establishments.csv", &table);
	if (rc != RC_OK)
		return rc;
	demo->sites = ARENA_ARRAY(demo->arena, struct demo_site, table.count);
	for (size_t i = 0; rc == RC_OK && i < table.count; i++) {
		struct demo_site *site = &demo->sites[demo->site_count++];
		rc = load_site(demo, &table, i, site);
		if (rc == RC_OK)
			rc = load_areas(demo, &areas, site);
		if (rc == RC_OK)
			rc = load_years(demo, site);
	}
	return rc;
}
