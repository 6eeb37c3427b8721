#ifndef ORGANIZATION_PEOPLE_H
#define ORGANIZATION_PEOPLE_H

#include "organization/rule.h"

/* People, and the groups in which they and the work are organised. */

enum unit_kind { UNIT_NONE, UNIT_DEPARTMENT, UNIT_BUSINESS_UNIT, UNIT_TEAM, UNIT_PROJECT };
extern const struct codes unit_kind_codes;

struct unit {
	int64_t id;
	int64_t organization_id;
	int kind;
	int64_t parent_id; /* 0: top */
	struct str code;
	struct str name;
	bool is_active;
	int64_t version;
};
extern const struct record unit_record;
extern const struct rule unit_rules[];

/* Who pays and who supervises day to day (29 CFR 1904.31); the codes are those of the case facts. */
enum employment {
	EMPLOYMENT_NONE,
	EMPLOYMENT_PAYROLL,
	EMPLOYMENT_TEMP_WE_SUPERVISE,
	EMPLOYMENT_TEMP_AGENCY_SUPERVISES,
	EMPLOYMENT_CONTRACTOR_WE_SUPERVISE,
	EMPLOYMENT_CONTRACTOR_SUPERVISES,
	EMPLOYMENT_SELF_EMPLOYED,
	EMPLOYMENT_OWNER_SOLE_PROP,
	EMPLOYMENT_PARTNER,
};
extern const struct codes employment_codes;

enum sex { SEX_NONE, SEX_FEMALE, SEX_MALE };
extern const struct codes sex_codes;

struct person {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	struct str email;
	struct str phone;
	struct str job_title;
	int employment;
	int64_t establishment_id;
	int64_t department_id;
	int64_t business_unit_id;
	int64_t team_id;
	int64_t manager_id;
	day born_on;
	day hired_on;
	day left_on; /* last day of employment */
	int sex;
	struct str street;
	struct str city;
	struct str state;
	struct str zip;
	bool is_active;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record person_record;
extern const struct rule person_rules[];

/*
 * Whether somebody of whom before (NULL: new) is stored works here on a day, by the last day in after: whoever has left is
 * inactive, and active again once that day is taken away. Without such days as after says.
 */
bool person_is_here(const struct person *before, const struct person *after, day today);

#endif
