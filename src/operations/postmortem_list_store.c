#include "operations/postmortem_list_store.h"

#include <stddef.h>

#include "incident/incident.h"
#include "incident/incident_scope_store.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct postmortem_line, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_CODE, OFFSET(state), .codes = &postmortem_state_codes},
	{.kind = FIELD_TEXT, OFFSET(number)},
	{.kind = FIELD_TEXT, OFFSET(title)},
	{.kind = FIELD_CODE, OFFSET(severity), .codes = &severity_codes},
	{.kind = FIELD_CODE, OFFSET(status), .codes = &status_codes},
	{.kind = FIELD_MOMENT, OFFSET(published_at)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	FIELD_END,
};
#undef OFFSET
const struct record postmortem_line_record = {"postmortem_line", sizeof(struct postmortem_line), fields};

static enum rc run(struct db *db, struct arena *arena, const char *name, struct incident_query *query, struct rows *rows)
{
	const struct statement *statement = db_compose(name, &postmortem_line_record, text_str(&query->sql));
	return statement ? db_list(db, arena, statement, query->params, query->count, rows) : RC_FAULT;
}

static void add_scope(struct incident_query *query, struct arena *arena, const struct viewer *viewer)
{
	const struct incident_scope scope = incident_scope_of(arena, viewer);
	incident_scope_condition(query, &scope);
}

enum rc postmortem_page(struct db *db, struct arena *arena, const struct viewer *viewer,
			struct postmortem_cursor behind, struct rows *rows)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query,
			   "SELECT p.id, p.state, i.number, i.title, i.severity, i.status, p.published_at, p.updated_at"
			   " FROM postmortem p FORCE INDEX (changed) STRAIGHT_JOIN incident i ON i.id = p.incident_id"
			   " WHERE p.organization_id = ?");
	incident_query_value(&query, P_INT(viewer->organization_id));
	if (behind.updated_at != MOMENT_NONE) {
		incident_query_add(&query, " AND p.updated_at <= ? AND (p.updated_at < ? OR p.id < ?)");
		incident_query_value(&query, P_MOMENT(behind.updated_at));
		incident_query_value(&query, P_MOMENT(behind.updated_at));
		incident_query_value(&query, P_INT(behind.id));
	}
	incident_query_add(&query, " AND i.environment = 'prod'");
	add_scope(&query, arena, viewer);
	incident_query_add(&query, " ORDER BY p.updated_at DESC, p.id DESC LIMIT 51");
	return run(db, arena, "postmortem_page", &query, rows);
}

enum rc postmortem_waiting(struct db *db, struct arena *arena, const struct viewer *viewer, struct rows *rows)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);

	incident_query_add(&query,
			   "SELECT COALESCE(p.id, 0) AS id, p.state, i.number, i.title, i.severity, i.status, p.published_at,"
			   " i.occurred_at AS updated_at FROM incident i FORCE INDEX (status)"
			   " LEFT JOIN postmortem p ON p.incident_id = i.id"
			   " WHERE i.organization_id = ? AND i.environment = 'prod' AND i.status_rank = ?"
			   " AND i.register = 'operations' AND i.severity_rank >= ?"
			   " AND (p.id IS NULL OR p.state = 'draft')");
	incident_query_value(&query, P_INT(viewer->organization_id));
	incident_query_value(&query, P_INT(STATUS_RESOLVED));
	incident_query_value(&query, P_INT(SEVERITY_HIGH));
	add_scope(&query, arena, viewer);
	incident_query_add(&query, " ORDER BY i.occurred_at, i.id LIMIT 50");
	return run(db, arena, "postmortem_waiting", &query, rows);
}
