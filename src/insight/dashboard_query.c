#include "insight/dashboard_query.h"

#include "insight/dashboard.h"

void dashboard_query_set(struct incident_filter *filter, struct str name, struct str value)
{
	static const char *const own[] = {"register", "establishment", "department",
					  "severity", "from",          "to"};
	char text[sizeof "2026-03-01"];
	bool is_month = value.len == 7 && (str_is(name, "from") || str_is(name, "to"));

	for (size_t i = 0; is_month && i < 7; i++)
		text[i] = value.at[i];
	if (is_month) {
		text[7] = '-';
		text[8] = '0';
		text[9] = '1';
		value = (struct str){text, 10};
	}
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_is(name, own[i]))
			(void)incident_filter_set(filter, name, value);
}

void dashboard_query_period(struct incident_filter *filter, day today)
{
	day this_month = figure_month(today, 0);

	if (filter->to == DAY_NONE || filter->to > today)
		filter->to = this_month;
	if (filter->from == DAY_NONE)
		filter->from = figure_month(filter->to, -11);
	if (filter->from > filter->to) {
		day last = filter->from;
		filter->from = filter->to;
		filter->to = last > today ? today : last;
	}
	filter->from = figure_month(filter->from, 0);
	if (filter->from < figure_month(filter->to, 1 - DASHBOARD_MONTHS_MOST))
		filter->from = figure_month(filter->to, 1 - DASHBOARD_MONTHS_MOST);
	filter->to = figure_month_end(filter->to);
}

struct figure_query dashboard_query_figures(struct arena *arena, const struct viewer *viewer,
					    const struct zone *zone, const struct incident_filter *filter,
					    const struct dashboard_scope *scope, const struct lookup *lookup,
					    day today)
{
	size_t count = lookup->kinds[LOOKUP_ESTABLISHMENT].count;
	int64_t *places = ARENA_ARRAY(arena, int64_t, count + 1);
	struct figure_query query = {
		.organization_id = viewer->organization_id,
		.zone = zone,
		.reg = filter->reg,
		.establishment_id = filter->establishment_id,
		.department_id = filter->department_id,
		.severities = filter->severities,
		.from = filter->from,
		.to = figure_month(filter->to, 0),
		.today = today,
		.places = places,
	};

	if (filter->establishment_id) {
		places[query.place_count++] = filter->establishment_id;
		return query;
	}
	for (size_t i = 0; scope->all_places && i < count; i++)
		places[query.place_count++] = lookup->kinds[LOOKUP_ESTABLISHMENT].rows[i].id;
	return query;
}
