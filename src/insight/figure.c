#include "insight/figure.h"

#include <stddef.h>

#include "osha/case.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct figure_row, member)
static const struct field figure_row_fields[] = {
	{.kind = FIELD_DAY, OFFSET(month_on)},
	{.kind = FIELD_INT, OFFSET(establishment_id)},
	{.kind = FIELD_INT, OFFSET(category_id)},
	{.kind = FIELD_INT, OFFSET(report_type)},
	{.kind = FIELD_INT, OFFSET(severity)},
	{.kind = FIELD_INT, OFFSET(incidents)},
	FIELD_END,
};
#undef OFFSET
const struct record figure_row_record = {"figure_month", sizeof(struct figure_row), figure_row_fields};

#define TYPE(code, type) {.kind = FIELD_INT, .name = code, .offset = offsetof(struct figure_place, by_type[type])}
static const struct field figure_place_fields[] = {
	{.kind = FIELD_INT, .name = "establishment_id", .offset = offsetof(struct figure_place, establishment_id)},
	TYPE("incidents", REPORT_INCIDENT),
	TYPE("near_misses", REPORT_NEAR_MISS),
	TYPE("observations", REPORT_OBSERVATION),
	FIELD_END,
};
#undef TYPE
const struct record figure_place_record = {"figure_month", sizeof(struct figure_place), figure_place_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct figure_case, member)
static const struct field figure_case_fields[] = {
	{.kind = FIELD_DAY, OFFSET(month_on)},
	{.kind = FIELD_INT, OFFSET(establishment_id)},
	{.kind = FIELD_CODE, OFFSET(outcome), .codes = &outcome_codes},
	{.kind = FIELD_INT, OFFSET(cases)},
	{.kind = FIELD_INT, OFFSET(days_away)},
	{.kind = FIELD_INT, OFFSET(days_restricted)},
	FIELD_END,
};
#undef OFFSET
const struct record figure_case_record = {"figure_case", sizeof(struct figure_case), figure_case_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct figure_hours, member)
static const struct field figure_hours_fields[] = {
	{.kind = FIELD_INT, OFFSET(establishment_id)},
	{.kind = FIELD_INT, OFFSET(year)},
	{.kind = FIELD_INT, OFFSET(total_hours_worked), .flags = FIELD_OPTIONAL},
	FIELD_END,
};
#undef OFFSET
const struct record figure_hours_record = {"establishment_year", sizeof(struct figure_hours),
					   figure_hours_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct figure_change, member)
static const struct field figure_change_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_INT, OFFSET(sign)},
	{.kind = FIELD_MOMENT, OFFSET(occurred_at)},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct figure_change, reg),
	 .codes = &register_codes},
	{.kind = FIELD_CODE, OFFSET(report_type), .codes = &report_type_codes},
	{.kind = FIELD_CODE, OFFSET(severity), .codes = &severity_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(category_id)},
	{.kind = FIELD_BOOL, OFFSET(is_open)},
	{.kind = FIELD_DAY, OFFSET(target_on)},
	FIELD_END,
};
#undef OFFSET
const struct record figure_change_record = {"figure_change", sizeof(struct figure_change),
					    figure_change_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct figure_open, member)
static const struct field figure_open_fields[] = {
	{.kind = FIELD_INT, OFFSET(open)},
	{.kind = FIELD_INT, OFFSET(overdue)},
	FIELD_END,
};
#undef OFFSET
const struct record figure_open_record = {"figure_open", sizeof(struct figure_open), figure_open_fields};

day figure_month(day any, int months)
{
	struct civil civil = day_civil(any);
	int all = civil.year * 12 + civil.month - 1 + months;

	return day_of(all / 12, all % 12 + 1, 1);
}

day figure_month_end(day any)
{
	return figure_month(any, 1) - 1;
}

bool figure_fits(const struct figure_query *query, const struct figure_change *change)
{
	if (change->reg != query->reg)
		return false;
	if (query->establishment_id && change->establishment_id != query->establishment_id)
		return false;
	if (query->department_id && change->department_id != query->department_id)
		return false;
	return !query->severities || (query->severities & (1u << change->severity));
}

int64_t figure_hours_between(const struct figure_hours *hours, day from, day to, day today)
{
	day first = day_of((int)hours->year, 1, 1), last = day_of((int)hours->year, 12, 31);

	if (last > today)
		last = today;
	day begin = from > first ? from : first, end = to < last ? to : last;
	if (hours->total_hours_worked == NUMBER_NONE || end < begin)
		return 0;
	return hours->total_hours_worked * (end - begin + 1) / (last - first + 1);
}
