/*
 * Lists and searches over a million incidents (tests/bench/million.sql) by several connections at once: the
 * planner must take the way that each statement names, in every connection and at every depth. Prints
 * milliseconds; exit status 1 when a statement is slower than its limit anywhere, which is what a changed
 * plan looks like.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "incident/incident_list_store.h"

enum { CONNECTIONS = 4, PAGES = 40 };

struct ids {
	int64_t organization, place, unit, project, person;
};
static const struct field ids_fields[] = {
	{.kind = FIELD_ID, .name = "organization", .offset = offsetof(struct ids, organization)},
	{.kind = FIELD_ID, .name = "place", .offset = offsetof(struct ids, place)},
	{.kind = FIELD_ID, .name = "unit", .offset = offsetof(struct ids, unit)},
	{.kind = FIELD_ID, .name = "project", .offset = offsetof(struct ids, project)},
	{.kind = FIELD_ID, .name = "person", .offset = offsetof(struct ids, person)},
	FIELD_END,
};
static const struct record ids_record = {"ids", sizeof(struct ids), ids_fields};
STATEMENT(million_ids, &ids_record, NULL,
	  "SELECT o.id AS organization, (SELECT MIN(id) FROM establishment WHERE organization_id = o.id) AS"
	  " place,"
	  " (SELECT MIN(id) FROM unit WHERE organization_id = o.id) AS unit,"
	  " (SELECT MIN(id) FROM unit WHERE organization_id = o.id AND kind = 'project') AS project,"
	  " (SELECT MIN(id) FROM person WHERE organization_id = o.id) AS person FROM organization o WHERE"
	  " o.code = 'million'");

/* Who looks; ids are counted from the first of the organization. */
enum who { EVERYTHING, TWO_REGISTERS, ONE_PLACE, SMALL_DEPARTMENT, NOTHING_BUT_OWN };

static const struct variant {
	const char *name;
	enum who who;
	const char *query;
	bool walks;   /* goes from page to page; else asks again */
	double limit; /* milliseconds that every connection's median stays below */
} variants[] = {
	{"newest", EVERYTHING, "", true, 30},
	{"oldest first", EVERYTHING, "sort=occurred", true, 30},
	{"by report", EVERYTHING, "sort=-reported", true, 30},
	{"by last change", EVERYTHING, "sort=-updated", true, 30},
	{"by number", EVERYTHING, "sort=-number", true, 30},
	{"by severity", EVERYTHING, "sort=-severity", true, 30},
	{"by status", EVERYTHING, "sort=status", true, 60},
	{"by establishment", EVERYTHING, "sort=establishment", true, 60},
	{"one establishment", EVERYTHING, "establishment=3", true, 60},
	{"establishment, open, high", EVERYTHING, "establishment=3&open=1&severity=high", true, 150},
	{"one department", EVERYTHING, "department=7", true, 60},
	{"one project", EVERYTHING, "project=5", true, 60},
	{"critical", EVERYTHING, "severity=critical", true, 60},
	{"one state", EVERYTHING, "status=investigation", true, 60},
	{"open", EVERYTHING, "open=1", true, 40},
	{"overdue", EVERYTHING, "overdue=1", true, 60},
	{"environment", EVERYTHING, "register=environment", true, 60},
	{"one month", EVERYTHING, "from=2026-01-01&to=2026-01-31", true, 60},
	{"of one manager", EVERYTHING, "manager=10", true, 60},
	{"two registers", TWO_REGISTERS, "", true, 60},
	{"two registers by severity", TWO_REGISTERS, "sort=-severity", true, 60},
	{"limited to a place", ONE_PLACE, "", true, 60},
	{"limited to a place, by change", ONE_PLACE, "sort=-updated", true, 60},
	{"limited to a department", SMALL_DEPARTMENT, "", true, 60},
	{"own only", NOTHING_BUT_OWN, "", true, 60},
	{"own only, by severity", NOTHING_BUT_OWN, "sort=-severity", true, 250},
	{"number", EVERYTHING, "q=INC-20260301", false, 60},
	{"rare word", EVERYTHING, "q=ammonia", true, 50},
	{"word in one of ninety", EVERYTHING, "q=forklift", true, 50},
	{"word in all", EVERYTHING, "q=slipped", true, 50},
	{"beginning of words", EVERYTHING, "q=fil", true, 50},
	{"two words", EVERYTHING, "q=wet forklift", true, 50},
	{"phrase", EVERYTHING, "q=\"wet floor beside\"", true, 100},
	{"rare word by severity", EVERYTHING, "q=ammonia&sort=-severity", true, 60},
	{"word of ninety by severity", EVERYTHING, "q=forklift&sort=-severity", true, 300},
	{"word of ninety, one place", EVERYTHING, "q=forklift&establishment=3", true, 60},
	{"word of ninety, two registers", TWO_REGISTERS, "q=forklift", true, 60},
	{"word of ninety, limited to a place", ONE_PLACE, "q=forklift", true, 200},
};
enum { VARIANTS = sizeof variants / sizeof variants[0] };

