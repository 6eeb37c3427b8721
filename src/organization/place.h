#ifndef ORGANIZATION_PLACE_H
#define ORGANIZATION_PLACE_H

#include "organization/rule.h"

/* Establishments with their areas and yearly figures (29 CFR 1904.30, 1904.46). */

enum keeps_records {
	KEEPS_RECORDS_NONE,
	KEEPS_RECORDS_YES,
	KEEPS_RECORDS_EXEMPT_SIZE,
	KEEPS_RECORDS_EXEMPT_INDUSTRY
};
enum ownership { OWNERSHIP_NONE, OWNERSHIP_PRIVATE, OWNERSHIP_STATE, OWNERSHIP_LOCAL };
enum area_kind { AREA_NONE, AREA_BUILDING, AREA_FLOOR, AREA_LINE, AREA_ROOM, AREA_YARD, AREA_AREA };
extern const struct codes keeps_records_codes;
extern const struct codes ownership_codes;
extern const struct codes area_kind_codes;

struct establishment {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str code;
	struct str name;
	struct str company_name;
	struct str ein;
	struct str street;
	struct str city;
	struct str state;
	struct str zip;
	struct str naics_code;
	int64_t naics_vintage;
	struct str industry_description;
	int ownership;
	struct str zone;
	struct str emergency_phone;
	struct str muster_point;
	int keeps_records;
	bool is_active;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record establishment_record;
extern const struct rule establishment_rules[];

/* Hours and headcount of one year; NUMBER_NONE while unknown. */
struct establishment_year {
	int64_t id;
	int64_t organization_id;
	int64_t establishment_id;
	int64_t year;
	int64_t annual_average_employees;
	int64_t total_hours_worked;
	int64_t peak_employees;
	int64_t version;
	moment updated_at;
};
extern const struct record establishment_year_record;
extern const struct rule establishment_year_rules[];

/*
 * Annual average number of employees (29 CFR 1904.32(b)(2), worksheet of Form 300A): people paid in all pay
 * periods of the year, divided by the number of periods, rounded up. -1 without periods.
 */
int64_t establishment_average_employees(int64_t sum_paid, int64_t pay_periods);

struct area {
	int64_t id;
	int64_t organization_id;
	int64_t establishment_id;
	int64_t parent_id; /* 0: top of the tree */
	struct str code;
	struct str name;
	int kind;
	bool is_active;
	int64_t version;
};
extern const struct record area_record;
extern const struct rule area_rules[];

#endif
