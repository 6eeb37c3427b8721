#ifndef INCIDENT_INCIDENT_FACTS_STORE_H
#define INCIDENT_INCIDENT_FACTS_STORE_H

#include "db/db.h"
#include "incident/workflow.h"

/*
 * As far as guards, bits 1u << enum workflow_guard, ask for them: the facts that the incident's own rows know; the
 * others are unknown. Its reporter counts as answered when a message
 * to them was written, when the report names nobody and leaves no way back (imports, other systems), and when the
 * reporter is the incident manager.
 */
enum rc incident_facts(struct db *db, struct arena *arena, const struct incident *incident, unsigned guards,
		       struct workflow_facts *facts) MUST_CHECK;

#endif
