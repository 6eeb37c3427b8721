#include "incident/incident_list_plan_store.h"

#include <string.h>

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

static bool is_one_bit(unsigned bits)
{
	return bits && (bits & (bits - 1)) == 0;
}

static void add_branch(struct incident_list_plan *plan, const char *index, const char *leads,
		       struct param value)
{
	plan->branches[plan->count++] = (struct incident_list_branch){index, leads, {value}, 1, false, BY_INDEX};
}

/* What somebody reported, manages, leads, or is named on otherwise. */
static void add_own(struct incident_list_plan *plan)
{
	struct param person = P_ID(plan->viewer->person_id);

	add_branch(plan, "reporter", " AND i.reporter_id = ?", person);
	add_branch(plan, "manager", " AND i.manager_id = ?", person);
	add_branch(plan, "lead", " AND i.investigation_lead_id = ?", person);
	add_branch(plan, "PRIMARY",
		   " AND i.id IN (SELECT m.incident_id FROM incident_member m WHERE m.organization_id = i.organization_id"
		   " AND m.person_id = ?)",
		   person);
}

/* Numbers hold digits after their letters: every one that begins so lies before the same with a letter
 * behind. */
static void add_number(struct incident_list_plan *plan, struct arena *arena, struct str number)
{
	struct str end = arena_concat(arena, number, STR("Z"));

	plan->branches[plan->count++] = (struct incident_list_branch){
		"number", " AND i.number >= ? AND i.number < ?", {P_TEXT(number), P_TEXT(end)}, 2, true, BY_INDEX};
}

enum { SHARE_BRANCHES = 8 };

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

static void add_shares(struct incident_list_plan *plan)
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

/* Each state in the order of its stretch of the index: what is open is too much to be sorted. */
static bool add_states(struct incident_list_plan *plan)
{
	unsigned states = states_of(plan->filter);

	for (int state = 0; states >> state; state++)
		if (states >> state & 1)
			add_branch(plan, "status", " AND i.status_rank = ?", P_INT(state));
	return states != 0;
}

/* Recordable cases are few: all of them, sorted afterwards. */
static void add_outcomes(struct incident_list_plan *plan)
{
	plan->branches[plan->count++] = (struct incident_list_branch){
		.index = "outcomes",
		.leads = " AND i.case_outcomes BETWEEN ? AND ?",
		.values = {P_INT(1), P_INT(INT8_MAX)},
		.count = 2,
		.is_sorted = true,
	};
}

/* Filters whose index is in the order of occurred_at. */
static bool add_by_filter(struct incident_list_plan *plan)
{
	const struct incident_filter *f = plan->filter;
	size_t before = plan->count;

	if (f->outcomes)
		add_outcomes(plan);
	else if (f->project_id)
		add_branch(plan, "project", " AND i.project_id = ?", P_INT(f->project_id));
	else if ((f->is_open || f->is_overdue) && add_states(plan))
		return true;
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
	return plan->count > before;
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
	return f->manager_id || f->is_unassigned || f->is_mine;
}

static bool has_rare(const struct incident_filter *f)
{
	return f->project_id || f->category_id || f->reporter.len || f->is_by_reported;
}

/* Nothing but the organization and the words narrows the list. */
static bool is_plain(const struct incident_list_plan *plan)
{
	const struct incident_filter *f = plan->filter;

	return f->sort == SORT_OCCURRED && plan->scope.reach == REACH_ALL && !f->outcomes && !has_common(f) &&
	       !has_people(f) && !has_rare(f);
}

enum { COMMON_LEAST = 50000 };

/*
 * Down the postings of the word, whose order is that of the list: what else narrows it leaves a good part of them, and
 * of the commonest words, which stand in any list, nothing else does.
 */
static bool goes_by_word(const struct incident_list_plan *plan)
{
	const struct incident_filter *f = plan->filter;

	if (is_plain(plan))
		return true;
	return f->sort == SORT_OCCURRED && plan->scope.reach != REACH_OWN && plan->search.lead->postings < COMMON_LEAST &&
	       !f->outcomes && !has_people(f) && !has_rare(f) && !f->statuses && !f->severities && !f->is_open && !f->is_overdue;
}

