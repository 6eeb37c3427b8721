#include "incident/incident_list_store.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"
#include "incident/incident_scope_store.h"

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

/* The orders: index that has it, first key, and whether many rows share that key, or none do. */
static const struct order {
	const char *index;
	const char *key;
	bool is_rank;
	bool is_unique;
} orders[INCIDENT_SORT_COUNT] = {
	[SORT_OCCURRED] = {"newest", "i.occurred_at", false, false},
	[SORT_REPORTED] = {"reported", "i.reported_at", false, false},
	[SORT_UPDATED] = {"changed", "i.updated_at", false, false},
	[SORT_NUMBER] = {"number", "i.number", false, true},
	[SORT_SEVERITY] = {"severity", "i.severity_rank", true, false},
	[SORT_STATUS] = {"status", "i.status_rank", true, false},
	[SORT_ESTABLISHMENT] = {"establishment", "i.establishment_id", true, false},
};

/* One way through the table: an index and what it begins with. */
struct branch {
	const char *index;
	const char *leads; /* condition on its first columns, or "" */
	struct param values[2];
	size_t count;
	bool is_sorted; /* more than one stretch of the index, put in order afterwards */
};
enum { BRANCH_MOST = 12, SHARE_BRANCHES = 8 };

struct plan {
	const struct incident_filter *filter;
	const struct viewer *viewer;
	struct incident_scope scope;
	struct str words; /* full-text expression, STR_NONE: no search */
	day today;
	bool is_backward;                    /* the rows before a cursor, nearest first */
	const struct incident_cursor *place; /* NULL: from the start */
	int limit;
	struct branch branches[BRANCH_MOST];
	size_t count;
};

static bool is_one_bit(unsigned bits)
{
	return bits && (bits & (bits - 1)) == 0;
}

static void add_branch(struct plan *plan, const char *index, const char *leads, struct param value)
{
	plan->branches[plan->count++] = (struct branch){index, leads, {value}, 1, false};
}

/* What somebody reported, manages or leads. */
static void add_own(struct plan *plan)
{
	struct param person = P_ID(plan->viewer->person_id);

	add_branch(plan, "reporter", " AND i.reporter_id = ?", person);
	add_branch(plan, "manager", " AND i.manager_id = ?", person);
	add_branch(plan, "lead", " AND i.investigation_lead_id = ?", person);
}

/* Numbers hold digits after their letters: every one that begins so lies before the same with a letter
 * behind. */
static void add_number(struct plan *plan, struct arena *arena, struct str number)
{
	struct str end = arena_concat(arena, number, STR("Z"));

	plan->branches[plan->count++] = (struct branch){
		"number", " AND i.number >= ? AND i.number < ?", {P_TEXT(number), P_TEXT(end)}, 2, true};
}

/* Every role is limited to places or departments, few enough to look into each. */
static bool has_few_shares(const struct incident_scope *scope)
{
	if (scope->reach != REACH_LIMITED || scope->count > SHARE_BRANCHES)
		return false;
	for (size_t i = 0; i < scope->count; i++)
		if (!scope->shares[i].establishment_id && !scope->shares[i].department_id)
			return false;
	return true;
}

static void add_shares(struct plan *plan)
{
	for (size_t i = 0; i < plan->scope.count; i++) {
		const struct incident_share *share = &plan->scope.shares[i];
		if (share->establishment_id)
			add_branch(plan, "establishment", " AND i.establishment_id = ?",
				   P_INT(share->establishment_id));
		else
			add_branch(plan, "department", " AND i.department_id = ?",
				   P_INT(share->department_id));
	}
	add_own(plan);
}

static bool has_states(const struct incident_filter *f)
{
	return f->statuses || f->is_open || f->is_overdue;
}

/* The states that a filter leaves, as bits; 0 also when they exclude each other. */
static unsigned states_of(const struct incident_filter *f)
{
	if (!f->is_open && !f->is_overdue)
		return f->statuses;
	return f->statuses ? f->statuses & incident_open_statuses() : incident_open_statuses();
}

static int highest_bit(unsigned bits)
{
	int n = 0;

	while (bits >>= 1)
		n++;
	return n;
}

/* Some states: from the lowest to the highest of them, sorted afterwards; what is open is little of the
 * whole. */
