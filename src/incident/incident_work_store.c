#include "incident/incident_work_store.h"

#include <stddef.h>

#include "incident/incident_list_store.h"

/*
 * status_rank is in the index; from 9 on a state is resolved, closed or archived. What is new, or has no day
 * to be done by yet, comes first, however much is overdue.
 */
STATEMENT(work_managed, &incident_line_record, NULL,
	  "SELECT i.id, i.number, i.title, i.status, i.severity, i.occurred_at, i.establishment_id,"
	  " i.target_on,"
	  " e.name AS establishment, i.target_on IS NOT NULL AND i.target_on < ? AS is_overdue"
	  " FROM incident i FORCE INDEX (manager) JOIN establishment e ON e.id = i.establishment_id"
	  " WHERE i.organization_id = ? AND i.manager_id = ? AND i.environment = 'prod'"
	  " AND i.status_rank < 9 ORDER BY (i.status_rank = 1 OR i.target_on IS NULL) DESC,"
	  " is_overdue DESC, i.status_rank = 5 DESC,"
	  " COALESCE(i.target_on, '9999-12-31'), i.severity_rank DESC, i.id DESC LIMIT 10");
STATEMENT(work_reported, &incident_line_record, NULL,
	  "SELECT i.id, i.number, i.title, i.status, i.severity, i.occurred_at, i.is_complete, e.name AS"
	  " establishment"
	  " FROM incident i FORCE INDEX (reporter) JOIN establishment e ON e.id = i.establishment_id"
	  " WHERE i.organization_id = ? AND i.reporter_id = ? AND i.environment = 'prod'"
	  " ORDER BY i.occurred_at DESC, i.id DESC LIMIT 10");

struct draft_row {
	struct str uuid;
	struct str title;
	moment updated_at;
};
static const struct field draft_fields[] = {
	{.kind = FIELD_UUID, .name = "uuid", .offset = offsetof(struct draft_row, uuid)},
	{.kind = FIELD_TEXT, .name = "title", .offset = offsetof(struct draft_row, title)},
	{.kind = FIELD_MOMENT, .name = "updated_at", .offset = offsetof(struct draft_row, updated_at)},
	FIELD_END,
};
static const struct record draft_record = {"draft", sizeof(struct draft_row), draft_fields};
STATEMENT(work_drafts, &draft_record, NULL,
	  "SELECT uuid, COALESCE(LEFT(JSON_VALUE(answers, '$.description'), 80), '') AS title, updated_at"
	  " FROM report_draft WHERE organization_id = ? AND account_id = ? AND incident_id IS NULL"
	  " ORDER BY updated_at DESC LIMIT 10");

static struct work_item item_of(struct arena *arena, const struct incident_line *line)
{
	return (struct work_item){
		.number = line->number,
		.title = line->title,
		.href = arena_printf(arena, "/incidents/%.*s", STR_ARG(line->number)),
		.detail = line->establishment,
		.severity = line->severity,
		.status = line->status,
		.due_on = line->target_on,
		.at = line->occurred_at,
		.is_overdue = line->is_overdue,
	};
}

static void set_items(const struct work_asked *asked, const struct incident_line *lines, size_t count,
		      struct rows *items)
{
	struct work_item *at = ARENA_ARRAY(asked->arena, struct work_item, count + 1);

	for (size_t i = 0; i < count; i++)
		at[i] = item_of(asked->arena, &lines[i]);
	*items = (struct rows){at, count};
}

enum rc incident_work_managed(const struct work_asked *asked, struct rows *items)
{
	struct rows lines;
	enum rc rc = db_list(asked->db, asked->arena, &work_managed,
			     PARAMS(P_DAY(asked->today), P_INT(asked->viewer->organization_id),
				    P_INT(asked->viewer->person_id)),
			     &lines);

	if (rc == RC_OK)
		set_items(asked, lines.at, lines.count, items);
	return rc;
}

enum rc incident_work_reported(const struct work_asked *asked, struct rows *items)
{
	struct rows lines;
	enum rc rc = db_list(asked->db, asked->arena, &work_reported,
			     PARAMS(P_INT(asked->viewer->organization_id), P_INT(asked->viewer->person_id)),
			     &lines);

	if (rc == RC_OK)
		set_items(asked, lines.at, lines.count, items);
	return rc;
}

enum rc incident_work_unassigned(const struct work_asked *asked, struct rows *items)
{
	struct incident_filter filter = incident_filter_none();
	struct incident_page page;

	filter.is_unassigned = true;
	filter.is_open = true;
	filter.is_brief = true;
	enum rc rc = incident_list(asked->db, asked->arena, asked->viewer, &filter, asked->today, &page);
	if (rc == RC_BUSY)
		return RC_OK;
	if (rc == RC_OK)
		set_items(asked, page.lines, page.count < WORK_ITEMS ? page.count : WORK_ITEMS, items);
	return rc;
}

enum rc incident_work_drafts(const struct work_asked *asked, struct rows *items)
{
	struct rows rows;
	enum rc rc = db_list(asked->db, asked->arena, &work_drafts,
			     PARAMS(P_INT(asked->viewer->organization_id), P_INT(asked->viewer->account_id)),
			     &rows);

	if (rc != RC_OK)
		return rc;
	struct work_item *at = ARENA_ARRAY(asked->arena, struct work_item, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct draft_row *row = ROW(struct draft_row, rows, i);
		at[i] = (struct work_item){
			.title = row->title,
			.href = arena_printf(asked->arena, "/report/draft/%.*s", STR_ARG(row->uuid)),
			.due_on = DAY_NONE,
			.at = row->updated_at,
		};
	}
	*items = (struct rows){at, rows.count};
	return RC_OK;
}
