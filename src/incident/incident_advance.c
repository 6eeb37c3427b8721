#include "incident/incident_advance.h"

#include "incident/incident_change_store.h"
#include "incident/record.h"

/* More moves in a row than any path has states: a workflow that goes in circles ends here. */
enum { MOVES_MOST = 16 };

/* What decides about the automatic moves that follow the state. */
static unsigned guards_ahead(const struct workflow *workflow, const struct incident *incident)
{
	unsigned guards = 0;

	for (size_t i = 0; i < workflow->transition_count; i++) {
		const struct transition *step = &workflow->transitions[i];
		if (step->is_automatic && step->from_status == incident->status)
			guards |= workflow_guards(step);
	}
	return guards;
}

static const struct transition *due(const struct workflow *workflow, const struct incident *incident,
				    const struct workflow_facts *facts)
{
	for (size_t i = 0; i < workflow->transition_count; i++)
		if (workflow_is_due(&workflow->transitions[i], incident, facts))
			return &workflow->transitions[i];
	return NULL;
}

enum rc incident_advance(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			 const char *cause)
{
	for (int i = 0; i < MOVES_MOST; i++) {
		struct incident incident;
		struct workflow_facts facts;
		const struct workflow *workflow;
		enum rc rc = incident_lock(db, arena, actor->organization_id, incident_id, &incident);

		if (rc == RC_OK)
			rc = workflow_of(db, &incident, &workflow);
		if (rc == RC_OK)
			rc = record_facts(db, arena, &incident, actor->now, guards_ahead(workflow, &incident), &facts);
		if (rc != RC_OK)
			return rc;
		const struct transition *step = due(workflow, &incident, &facts);
		if (!step)
			return RC_OK;
		rc = incident_move(db, arena, actor, &incident, step, str_of(cause));
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}