static bool add_states(struct plan *plan)
{
	unsigned states = states_of(plan->filter);

	if (!states)
		return false;
	plan->branches[plan->count++] = (struct branch){
		.index = "status",
		.leads = " AND i.status_rank BETWEEN ? AND ?",
		.values = {P_INT(highest_bit(states & -states)), P_INT(highest_bit(states))},
		.count = 2,
		.is_sorted = !is_one_bit(states),
	};
	return true;
}

/* Filters whose index is in the order of occurred_at. */
static bool add_by_filter(struct plan *plan)
{
	const struct incident_filter *f = plan->filter;

	if (f->project_id)
		add_branch(plan, "project", " AND i.project_id = ?", P_INT(f->project_id));
	else if (f->department_id)
		add_branch(plan, "department", " AND i.department_id = ?", P_INT(f->department_id));
	else if (f->establishment_id)
		add_branch(plan, "establishment", " AND i.establishment_id = ?", P_INT(f->establishment_id));
	else if (add_states(plan))
		return true;
	else if (is_one_bit(f->severities))
		add_branch(plan, "severity", " AND i.severity_rank = ?", P_INT(highest_bit(f->severities)));
	else if (f->reg)
		add_branch(plan, "register", " AND i.register = ?",
			   P_TEXT(str_of(codes_code(&register_codes, f->reg))));
	return plan->count > 0;
}

static void choose_branches(struct plan *plan, struct arena *arena)
{
	const struct incident_filter *f = plan->filter;
	struct str number = incident_filter_number(arena, f->q);

	if (f->q.len && !number.at) {
		plan->words = incident_filter_words(arena, f->q);
		add_branch(plan, NULL, "", P_NULL);
	} else if (number.at) {
		add_number(plan, arena, number);
	} else if (f->reporter.len) {
		add_branch(plan, "reporter", " AND i.reporter_id = ?", P_INT(f->reporter_id));
	} else if (f->is_unassigned) {
		plan->branches[plan->count++] =
			(struct branch){"manager", " AND i.manager_id IS NULL", {P_NULL}, 0, false};
	} else if (f->manager_id) {
		add_branch(plan, "manager", " AND i.manager_id = ?", P_INT(f->manager_id));
	} else if (f->is_mine || plan->scope.reach == REACH_OWN) {
		add_own(plan);
	} else if (f->sort != SORT_OCCURRED || !add_by_filter(plan)) {
		if (f->sort == SORT_OCCURRED && has_few_shares(&plan->scope))
			add_shares(plan);
		else
			plan->branches[plan->count++] =
				(struct branch){orders[f->sort].index, "", {P_NULL}, 0, false};
	}
}

/*
 * Filters in groups: each group is one text, its values say what counts. Indexes that lead lists carry the
 * columns of the first, "newest" those of the second too.
 */
static bool has_common(const struct incident_filter *f)
{
	return f->reg || f->report_type || f->statuses || f->severities || f->establishment_id ||
	       f->department_id || f->is_open || f->is_overdue ||
	       (!f->is_by_reported && (f->from != DAY_NONE || f->to != DAY_NONE));
}

static bool has_people(const struct incident_filter *f)
{
	return f->manager_id || f->is_unassigned || f->is_overdue || f->is_mine;
}

static bool has_rare(const struct incident_filter *f)
{
	return f->project_id || f->category_id || f->reporter.len || f->is_by_reported;
}

static void value_twice(struct incident_query *query, struct param value)
{
	incident_query_value(query, value);
	incident_query_value(query, value);
}

/* A day of the filter as the moment it begins in the organization's zone; the open end where it is not given.
 */
static moment day_begins(const struct plan *plan, day on, moment open)
{
	const struct zone *zone;

	if (on == DAY_NONE)
		return open;
	if (zone_find(plan->viewer->organization_zone, &zone) != RC_OK)
		zone = NULL;
	return zone_moment(zone, day_civil(on));
}

static const moment earliest = DAYS(-354285), latest = DAYS(2932896);

static void add_range(struct incident_query *query, const struct plan *plan)
{
	const struct incident_filter *f = plan->filter;

	incident_query_value(query, P_MOMENT(day_begins(plan, f->from, earliest)));
	incident_query_value(query,
			     P_MOMENT(day_begins(plan, f->to == DAY_NONE ? DAY_NONE : f->to + 1, latest)));
}

