#ifndef OSHA_OVERVIEW_STORE_H
#define OSHA_OVERVIEW_STORE_H

#include "db/db.h"
#include "organization/place.h"

/* What the overview and the pages of a log show beside the forms themselves. */

/* One establishment in one year. */
struct overview_row {
	int64_t establishment_id;
	struct str code;
	struct str name;
	int keeps_records;
	struct str naics_code;
	int64_t naics_vintage;
	struct str ein;
	int64_t average_employees; /* NUMBER_NONE: not known, as the next two */
	int64_t total_hours_worked;
	int64_t peak_employees;
	int64_t cases;      /* lines that count */
	int64_t undecided;  /* cases of the year that still wait for a decision */
	int64_t incomplete; /* lines whose Form 301 lacks something */
	moment signed_at;   /* newest certification */
	moment changed_at;  /* newest change of a line */
	day posted_on, filed_on;
};
extern const struct record overview_row_record;

/* All establishments by code; rows are struct overview_row. */
enum rc overview_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t year,
		      struct rows *rows) MUST_CHECK;
/* Most people employed in the whole organization in a year, by adding up; NUMBER_NONE: not known. */
enum rc overview_peak(struct db *db, struct arena *arena, int64_t organization_id, int64_t year,
		      int64_t *peak) MUST_CHECK;

/* Where the page of a line is; in the order of the log (log_collect). */
struct log_line {
	int64_t id;
	struct str case_number;
	struct str full_name;
	struct str injured_uuid;
	struct str incident_number;
	day injury_on;
	bool is_privacy;
	moment updated_at;
	bool is_incomplete;
};
extern const struct record log_line_record;

enum rc overview_lines(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		       int64_t year, struct rows *rows) MUST_CHECK;
/* The confidential list of names of privacy cases (29 CFR 1904.29(b)(6)). Every reading is to be audited. */
enum rc overview_privacy_list(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t establishment_id, int64_t year, struct rows *rows) MUST_CHECK;

#endif
