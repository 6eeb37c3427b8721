#ifndef DEADLINE_SWEEP_STORE_H
#define DEADLINE_SWEEP_STORE_H

#include "db/db.h"

/* How far the sweep has come, and what it looks for. */

struct sweep {
	int64_t organization_id;
	moment begun_at;
	int64_t incident_id;
	int64_t capa_id;
	moment rounded_at;
	moment wide_at;
};
/* Begins at now where there is no row yet. */
enum rc sweep_find(struct db *db, struct arena *arena, int64_t organization_id, moment now,
		   struct sweep *out) MUST_CHECK;
enum rc sweep_put(struct db *db, const struct sweep *sweep) MUST_CHECK;
/* Years, training and roles are to be looked at again. */
enum rc sweep_wide_again(struct db *db, int64_t organization_id) MUST_CHECK;

/* A change that may concern deadlines, in the order of the audit log. */
struct sweep_change {
	int64_t seq;
	int64_t organization_id;
	int64_t incident_id;
	struct str subject;
	int64_t subject_id;
};
/* Behind seq, at most most; entries of reading are left out, so that the last row may stand before *last. */
enum rc sweep_changes(struct db *db, struct arena *arena, int64_t seq, int64_t most, struct rows *rows,
		      int64_t *last) MUST_CHECK;
/* Where the changes were followed to; begins behind all that is recorded, which the first round sees. */
enum rc sweep_feed(struct db *db, struct arena *arena, int64_t *seq) MUST_CHECK;
enum rc sweep_feed_set(struct db *db, int64_t seq) MUST_CHECK;

/*
 * Incidents that may have open deadlines among those with an id in (after, until]: open, or of a reporter without a
 * name, or with actions, injured people, duties of a release or deadlines already. Rows are struct sweep_id.
 */
struct sweep_id {
	int64_t id;
};
enum rc sweep_incidents(struct db *db, struct arena *arena, int64_t organization_id, int64_t after, int64_t until,
			struct rows *rows) MUST_CHECK;
/* The highest id of an incident of any organization; 0: none. */
enum rc sweep_last_incident(struct db *db, struct arena *arena, int64_t *last) MUST_CHECK;
/* Actions that stand for themselves, behind an id, at most most. */
enum rc sweep_capas(struct db *db, struct arena *arena, int64_t organization_id, int64_t after, int64_t most,
		    struct rows *rows) MUST_CHECK;

#endif