static void add_common(struct incident_query *query, const struct plan *plan)
{
	const struct incident_filter *f = plan->filter;
	unsigned states = states_of(f);

	incident_query_add(query,
			   " AND (? = 0 OR i.register = ?) AND (? = 0 OR i.report_type = ?)"
			   " AND ? >> i.status_rank & 1 AND ? >> i.severity_rank & 1"
			   " AND (? = 0 OR i.establishment_id = ?) AND (? = 0 OR i.department_id = ?)");
	incident_query_value(query, P_INT(f->reg));
	incident_query_value(query, P_TEXT(str_of(codes_code(&register_codes, f->reg))));
	incident_query_value(query, P_INT(f->report_type));
	incident_query_value(query, P_TEXT(str_of(codes_code(&report_type_codes, f->report_type))));
	incident_query_value(query, P_INT(has_states(f) ? states : ~0u >> 1));
	incident_query_value(query, P_INT(f->severities ? f->severities : ~0u >> 1));
	value_twice(query, P_INT(f->establishment_id));
	value_twice(query, P_INT(f->department_id));
	if (f->is_by_reported)
		return;
	incident_query_add(query, " AND i.occurred_at >= ? AND i.occurred_at < ?");
	add_range(query, plan);
}

static void add_people(struct incident_query *query, const struct plan *plan)
{
	const struct incident_filter *f = plan->filter;

	incident_query_add(
		query,
		" AND (? = 0 OR i.manager_id = ?) AND (? = 0 OR i.manager_id IS NULL)"
		" AND (? = 0 OR i.target_on < ?)"
		" AND (? = 0 OR i.reporter_id = ? OR i.manager_id = ? OR i.investigation_lead_id = ?)");
	value_twice(query, P_INT(f->manager_id));
	incident_query_value(query, P_INT(f->is_unassigned));
	incident_query_value(query, P_INT(f->is_overdue));
	incident_query_value(query, P_DAY(plan->today));
	incident_query_value(query, P_INT(f->is_mine));
	for (int i = 0; i < 3; i++)
		incident_query_value(query, P_ID(plan->viewer->person_id));
}

/* Who reported in confidence is found by nobody but that person. */
static void add_rare(struct incident_query *query, const struct plan *plan)
{
	const struct incident_filter *f = plan->filter;

	incident_query_add(
		query,
		" AND (? = 0 OR i.project_id = ?) AND (? = 0 OR i.category_id = ?)"
		" AND (? = 0 OR (i.reporter_id = ? AND (i.reporting = 'named' OR i.reporter_id = ?)))");
	value_twice(query, P_INT(f->project_id));
	value_twice(query, P_INT(f->category_id));
	value_twice(query, P_INT(f->reporter.len ? f->reporter_id : 0));
	incident_query_value(query, P_ID(plan->viewer->person_id));
	if (!f->is_by_reported)
		return;
	incident_query_add(query, " AND i.reported_at >= ? AND i.reported_at < ?");
	add_range(query, plan);
}

static bool goes_up(const struct plan *plan)
{
	return plan->filter->is_ascending != plan->is_backward;
}

/* Beyond the place; one text for all cursors of an order. */
static void add_place(struct incident_query *query, const struct plan *plan)
{
	const struct order *order = &orders[plan->filter->sort];
	const struct incident_cursor *place = plan->place;
	const char *beyond = goes_up(plan) ? " > ?" : " < ?";
	struct param key = plan->filter->sort == SORT_NUMBER ? P_TEXT(place->number)
			   : order->is_rank                  ? P_INT(place->key)
							     : P_MOMENT(place->key);

	if (order->is_unique) {
		text_printf(&query->sql, " AND %s%s", order->key, beyond);
		incident_query_value(query, key);
		return;
	}
	text_printf(&query->sql, " AND (%s%s OR (%s = ? AND ", order->key, beyond, order->key);
	value_twice(query, key);
	if (order->is_rank) {
		text_printf(&query->sql, "(i.occurred_at%s OR (i.occurred_at = ? AND i.id%s))))", beyond,
			    beyond);
		value_twice(query, P_MOMENT(place->occurred_at));
	} else {
		text_printf(&query->sql, "i.id%s))", beyond);
	}
	incident_query_value(query, P_INT(place->id));
}

