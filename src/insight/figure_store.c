#include "insight/figure_store.h"

#include "incident/incident.h"
#include "incident/incident_query.h"

/* The primary key of figure_month is in the order of these conditions: each reads one stretch of it. */
STATEMENT(figure_months, &figure_row_record, NULL,
	  "SELECT month_on, report_type, severity, incidents FROM figure_month"
	  " WHERE organization_id = ? AND register = ? AND establishment_id = ? AND department_id = ?"
	  " AND kind = 0 AND month_on BETWEEN ? AND ?");
STATEMENT(figure_categories, &figure_row_record, NULL,
	  "SELECT category_id, severity, SUM(incidents) AS incidents FROM figure_month"
	  " WHERE organization_id = ? AND register = ? AND establishment_id = ? AND department_id = ?"
	  " AND kind = 1 AND month_on BETWEEN ? AND ? GROUP BY category_id, severity");
/* CHANGES_MOST of them: the worker leaves far fewer. */
STATEMENT(
	figure_changes, &figure_change_record, NULL,
	"SELECT id, sign, occurred_at, register, report_type, severity, establishment_id, department_id,"
	" category_id, is_open, target_on"
	" FROM figure_change WHERE organization_id = ? AND register = ? LIMIT 50000");
STATEMENT(figure_cases, &figure_case_record, NULL,
	  "SELECT month_on, establishment_id, outcome, cases, days_away, days_restricted FROM figure_case"
	  " WHERE organization_id = ? AND month_on BETWEEN ? AND ? AND (? = 0 OR establishment_id = ?)");
STATEMENT(figure_years, &figure_hours_record, NULL,
	  "SELECT establishment_id, year, total_hours_worked FROM establishment_year"
	  " WHERE organization_id = ? AND year BETWEEN ? AND ?");

STATEMENT(figure_open_now, &figure_open_record, NULL,
	  "SELECT COALESCE(SUM(incidents), 0) AS open, COALESCE(SUM(IF(month_on < ?, incidents, 0)), 0) AS overdue FROM figure_month"
	  " WHERE organization_id = ? AND register = ? AND establishment_id = ? AND department_id = ? AND kind = 2"
	  " AND (? = 0 OR (? >> severity) & 1)");

enum { PLACES_AT_ONCE = 64, CHANGES_MOST = 50000 };

/* Of some establishments, in the order of the primary key; the number of "?" is always the same, so that the statement is. */
static enum rc collect_places(struct db *db, struct arena *arena, const struct figure_query *q, size_t first,
			      struct rows *rows)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query,
			   "SELECT establishment_id, SUM(incidents * (report_type = 1)) AS incidents,"
			   " SUM(incidents * (report_type = 2)) AS near_misses, SUM(incidents * (report_type = 3)) AS observations"
			   " FROM figure_month WHERE organization_id = ? AND register = ?"
			   " AND establishment_id IN (?");
	incident_query_value(&query, P_INT(q->organization_id));
	incident_query_value(&query, P_INT(q->reg));
	for (size_t i = 0; i < PLACES_AT_ONCE; i++) {
		if (i > 0)
			incident_query_add(&query, ", ?");
		incident_query_value(
			&query, P_INT(first + i < q->place_count ? q->places[first + i] : q->places[first]));
	}
	incident_query_add(&query,
			   ") AND department_id = ? AND kind = 0 AND month_on BETWEEN ? AND ?"
			   " AND (? = 0 OR (? >> severity) & 1) GROUP BY establishment_id");
	incident_query_value(&query, P_INT(q->department_id));
	incident_query_value(&query, P_DAY(q->from));
	incident_query_value(&query, P_DAY(q->to));
	incident_query_value(&query, P_INT(q->severities));
	incident_query_value(&query, P_INT(q->severities));
	const struct statement *statement =
		db_compose("figure_places", &figure_place_record, text_str(&query.sql));
	return db_list(db, arena, statement, query.params, query.count, rows);
}

