#include "capa/capa_list_store.h"

#include <stddef.h>

#include "incident/incident_scope_store.h"
#include "organization/names_store.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_line, member)
static const struct field line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(number)},
	{.kind = FIELD_TEXT, OFFSET(title)},
	{.kind = FIELD_CODE, OFFSET(type), .codes = &capa_type_codes},
	{.kind = FIELD_CODE, OFFSET(strength), .codes = &capa_strength_codes},
	{.kind = FIELD_CODE, OFFSET(priority), .codes = &capa_priority_codes},
	{.kind = FIELD_CODE, OFFSET(status), .codes = &capa_status_codes},
	{.kind = FIELD_DAY, OFFSET(due_on)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(responsible_id)},
	{.kind = FIELD_TEXT, OFFSET(outside_name)},
	{.kind = FIELD_TEXT, OFFSET(incident_number)},
	{.kind = FIELD_MOMENT, OFFSET(completed_at)},
	{.kind = FIELD_DAY, OFFSET(effectiveness_check_on)},
	{.kind = FIELD_CODE, OFFSET(effectiveness), .codes = &capa_effectiveness_codes},
	{.kind = FIELD_INT, OFFSET(flag_count)},
	{.kind = FIELD_INT, OFFSET(reopened_count)},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_TEXT, OFFSET(responsible)},
	{.kind = FIELD_BOOL, OFFSET(is_overdue)},
	FIELD_END,
};
#undef OFFSET
const struct record capa_line_record = {"capa_line", sizeof(struct capa_line), line_fields};

/* The orders: index that has it, and its keys before the id. */
static const struct order {
	const char *index;
	const char *key; /* rank, id or moment; NULL: none */
	bool has_due;
} orders[CAPA_SORT_COUNT] = {
	[CAPA_SORT_DUE] = {"due", NULL, true},
	[CAPA_SORT_NUMBER] = {"newest", NULL, false},
	[CAPA_SORT_STATUS] = {"status", "c.status_rank", true},
	[CAPA_SORT_STRENGTH] = {"strength", "c.strength_rank", true},
	[CAPA_SORT_PRIORITY] = {"priority", "c.priority_rank", true},
	[CAPA_SORT_ESTABLISHMENT] = {"establishment", "c.establishment_id", true},
	[CAPA_SORT_CHANGED] = {"changed", "c.updated_at", false},
};

/* Who asks for what. */
struct asked {
	const struct viewer *viewer;
	const struct capa_filter *filter;
	struct incident_scope scope;
	day today;
	const struct capa_cursor *place; /* NULL: from the start */
	bool is_backward;
};

static void twice(struct incident_query *query, struct param value)
{
	incident_query_value(query, value);
	incident_query_value(query, value);
}

static void thrice(struct incident_query *query, struct param value)
{
	twice(query, value);
	incident_query_value(query, value);
}

/* --- which rows there are --- */

/* Actions that stand for themselves belong to those whose roles reach their place. */
static void add_free_shares(struct incident_query *query, const struct incident_scope *scope)
{
	size_t padded = scope->count ? 1 : 0;

	while (padded < scope->count)
		padded *= 2;
	for (size_t i = 0; i < padded; i++) {
		const struct incident_share *share = &scope->shares[i < scope->count ? i : scope->count - 1];
		incident_query_add(query, " OR (c.incident_id IS NULL AND (? = 0 OR c.establishment_id = ?)"
					  " AND (? = 0 OR c.department_id = ?))");
		twice(query, P_INT(share->establishment_id));
		twice(query, P_INT(share->department_id));
	}
}

/* The twin of capa_rights: own ones, those of visible incidents, and free ones within the roles. */
static void add_visible(struct incident_query *query, const struct asked *a)
{
	if (a->scope.reach == REACH_ALL)
		return;
	incident_query_add(query, " AND (c.responsible_id = ? OR c.creator_id = ? OR c.verifier_id = ?"
				  " OR (i.id IS NOT NULL");
	thrice(query, P_ID(a->viewer->person_id));
	incident_scope_condition(query, &a->scope);
	incident_query_add(query, ")");
	add_free_shares(query, &a->scope);
	incident_query_add(query, ")");
}

static bool is_own_only(const struct asked *a)
{
	return a->filter->view == CAPA_VIEW_MINE || a->scope.reach == REACH_OWN;
}

