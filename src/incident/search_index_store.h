#ifndef INCIDENT_SEARCH_INDEX_STORE_H
#define INCIDENT_SEARCH_INDEX_STORE_H

#include "event/worker.h"

/*
 * Takes the words of some texts that wait into the index, the newest incidents first; *left says whether more may
 * wait. What was taken in already comes to the same again.
 */
enum rc search_index_some(struct db *db, int64_t organization_id, bool *left) MUST_CHECK;
/* The same until none wait. */
enum rc search_index_all(struct db *db, int64_t organization_id) MUST_CHECK;

/* Keeps the index up to date. */
extern const struct worker_task search_index_task;

#endif
