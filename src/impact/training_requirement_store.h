#ifndef IMPACT_TRAINING_REQUIREMENT_STORE_H
#define IMPACT_TRAINING_REQUIREMENT_STORE_H

#include "db/db.h"
#include "identity/viewer.h"
#include "impact/training_completion.h"

/* By course, at most 5,000; rows are struct training_requirement. */
enum rc training_requirement_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
				  struct rows *rows) MUST_CHECK;
enum rc training_requirement_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
				   struct training_requirement *out) MUST_CHECK;
enum rc training_requirement_insert(struct db *db, struct training_requirement *requirement) MUST_CHECK;
/* RC_CONFLICT when the stored version is another. */
enum rc training_requirement_update(struct db *db, const struct training_requirement *requirement) MUST_CHECK;
/* For what should not have been imported. */
enum rc training_requirement_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

/*
 * The completion of everybody in use whom the viewer may look up and the question asks about; with_needs: also the list of who
 * needs what. Courses that are no longer in use are needed by nobody.
 */
enum rc training_completion_collect(struct db *db, struct arena *arena, const struct viewer *viewer,
				    const struct training_question *question, bool with_needs,
				    struct training_completion *out) MUST_CHECK;

#endif