/* What somebody has to do with: few rows, each way by its own index. */
static void add_own(struct incident_query *query, const struct asked *a)
{
	incident_query_add(
		query,
		" FROM (SELECT id FROM capa FORCE INDEX (responsible) WHERE organization_id = ? AND responsible_id = ?"
		" UNION SELECT id FROM capa FORCE INDEX (creator) WHERE organization_id = ? AND creator_id = ?"
		" UNION SELECT id FROM capa FORCE INDEX (verifier) WHERE organization_id = ? AND verifier_id = ?");
	for (int i = 0; i < 3; i++) {
		incident_query_value(query, P_INT(a->viewer->organization_id));
		incident_query_value(query, P_ID(a->viewer->person_id));
	}
	if (a->filter->view != CAPA_VIEW_MINE) {
		incident_query_add(query,
				   " UNION SELECT n.id FROM incident o FORCE INDEX (reporter) JOIN capa n ON"
				   " n.organization_id = o.organization_id AND n.incident_id = o.id"
				   " WHERE o.organization_id = ? AND o.reporter_id = ?"
				   " UNION SELECT n.id FROM incident o FORCE INDEX (lead) JOIN capa n ON"
				   " n.organization_id = o.organization_id AND n.incident_id = o.id"
				   " WHERE o.organization_id = ? AND o.investigation_lead_id = ?"
				   " UNION SELECT n.id FROM incident o FORCE INDEX (manager) JOIN capa n ON"
				   " n.organization_id = o.organization_id AND n.incident_id = o.id"
				   " WHERE o.organization_id = ? AND o.manager_id = ?");
		for (int i = 0; i < 3; i++) {
			incident_query_value(query, P_INT(a->viewer->organization_id));
			incident_query_value(query, P_ID(a->viewer->person_id));
		}
	}
	incident_query_add(query, ") AS own STRAIGHT_JOIN capa c ON c.id = own.id");
}

/* The index to go by: the order's, unless a filter leaves few rows. */
static const char *index_of(const struct capa_filter *f)
{
	if (f->incident.len)
		return "incident";
	if (f->responsible.len)
		return "responsible";
	return orders[f->sort].index;
}

static void add_from(struct incident_query *query, const struct asked *a)
{
	if (is_own_only(a)) {
		add_own(query, a);
	} else {
		incident_query_add(query, " FROM capa c FORCE INDEX (");
		incident_query_add(query, index_of(a->filter));
		incident_query_add(query, ")");
	}
	incident_query_add(query, " LEFT JOIN incident i ON i.id = c.incident_id WHERE c.organization_id = ?"
				  " AND c.environment = 'prod'");
	incident_query_value(query, P_INT(a->viewer->organization_id));
}

static void add_filters(struct incident_query *query, const struct asked *a)
{
	const struct capa_filter *f = a->filter;

	incident_query_add(query, " AND ? >> c.status_rank & 1 AND (? = 0 OR c.establishment_id = ?)"
				  " AND (? = 0 OR c.type = ?) AND (? = 0 OR c.strength_rank = ?)"
				  " AND (? = 0 OR c.priority_rank = ?) AND c.due_on >= ? AND c.due_on <= ?"
				  " AND (? = 0 OR c.flag_count > 0) AND (? = 0 OR c.strength_rank >= 4)");
	incident_query_value(query, P_INT(capa_filter_statuses(f)));
	twice(query, P_INT(f->establishment_id));
	incident_query_value(query, P_INT(f->type));
	incident_query_value(query, P_TEXT(str_of(codes_code(&capa_type_codes, f->type))));
	twice(query, P_INT(f->strength));
	twice(query, P_INT(f->priority));
	incident_query_value(query, P_DAY(f->from != DAY_NONE ? f->from : day_of(1900, 1, 1)));
	incident_query_value(query, P_DAY(f->to != DAY_NONE ? f->to : day_of(2999, 12, 31)));
	incident_query_value(query, P_INT(f->is_flagged));
	incident_query_value(query, P_INT(f->is_weak));
	if (f->view == CAPA_VIEW_OVERDUE) {
		incident_query_add(query, " AND c.due_on < ?");
		incident_query_value(query, P_DAY(a->today));
	}
	if (f->view == CAPA_VIEW_CHECKS) {
		incident_query_add(query, " AND c.effectiveness IS NULL AND c.effectiveness_check_on <= ?");
		incident_query_value(query, P_DAY(a->today));
	}
	if (f->responsible.len) {
		incident_query_add(query, " AND c.responsible_id = ?");
		incident_query_value(query, P_INT(f->responsible_id));
	}
	if (f->incident.len) {
		incident_query_add(query, " AND c.incident_id = ?");
		incident_query_value(query, P_INT(f->incident_id));
	}
}

/* --- their order --- */

static bool goes_down(const struct asked *a)
{
	return a->filter->is_descending != a->is_backward;
}

