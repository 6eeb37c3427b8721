#ifndef INCIDENT_WORKFLOW_STORE_H
#define INCIDENT_WORKFLOW_STORE_H

#include "db/db.h"
#include "incident/workflow.h"

/*
 * What can follow a state, in the order of the buttons; rows are struct transition. The table is kept in the
 * process for a minute.
 */
enum rc workflow_from(struct db *db, struct arena *arena, int reg, int status, moment now,
		      struct rows *rows) MUST_CHECK;
/* RC_NOT_FOUND: no row allows it. */
enum rc workflow_step(struct db *db, struct arena *arena, int reg, int from, int to,
		      struct transition *out) MUST_CHECK;

#endif