static void add_way(struct incident_list_plan *plan, enum incident_list_way way, int64_t word)
{
	plan->branches[plan->count++] =
		(struct incident_list_branch){.leads = "", .values = {P_INT(word)}, .way = way};
}

/*
 * Texts that wait always; the others by the postings of a word, newest first, where they are in the order of the list
 * or few. Else the list is gone through as it is without words, and each incident asked for them.
 */
static bool add_by_words(struct incident_list_plan *plan)
{
	const struct search_group *lead = plan->search.lead;
	size_t branches = 1;

	add_way(plan, BY_WAITING, 0);
	if (plan->search.is_nothing || plan->search.is_unknown)
		return true;
	if (!lead)
		return false;
	if (!goes_by_word(plan)) {
		if (plan->search.is_rare)
			add_way(plan, BY_WORDS, 0);
		return plan->search.is_rare;
	}
	while (branches < lead->count)
		branches *= 2;
	for (size_t i = 0; i < branches; i++)
		add_way(plan, BY_WORD, lead->words[i < lead->count ? i : 0]);
	return true;
}

static void choose_branches(struct incident_list_plan *plan, struct arena *arena)
{
	const struct incident_filter *f = plan->filter;
	struct str number = incident_filter_number(arena, f->q);

	if (number.at) {
		add_number(plan, arena, number);
	} else if (plan->search.is_asked && add_by_words(plan)) {
		return;
	} else if (f->reporter.len) {
		add_branch(plan, "reporter", " AND i.reporter_id = ?", P_INT(f->reporter_id));
	} else if (f->is_unassigned) {
		plan->branches[plan->count++] = (struct incident_list_branch){
			"manager", " AND i.manager_id IS NULL", {P_NULL}, 0, false, BY_INDEX};
	} else if (f->manager_id) {
		add_branch(plan, "manager", " AND i.manager_id = ?", P_INT(f->manager_id));
	} else if (f->is_mine || plan->scope.reach == REACH_OWN) {
		add_own(plan);
	} else if (f->sort != SORT_OCCURRED || !add_by_filter(plan)) {
		if (f->sort == SORT_OCCURRED && has_few_shares(&plan->scope))
			add_shares(plan);
		else
			plan->branches[plan->count++] =
				(struct incident_list_branch){orders[f->sort].index, "", {P_NULL}, 0, false, BY_INDEX};
	}
}

static void value_twice(struct incident_query *query, struct param value)
{
	incident_query_value(query, value);
	incident_query_value(query, value);
}

/* A day of the filter as the moment it begins in the organization's zone; the open end where it is not given.
 */
static moment day_begins(const struct incident_list_plan *plan, day on, moment open)
{
	const struct zone *zone;

	if (on == DAY_NONE)
		return open;
	if (zone_find(plan->viewer->organization_zone, &zone) != RC_OK)
		zone = NULL;
	return zone_moment(zone, day_civil(on));
}

static const moment earliest = DAYS(-354285), latest = DAYS(2932896);

static void add_range(struct incident_query *query, const struct incident_list_plan *plan)
{
	const struct incident_filter *f = plan->filter;

	incident_query_value(query, P_MOMENT(day_begins(plan, f->from, earliest)));
	incident_query_value(query,
			     P_MOMENT(day_begins(plan, f->to == DAY_NONE ? DAY_NONE : f->to + 1, latest)));
}

static void add_common(struct incident_query *query, const struct incident_list_plan *plan)
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

static void add_people(struct incident_query *query, const struct incident_list_plan *plan)
{
	const struct incident_filter *f = plan->filter;

	incident_query_add(
		query, " AND (? = 0 OR i.manager_id = ?) AND (? = 0 OR i.manager_id IS NULL)"
		       " AND (? = 0 OR i.reporter_id = ? OR i.manager_id = ? OR i.investigation_lead_id = ?)");
	value_twice(query, P_INT(f->manager_id));
	incident_query_value(query, P_INT(f->is_unassigned));
	incident_query_value(query, P_INT(f->is_mine));
	for (int i = 0; i < 3; i++)
		incident_query_value(query, P_ID(plan->viewer->person_id));
}

