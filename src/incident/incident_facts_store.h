#ifndef INCIDENT_INCIDENT_FACTS_STORE_H
#define INCIDENT_INCIDENT_FACTS_STORE_H

#include "db/db.h"
#include "incident/workflow.h"

/*
 * The facts that the incident's own rows know; the others are unknown. Its reporter counts as answered when a message
 * to them was written, when the report names nobody and leaves no way back (imports, other systems), and when the
 * reporter is the incident manager.
 */
enum rc incident_facts(struct db *db, struct arena *arena, const struct incident *incident,
		       struct workflow_facts *facts) MUST_CHECK;

#endif
