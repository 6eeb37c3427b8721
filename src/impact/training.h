#ifndef IMPACT_TRAINING_H
#define IMPACT_TRAINING_H

#include "base/moment.h"
#include "base/record.h"
#include "organization/rule.h"

/* What people are trained in, and who has completed it when. */

struct training_course {
	int64_t id;
	int64_t organization_id;
	struct str code;
	struct str name;
	int64_t valid_months; /* NUMBER_NONE: does not expire */
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record training_course_record;

struct training_record {
	int64_t id;
	int64_t organization_id;
	int64_t person_id;
	int64_t course_id;
	day completed_on;
	day expires_on;      /* last day on which it holds; DAY_NONE: for good */
	struct str evidence; /* certificate number, or where the proof lies */
	int64_t version;
	moment updated_at;
};
extern const struct record training_record_record;
extern const struct rule training_record_rules[];

/* What the file shows for one day; stored with violations as it was found. */
enum training_state { TRAINING_STATE_NONE, TRAINING_UNCHECKED, TRAINING_VALID, TRAINING_EXPIRED, TRAINING_ABSENT };
extern const struct codes training_state_codes;

/* Completed on or before the day: valid or expired. Later ones do not count: TRAINING_ABSENT. */
enum training_state training_state_on(const struct training_record *record, day on);

/* The last day of a course completed on a day: the same day of the month, valid_months later; DAY_NONE: for good. */
day training_expires(day completed_on, int64_t valid_months);

#endif
