#ifndef IMPACT_TRAINING_REQUIREMENT_H
#define IMPACT_TRAINING_REQUIREMENT_H

#include "base/moment.h"
#include "base/record.h"
#include "organization/tree.h"

/* Who must have which course: everybody at an establishment, in a department and those below it, with a job title, or all of these. */
struct training_requirement {
	int64_t id;
	int64_t organization_id;
	int64_t course_id;
	int64_t establishment_id; /* 0: everywhere */
	int64_t department_id;    /* 0: all */
	struct str job_title;     /* STR_NONE: any; compared without regard to the case of ASCII letters */
	day applies_from;
	int64_t within_days;      /* after that day or, when it is later, the day of hire */
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record training_requirement_record;

/* Of a person, what requirements go by. */
struct trainee {
	int64_t id;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	int64_t establishment_id;
	int64_t department_id;
	struct str job_title;
	day hired_on;             /* DAY_NONE: not known */
};

/* departments: all of them, each with its parent, by id. */
bool training_requirement_is_for(const struct training_requirement *requirement, const struct trainee *trainee,
				 const struct tree_node *departments, size_t count);
/* The last day on which the trainee may be without. */
day training_requirement_due(const struct training_requirement *requirement, const struct trainee *trainee);

/* Whether department is wanted or stands below it; circles end. */
bool training_requirement_covers(const struct tree_node *departments, size_t count, int64_t wanted, int64_t department);

#endif
