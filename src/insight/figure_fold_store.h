#ifndef INSIGHT_FIGURE_FOLD_STORE_H
#define INSIGHT_FIGURE_FOLD_STORE_H

#include "event/worker.h"
#include "organization/organization.h"

/*
 * Adds some of the changes that wait to the sums by month; *left says whether there may be more. Those who do
 * so for one organization at the same time wait for each other; reports do not wait.
 */
enum rc figure_fold_some(struct db *db, const struct organization *organization, bool *left) MUST_CHECK;
/* The same until none wait. */
enum rc figure_fold_all(struct db *db, const struct organization *organization) MUST_CHECK;
/* Counts everything anew: after the organization's zone was changed, or in doubt. */
enum rc figure_fold_rebuild(struct db *db, const struct organization *organization) MUST_CHECK;

/* Keeps the sums up to date. */
extern const struct worker_task figure_fold_task;

#endif
