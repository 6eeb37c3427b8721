#ifndef IMPACT_TRAINING_STORE_H
#define IMPACT_TRAINING_STORE_H

#include "db/db.h"
#include "impact/training.h"

enum rc training_course_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct training_course *out) MUST_CHECK;
/* By code, at most 5,000; rows are struct training_course. */
enum rc training_course_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
			     struct rows *rows) MUST_CHECK;
/* RC_DUPLICATE: the code is taken. */
enum rc training_course_insert(struct db *db, struct training_course *course) MUST_CHECK;
enum rc training_course_update(struct db *db, const struct training_course *course) MUST_CHECK;

/* A record with its course, for pages. */
struct training_row {
	int64_t id;
	int64_t person_id;
	int64_t course_id;
	struct str course_code;
	struct str course;
	day completed_on;
	day expires_on;
	struct str evidence;
	int64_t version;
};
extern const struct record training_row_record;

/*
 * Everything of one person, at most 500: of each course first what was completed last, up to that day (DAY_NONE: whenever), then
 * what went before; both newest first. Later completions are left out. Rows are struct training_row.
 */
enum rc training_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			   day on, struct rows *rows) MUST_CHECK;
/*
 * Of everybody: the newest first, or, with until known, what expires up to that day, soonest first. after_on and
 * after_id are those of the last row before (a day beyond all and 0 to begin). Rows are struct training_row.
 */
enum rc training_list(struct db *db, struct arena *arena, int64_t organization_id, day until, day after_on,
		      int64_t after_id, int64_t most, struct rows *rows) MUST_CHECK;

/* A record that runs out, with whether the person has taken the course again since. People in use only. */
struct training_ending {
	int64_t id;
	int64_t person_id;
	int64_t establishment_id;
	int64_t department_id;
	struct str course_code;
	day expires_on;
	day renewed_on; /* DAY_NONE: not yet */
};
extern const struct record training_ending_record;
/* What expires from one day to another, soonest first, from the day from behind after_id on; rows are struct training_ending. */
enum rc training_ending_list(struct db *db, struct arena *arena, int64_t organization_id, day from, day to,
			     int64_t after_id, int64_t most, struct rows *rows) MUST_CHECK;
enum rc training_record_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct training_record *out) MUST_CHECK;
/* Of a course completed on a day. */
enum rc training_record_on(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id, int64_t course_id,
			   day completed_on, struct training_record *out) MUST_CHECK;
/* RC_DUPLICATE: the person has completed the course on that day already. */
enum rc training_record_insert(struct db *db, struct training_record *record) MUST_CHECK;
enum rc training_record_update(struct db *db, const struct training_record *record) MUST_CHECK;
enum rc training_record_all(struct db *db, struct arena *arena, int64_t organization_id,
			    struct rows *rows) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc training_course_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc training_record_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
