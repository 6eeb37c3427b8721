#ifndef ENVIRONMENT_RELEASE_STORE_H
#define ENVIRONMENT_RELEASE_STORE_H

#include "db/db.h"
#include "environment/release_rule.h"
#include "incident/incident_detail_store.h"

/* Releases of an incident that were not withdrawn, oldest first; rows are struct release. */
enum rc release_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     struct rows *rows) MUST_CHECK;
extern const struct incident_count release_count;
enum rc release_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct release *out) MUST_CHECK;
enum rc release_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct release *out) MUST_CHECK;
/* Sets id. */
enum rc release_insert(struct db *db, struct release *release) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. Raises version. */
enum rc release_update(struct db *db, struct release *release) MUST_CHECK;

/* Its answers alone, which are no change of the facts; reportable_at is set once (MOMENT_NONE: not yet). */
enum rc release_answer_put(struct db *db, const struct release *release, moment reportable_at) MUST_CHECK;

/* What it consists of, by position; rows are struct release_component. */
enum rc release_components(struct db *db, struct arena *arena, int64_t organization_id, int64_t material_id,
			   struct rows *rows) MUST_CHECK;
/* In place of those it had. */
enum rc release_components_put(struct db *db, const struct release *release,
			       struct release_component *components, size_t count) MUST_CHECK;
enum rc release_component_count(struct db *db, int64_t organization_id, int64_t id,
				int64_t counted) MUST_CHECK;

/* What else of a substance was released at the facility around that time; rows are struct release_near. */
struct release_near {
	int64_t material_id;
	moment released_from;
	moment released_to; /* MOMENT_NONE: at once, or it goes on */
	bool is_continuing;
	int64_t counted;
	struct str number;
};
enum rc release_near_list(struct db *db, struct arena *arena, const struct release_component *component,
			  moment from, moment to, struct rows *rows) MUST_CHECK;

/* Every decision of one release, newest first; rows are struct release_decision. */
/*
 * One change of a facility's releases at a time: two of them entered at once would each miss the other in its sum.
 * In the caller's transaction, before anything of the facility is read.
 */
enum rc release_lock_facility(struct db *db, struct arena *arena, const struct release *release) MUST_CHECK;

enum rc release_decisions(struct db *db, struct arena *arena, int64_t organization_id, int64_t material_id,
			  struct rows *rows) MUST_CHECK;
enum rc release_decision_insert(struct db *db, struct release_decision *decision) MUST_CHECK;

#endif
