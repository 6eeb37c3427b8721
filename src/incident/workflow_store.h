#ifndef INCIDENT_WORKFLOW_STORE_H
#define INCIDENT_WORKFLOW_STORE_H

#include "db/db.h"
#include "incident/workflow.h"

/*
 * The workflow that an incident follows: the version with which it began. Approved versions never change, so each is
 * read once by a process and kept. RC_FAULT when it has no states.
 */
enum rc workflow_of(struct db *db, const struct incident *incident, const struct workflow **out) MUST_CHECK;

/* The version that an incident of that register begins with now; 0: the one that ships with the product. Known for up
 * to a minute. */
enum rc workflow_current(struct db *db, int64_t organization_id, int reg, moment now, int64_t *version_id) MUST_CHECK;
/* Asks anew from now on: after a decision. Other processes learn of it within a minute. */
void workflow_current_forget(void);

#endif
