#ifndef OSHA_CERTIFICATION_STORE_H
#define OSHA_CERTIFICATION_STORE_H

#include "audit/audit.h"
#include "osha/certification.h"

enum rc certification_insert(struct db *db, struct certification *certification) MUST_CHECK;
/* The newest of a year, which counts. RC_NOT_FOUND: never signed. */
enum rc certification_newest(struct db *db, struct arena *arena, int64_t organization_id,
			     int64_t establishment_id, int64_t year, struct certification *out) MUST_CHECK;
/* Newest first, at most 100; rows are struct certification. */
enum rc certification_list(struct db *db, struct arena *arena, int64_t organization_id,
			   int64_t establishment_id, int64_t year, struct rows *rows) MUST_CHECK;
enum rc certification_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			      struct certification *out) MUST_CHECK;

/* Posting and filing of a year's summary. */
enum step { STEP_NONE, STEP_POSTED, STEP_FILED };
extern const struct codes step_codes;

struct osha_step {
	int64_t id;
	int64_t organization_id;
	int64_t establishment_id;
	int64_t year;
	int step;                    /* enum step */
	day done_on;
	struct str confirmation;
	struct str done_by_name;
	moment created_at;
};
extern const struct record osha_step_record;

enum rc certification_step_add(struct db *db, struct osha_step *step) MUST_CHECK;
/* All of an organization's year, oldest first, or of one establishment; rows are struct osha_step. */
enum rc certification_steps(struct db *db, struct arena *arena, int64_t organization_id, int64_t year,
			    struct rows *rows) MUST_CHECK;

#endif
