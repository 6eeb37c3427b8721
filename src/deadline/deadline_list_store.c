#include "deadline/deadline_list_store.h"

#include <stddef.h>

#include "incident/incident_scope_store.h"
#include "organization/names_store.h"

#define OSHA_KINDS                                                                                                    \
	"('osha_death', 'osha_severe', 'osha_record', 'osha_certify', 'osha_post', 'osha_posted', 'osha_file')"

/* Kinds that a permission shows, wherever the viewer holds it. */
static const struct share {
	enum permission permission;
	const char *condition;
} shares[] = {
	{MAY_SEE_OSHA, " OR (d.kind IN " OSHA_KINDS},
	{MAY_MANAGE_INCIDENTS, " OR (d.kind IN ('capa', 'effectiveness') AND d.incident_id IS NULL"},
	{MAY_KEEP_TRAINING, " OR (d.kind = 'training'"},
	{MAY_ADMINISTER, " OR (d.kind = 'role_end'"},
};

static void add_place(struct incident_query *query, const struct grant *grant)
{
	incident_query_add(query, "(? = 0 OR d.establishment_id = ?) AND (? = 0 OR d.department_id = ?)");
	incident_query_value(query, P_INT(grant->establishment_id));
	incident_query_value(query, P_INT(grant->establishment_id));
	incident_query_value(query, P_INT(grant->department_id));
	incident_query_value(query, P_INT(grant->department_id));
}

/* The places of the roles that hold it; their number is padded to a power of two, so that there are few texts. */
static void add_share(struct incident_query *query, const struct viewer *viewer, const struct share *share)
{
	const unsigned roles = permission_roles(share->permission);
	const struct grant *last = NULL;
	size_t count = 0, padded = 1;

	for (size_t i = 0; i < viewer->grant_count; i++)
		if (roles & 1u << viewer->grants[i].role) {
			incident_query_add(query, count ? " OR " : share->condition);
			if (count == 0)
				incident_query_add(query, " AND (");
			last = &viewer->grants[i];
			add_place(query, last);
			count++;
		}
	if (!last)
		return;
	while (padded < count)
		padded *= 2;
	for (; count < padded; count++) {
		incident_query_add(query, " OR ");
		add_place(query, last);
	}
	incident_query_add(query, "))");
}

static void add_incidents(struct incident_query *query, const struct incident_scope *scope)
{
	incident_query_add(query, " OR (d.incident_id IS NOT NULL AND d.kind NOT IN " OSHA_KINDS);
	if (scope->reach != REACH_ALL) {
		incident_query_add(query, " AND ");
		incident_scope_work(query, scope);
	}
	incident_query_add(query, ")");
}

/* People whose manager the viewer is. */
#define TEAM "(SELECT p.id FROM person p WHERE p.organization_id = ? AND p.manager_id = ?)"

static void add_team(struct incident_query *query, const struct viewer *viewer)
{
	incident_query_value(query, P_INT(viewer->organization_id));
	incident_query_value(query, P_ID(viewer->person_id));
}

/* One's own and one's team's are seen without asking for anything more. */
static void add_visible(struct incident_query *query, const struct viewer *viewer, const struct incident_scope *scope)
{
	incident_query_add(query, " AND (d.responsible_id = ? OR d.responsible_id IN " TEAM);
	incident_query_value(query, P_ID(viewer->person_id));
	add_team(query, viewer);
	add_incidents(query, scope);
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		add_share(query, viewer, &shares[i]);
	incident_query_add(query, ")");
}