/* Two lists as one. */
static struct rows join(struct arena *arena, struct rows a, struct rows b)
{
	struct rows all = {.count = a.count + b.count};
	struct figure_place *rows = ARENA_ARRAY(arena, struct figure_place, all.count);

	for (size_t i = 0; i < a.count; i++)
		rows[i] = *ROW(struct figure_place, a, i);
	for (size_t i = 0; i < b.count; i++)
		rows[a.count + i] = *ROW(struct figure_place, b, i);
	all.at = rows;
	return all;
}

struct collecting {
	struct arena *arena;
	const struct figure_query *query;
	struct figures *figures;
};

/* The sums, and what is not added up yet. */
static enum rc collect_open(struct db *db, struct arena *arena, const struct figure_query *q, const struct rows *changes,
			    struct figure_open *open)
{
	enum rc rc = db_one(db, arena, &figure_open_now,
			    PARAMS(P_DAY(q->today), P_INT(q->organization_id), P_INT(q->reg), P_INT(q->establishment_id),
				   P_INT(q->department_id), P_INT(q->severities), P_INT(q->severities)),
			    open);

	for (size_t i = 0; i < changes->count; i++) {
		const struct figure_change *change = ROW(struct figure_change, *changes, i);
		if (!change->is_open || !figure_fits(q, change))
			continue;
		open->open += change->sign;
		if (change->target_on != DAY_NONE && change->target_on < q->today)
			open->overdue += change->sign;
	}
	return rc;
}

static enum rc collect_body(struct db *db, void *closure)
{
	const struct collecting *c = closure;
	const struct figure_query *q = c->query;
	struct figures *f = c->figures;
	day year_before = figure_month(q->from, -12);
	day case_end = figure_month_end(q->to);

	*f = (struct figures){0};
	enum rc rc = db_list(db, c->arena, &figure_months,
			     PARAMS(P_INT(q->organization_id), P_INT(q->reg), P_INT(q->establishment_id),
				    P_INT(q->department_id), P_DAY(year_before), P_DAY(q->to)),
			     &f->months);
	if (rc == RC_OK)
		rc = db_list(db, c->arena, &figure_categories,
			     PARAMS(P_INT(q->organization_id), P_INT(q->reg), P_INT(q->establishment_id),
				    P_INT(q->department_id), P_DAY(q->from), P_DAY(q->to)),
			     &f->categories);
	for (size_t i = 0; rc == RC_OK && i < q->place_count; i += PLACES_AT_ONCE) {
		struct rows some;
		rc = collect_places(db, c->arena, q, i, &some);
		if (rc == RC_OK)
			f->places = join(c->arena, f->places, some);
	}
	if (rc == RC_OK)
		rc = db_list(db, c->arena, &figure_changes,
			     PARAMS(P_INT(q->organization_id),
				    P_TEXT(str_of(codes_code(&register_codes, q->reg)))),
			     &f->changes);
	if (rc == RC_OK)
		rc = collect_open(db, c->arena, q, &f->changes, &f->open);
	f->is_behind = f->changes.count == CHANGES_MOST;
	if (rc == RC_OK)
		rc = db_list(db, c->arena, &figure_cases,
			     PARAMS(P_INT(q->organization_id), P_DAY(year_before), P_DAY(case_end),
				    P_INT(q->establishment_id), P_INT(q->establishment_id)),
			     &f->cases);
	if (rc == RC_OK)
		rc = db_list(db, c->arena, &figure_years,
			     PARAMS(P_INT(q->organization_id), P_INT(day_civil(year_before).year),
				    P_INT(day_civil(q->to).year)),
			     &f->hours);
	return rc;
}

enum rc figure_collect(struct db *db, struct arena *arena, const struct figure_query *query,
		       struct figures *figures)
{
	struct collecting collecting = {arena, query, figures};
	bool was_read_only = db_read_only(db, true);
	enum rc rc = db_transaction(db, "figures", collect_body, &collecting);

	db_read_only(db, was_read_only);
	return rc;
}
