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
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Code"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 40,
	 .hint = N_("Short name that people use, for example DAY1")},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Establishment name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 100,
	 .hint = N_("Printed on the forms; keep it the same every year")},
	{.kind = FIELD_TEXT, OFFSET(company_name), .label = N_("Legal company name"), .flags = FIELD_STORED, .max = 100,
	 .hint = N_("Only where it differs from the organization")},
	{.kind = FIELD_TEXT, OFFSET(ein), .label = N_("Employer identification number (EIN)"), .flags = FIELD_STORED, .max = 9,
	 .hint = N_("Nine digits without a dash")},
	{.kind = FIELD_TEXT, OFFSET(street), .label = N_("Street"), .flags = FIELD_STORED, .max = 100,
	 .hint = N_("The physical address, not a PO box")},
	{.kind = FIELD_TEXT, OFFSET(city), .label = N_("City"), .flags = FIELD_STORED, .max = 100},
	{.kind = FIELD_TEXT, OFFSET(state), .label = N_("State"), .flags = FIELD_STORED, .max = 2, .hint = N_("Two letters")},
	{.kind = FIELD_TEXT, OFFSET(zip), .label = N_("ZIP"), .flags = FIELD_STORED, .max = 9, .hint = N_("Five or nine digits")},
	{.kind = FIELD_TEXT, OFFSET(naics_code), .label = N_("NAICS code"), .flags = FIELD_STORED, .max = 6,
	 .hint = N_("Six digits")},
	{.kind = FIELD_INT, OFFSET(naics_vintage), .label = N_("NAICS edition"), .flags = FIELD_STORED, .least = 2012, .most = 2022},
	{.kind = FIELD_TEXT, OFFSET(industry_description), .label = N_("Industry description"), .flags = FIELD_STORED, .max = 300},
	{.kind = FIELD_CODE, OFFSET(ownership), .label = N_("Kind of employer"), .flags = FIELD_STORED, .codes = &ownership_codes},
	{.kind = FIELD_TEXT, OFFSET(zone), .label = N_("Time zone"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 60},
	{.kind = FIELD_TEXT, OFFSET(emergency_phone), .label = N_("Emergency number"), .flags = FIELD_STORED, .max = 40},
	{.kind = FIELD_TEXT, OFFSET(muster_point), .label = N_("Muster point"), .flags = FIELD_STORED, .max = 200},
	{.kind = FIELD_CODE, OFFSET(keeps_records), .label = N_("OSHA records"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &keeps_records_codes},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record establishment_record = {"establishment", sizeof(struct establishment), establishment_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct establishment_year, member)
static const struct field establishment_year_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(establishment_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_INT, OFFSET(year), .label = N_("Year"), .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .least = 2002, .most = 2100},
	{.kind = FIELD_INT, OFFSET(annual_average_employees), .label = N_("Annual average number of employees"),
	 .flags = FIELD_STORED, .most = 999999999, .hint = N_("Rounded up to a whole number")},
	{.kind = FIELD_INT, OFFSET(total_hours_worked), .label = N_("Total hours worked by all employees"),
	 .flags = FIELD_STORED, .most = 9999999999, .hint = N_("Hours actually worked, without leave and holidays")},
	{.kind = FIELD_INT, OFFSET(peak_employees), .label = N_("Most people employed at any one time"),
	 .flags = FIELD_STORED, .most = 999999999, .hint = N_("Full-time, part-time, seasonal and temporary each count as one")},
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
	{.kind = FIELD_ID, OFFSET(establishment_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(parent_id), .label = N_("Part of"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Code"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 40},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 120},
	{.kind = FIELD_CODE, OFFSET(kind), .label = N_("Kind"), .flags = FIELD_STORED | FIELD_REQUIRED, .codes = &area_kind_codes},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record area_record = {"area", sizeof(struct area), area_fields};
