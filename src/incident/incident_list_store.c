#include "incident/incident_list_store.h"

#include <stddef.h>

#include "base/random.h"
#include "incident/incident_list_plan_store.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_line, member)
static const struct field incident_line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(number), .label = N_("Number")},
	{.kind = FIELD_TEXT, OFFSET(title), .label = N_("Title")},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct incident_line, reg),
	 .codes = &register_codes},
	{.kind = FIELD_CODE, OFFSET(report_type), .codes = &report_type_codes},
	{.kind = FIELD_CODE, OFFSET(status), .codes = &status_codes},
	{.kind = FIELD_CODE, OFFSET(severity), .codes = &severity_codes},
	{.kind = FIELD_MOMENT, OFFSET(occurred_at)},
	{.kind = FIELD_BOOL, OFFSET(is_time_known)},
	{.kind = FIELD_MOMENT, OFFSET(reported_at)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(manager_id)},
	{.kind = FIELD_ID, OFFSET(category_id)},
	{.kind = FIELD_ID, OFFSET(project_id)},
	{.kind = FIELD_TEXT, OFFSET(impact_areas)},
	{.kind = FIELD_DAY, OFFSET(target_on)},
	{.kind = FIELD_BOOL, OFFSET(is_complete)},
	{.kind = FIELD_TEXT, OFFSET(manager)},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_BOOL, OFFSET(is_overdue)},
	FIELD_END,
};
#undef OFFSET
const struct record incident_line_record = {"incident_line", sizeof(struct incident_line),
					    incident_line_fields};

static struct incident_cursor cursor_of(enum incident_sort sort, const struct incident_line *line)
{
	const int64_t keys[INCIDENT_SORT_COUNT] = {
		[SORT_OCCURRED] = line->occurred_at, [SORT_REPORTED] = line->reported_at,
		[SORT_UPDATED] = line->updated_at,   [SORT_SEVERITY] = line->severity,
		[SORT_STATUS] = line->status,        [SORT_ESTABLISHMENT] = line->establishment_id,
	};

	return (struct incident_cursor){true, keys[sort], line->number, line->occurred_at, line->id};
}

/* Rows before a cursor come nearest first. */
static void turn_round(struct incident_line *lines, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct incident_line line = lines[i];
		lines[i] = lines[count - 1 - i];
		lines[count - 1 - i] = line;
	}
}

/* Anonymous reports have come at the midnight of their day, as far as anybody may know. */
static bool is_untold(const struct incident_line *line)
{
	return line->reported_at % DAYS(1) == 0 &&
	       (line->status == STATUS_NEW || line->status == STATUS_OPEN);
}

static bool is_level(enum incident_sort sort, const struct incident_line *a, const struct incident_line *b)
{
	struct incident_cursor x = cursor_of(sort, a), y = cursor_of(sort, b);
	return sort != SORT_NUMBER && x.key == y.key &&
	       (sort == SORT_REPORTED || sort == SORT_UPDATED || x.occurred_at == y.occurred_at);
}

/*
 * Rows that are level in an order follow by their ids, which is how they came in. Until somebody has looked at them,
 * anonymous ones stand by their numbers instead, which were drawn by chance.
 */
static void shuffle_untold(enum incident_sort sort, struct incident_line *lines, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && is_untold(&lines[j]) && is_untold(&lines[j - 1]) &&
				   is_level(sort, &lines[j], &lines[j - 1]) &&
				   str_compare(lines[j].number, lines[j - 1].number) < 0; j--) {
			struct incident_line line = lines[j];
			lines[j] = lines[j - 1];
			lines[j - 1] = line;
		}
}

static void set_page(const struct incident_list_plan *plan, struct rows rows, struct incident_page *page)
{
	enum incident_sort sort = plan->filter->sort;
	const size_t limit = plan->filter->limit ? plan->filter->limit : INCIDENT_PAGE;
	bool has_more = rows.count > limit;
	bool has_before = plan->is_backward ? has_more : plan->place != NULL;
	bool has_after = plan->is_backward || has_more;

	*page = (struct incident_page){.lines = rows.at, .count = has_more ? limit : rows.count};
	if (plan->is_backward)
		turn_round(page->lines, page->count);
	for (size_t i = 0; i < page->count; i++) {
		struct incident_line *line = &page->lines[i];
		line->is_overdue = line->target_on != DAY_NONE && line->target_on < plan->today &&
				   incident_is_open((enum status)line->status);
	}
	if (page->count == 0)
		return;
	if (has_before)
		page->before = cursor_of(sort, &page->lines[0]);
	if (has_after)
		page->after = cursor_of(sort, &page->lines[page->count - 1]);
	shuffle_untold(sort, page->lines, page->count);
}

