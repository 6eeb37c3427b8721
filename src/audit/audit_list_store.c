#include "audit/audit_list_store.h"

#include <stddef.h>

#include "base/text.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct audit_line, member)
static const struct field line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},           {.kind = FIELD_MOMENT, OFFSET(recorded_at)},
	{.kind = FIELD_ID, OFFSET(actor_id)},     {.kind = FIELD_TEXT, OFFSET(actor_kind)},
	{.kind = FIELD_TEXT, OFFSET(actor_name)}, {.kind = FIELD_TEXT, OFFSET(auth_method)},
	{.kind = FIELD_TEXT, OFFSET(request_id)}, {.kind = FIELD_TEXT, OFFSET(action)},
	{.kind = FIELD_TEXT, OFFSET(subject)},    {.kind = FIELD_ID, OFFSET(subject_id)},
	{.kind = FIELD_ID, OFFSET(incident_id)},  {.kind = FIELD_PROSE, OFFSET(reason)},
	{.kind = FIELD_PROSE, OFFSET(changes)},   FIELD_END,
};
#undef OFFSET
const struct record audit_line_record = {"audit_line", sizeof(struct audit_line), line_fields};

enum { MOST_PARAMS = 10 };

/* A statement on its way, with the values of its ?. */
struct query {
	struct text sql;
	struct param params[MOST_PARAMS];
	size_t count;
};

static void where(struct query *query, const char *condition, struct param value)
{
	text_cstr(&query->sql, condition);
	query->params[query->count++] = value;
}

static struct str begins_with(struct arena *arena, struct str s)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '%' || s.at[i] == '_' || s.at[i] == '\\')
			text_char(&text, '\\');
		text_char(&text, s.at[i]);
	}
	text_char(&text, '%');
	return text_str(&text);
}

/* The key (organization_id, id), (organization_id, action, id) or (organization_id, subject, subject_id, id)
 * serves it. */
static struct query query_of(struct arena *arena, const struct audit_filter *filter)
{
	struct query query = {.sql = TEXT_IN(arena)};

	where(&query,
	      "SELECT id, recorded_at, actor_id, actor_kind, actor_name, auth_method, request_id, action,"
	      " subject, subject_id, incident_id, reason, changes FROM audit_entry WHERE organization_id = ?",
	      P_INT(filter->organization_id));
	if (filter->actor.len)
		where(&query, " AND actor_name LIKE ?", P_TEXT(begins_with(arena, filter->actor)));
	if (filter->action.len)
		where(&query, " AND action LIKE ?", P_TEXT(begins_with(arena, filter->action)));
	if (filter->subject.len)
		where(&query, " AND subject = ?", P_TEXT(filter->subject));
	if (filter->subject_id)
		where(&query, " AND subject_id = ?", P_INT(filter->subject_id));
	if (filter->incident_id)
		where(&query, " AND incident_id = ?", P_INT(filter->incident_id));
	if (filter->from != MOMENT_NONE)
		where(&query, " AND recorded_at >= ?", P_MOMENT(filter->from));
	if (filter->until != MOMENT_NONE)
		where(&query, " AND recorded_at < ?", P_MOMENT(filter->until));
	if (filter->before_id)
		where(&query, " AND id < ?", P_INT(filter->before_id));
	text_cstr(&query.sql, " ORDER BY id DESC");
	return query;
}

enum rc audit_list(struct db *db, struct arena *arena, const struct audit_filter *filter, struct rows *lines)
{
	struct query query = query_of(arena, filter);

	text_printf(&query.sql, " LIMIT %d", AUDIT_PAGE + 1);
	return db_list(db, arena, db_compose("audit_list", &audit_line_record, text_str(&query.sql)),
		       query.params, query.count, lines);
}

enum rc audit_list_each(struct db *db, struct arena *arena, const struct audit_filter *filter,
			enum rc (*each)(void *closure, struct arena *arena, void *row), void *closure)
{
	struct query query = query_of(arena, filter);

	return db_each(db, db_compose("audit_list_each", &audit_line_record, text_str(&query.sql)),
		       query.params, query.count, each, closure);
}

static const struct field incident_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct audit_incident, id)},
	{.kind = FIELD_TEXT, .name = "number", .offset = offsetof(struct audit_incident, number)},
	FIELD_END,
};
static const struct record audit_incident_record = {"audit_incident", sizeof(struct audit_incident), incident_fields};

#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
/* By primary keys. */
STATEMENT(audit_incident_numbers, &audit_incident_record, NULL,
	  "SELECT id, number FROM incident WHERE organization_id = ? AND id IN (" TEN ", " TEN ", " TEN ", " TEN ", " TEN ")");

enum rc audit_incidents(struct db *db, struct arena *arena, int64_t organization_id, const struct rows *lines,
			struct rows *incidents)
{
	struct param params[1 + AUDIT_PAGE] = {P_INT(organization_id)};
	bool has_any = false;

	for (size_t i = 0; i < AUDIT_PAGE; i++) {
		const int64_t id = i < lines->count ? ROW(struct audit_line, *lines, i)->incident_id : 0;
		params[1 + i] = P_INT(id);
		has_any = has_any || id;
	}
	*incidents = (struct rows){NULL, 0};
	return has_any ? db_list(db, arena, &audit_incident_numbers, params, 1 + AUDIT_PAGE, incidents) : RC_OK;
}