/* By the columns of the table, or by those of ids found: the same order, or pages would overlap. */
static void add_order(struct incident_query *query, const struct plan *plan, bool is_found)
{
	const struct order *order = &orders[plan->filter->sort];
	const char *direction = goes_up(plan) ? "" : " DESC";

	text_printf(&query->sql, " ORDER BY %s%s", is_found ? "page.k1" : order->key, direction);
	if (order->is_rank)
		text_printf(&query->sql, ", %s%s", is_found ? "page.k2" : "i.occurred_at", direction);
	if (!order->is_unique)
		text_printf(&query->sql, ", %s%s", is_found ? "page.id" : "i.id", direction);
}

/* FROM to LIMIT of one branch. */
static void add_rows_of(struct incident_query *query, const struct plan *plan, const struct branch *branch)
{
	if (branch->index) {
		text_printf(&query->sql, " FROM incident i FORCE INDEX (%s) WHERE", branch->index);
	} else {
		incident_query_add(query,
				   " FROM incident_text t STRAIGHT_JOIN incident i ON i.id = t.incident_id"
				   " WHERE MATCH (t.words) AGAINST (? IN BOOLEAN MODE) AND");
		incident_query_value(query, P_TEXT(plan->words.at ? plan->words : STR("")));
	}
	incident_query_add(query, " i.organization_id = ? AND i.environment = 'prod'");
	incident_query_value(query, P_INT(plan->viewer->organization_id));
	incident_query_add(query, branch->leads);
	for (size_t i = 0; branch->index && i < branch->count; i++)
		incident_query_value(query, branch->values[i]);
	if (plan->place)
		add_place(query, plan);
	if (has_common(plan->filter))
		add_common(query, plan);
	if (has_people(plan->filter))
		add_people(query, plan);
	if (has_rare(plan->filter))
		add_rare(query, plan);
	incident_scope_condition(query, &plan->scope);
	if (plan->place || plan->limit <= INCIDENT_PAGE + 1)
		add_order(query, plan, false);
	text_printf(&query->sql, " LIMIT %d", plan->limit);
}

static void add_ids(struct incident_query *query, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		incident_query_add(query, i ? " UNION (SELECT" : "(SELECT");
		text_printf(&query->sql, " i.id, %s AS k1, i.occurred_at AS k2",
			    orders[plan->filter->sort].key);
		add_rows_of(query, plan, &plan->branches[i]);
		incident_query_add(query, ")");
	}
}

static struct plan plan_for(struct arena *arena, const struct viewer *viewer,
			    const struct incident_filter *filter, day today, int limit)
{
	struct plan plan = {
		.filter = filter,
		.viewer = viewer,
		.scope = incident_scope_of(arena, viewer),
		.today = today,
		.limit = limit,
	};

	choose_branches(&plan, arena);
	return plan;
}

/* One index in the order that is asked for: conditions on its columns are looked at before any row is. */
static bool is_direct(const struct plan *plan)
{
	const char *index = plan->branches[0].index;
	enum incident_sort sort = plan->filter->sort;

	return plan->count == 1 && index && !plan->branches[0].is_sorted &&
	       (sort == SORT_OCCURRED || strcmp(index, orders[sort].index) == 0);
}

static struct incident_query page_query(struct arena *arena, const struct plan *plan)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query, plan->words.at ? "SET STATEMENT max_statement_time = 0.3 FOR "
						  : "SET STATEMENT max_statement_time = 3 FOR ");
	incident_query_add(&query,
			   "SELECT i.id, i.number, i.title, i.register, i.report_type, i.status, i.severity,"
			   " i.occurred_at, i.is_time_known, i.reported_at, i.updated_at, i.establishment_id,"
			   " i.department_id, i.manager_id, i.target_on, i.is_complete");
	if (is_direct(plan)) {
		add_rows_of(&query, plan, &plan->branches[0]);
		return query;
	}
	incident_query_add(&query, " FROM (");
	add_ids(&query, plan);
	incident_query_add(&query, ") AS page STRAIGHT_JOIN incident i ON i.id = page.id");
	add_order(&query, plan, true);
	text_printf(&query.sql, " LIMIT %d", plan->limit);
	return query;
}

static void set_place(struct plan *plan)
{
	plan->is_backward = plan->filter->before.is_set;
	plan->place = plan->filter->after.is_set    ? &plan->filter->after
		      : plan->filter->before.is_set ? &plan->filter->before
						    : NULL;
}