static enum rc list_rows(struct db *db, struct arena *arena, const struct incident_list_plan *plan, struct rows *rows)
{
	*rows = (struct rows){0};
	if (incident_list_plan_finds_nothing(plan))
		return RC_OK;
	struct incident_query query = incident_list_plan_page(arena, plan);
	const struct statement *statement = db_compose("incident_list", &incident_line_record, text_str(&query.sql));
	return statement ? db_list(db, arena, statement, query.params, query.count, rows) : RC_FAULT;
}

/* A page of a search that is not full is looked at again when the index has got new words of it meanwhile. */
static enum rc is_settled(struct db *db, struct arena *arena, const struct incident_list_plan *plan, size_t count, bool *is)
{
	*is = !plan->search.is_asked || plan->search.is_nothing || count > INCIDENT_PAGE;
	return *is ? RC_OK
		   : search_is_still(db, arena, plan->viewer->organization_id, plan->filter->q, &plan->search, is);
}

enum { SEARCHES_MOST = 3 };

enum rc incident_list(struct db *db, struct arena *arena, const struct viewer *viewer,
		      const struct incident_filter *filter, day today, struct incident_page *page)
{
	struct incident_list_plan plan;
	struct rows rows = {0};
	bool is_done = false;
	enum rc rc = RC_OK;

	for (int round = 0; rc == RC_OK && !is_done && round < SEARCHES_MOST; round++) {
		rc = incident_list_plan(db, arena, viewer, filter, today, INCIDENT_PAGE + 1, &plan);
		if (rc == RC_OK)
			rc = list_rows(db, arena, &plan, &rows);
		if (rc == RC_OK)
			rc = is_settled(db, arena, &plan, rows.count, &is_done);
	}
	if (rc != RC_OK)
		return rc;
	set_page(&plan, rows, page);
	return RC_OK;
}

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)},
	FIELD_END,
};
static const struct record number_record = {"number", sizeof(struct number_row), number_fields};

/*
 * Lists that had more than a page says ("1,000+"), or that took too long to count, will have so a minute
 * later: counting costs more than the page itself. Only their hash is kept.
 */
enum { LONG_LISTS = 64, LONG_SECONDS = 60 };
static struct {
	uint64_t hash;
	int64_t count;
	moment until;
} long_lists[LONG_LISTS];

/* Statement and values, as one hash. */
static uint64_t query_hash(struct arena *arena, struct incident_query *query)
{
	struct text key = TEXT_IN(arena);

	text_add(&key, text_str(&query->sql));
	for (size_t i = 0; i < query->count; i++)
		text_printf(&key, "\n%d %lld %.*s", (int)query->params[i].kind,
			    (long long)query->params[i].number, STR_ARG(query->params[i].text));
	return random_hash(text_str(&key));
}

static bool is_known_long(uint64_t hash, moment now, int64_t *count)
{
	size_t slot = hash % LONG_LISTS;
	moment until = long_lists[slot].until;
	bool is_fresh = now < until && until - now <= SECONDS(LONG_SECONDS);

	*count = long_lists[slot].count;
	return is_fresh && long_lists[slot].hash == hash;
}

static void remember_long(uint64_t hash, moment now, int64_t count)
{
	size_t slot = hash % LONG_LISTS;

	long_lists[slot].hash = hash;
	long_lists[slot].count = count;
	long_lists[slot].until = now + SECONDS(LONG_SECONDS);
}

enum rc incident_count(struct db *db, struct arena *arena, const struct viewer *viewer,
		       const struct incident_filter *filter, day today, int64_t *count)
{
	struct incident_list_plan plan;
	struct number_row row = {0};
	enum rc rc = incident_list_plan(db, arena, viewer, filter, today, INCIDENT_COUNT_MOST, &plan);

	*count = 0;
	if (rc != RC_OK || incident_list_plan_finds_nothing(&plan))
		return rc;
	struct incident_query query = incident_list_plan_count(arena, &plan);
	uint64_t hash = query_hash(arena, &query);
	moment now = moment_now();
	if (is_known_long(hash, now, count))
		return RC_OK;
	const struct statement *statement =
		db_compose("incident_count", &number_record, text_str(&query.sql));
	if (!statement)
		return RC_FAULT;
	rc = db_one(db, arena, statement, query.params, query.count, &row);
	*count = rc == RC_BUSY ? -1 : row.number;
	if (rc == RC_BUSY || row.number == INCIDENT_COUNT_MOST)
		remember_long(hash, now, *count);
	return rc == RC_BUSY ? RC_OK : rc;
}
