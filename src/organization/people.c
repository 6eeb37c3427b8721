#include "organization/people.h"

#include <stddef.h>

static const struct code unit_kind_rows[] = {
	{"", ""},
	{"department", N_("Department")},
	{"business_unit", N_("Business unit")},
	{"team", N_("Team")},
	{"project", N_("Project")},
	{NULL, NULL},
};
const struct codes unit_kind_codes = {"unit_kind", unit_kind_rows};

static const struct code employment_rows[] = {
	{"", ""},
	{"payroll", N_("On our payroll")},
	{"temp_we_supervise", N_("Agency worker whom we supervise day to day")},
	{"temp_agency_supervises", N_("Agency worker whom the agency supervises")},
	{"contractor_we_supervise", N_("Contractor's employee whom we supervise day to day")},
	{"contractor_supervises", N_("Contractor's employee whom the contractor supervises")},
	{"self_employed", N_("Self-employed")},
	{"owner_sole_prop", N_("Owner of a sole proprietorship")},
	{"partner", N_("Partner")},
	{NULL, NULL},
};
const struct codes employment_codes = {"employment", employment_rows};

static const struct code sex_rows[] = {{"", ""}, {"F", N_("Female")}, {"M", N_("Male")}, {NULL, NULL}};
const struct codes sex_codes = {"sex", sex_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct unit, member)
static const struct field unit_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE,
	 OFFSET(kind),
	 .label = N_("Kind"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .codes = &unit_kind_codes},
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
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record unit_record = {"unit", sizeof(struct unit), unit_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct person, member)
static const struct field person_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT,
	 OFFSET(employee_number),
	 .label = N_("Employee number"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 50},
	{.kind = FIELD_TEXT,
	 OFFSET(given_name),
	 .label = N_("Given name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 100},
	{.kind = FIELD_TEXT,
	 OFFSET(family_name),
	 .label = N_("Family name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 100},
	{.kind = FIELD_TEXT, OFFSET(email), .label = N_("E-mail"), .flags = FIELD_STORED, .max = 254},
	{.kind = FIELD_TEXT, OFFSET(phone), .label = N_("Phone"), .flags = FIELD_STORED, .max = 40},
	{.kind = FIELD_TEXT, OFFSET(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_CODE,
	 OFFSET(employment),
	 .label = N_("Employment"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &employment_codes},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .label = N_("Home establishment"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(business_unit_id), .label = N_("Business unit"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(team_id), .label = N_("Team"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(manager_id), .label = N_("Manager"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY,
	 OFFSET(born_on),
	 .label = N_("Date of birth"),
	 .flags = FIELD_STORED | FIELD_SEALED | FIELD_PAST},
	{.kind = FIELD_DAY, OFFSET(hired_on), .label = N_("Date hired"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY,
	 OFFSET(left_on),
	 .label = N_("Last day of employment"),
	 .flags = FIELD_STORED,
	 .hint = N_("From the next day on the person is inactive.")},
	{.kind = FIELD_CODE,
	 OFFSET(sex),
	 .label = N_("Sex"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .codes = &sex_codes,
	 .hint = N_("As the incident report form asks")},
	{.kind = FIELD_TEXT,
	 OFFSET(street),
	 .label = N_("Street"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 100},
	{.kind = FIELD_TEXT,
	 OFFSET(city),
	 .label = N_("City"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 100},
	{.kind = FIELD_TEXT,
	 OFFSET(state),
	 .label = N_("State"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 2},
	{.kind = FIELD_TEXT, OFFSET(zip), .label = N_("ZIP"), .flags = FIELD_STORED | FIELD_SEALED, .max = 9},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("Active"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record person_record = {"person", sizeof(struct person), person_fields};

const struct rule unit_rules[] = {RULE_END};

static const struct person *person_of(const void *row)
{
	return row;
}

static bool has_email(const void *row)
{
	struct str email = person_of(row)->email;
	ptrdiff_t at = str_find(email, STR("@"));

	return email.len == 0 || (at > 0 && (size_t)at + 1 < email.len && str_find(email, STR(" ")) < 0);
}

static bool has_state(const void *row)
{
	return rule_is_state(person_of(row)->state);
}

static bool has_zip(const void *row)
{
	return rule_is_zip(person_of(row)->zip);
}

static bool is_born_before_hired(const void *row)
{
	const struct person *person = row;
	return person->born_on == DAY_NONE || person->hired_on == DAY_NONE ||
	       person->born_on < person->hired_on;
}

static bool has_left_after_hired(const void *row)
{
	const struct person *person = row;
	return person->left_on == DAY_NONE || person->hired_on == DAY_NONE ||
	       person->left_on >= person->hired_on;
}

static bool is_not_own_manager(const void *row)
{
	const struct person *person = row;
	return person->manager_id == 0 || person->manager_id != person->id;
}

const struct rule person_rules[] = {
	{"email", has_email, N_("Enter an address such as maria.lopez@example.com")},
	{"hired_on", is_born_before_hired, N_("This lies before the date of birth")},
	{"left_on", has_left_after_hired, N_("This lies before the date hired")},
	{"manager_id", is_not_own_manager, N_("Nobody is their own manager")},
	{"state", has_state, N_("Enter the two capital letters of a state or territory, such as OH")},
	{"zip", has_zip, N_("Enter five or nine digits")},
	RULE_END,
};

static bool has_left(const struct person *person, day today)
{
	return person && person->left_on != DAY_NONE && person->left_on < today;
}

bool person_is_here(const struct person *before, const struct person *after, day today)
{
	if (has_left(after, today))
		return false;
	return after->is_active || has_left(before, today);
}