static void add_from(struct incident_query *query, struct arena *arena, const struct viewer *viewer,
		     const struct deadline_filter *filter)
{
	const struct incident_scope scope = incident_scope_of(arena, viewer);
	const char *index = filter->scope != DEADLINE_ALL ? " FROM deadline d FORCE INDEX (responsible)"
			    : filter->establishment_id	  ? " FROM deadline d FORCE INDEX (establishment)"
							  : " FROM deadline d FORCE INDEX (due)";

	incident_query_add(query, index);
	if (filter->scope == DEADLINE_ALL && scope.reach != REACH_ALL)
		incident_query_add(query, " LEFT JOIN incident i ON i.id = d.incident_id");
	incident_query_add(query, " WHERE d.organization_id = ? AND d.environment = 'prod' AND d.is_open = ?");
	incident_query_value(query, P_INT(viewer->organization_id));
	incident_query_value(query, P_INT(filter->show != SHOW_MET && filter->show != SHOW_CLOSED));
	if (filter->scope == DEADLINE_ALL) {
		add_visible(query, viewer, &scope);
	} else if (filter->scope == DEADLINE_MINE) {
		incident_query_add(query, " AND d.responsible_id = ?");
		incident_query_value(query, P_ID(viewer->person_id));
	} else {
		incident_query_add(query, " AND d.responsible_id IN " TEAM);
		add_team(query, viewer);
	}
}

static void add_filters(struct incident_query *query, const struct deadline_filter *filter, moment now)
{
	const char *kind = codes_code(&deadline_kind_codes, filter->kind);

	incident_query_add(query, " AND (? = 0 OR d.kind = ?)");
	incident_query_value(query, P_INT(filter->kind));
	incident_query_value(query, P_TEXT(str_of(kind)));
	if (filter->establishment_id) {
		incident_query_add(query, " AND d.establishment_id = ?");
		incident_query_value(query, P_INT(filter->establishment_id));
	}
	if (filter->show == SHOW_OVERDUE) {
		incident_query_add(query, " AND d.due_at <= ? AND d.kind NOT IN ('osha_posted', 'role_end')");
		incident_query_value(query, P_MOMENT(now));
	} else if (filter->show == SHOW_SOON) {
		incident_query_add(query, " AND d.due_at > ? AND d.due_at <= ?");
		incident_query_value(query, P_MOMENT(now));
		incident_query_value(query, P_MOMENT(now + DAYS(DEADLINE_SOON_DAYS)));
	} else if (filter->show == SHOW_MET) {
		incident_query_add(query, " AND d.met_at IS NOT NULL");
	} else if (filter->show == SHOW_CLOSED) {
		incident_query_add(query, " AND d.updated_at >= ?");
		incident_query_value(query, P_MOMENT(filter->from_at));
	}
	if (filter->until_at) {
		incident_query_add(query, " AND d.due_at >= ? AND d.due_at < ?");
		incident_query_value(query, P_MOMENT(filter->from_at));
		incident_query_value(query, P_MOMENT(filter->until_at));
	}
}

static void add_order(struct incident_query *query, const struct deadline_cursor *place, bool is_backward, size_t most)
{
	if (place) {
		incident_query_add(query, is_backward ? " AND (d.due_at < ? OR d.due_at = ? AND d.id < ?)"
						      : " AND (d.due_at > ? OR d.due_at = ? AND d.id > ?)");
		incident_query_value(query, P_MOMENT(place->due_at));
		incident_query_value(query, P_MOMENT(place->due_at));
		incident_query_value(query, P_INT(place->id));
	}
	incident_query_add(query, is_backward ? " ORDER BY d.due_at DESC, d.id DESC LIMIT ?" : " ORDER BY d.due_at, d.id LIMIT ?");
	incident_query_value(query, P_INT((int64_t)most + 1));
}

static enum rc name_lines(struct db *db, struct arena *arena, int64_t organization_id, const struct rows *rows,
			  struct deadline_line *lines, size_t count)
{
	struct names *names = names_new(db, arena, organization_id);
	enum rc rc = names_load_column(names, NAMES_PERSON, *rows, sizeof(struct deadline),
				       offsetof(struct deadline, responsible_id));

	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_ESTABLISHMENT, *rows, sizeof(struct deadline),
				       offsetof(struct deadline, establishment_id));
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		const struct deadline *d = &lines[i].deadline;
		lines[i].responsible = names_get(names, NAMES_PERSON, d->responsible_id);
		lines[i].establishment = names_get(names, NAMES_ESTABLISHMENT, d->establishment_id);
	}
	return rc;
}