static void add_overdue(struct incident_query *query, const struct incident_list_plan *plan)
{
	incident_query_add(query, " AND i.target_on < ?");
	incident_query_value(query, P_DAY(plan->today));
}

/* Who reported in confidence is found by nobody but that person. */
static void add_rare(struct incident_query *query, const struct incident_list_plan *plan)
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

static bool goes_up(const struct incident_list_plan *plan)
{
	return plan->filter->is_ascending != plan->is_backward;
}

/* Beyond the place; one text for all cursors of an order. */
static void add_place(struct incident_query *query, const struct incident_list_plan *plan, enum incident_list_way way)
{
	const struct order *order = &orders[plan->filter->sort];
	const char *by = way == BY_WORD ? "p.occurred_at" : order->key, *id = way == BY_WORD ? "p.incident_id" : "i.id";
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
	text_printf(&query->sql, " AND (%s%s OR (%s = ? AND ", by, beyond, by);
	value_twice(query, key);
	if (order->is_rank) {
		text_printf(&query->sql, "(i.occurred_at%s OR (i.occurred_at = ? AND i.id%s))))", beyond,
			    beyond);
		value_twice(query, P_MOMENT(place->occurred_at));
	} else {
		text_printf(&query->sql, "%s%s))", id, beyond);
	}
	incident_query_value(query, P_INT(place->id));
}

/* By the columns of the table, or by those of ids found: the same order, or pages would overlap. */
static void add_order(struct incident_query *query, const struct incident_list_plan *plan, bool is_found,
		      enum incident_list_way way)
{
	const struct order *order = &orders[plan->filter->sort];
	const char *direction = goes_up(plan) ? "" : " DESC";

	if (way == BY_WORD) {
		text_printf(&query->sql, " ORDER BY p.occurred_at%s, p.incident_id%s", direction, direction);
		return;
	}
	text_printf(&query->sql, " ORDER BY %s%s", is_found ? "page.k1" : order->key, direction);
	if (order->is_rank)
		text_printf(&query->sql, ", %s%s", is_found ? "page.k2" : "i.occurred_at", direction);
	if (!order->is_unique)
		text_printf(&query->sql, ", %s%s", is_found ? "page.id" : "i.id", direction);
}

/* FROM to LIMIT of one branch. */
static void add_rows_of(struct incident_query *query, const struct incident_list_plan *plan,
			const struct incident_list_branch *branch)
{
	if (branch->way == BY_INDEX)
		text_printf(&query->sql, " FROM incident i FORCE INDEX (%s) WHERE", branch->index);
	else if (branch->way == BY_WAITING)
		search_add_waiting(query, &plan->scope, &plan->search);
	else
		search_add_postings(query, &plan->scope, plan->search.lead, branch->values[0].number);
	incident_query_add(query, plan->viewer->is_sandbox ? " i.organization_id = ? AND i.environment = 'sandbox'"
							    : " i.organization_id = ? AND i.environment = 'prod'");
	incident_query_value(query, P_INT(plan->viewer->organization_id));
	incident_query_add(query, " AND (? OR i.merged_into_id IS NULL)");
	incident_query_value(query, P_INT(plan->filter->is_merged_too));
	incident_query_add(query, branch->leads);
	for (size_t i = 0; branch->index && i < branch->count; i++)
		incident_query_value(query, branch->values[i]);
	if (plan->place)
		add_place(query, plan, branch->way);
	if (has_common(plan->filter))
		add_common(query, plan);
	if (plan->filter->outcomes) {
		incident_query_add(query, " AND i.case_outcomes & ?");
		incident_query_value(query, P_INT(plan->filter->outcomes));
	}
	if (plan->filter->is_overdue)
		add_overdue(query, plan);
	if (has_people(plan->filter))
		add_people(query, plan);
	if (has_rare(plan->filter))
		add_rare(query, plan);
	incident_scope_condition(query, &plan->scope);
	if (plan->search.is_asked && branch->way != BY_WAITING)
		search_add_conditions(query, &plan->scope, &plan->search, branch->way != BY_INDEX);
	if (plan->place || plan->limit <= INCIDENT_PAGE + 1)
		add_order(query, plan, false, branch->way);
	text_printf(&query->sql, " LIMIT %d", plan->limit);
}

