#include "capa/capa_work_store.h"

#include "capa/capa_list_store.h"
#include "identity/permission.h"

#define LINE "SELECT c.id, c.number, c.title, c.priority, c.due_on, c.effectiveness_check_on, c.updated_at, e.name AS establishment"
STATEMENT(work_actions_own, &capa_line_record, NULL,
	  LINE " FROM capa c FORCE INDEX (responsible) JOIN establishment e ON e.id = c.establishment_id"
	       " WHERE c.organization_id = ? AND c.responsible_id = ? AND c.status_rank <= 2 AND c.environment = 'prod'"
	       " ORDER BY c.due_on, c.id LIMIT 10");
STATEMENT(work_actions_verify, &capa_line_record, NULL,
	  LINE " FROM capa c FORCE INDEX (verifier) JOIN establishment e ON e.id = c.establishment_id"
	       " WHERE c.organization_id = ? AND c.verifier_id = ? AND c.status_rank = 3 AND c.environment = 'prod'"
	       " ORDER BY c.id LIMIT 10");
/* Where nobody is named, the creator sees to it. */
STATEMENT(work_actions_verify_created, &capa_line_record, NULL,
	  LINE " FROM capa c FORCE INDEX (creator) JOIN establishment e ON e.id = c.establishment_id"
	       " WHERE c.organization_id = ? AND c.creator_id = ? AND c.status_rank = 3 AND c.verifier_id IS NULL"
	       " AND c.environment = 'prod' ORDER BY c.id LIMIT 10");
STATEMENT(work_actions_checks, &capa_line_record, NULL,
	  LINE " FROM capa c FORCE INDEX (creator) JOIN establishment e ON e.id = c.establishment_id"
	       " WHERE c.organization_id = ? AND c.creator_id = ? AND c.status_rank IN (3, 4)"
	       " AND c.effectiveness_check_on <= ? AND c.effectiveness IS NULL AND c.environment = 'prod'"
	       " ORDER BY c.effectiveness_check_on, c.id LIMIT 10");

static enum rc load(const struct work_asked *asked, const struct statement *statement, const struct param *params,
		    size_t count, bool is_check, struct rows *items)
{
	struct rows lines;
	enum rc rc = db_list(asked->db, asked->arena, statement, params, count, &lines);

	if (rc != RC_OK)
		return rc;
	struct work_item *at = ARENA_ARRAY(asked->arena, struct work_item, lines.count + items->count + 1);
	for (size_t i = 0; i < items->count; i++)
		at[i] = *ROW(struct work_item, *items, i);
	for (size_t i = 0; i < lines.count; i++) {
		const struct capa_line *line = ROW(struct capa_line, lines, i);
		const day due_on = is_check ? line->effectiveness_check_on : line->due_on;
		at[items->count + i] = (struct work_item){
			.number = line->number,
			.title = line->title,
			.href = arena_printf(asked->arena, "/capas/%.*s", STR_ARG(line->number)),
			.detail = line->establishment,
			.due_on = due_on,
			.at = line->updated_at,
			.is_overdue = due_on < asked->today,
		};
	}
	*items = (struct rows){at, items->count + lines.count};
	return RC_OK;
}

enum rc capa_work_own(const struct work_asked *asked, struct rows *items)
{
	*items = (struct rows){NULL, 0};
	return load(asked, &work_actions_own,
		    PARAMS(P_INT(asked->viewer->organization_id), P_ID(asked->viewer->person_id)), false, items);
}

enum rc capa_work_verify(const struct work_asked *asked, struct rows *items)
{
	const struct param params[] = {P_INT(asked->viewer->organization_id), P_ID(asked->viewer->person_id)};

	*items = (struct rows){NULL, 0};
	enum rc rc = load(asked, &work_actions_verify, params, 2, false, items);
	if (rc == RC_OK && viewer_may(asked->viewer, MAY_MANAGE_INCIDENTS))
		rc = load(asked, &work_actions_verify_created, params, 2, false, items);
	return rc;
}

enum rc capa_work_checks(const struct work_asked *asked, struct rows *items)
{
	*items = (struct rows){NULL, 0};
	return load(asked, &work_actions_checks,
		    PARAMS(P_INT(asked->viewer->organization_id), P_ID(asked->viewer->person_id), P_DAY(asked->today)),
		    true, items);
}
