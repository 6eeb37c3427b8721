#ifndef OSHA_PAST_LINE_H
#define OSHA_PAST_LINE_H

#include "organization/rule.h"

/* One line of a log as a file has it; the fields are the columns of form_text_log_columns. */
struct past_line {
	int64_t id;                  /* of the case */
	int64_t establishment_id;
	int64_t year;
	struct str case_number;
	struct str employee_name;    /* the privacy words for a privacy case */
	bool privacy;
	struct str job_title;
	day injury_date;
	struct str where;
	struct str description;
	int outcome;                 /* enum osha_outcome */
	int64_t days_away;
	int64_t days_restricted;
	bool days_estimated;
	int type;                    /* enum osha_type */
	bool lined_out;
};
extern const struct record past_line_record;
/* What must hold of every line: 29 CFR 1904.7(b)(2) to (b)(4), 1904.29(b)(2). */
extern const struct rule past_line_rules[];

extern const struct codes past_letter_codes; /* G to J, of enum osha_outcome */
extern const struct codes past_type_codes;   /* 1 to 6, of enum osha_type */

#endif
