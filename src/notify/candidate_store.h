#ifndef NOTIFY_CANDIDATE_STORE_H
#define NOTIFY_CANDIDATE_STORE_H

#include "db/db.h"
#include "notify/plan.h"

/* People with their account, what they may see and how they want to be told, each loaded once. */
struct candidates;

/* For one event, or for many of one organization that are judged alike. */
struct candidates *candidates_new(struct db *db, struct arena *arena, int64_t organization_id, moment now);
/* Loads those that are not known yet, at most one statement for each forty. Ids that are 0 are passed over. */
enum rc candidates_load(struct candidates *candidates, const int64_t *person_ids, size_t count) MUST_CHECK;
/* NULL: nobody of the organization, or no longer there. */
const struct candidate *candidates_find(const struct candidates *candidates, int64_t person_id);

#endif