struct str incident_list_text(struct arena *arena, const struct viewer *viewer,
			      const struct incident_filter *filter, day today, struct param **params,
			      size_t *count)
{
	struct plan plan = plan_for(arena, viewer, filter, today, INCIDENT_PAGE + 1);

	set_place(&plan);
	struct incident_query query = page_query(arena, &plan);
	*params = query.params;
	*count = query.count;
	return text_str(&query.sql);
}

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

static void set_page(const struct plan *plan, struct rows rows, struct incident_page *page)
{
	enum incident_sort sort = plan->filter->sort;
	bool has_more = rows.count > INCIDENT_PAGE;
	bool has_before = plan->is_backward ? has_more : plan->place != NULL;
	bool has_after = plan->is_backward || has_more;

	*page = (struct incident_page){.lines = rows.at, .count = has_more ? INCIDENT_PAGE : rows.count};
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
}

enum rc incident_list(struct db *db, struct arena *arena, const struct viewer *viewer,
		      const struct incident_filter *filter, day today, struct incident_page *page)
{
	struct plan plan = plan_for(arena, viewer, filter, today, INCIDENT_PAGE + 1);
	struct rows rows = {0};

	set_place(&plan);
	/* Words too short to be in the index find nothing. */
	if (plan.words.at || plan.branches[0].index) {
		struct incident_query query = page_query(arena, &plan);
		const struct statement *statement =
			db_compose("incident_list", &incident_line_record, text_str(&query.sql));
		if (!statement)
			return RC_FAULT;
		enum rc rc = db_list(db, arena, statement, query.params, query.count, &rows);
		if (rc != RC_OK)
			return rc;
	}
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
enum { LONG_LISTS = 64, LONG_SECONDS = 60, HASH_BYTES = 32 };
static struct {
	char hash[HASH_BYTES];
	int64_t count;
	moment until;
} long_lists[LONG_LISTS];

/* Statement and values, as one hash. */
static struct str query_hash(struct arena *arena, struct incident_query *query)
{
	struct text key = TEXT_IN(arena);

	text_add(&key, text_str(&query->sql));
	for (size_t i = 0; i < query->count; i++)
		text_printf(&key, "\n%d %lld %.*s", (int)query->params[i].kind,
			    (long long)query->params[i].number, STR_ARG(query->params[i].text));
	return sha256(arena, text_str(&key));
}

static size_t long_list_slot(struct str hash)
{
	return (unsigned char)hash.at[0] % LONG_LISTS;
}

static bool is_known_long(struct str hash, moment now, int64_t *count)
{
	size_t slot = long_list_slot(hash);
	moment until = long_lists[slot].until;
	bool is_fresh = now < until && until - now <= SECONDS(LONG_SECONDS);

	*count = long_lists[slot].count;
	return is_fresh && memcmp(long_lists[slot].hash, hash.at, HASH_BYTES) == 0;
}

static void remember_long(struct str hash, moment now, int64_t count)
{
	size_t slot = long_list_slot(hash);

	memcpy(long_lists[slot].hash, hash.at, HASH_BYTES);
	long_lists[slot].count = count;
	long_lists[slot].until = now + SECONDS(LONG_SECONDS);
}

enum rc incident_count(struct db *db, struct arena *arena, const struct viewer *viewer,
		       const struct incident_filter *filter, day today, int64_t *count)
{
	struct plan plan = plan_for(arena, viewer, filter, today, INCIDENT_COUNT_MOST);
	struct incident_query query = INCIDENT_QUERY_IN(arena);
	struct number_row row = {0};

	*count = 0;
	if (!plan.words.at && !plan.branches[0].index)
		return RC_OK;
	incident_query_add(&query, "SET STATEMENT max_statement_time = 0.1 FOR"
				   " SELECT LEAST(COUNT(*), 1001) AS number FROM (");
	add_ids(&query, &plan);
	incident_query_add(&query, ") AS page");
	struct str hash = query_hash(arena, &query);
	moment now = moment_now();
	if (is_known_long(hash, now, count))
		return RC_OK;
	const struct statement *statement =
		db_compose("incident_count", &number_record, text_str(&query.sql));
	if (!statement)
		return RC_FAULT;
	enum rc rc = db_one(db, arena, statement, query.params, query.count, &row);
	*count = rc == RC_BUSY ? -1 : row.number;
	if (rc == RC_BUSY || row.number == INCIDENT_COUNT_MOST)
		remember_long(hash, now, *count);
	return rc == RC_BUSY ? RC_OK : rc;
}