static struct param key_value(const struct asked *a)
{
	return a->filter->sort == CAPA_SORT_CHANGED ? P_MOMENT(a->place->key) : P_INT(a->place->key);
}

/* Beyond the place: key, then due date, then id, each where the order has it. */
static void add_place(struct incident_query *query, const struct asked *a)
{
	const struct order *order = &orders[a->filter->sort];
	const char *beyond = goes_down(a) ? " < ?" : " > ?";

	if (!a->place)
		return;
	incident_query_add(query, " AND (");
	if (order->key) {
		incident_query_add(query, order->key);
		incident_query_add(query, beyond);
		incident_query_value(query, key_value(a));
		incident_query_add(query, " OR (");
		incident_query_add(query, order->key);
		incident_query_add(query, " = ? AND (");
		incident_query_value(query, key_value(a));
	}
	if (order->has_due) {
		incident_query_add(query, "c.due_on");
		incident_query_add(query, beyond);
		incident_query_value(query, P_DAY(a->place->due_on));
		incident_query_add(query, " OR (c.due_on = ? AND c.id");
		incident_query_value(query, P_DAY(a->place->due_on));
	} else {
		incident_query_add(query, "(c.id");
	}
	incident_query_add(query, beyond);
	incident_query_value(query, P_INT(a->place->id));
	incident_query_add(query, order->key ? "))))" : "))");
}

static void add_order(struct incident_query *query, const struct asked *a)
{
	const struct order *order = &orders[a->filter->sort];
	const char *way = goes_down(a) ? " DESC" : "";

	incident_query_add(query, " ORDER BY ");
	if (order->key) {
		incident_query_add(query, order->key);
		incident_query_add(query, way);
		incident_query_add(query, ", ");
	}
	if (order->has_due) {
		incident_query_add(query, "c.due_on");
		incident_query_add(query, way);
		incident_query_add(query, ", ");
	}
	incident_query_add(query, "c.id");
	incident_query_add(query, way);
	text_printf(&query->sql, " LIMIT %d", CAPA_PAGE + 1);
}

static struct asked ask(struct arena *arena, const struct viewer *viewer, const struct capa_filter *filter, day today)
{
	return (struct asked){
		.viewer = viewer,
		.filter = filter,
		.scope = incident_scope_of(arena, viewer),
		.today = today,
	};
}

/* --- pages --- */

static struct capa_cursor cursor_of(enum capa_sort sort, const struct capa_line *line)
{
	const int64_t keys[CAPA_SORT_COUNT] = {
		[CAPA_SORT_STATUS] = line->status,
		[CAPA_SORT_STRENGTH] = line->strength,
		[CAPA_SORT_PRIORITY] = line->priority,
		[CAPA_SORT_ESTABLISHMENT] = line->establishment_id,
		[CAPA_SORT_CHANGED] = line->updated_at,
	};

	return (struct capa_cursor){true, keys[sort], line->due_on, line->id};
}

static void set_page(const struct asked *a, struct rows rows, struct capa_list *list)
{
	enum capa_sort sort = a->filter->sort;
	bool has_more = rows.count > CAPA_PAGE;

	*list = (struct capa_list){.lines = rows.at, .count = has_more ? CAPA_PAGE : rows.count};
	for (size_t i = 0; a->is_backward && i < list->count / 2; i++) {
		struct capa_line line = list->lines[i];
		list->lines[i] = list->lines[list->count - 1 - i];
		list->lines[list->count - 1 - i] = line;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct capa_line *line = &list->lines[i];
		line->is_overdue = capa_is_open((enum capa_status)line->status) && line->due_on < a->today;
	}
	if (list->count == 0)
		return;
	if (a->is_backward ? has_more : a->place != NULL)
		list->before = cursor_of(sort, &list->lines[0]);
	if (a->is_backward || has_more)
		list->after = cursor_of(sort, &list->lines[list->count - 1]);
}

static enum rc name_lines(struct db *db, struct arena *arena, int64_t organization_id, struct capa_list *list)
{
	struct names *names = names_new(db, arena, organization_id);
	const struct rows rows = {list->lines, list->count};
	enum rc rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct capa_line),
				       offsetof(struct capa_line, responsible_id));

	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_ESTABLISHMENT, rows, sizeof(struct capa_line),
				       offsetof(struct capa_line, establishment_id));
	for (size_t i = 0; rc == RC_OK && i < list->count; i++) {
		struct capa_line *line = &list->lines[i];
		line->responsible = line->responsible_id ? names_get(names, NAMES_PERSON, line->responsible_id)
							 : line->outside_name;
		line->establishment = names_get(names, NAMES_ESTABLISHMENT, line->establishment_id);
	}
	return rc;
}

