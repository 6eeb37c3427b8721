#ifndef IMPACT_TRAINING_COMPLETION_H
#define IMPACT_TRAINING_COMPLETION_H

#include "impact/training_requirement.h"

/*
 * How far people have the training that they need. Pure: what is needed comes from requirements, what is there from records. Somebody
 * is up to date who needs some training and lacks none of it past its day.
 */
enum training_standing { STANDING_NONE, STANDING_CURRENT, STANDING_PENDING, STANDING_EXPIRED, STANDING_MISSING };
extern const struct codes training_standing_codes;

/* What somebody has of a course on the day asked about. */
struct training_held {
	int64_t person_id;
	int64_t course_id;
	day completed_on; /* the last time */
	day holds_until;  /* the last day of all records; TRAINING_FOR_GOOD */
};
enum { TRAINING_FOR_GOOD = 84005 }; /* 2199-12-31 */

/* One person and one course that they need. */
struct training_need {
	int64_t person_id;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	int64_t establishment_id;
	int64_t department_id;
	int64_t course_id;
	day completed_on;  /* DAY_NONE: never */
	day due_on;        /* last day on which it holds, or on which it may lack; DAY_NONE: holds for good */
	int standing;      /* enum training_standing */
};
extern const struct record training_need_record;
bool training_need_is_overdue(const struct training_need *need);

struct training_sum {
	int64_t id;         /* of the establishment, department or course; 0: none */
	int64_t people;     /* who need something */
	int64_t up_to_date; /* of these, with nothing overdue */
	int64_t needs;      /* pairs of person and course */
	int64_t current, pending, overdue;
};
/* Tenths of a percent, rounded down, so that 100.0 means everybody; -1: nobody needs anything. */
int64_t training_sum_rate(const struct training_sum *sum);

struct training_sums {
	struct training_sum *at; /* the worst rate first */
	size_t count, room;
};

/* What is asked; 0: all. */
struct training_question {
	int64_t establishment_id;
	int64_t department_id; /* with those below it */
	int64_t course_id;
	int64_t person_id;
	bool is_overdue_only;  /* which needs are listed */
	day today;
};

struct training_completion {
	struct arena *arena;
	struct training_question question;
	const struct training_requirement *requirements; /* by course */
	size_t requirement_count;
	const struct tree_node *departments;             /* by id */
	size_t department_count;
	const struct training_held *held;                /* by person, then course */
	size_t held_count;
	struct training_sum all;
	struct training_sums by_establishment, by_department, by_course;
	struct training_need *needs;                     /* as they come; see training_completion_finish */
	size_t need_count, need_room;
	bool wants_needs;
};

/* Adds one person. The texts of trainee must outlive the result where needs are wanted. */
void training_completion_add(struct training_completion *completion, const struct trainee *trainee);
/* Where a need stands in that order, for addresses; and the first need behind a key, 0 where it is none. */
struct str training_need_key(struct arena *arena, const struct training_need *need);
size_t training_completion_after(const struct training_completion *completion, struct str key);
/* Once everybody was added: orders sums, and needs by due day, the earliest first. */
void training_completion_finish(struct training_completion *completion);

#endif
