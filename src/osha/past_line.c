#include "osha/past_line.h"

#include <stddef.h>

#include "osha/days.h"
#include "osha/log_data.h"

static const struct code letter_rows[] = {
	{"", ""},
	{"G", N_("Death")},
	{"H", N_("Days away from work")},
	{"I", N_("Job transfer or restriction")},
	{"J", N_("Other recordable case")},
	{NULL, NULL},
};
static const struct code type_rows[] = {
	{"", ""},
	{"1", N_("Injury")},
	{"2", N_("Skin disorder")},
	{"3", N_("Respiratory condition")},
	{"4", N_("Poisoning")},
	{"5", N_("Hearing loss")},
	{"6", N_("All other illnesses")},
	{NULL, NULL},
};
const struct codes past_letter_codes = {"log_letter", letter_rows};
const struct codes past_type_codes = {"log_type", type_rows};

#define AT(member) .name = #member, .offset = offsetof(struct past_line, member)
#define MUST FIELD_STORED | FIELD_REQUIRED
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, AT(establishment_id), .label = N_("Establishment"), .flags = MUST},
	{.kind = FIELD_INT, AT(year), .label = N_("Year"), .flags = MUST, .least = 1971, .most = 2199},
	{.kind = FIELD_TEXT, AT(case_number), .label = N_("Case number"), .flags = MUST, .max = 50},
	{.kind = FIELD_TEXT, AT(employee_name), .label = N_("Employee’s name"), .flags = MUST | FIELD_SEALED, .max = 200},
	{.kind = FIELD_BOOL, AT(privacy), .label = N_("Privacy case"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_DAY, AT(injury_date), .label = N_("Date of injury or onset"), .flags = MUST | FIELD_PAST},
	{.kind = FIELD_TEXT, AT(where), .label = N_("Where it happened"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_TEXT, AT(description), .label = N_("Description"), .flags = FIELD_STORED | FIELD_SEALED, .max = 255},
	{.kind = FIELD_CODE, AT(outcome), .label = N_("Outcome"), .flags = FIELD_STORED, .codes = &past_letter_codes},
	{.kind = FIELD_INT, AT(days_away), .label = N_("Days away"), .flags = FIELD_STORED, .most = DAYS_CAP},
	{.kind = FIELD_INT, AT(days_restricted), .label = N_("Days restricted"), .flags = FIELD_STORED, .most = DAYS_CAP},
	{.kind = FIELD_BOOL, AT(days_estimated), .label = N_("Days are estimated"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, AT(type), .label = N_("Type"), .flags = FIELD_STORED, .codes = &past_type_codes},
	{.kind = FIELD_BOOL, AT(lined_out), .label = N_("Lined out"), .flags = FIELD_STORED},
	FIELD_END,
};
#undef MUST
#undef AT
const struct record past_line_record = {"osha_past_line", sizeof(struct past_line), fields};

static bool is_of_its_year(const void *row)
{
	const struct past_line *line = row;
	return line->injury_date == DAY_NONE || day_civil(line->injury_date).year == line->year;
}

static bool has_outcome(const void *row)
{
	const struct past_line *line = row;
	return line->outcome != OSHA_UNDECIDED;
}

static bool has_type(const void *row)
{
	const struct past_line *line = row;
	return line->type != OSHA_NO_TYPE;
}

static bool has_days_away(const void *row)
{
	const struct past_line *line = row;
	return (line->outcome == OSHA_DAYS_AWAY) == (line->days_away > 0) || !has_outcome(row);
}

static bool has_days_restricted(const void *row)
{
	const struct past_line *line = row;

	if (line->outcome == OSHA_RESTRICTED)
		return line->days_restricted > 0;
	return line->outcome == OSHA_DAYS_AWAY || line->days_restricted == 0 || !has_outcome(row);
}

static bool is_within_cap(const void *row)
{
	const struct past_line *line = row;
	return line->days_away + line->days_restricted <= DAYS_CAP;
}

static bool has_something_estimated(const void *row)
{
	const struct past_line *line = row;
	return !line->days_estimated || line->days_away + line->days_restricted > 0;
}

const struct rule past_line_rules[] = {
	{"injury_date", is_of_its_year, N_("A case stays in the log of the year in which it happened")},
	{"outcome", has_outcome, N_("Every line has one of the columns G to J")},
	{"type", has_type, N_("Every line has one of the types 1 to 6")},
	{"days_away", has_days_away, N_("Column H has at least one day away, and no other column has any")},
	{"days_restricted", has_days_restricted,
	 N_("Column I has at least one day of restriction, columns G and J have none")},
	{"days_restricted", is_within_cap, N_("Days away and restricted stop at 180 together")},
	{"days_estimated", has_something_estimated, N_("There are no days that could be estimated")},
	RULE_END,
};
