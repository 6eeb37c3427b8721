#ifndef CAPA_FLAG_STORE_H
#define CAPA_FLAG_STORE_H

#include "capa/capa_change.h"

/*
 * Failed-fix radar: an incident that happened at the same place for the same reason after an action was done says
 * that the action may not have worked. What counts as the same:
 *
 *   factor    a cause of both has the same contributing factor, at the same establishment
 *   category  both have the same category, at the same establishment, in the same area (or in none, but the
 *             same department); observations do not count
 *   asset     both damaged the same asset
 */
enum flag_ground { GROUND_NONE, GROUND_FACTOR, GROUND_CATEGORY, GROUND_ASSET };
extern const struct codes flag_ground_codes;

struct capa_flag {
	int64_t id;
	int64_t organization_id;
	int64_t capa_id;
	int64_t incident_id;         /* the later incident */
	struct str incident_number;
	int ground;
	moment created_at;
	moment dismissed_at;
	int64_t dismissed_by_id;
	struct str dismissed_by;
	struct str reason;
};
extern const struct record capa_flag_record;

/* Of an action, newest first; rows are struct capa_flag. At most 200. */
enum rc flag_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		  struct rows *rows) MUST_CHECK;

/* It was something else: with the reason, in the caller's transaction. RC_CONFLICT: dismissed already. */
enum rc flag_dismiss(struct db *db, const struct capa_doer *doer, const struct capa *capa,
		     int64_t flag_id, struct str reason) MUST_CHECK;

/*
 * Compares what changed since the last time, at most a batch of it, in the caller's transaction. *count is the number
 * of new flags, *is_behind: there is more to compare.
 */
enum rc flag_compare(struct db *db, struct arena *arena, int64_t organization_id, moment now, int64_t *count,
		     bool *is_behind) MUST_CHECK;

/* Incidents that move on after somebody outside completed their last action; rows are struct capa. At most 50. */
enum rc capa_unsettled(struct db *db, struct arena *arena, struct rows *rows) MUST_CHECK;
enum rc capa_settle(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