static struct deadline_cursor cursor_of(const struct deadline_line *line)
{
	return (struct deadline_cursor){true, line->deadline.due_at, line->deadline.id};
}

/* One more was asked for than is shown: whether there is one tells of the page behind. */
static void set_page(struct arena *arena, const struct rows *rows, size_t most, bool is_backward, bool has_place,
		     struct deadline_page *page)
{
	const bool has_more = rows->count > most;
	const size_t count = has_more ? most : rows->count;

	*page = (struct deadline_page){.lines = ARENA_ARRAY(arena, struct deadline_line, count + 1), .count = count};
	for (size_t i = 0; i < count; i++)
		page->lines[is_backward ? count - 1 - i : i].deadline = *ROW(struct deadline, *rows, i);
	if (count == 0)
		return;
	if (is_backward ? has_more : has_place)
		page->before = cursor_of(&page->lines[0]);
	if (is_backward || has_more)
		page->after = cursor_of(&page->lines[count - 1]);
}

enum rc deadline_list(struct db *db, struct arena *arena, const struct viewer *viewer,
		      const struct deadline_filter *filter, moment now, size_t most, struct deadline_page *page)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);
	const bool is_backward = !filter->after.is_set && filter->before.is_set;
	const struct deadline_cursor *place = filter->after.is_set ? &filter->after : is_backward ? &filter->before : NULL;
	struct rows rows;

	incident_query_add(&query, "SELECT d.id, d.organization_id, d.uuid, d.environment, d.kind, d.subject_id, d.part,"
				   " d.incident_id, d.establishment_id, d.department_id, d.responsible_id, d.reference,"
				   " d.zone, d.starts_at, d.due_at, d.due_on, d.is_provisional, d.met_at, d.cancelled_at,"
				   " d.is_quiet, d.stage, d.round, d.sequence, d.created_at, d.updated_at");
	add_from(&query, arena, viewer, filter);
	add_filters(&query, filter, now);
	add_order(&query, place, is_backward, most);
	const struct statement *statement = db_compose("deadline_list", &deadline_record, text_str(&query.sql));
	if (!statement)
		return RC_FAULT;
	enum rc rc = db_list(db, arena, statement, query.params, query.count, &rows);
	if (rc != RC_OK)
		return rc;
	set_page(arena, &rows, most, is_backward, place != NULL, page);
	return name_lines(db, arena, viewer->organization_id, &rows, page->lines, page->count);
}

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)}, FIELD_END,
};
static const struct record number_record = {"deadline_number", sizeof(struct number_row), number_fields};

enum rc deadline_list_count(struct db *db, struct arena *arena, const struct viewer *viewer,
			    const struct deadline_filter *filter, moment now, int64_t *count)
{
	struct incident_query query = INCIDENT_QUERY_IN(arena);
	struct number_row row = {0};

	incident_query_add(&query, "SELECT COUNT(*) AS number FROM (SELECT d.id");
	add_from(&query, arena, viewer, filter);
	add_filters(&query, filter, now);
	incident_query_add(&query, " LIMIT ?) AS some");
	incident_query_value(&query, P_INT(DEADLINE_COUNT_MOST));
	const struct statement *statement = db_compose("deadline_count", &number_record, text_str(&query.sql));
	enum rc rc = statement ? db_one(db, arena, statement, query.params, query.count, &row) : RC_FAULT;
	*count = row.number;
	return rc;
}

bool deadline_list_shows(const struct viewer *viewer, const struct deadline *deadline)
{
	static const unsigned osha = 1u << DEADLINE_OSHA_DEATH | 1u << DEADLINE_OSHA_SEVERE | 1u << DEADLINE_OSHA_RECORD;
	const struct scope scope = {deadline->establishment_id, deadline->department_id};

	return !(osha & 1u << deadline->kind) || deadline->responsible_id == viewer->person_id ||
	       viewer_may_in(viewer, MAY_SEE_OSHA, scope);
}