enum rc capa_list(struct db *db, struct arena *arena, const struct viewer *viewer, const struct capa_filter *filter,
		  day today, struct capa_list *list)
{
	struct asked a = ask(arena, viewer, filter, today);
	struct incident_query query = INCIDENT_QUERY_IN(arena);
	struct rows rows;

	a.is_backward = filter->before.is_set;
	a.place = filter->after.is_set ? &filter->after : filter->before.is_set ? &filter->before : NULL;
	incident_query_add(&query, "SELECT c.id, c.number, c.title, c.type, c.strength, c.priority, c.status, c.due_on,"
				   " c.establishment_id, c.responsible_id, c.outside_name, i.number AS incident_number,"
				   " c.completed_at, c.effectiveness_check_on, c.effectiveness, c.flag_count,"
				   " c.reopened_count, c.created_at, c.updated_at");
	add_from(&query, &a);
	add_visible(&query, &a);
	add_filters(&query, &a);
	add_place(&query, &a);
	add_order(&query, &a);
	const struct statement *statement = db_compose("capa_list", &capa_line_record, text_str(&query.sql));
	if (!statement)
		return RC_FAULT;
	enum rc rc = db_list(db, arena, statement, query.params, query.count, &rows);
	if (rc != RC_OK)
		return rc;
	set_page(&a, rows, list);
	return name_lines(db, arena, viewer->organization_id, list);
}

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)}, FIELD_END,
};
static const struct record number_record = {"capa_number", sizeof(struct number_row), number_fields};

enum rc capa_list_count(struct db *db, struct arena *arena, const struct viewer *viewer,
			const struct capa_filter *filter, day today, int64_t *count)
{
	struct asked a = ask(arena, viewer, filter, today);
	struct incident_query query = INCIDENT_QUERY_IN(arena);
	struct number_row row = {0};

	incident_query_add(&query, "SELECT COUNT(*) AS number FROM (SELECT c.id");
	add_from(&query, &a);
	add_visible(&query, &a);
	add_filters(&query, &a);
	text_printf(&query.sql, " LIMIT %d) AS some", CAPA_COUNT_MOST);
	const struct statement *statement = db_compose("capa_count", &number_record, text_str(&query.sql));
	if (!statement)
		return RC_FAULT;
	enum rc rc = db_one(db, arena, statement, query.params, query.count, &row);
	*count = row.number;
	return rc;
}

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_figures, member)
static const struct field figures_fields[] = {
	{.kind = FIELD_INT, OFFSET(open)},
	{.kind = FIELD_INT, OFFSET(overdue)},
	{.kind = FIELD_INT, OFFSET(due)},
	{.kind = FIELD_INT, OFFSET(on_time)},
	FIELD_END,
};
#undef OFFSET
static const struct record figures_record = {"capa_figures", sizeof(struct capa_figures), figures_fields};

enum rc capa_figures(struct db *db, struct arena *arena, const struct viewer *viewer, int64_t establishment_id,
		     day from, day to, day today, struct capa_figures *out)
{
	struct capa_filter filter = capa_filter_none();
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	filter.establishment_id = establishment_id;
	struct asked a = ask(arena, viewer, &filter, today);
	incident_query_add(&query,
			   "SELECT COUNT(CASE WHEN c.status_rank <= 2 THEN 1 END) AS open,"
			   " COUNT(CASE WHEN c.status_rank <= 2 AND c.due_on < ? THEN 1 END) AS overdue,"
			   " COUNT(CASE WHEN c.due_on BETWEEN ? AND ? AND c.status_rank <= 4"
			   " AND (c.due_on < ? OR c.completed_at IS NOT NULL) THEN 1 END) AS due,"
			   " COUNT(CASE WHEN c.due_on BETWEEN ? AND ? AND c.status_rank IN (3, 4)"
			   " AND c.completed_on <= c.due_on THEN 1 END) AS on_time");
	incident_query_value(&query, P_DAY(today));
	incident_query_value(&query, P_DAY(from));
	incident_query_value(&query, P_DAY(to));
	incident_query_value(&query, P_DAY(today));
	incident_query_value(&query, P_DAY(from));
	incident_query_value(&query, P_DAY(to));
	add_from(&query, &a);
	add_visible(&query, &a);
	add_filters(&query, &a);
	const struct statement *statement = db_compose("capa_figures", &figures_record, text_str(&query.sql));
	return statement ? db_one(db, arena, statement, query.params, query.count, out) : RC_FAULT;
}