static void add_ids(struct incident_query *query, const struct incident_list_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		incident_query_add(query, i ? " UNION (SELECT" : "(SELECT");
		/* An incident has several of the words: it counts once before the LIMIT too. */
		if (plan->branches[i].way == BY_WORDS)
			incident_query_add(query, " DISTINCT");
		text_printf(&query->sql, " i.id, %s AS k1, i.occurred_at AS k2",
			    orders[plan->filter->sort].key);
		add_rows_of(query, plan, &plan->branches[i]);
		incident_query_add(query, ")");
	}
}

enum rc incident_list_plan(struct db *db, struct arena *arena, const struct viewer *viewer,
			   const struct incident_filter *filter, day today, int limit, struct incident_list_plan *plan)
{
	enum rc rc = RC_OK;

	*plan = (struct incident_list_plan){
		.filter = filter,
		.viewer = viewer,
		.scope = incident_scope_of(arena, viewer),
		.today = today,
		.limit = limit,
	};
	if (filter->q.len && !incident_filter_number(arena, filter->q).at)
		rc = search_find(db, arena, viewer->organization_id, filter->q, &plan->search);
	choose_branches(plan, arena);
	if (limit > INCIDENT_PAGE + 1)
		return rc;
	plan->is_backward = filter->before.is_set;
	plan->place = filter->after.is_set ? &filter->after : filter->before.is_set ? &filter->before : NULL;
	return rc;
}

bool incident_list_plan_finds_nothing(const struct incident_list_plan *plan)
{
	return plan->search.is_asked && plan->search.is_nothing;
}

/* One index in the order that is asked for: conditions on its columns are looked at before any row is. */
static bool is_direct(const struct incident_list_plan *plan)
{
	const char *index = plan->branches[0].index;
	enum incident_sort sort = plan->filter->sort;

	return plan->count == 1 && index && !plan->branches[0].is_sorted &&
	       (sort == SORT_OCCURRED || strcmp(index, orders[sort].index) == 0);
}

struct incident_query incident_list_plan_page(struct arena *arena, const struct incident_list_plan *plan)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query, plan->search.is_asked ? "SET STATEMENT max_statement_time = 0.3 FOR "
						  : "SET STATEMENT max_statement_time = 3 FOR ");
	/* All of it stands in the index "newest". */
	incident_query_add(&query,
			   "SELECT i.id, i.number, i.title, i.report_type, i.status, i.severity, i.occurred_at,"
			   " i.is_time_known, i.reported_at, i.updated_at, i.establishment_id, i.manager_id, i.target_on,"
			   " i.is_complete");
	if (!plan->filter->is_brief)
		incident_query_add(&query, ", i.register, i.department_id, i.category_id, i.project_id, i.impact_areas");
	if (is_direct(plan)) {
		add_rows_of(&query, plan, &plan->branches[0]);
		return query;
	}
	incident_query_add(&query, " FROM (");
	add_ids(&query, plan);
	incident_query_add(&query, ") AS page STRAIGHT_JOIN incident i ON i.id = page.id");
	add_order(&query, plan, true, BY_INDEX);
	text_printf(&query.sql, " LIMIT %d", plan->limit);
	return query;
}

struct incident_query incident_list_plan_count(struct arena *arena, const struct incident_list_plan *plan)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query, "SET STATEMENT max_statement_time = 0.1 FOR"
				   " SELECT LEAST(COUNT(*), 1001) AS number FROM (");
	add_ids(&query, plan);
	incident_query_add(&query, ") AS page");
	return query;
}