static void set_viewer(const struct ids *ids, enum who who, struct viewer *viewer, struct grant *grant)
{
	static const enum role roles[] = {ROLE_SUPERADMIN, ROLE_EHS_SPECIALIST, ROLE_SUPERVISOR,
					  ROLE_SUPERVISOR, ROLE_EMPLOYEE};

	*grant = (struct grant){.role = roles[who]};
	if (who == ONE_PLACE)
		grant->establishment_id = ids->place + 30;
	if (who == SMALL_DEPARTMENT)
		grant->department_id = ids->unit + 50;
	*viewer = (struct viewer){
		.organization_id = ids->organization,
		.organization_zone = STR("UTC"),
		.person_id = ids->person + 42,
		.grants = grant,
		.grant_count = 1,
	};
}

static void set_filter(const struct ids *ids, const struct variant *variant, struct incident_filter *filter)
{
	struct str query = str_of(variant->query), pair, name;

	*filter = incident_filter_none();
	while (query.len && str_split(&query, '&', &pair)) {
		str_split(&pair, '=', &name);
		if (!incident_filter_set(filter, name, pair))
			exit(2);
	}
	filter->establishment_id += filter->establishment_id ? ids->place - 1 : 0;
	filter->department_id += filter->department_id ? ids->unit - 1 : 0;
	filter->project_id += filter->project_id ? ids->project - 1 : 0;
	filter->manager_id += filter->manager_id ? ids->person - 1 : 0;
}

static double milliseconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

struct figures {
	double median, worst;
	size_t rows;
	enum rc rc;
};

static struct figures measure(struct db *db, const struct ids *ids, const struct variant *variant)
{
	struct arena *arena = arena_new(0);
	struct figures figures = {0};
	struct incident_filter filter;
	struct viewer viewer;
	struct grant grant;
	double times[PAGES];

	set_viewer(ids, variant->who, &viewer, &grant);
	set_filter(ids, variant, &filter);
	for (int i = 0; i < PAGES; i++) {
		struct incident_page page = {0};
		double began = milliseconds();
		figures.rc = incident_list(db, arena, &viewer, &filter, (day)(moment_now() / DAYS(1)), &page);
		times[i] = milliseconds() - began;
		figures.rows += page.count;
		filter.after = variant->walks ? page.after : filter.after;
		/* A stopped search is a clear answer; the next is stopped as well. */
		if (figures.rc != RC_OK && figures.rc != RC_BUSY)
			break;
	}
	qsort(times, PAGES, sizeof times[0], by_size);
	figures.median = times[PAGES / 2];
	figures.worst = times[PAGES - 1];
	arena_free(arena);
	return figures;
}

static void connection(const struct config *config, int out)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_open(arena, config, "owner");
	struct ids ids;

	if (db_one(db, arena, &million_ids, NO_PARAMS, &ids) != RC_OK)
		exit(2);
	for (int i = 0; i < VARIANTS; i++) {
		struct figures figures = measure(db, &ids, &variants[i]);
		if (write(out, &figures, sizeof figures) != (ssize_t)sizeof figures)
			exit(2);
	}
	db_close(db);
	exit(0);
}

static int report(const int *pipes)
{
	int slow = 0;

	printf("%-32s %10s %10s %10s\n", "list of 50 of 1,000,000", "median ms", "worst ms", "limit ms");
	for (int i = 0; i < VARIANTS; i++) {
		struct figures all = {0}, one;
		for (int c = 0; c < CONNECTIONS; c++) {
			if (read(pipes[c], &one, sizeof one) != (ssize_t)sizeof one)
				return 2;
			all.median = one.median > all.median ? one.median : all.median;
			all.worst = one.worst > all.worst ? one.worst : all.worst;
			all.rc = one.rc == RC_OK ? all.rc : one.rc;
			all.rows += one.rows;
		}
		bool is_slow = all.median > variants[i].limit || (all.rows == 0 && all.rc == RC_OK) ||
			       (all.rc != RC_OK && all.rc != RC_BUSY);
		printf("%-32s %10.2f %10.2f %10.0f%s%s\n", variants[i].name, all.median, all.worst,
		       variants[i].limit, all.rc == RC_BUSY ? "  stopped" : "", is_slow ? "  FAILED" : "");
		slow += is_slow;
	}
	return slow ? 1 : 0;
}

int main(void)
{
	struct arena *arena = arena_new(0);
	const struct config *config;
	int pipes[CONNECTIONS];

	if (config_load(arena, &config) != RC_OK)
		return 2;
	log_start("million", LOG_ERROR);
	for (int c = 0; c < CONNECTIONS; c++) {
		int ends[2];
		if (pipe(ends))
			return 2;
		pid_t pid = fork();
		if (pid < 0)
			return 2;
		if (pid == 0)
			connection(config, ends[1]);
		close(ends[1]);
		pipes[c] = ends[0];
	}
	int status = report(pipes);
	while (wait(NULL) > 0)
		continue;
	return status;
}
