#include "investigation/investigation_work_store.h"

#include <stddef.h>

#include "incident/incident.h"
#include "investigation/investigation.h"

/* What waits for somebody: investigations to be written, and those to be decided. */

struct work_line {
	struct str number;
	struct str title;
	int severity;
	int status;
	int state;
	day due_on;
	moment occurred_at;
};
#define AT(member) .name = #member, .offset = offsetof(struct work_line, member)
static const struct field work_line_fields[] = {
	{.kind = FIELD_TEXT, AT(number)},
	{.kind = FIELD_TEXT, AT(title)},
	{.kind = FIELD_CODE, AT(severity), .codes = &severity_codes},
	{.kind = FIELD_CODE, AT(status), .codes = &status_codes},
	{.kind = FIELD_CODE, AT(state), .codes = &investigation_state_codes},
	{.kind = FIELD_DAY, AT(due_on)},
	{.kind = FIELD_MOMENT, AT(occurred_at)},
	FIELD_END,
};
#undef AT
static const struct record work_line_record = {"work_line", sizeof(struct work_line), work_line_fields};

/* Indexes lead and incident; members by their primary key. */
#define LINE                                                                                                         \
	"SELECT i.number, i.title, i.severity, i.status, COALESCE(v.state, 'in_progress') AS state, i.occurred_at,"
STATEMENT(work_leading, &work_line_record, NULL,
	  LINE " i.investigation_due_on AS due_on FROM incident i FORCE INDEX (lead)"
	       " LEFT JOIN investigation v ON v.incident_id = i.id AND v.organization_id = i.organization_id"
	       " WHERE i.organization_id = ? AND i.investigation_lead_id = ? AND i.environment = 'prod'"
	       " AND i.status IN ('under_review', 'investigation', 'under_investigation')"
	       " AND COALESCE(v.state, 'in_progress') IN ('in_progress', 'rejected')"
	       " ORDER BY COALESCE(i.investigation_due_on, '9999-12-31'), i.severity_rank DESC, i.id LIMIT 10");
STATEMENT(work_teaming, &work_line_record, NULL,
	  LINE " i.investigation_due_on AS due_on FROM incident_member m FORCE INDEX (PRIMARY)"
	       " JOIN incident i ON i.id = m.incident_id AND FIND_IN_SET(m.person_id, i.investigation_team)"
	       " LEFT JOIN investigation v ON v.incident_id = i.id AND v.organization_id = i.organization_id"
	       " WHERE m.organization_id = ? AND m.person_id = ? AND i.environment = 'prod'"
	       " AND i.status IN ('under_review', 'investigation', 'under_investigation')"
	       " AND COALESCE(v.state, 'in_progress') IN ('in_progress', 'rejected')"
	       " ORDER BY COALESCE(i.investigation_due_on, '9999-12-31'), i.id LIMIT 10");
STATEMENT(work_deciding, &work_line_record, NULL,
	  LINE " v.approval_due_on AS due_on FROM incident_member m FORCE INDEX (PRIMARY)"
	       " JOIN incident i ON i.id = m.incident_id AND i.investigation_approver_id = m.person_id"
	       " JOIN investigation v ON v.incident_id = i.id AND v.organization_id = i.organization_id"
	       " WHERE m.organization_id = ? AND m.person_id = ? AND i.environment = 'prod' AND v.state = 'pending_approval'"
	       " ORDER BY COALESCE(v.approval_due_on, '9999-12-31'), i.id LIMIT 10");

static enum rc load(const struct work_asked *asked, const struct statement *statement, const char *behind,
		    struct rows *items)
{
	struct rows lines;
	enum rc rc = db_list(asked->db, asked->arena, statement,
			     PARAMS(P_INT(asked->viewer->organization_id), P_INT(asked->viewer->person_id)), &lines);

	if (rc != RC_OK)
		return rc;
	struct work_item *at = ARENA_ARRAY(asked->arena, struct work_item, lines.count + 1);
	for (size_t i = 0; i < lines.count; i++) {
		const struct work_line *line = ROW(struct work_line, lines, i);
		at[i] = (struct work_item){
			.number = line->number,
			.title = line->title,
			.href = arena_printf(asked->arena, "/incidents/%.*s/investigation%s", STR_ARG(line->number), behind),
			.severity = line->severity,
			.status = line->status,
			.due_on = line->due_on,
			.at = line->occurred_at,
			.is_overdue = line->due_on != DAY_NONE && line->due_on < asked->today,
		};
	}
	*items = (struct rows){at, lines.count};
	return RC_OK;
}

enum rc investigation_work_leading(const struct work_asked *asked, struct rows *items)
{
	return load(asked, &work_leading, "", items);
}

enum rc investigation_work_teaming(const struct work_asked *asked, struct rows *items)
{
	return load(asked, &work_teaming, "", items);
}

enum rc investigation_work_deciding(const struct work_asked *asked, struct rows *items)
{
	return load(asked, &work_deciding, "/decision", items);
}
