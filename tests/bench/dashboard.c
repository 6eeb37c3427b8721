/*
 * Figures of dashboards at a million incidents: how long the database takes for each kind of question. Fails
 * when one takes several times its limit.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "insight/dashboard.h"
#include "insight/figure_fold_store.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

enum { RUNS = 15, PLACES_MOST = 64, LIMIT_MS = 5, TOLERANCE = 3 };

static int by_size(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* Microseconds of waiting for the database, the median; -1 after an error. */
static int64_t measure(struct db *db, const struct figure_query *query)
{
	struct arena *arena = arena_new(0);
	int64_t times[RUNS];
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < RUNS; i++) {
		struct figures figures = {0};
		int64_t before = db_usage(db).microseconds;
		rc = figure_collect(db, arena, query, &figures);
		times[i] = db_usage(db).microseconds - before;
		arena_reset(arena);
	}
	arena_free(arena);
	qsort(times, RUNS, sizeof *times, by_size);
	return rc == RC_OK ? times[RUNS / 2] : -1;
}

static int run(struct arena *arena, struct db *db)
{
	static int64_t ids[PLACES_MOST];
	struct organization organization;
	struct rows places, departments;
	int slow = 0;

	if (organization_find(db, arena, STR("million"), &organization) != RC_OK ||
	    establishment_list(db, arena, organization.id, true, &places) != RC_OK ||
	    unit_list(db, arena, organization.id, UNIT_DEPARTMENT, true, &departments) != RC_OK ||
	    figure_fold_rebuild(db, &organization) != RC_OK || places.count == 0 || departments.count == 0)
		return 2;
	day today = (day)(moment_now() / DAYS(1)), month = figure_month(today, 0);
	struct figure_query all = {.organization_id = organization.id,
				   .reg = REGISTER_SAFETY,
				   .today = today,
				   .from = figure_month(month, -11),
				   .to = month,
				   .places = ids};
	for (size_t i = 0; i < places.count && i < PLACES_MOST; i++)
		ids[all.place_count++] = ROW(struct establishment, places, i)->id;
	struct figure_query place = all, department = all, severe = all, years = all;
	place.establishment_id = ids[0];
	place.place_count = 1;
	department.department_id = ROW(struct unit, departments, 0)->id;
	severe.severities = 1u << SEVERITY_CRITICAL;
	years.from = figure_month(month, -47);
	const struct {
		const char *name;
		const struct figure_query *query;
	} rows[] = {{"everything, a year", &all},
		    {"one establishment", &place},
		    {"one department", &department},
		    {"critical ones", &severe},
		    {"everything, four years", &years}};
	printf("%-32s %10s %10s\n", "dashboard of 1,000,000", "median ms", "aim ms");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t took = measure(db, rows[i].query);
		bool is_slow = took < 0 || took > 1000 * LIMIT_MS * TOLERANCE;
		printf("%-32s %10.2f %10d%s\n", rows[i].name, (double)took / 1000, LIMIT_MS,
		       is_slow ? "  FAILED" : "");
		slow += is_slow;
	}
	return slow ? 1 : 0;
}

int main(void)
{
	struct arena *arena = arena_new(0);
	const struct config *config;

	if (config_load(arena, &config) != RC_OK)
		return 2;
	log_start("dashboard", LOG_ERROR);
	struct db *db = db_open(arena, config, "owner");
	int status = run(arena, db);
	db_close(db);
	arena_free(arena);
	return status;
}
