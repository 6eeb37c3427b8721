#include "incident/incident_facts_store.h"

#include <stddef.h>

struct answered_row {
	bool is_answered;
};
static const struct field answered_fields[] = {
	{.kind = FIELD_BOOL, .name = "is_answered", .offset = offsetof(struct answered_row, is_answered)},
	FIELD_END,
};
static const struct record answered_record = {"comment", sizeof(struct answered_row), answered_fields};
/* Key incident of comment. */
STATEMENT(incident_is_answered, &answered_record, NULL,
	  "SELECT EXISTS (SELECT 1 FROM comment WHERE organization_id = ? AND incident_id = ? AND audience ="
	  " 'reporter') AS is_answered");

static bool has_reporter(const struct incident *incident)
{
	if (incident->reporting == REPORTING_ANONYMOUS)
		return incident->source == SOURCE_ANONYMOUS || incident->source == SOURCE_LINK;
	return incident->reporter_id && incident->reporter_id != incident->manager_id;
}

enum rc incident_facts(struct db *db, struct arena *arena, const struct incident *incident, unsigned guards,
		       struct workflow_facts *facts)
{
	struct answered_row row = {true};
	enum rc rc = RC_OK;

	*facts = WORKFLOW_FACTS_UNKNOWN;
	if (!(guards & 1u << GUARD_REPORTER_ANSWERED))
		return RC_OK;
	if (has_reporter(incident))
		rc = db_one(db, arena, &incident_is_answered,
			    PARAMS(P_INT(incident->organization_id), P_INT(incident->id)), &row);
	facts->reporter_answered = row.is_answered ? ANSWER_YES : ANSWER_NO;
	return rc;
}
