#include "organization/place.h"

#include <stddef.h>

static const struct code keeps_records_rows[] = {
	{"", ""},
	{"yes", N_("Keeps OSHA records")},
	{"exempt_size", N_("Exempt: ten or fewer employees in the company")},
	{"exempt_industry", N_("Exempt: low-hazard industry")},
	{NULL, NULL},
};
const struct codes keeps_records_codes = {"keeps_records", keeps_records_rows};

static const struct code ownership_rows[] = {
	{"", ""},
	{"private", N_("Not a government entity")},
	{"state", N_("State government")},
	{"local", N_("Local government")},
	{NULL, NULL},
};
const struct codes ownership_codes = {"ownership", ownership_rows};

static const struct code area_kind_rows[] = {
	{"", ""},
	{"building", N_("Building")},
	{"floor", N_("Floor")},
	{"line", N_("Line")},
	{"room", N_("Room")},
	{"yard", N_("Yard")},
	{"area", N_("Area")},
	{NULL, NULL},
};
const struct codes area_kind_codes = {"area_kind", area_kind_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct establishment, member)
static const struct field establishment_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 40,
	 .hint = N_("Short name that people use, for example DAY1")},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("Establishment name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 100,
	 .hint = N_("Printed on the forms; keep it the same every year")},
	{.kind = FIELD_TEXT,
	 OFFSET(company_name),
	 .label = N_("Legal company name"),
	 .flags = FIELD_STORED,
	 .max = 100,
	 .hint = N_("Only where it differs from the organization")},
	{.kind = FIELD_TEXT,
	 OFFSET(ein),
	 .label = N_("Employer identification number (EIN)"),
	 .flags = FIELD_STORED,
	 .max = 9,
	 .hint = N_("Nine digits without a dash")},
	{.kind = FIELD_TEXT,
	 OFFSET(street),
	 .label = N_("Street"),
	 .flags = FIELD_STORED,
	 .max = 100,
	 .hint = N_("The physical address, not a PO box")},
	{.kind = FIELD_TEXT, OFFSET(city), .label = N_("City"), .flags = FIELD_STORED, .max = 100},
	{.kind = FIELD_TEXT,
	 OFFSET(state),
	 .label = N_("State"),
	 .flags = FIELD_STORED,
	 .max = 2,
	 .hint = N_("Two letters")},
	{.kind = FIELD_TEXT,
	 OFFSET(zip),
	 .label = N_("ZIP"),
	 .flags = FIELD_STORED,
	 .max = 9,
	 .hint = N_("Five or nine digits")},
	{.kind = FIELD_TEXT,
	 OFFSET(naics_code),
	 .label = N_("NAICS code"),
	 .flags = FIELD_STORED,
	 .max = 6,
	 .hint = N_("Six digits")},
	{.kind = FIELD_INT,
	 OFFSET(naics_vintage),
	 .label = N_("NAICS edition"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 2012,
	 .most = 2022},
	{.kind = FIELD_TEXT,
	 OFFSET(industry_description),
	 .label = N_("Industry description"),
	 .flags = FIELD_STORED,
	 .max = 300},
	{.kind = FIELD_CODE,
	 OFFSET(ownership),
	 .label = N_("Kind of employer"),
	 .flags = FIELD_STORED,
	 .codes = &ownership_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(zone),
	 .label = N_("Time zone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 60},
	{.kind = FIELD_TEXT,
	 OFFSET(emergency_phone),
	 .label = N_("Emergency number"),
	 .flags = FIELD_STORED,
	 .max = 40},
	{.kind = FIELD_TEXT,
	 OFFSET(muster_point),
	 .label = N_("Muster point"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_CODE,
	 OFFSET(keeps_records),
	 .label = N_("OSHA records"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &keeps_records_codes},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record establishment_record = {"establishment", sizeof(struct establishment),
					    establishment_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct establishment_year, member)
static const struct field establishment_year_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .label = N_("Establishment"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED},
	{.kind = FIELD_INT,
	 OFFSET(year),
	 .label = N_("Year"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .least = 2002,
	 .most = 2100},
	{.kind = FIELD_INT,
	 OFFSET(annual_average_employees),
	 .label = N_("Annual average number of employees"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = 999999999,
	 .hint = N_("Rounded up to a whole number")},
	{.kind = FIELD_INT,
	 OFFSET(total_hours_worked),
	 .label = N_("Total hours worked by all employees"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = 9999999999,
	 .hint = N_("Hours actually worked, without leave and holidays")},
	{.kind = FIELD_INT,
	 OFFSET(peak_employees),
	 .label = N_("Most people employed at any one time"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = 999999999,
	 .hint = N_("Full-time, part-time, seasonal and temporary each count as one")},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record establishment_year_record = {"establishment_year", sizeof(struct establishment_year),
						 establishment_year_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct area, member)
static const struct field area_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .label = N_("Establishment"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED},
	{.kind = FIELD_ID, OFFSET(parent_id), .label = N_("Part of"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 40},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("Name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 120},
	{.kind = FIELD_CODE,
	 OFFSET(kind),
	 .label = N_("Kind"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &area_kind_codes},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record area_record = {"area", sizeof(struct area), area_fields};

static const struct establishment *place_of(const void *row)
{
	return row;
}

static bool has_ein(const void *row)
{
	struct str ein = place_of(row)->ein;
	return ein.len == 0 || (ein.len == 9 && rule_is_digits(ein));
}

static bool has_state(const void *row)
{
	return rule_is_state(place_of(row)->state);
}

static bool has_zip(const void *row)
{
	return rule_is_zip(place_of(row)->zip);
}

static bool has_naics(const void *row)
{
	struct str code = place_of(row)->naics_code;
	return code.len == 0 || (code.len == 6 && rule_is_digits(code));
}

static bool has_vintage(const void *row)
{
	int64_t vintage = place_of(row)->naics_vintage;
	bool is_edition = vintage == 2012 || vintage == 2017 || vintage == 2022;
	return place_of(row)->naics_code.len == 0 || is_edition;
}

static bool has_zone(const void *row)
{
	const struct zone *zone;
	return zone_find(place_of(row)->zone, &zone) == RC_OK;
}

const struct rule establishment_rules[] = {
	{"ein", has_ein, N_("Enter nine digits without a dash")},
	{"state", has_state, N_("Enter the two capital letters of a state or territory, such as OH")},
	{"zip", has_zip, N_("Enter five or nine digits")},
	{"naics_code", has_naics, N_("Enter the six digits of the industry")},
	{"naics_vintage", has_vintage, N_("Enter the edition of the industry code: 2012, 2017 or 2022")},
	{"zone", has_zone, N_("Enter a time zone such as America/Chicago")},
	RULE_END,
};

/* Nobody works more hours than a leap year has. */
static bool has_possible_hours(const void *row)
{
	enum { HOURS_OF_A_YEAR = 8784 };
	const struct establishment_year *year = row;
	int64_t people =
		year->peak_employees != NUMBER_NONE ? year->peak_employees : year->annual_average_employees;

	return people == NUMBER_NONE || year->total_hours_worked == NUMBER_NONE ||
	       year->total_hours_worked <= people * HOURS_OF_A_YEAR;
}

static bool has_possible_peak(const void *row)
{
	const struct establishment_year *year = row;

	return year->peak_employees == NUMBER_NONE || year->annual_average_employees == NUMBER_NONE ||
	       year->peak_employees >= year->annual_average_employees;
}

const struct rule establishment_year_rules[] = {
	{"total_hours_worked", has_possible_hours,
	 N_("These are more hours than so many people can work in a year")},
	{"peak_employees", has_possible_peak,
	 N_("The most people at one time cannot be fewer than the average")},
	RULE_END,
};

const struct rule area_rules[] = {RULE_END};

int64_t establishment_average_employees(int64_t sum_paid, int64_t pay_periods)
{
	if (pay_periods <= 0 || sum_paid < 0)
		return -1;
	return sum_paid / pay_periods + (sum_paid % pay_periods != 0);
}
