#ifndef OSHA_LOG_DATA_H
#define OSHA_LOG_DATA_H

#include "base/moment.h"
#include "base/str.h"

/*
 * What the OSHA forms are printed from: plain values, privacy already applied by
 * whoever fills them except for the name in column B, which is never printed for
 * a privacy case (29 CFR 1904.29(b)(6)). Strings are UTF-8 and may be absent.
 */

/* Column of the most serious outcome; exactly one per case (1904.29, Form 300 step 3). */
enum osha_outcome { OSHA_UNDECIDED, OSHA_DEATH, OSHA_DAYS_AWAY, OSHA_RESTRICTED, OSHA_OTHER, OSHA_OUTCOMES };

/* Column M; the values are the numbers printed on the form. */
enum osha_type {
	OSHA_NO_TYPE, OSHA_INJURY, OSHA_SKIN_DISORDER, OSHA_RESPIRATORY, OSHA_POISONING, OSHA_HEARING_LOSS,
	OSHA_OTHER_ILLNESS, OSHA_TYPES
};

/* One line of the log. */
struct osha_log_case {
	struct str number;               /* (A) unique in the log of one year */
	struct str name;                 /* (B) */
	bool is_privacy;                 /* column B reads "privacy case" */
	struct str job_title;            /* (C) */
	day injury_on;                   /* (D) date of injury or onset */
	struct str where;                /* (E) */
	struct str description;          /* (F) */
	enum osha_outcome outcome;       /* (G) to (J) */
	int days_away;                   /* (K) calendar days, both together at most 180; 0 prints blank */
	int days_restricted;             /* (L) */
	bool days_are_estimated;
	enum osha_type type;             /* (M) */
	bool is_lined_out; /* an entry replaced by the next one or removed; not counted (1904.33(b)) */
};

struct osha_establishment {
	struct str code;                 /* ours */
	struct str company;              /* legal name of the company */
	struct str name;
	struct str street, city, state, zip;
	struct str industry;             /* description of the industry */
	struct str naics;                /* 6 digits */
	struct str ein;                  /* 9 digits */
};

/* "Company, establishment", or one of them where the other says nothing more. */
struct str osha_establishment_name(struct arena *arena, const struct osha_establishment *e);

/* The executive's certification of Form 300A (1904.32(b)(3)). */
struct osha_certification {
	struct str executive;            /* name */
	struct str title;
	struct str phone;
	day certified_on;
	moment signed_at;                /* MOMENT_NONE: to be signed on paper */
	bool changed_since;              /* a case was changed after the signature */
};

/* The optional worksheet; 0 stands for "not entered". */
struct osha_worksheet {
	int64_t employees_paid;          /* sum over all pay periods */
	int64_t pay_periods;
	int64_t full_time_employees;
	int64_t full_time_hours;         /* of one full-time employee in a year */
	int64_t other_hours;             /* overtime, part-time, temporary, seasonal */
};

enum { OSHA_UNKNOWN = -1 };

/* The log of one establishment and year. */
struct osha_log {
	struct str organization;
	struct osha_establishment establishment;
	int year;
	const struct osha_log_case *cases; /* in the order of their numbers */
	int case_count;
	int64_t average_employees;       /* OSHA_UNKNOWN prints blank */
	int64_t hours_worked;            /* OSHA_UNKNOWN prints blank */
	const struct osha_certification *certification; /* NULL: none yet */
	const struct osha_worksheet *worksheet;         /* NULL: no worksheet page */
	day as_of;                       /* state of the log on this day; DAY_NONE: not printed */
	moment made_at;                  /* goes into the file as its date */
};

/* Column totals. Lined-out entries do not count. */
struct osha_totals {
	int cases;
	int outcomes[OSHA_OUTCOMES];     /* by enum osha_outcome */
	int64_t days_away, days_restricted;
	int types[OSHA_TYPES];           /* by enum osha_type */
};

struct osha_totals osha_log_totals(const struct osha_log_case *cases, int count);

enum { OSHA_CASES_PER_PAGE = 10 };

/* Pages of Form 300 without continuation sheets; 1 for a year without cases. */
int osha_log_pages(int case_count);

/* What column B says: the name, or the words that stand for it. */
struct str osha_log_name(const struct osha_log_case *c);

/* "G" to "J", or "" while undecided. */
const char *osha_outcome_letter(enum osha_outcome outcome);
/* As the form's column is headed: "Days away from work". */
const char *osha_outcome_label(enum osha_outcome outcome);
/* "Skin disorder". */
const char *osha_type_label(enum osha_type type);

enum osha_answer { OSHA_NOT_ANSWERED, OSHA_YES, OSHA_NO };
enum osha_sex { OSHA_SEX_NOT_GIVEN, OSHA_MALE, OSHA_FEMALE };

/* Form 301: the incident report of one case; the numbers are the items of the form. */
struct osha_incident {
	struct osha_establishment establishment;
	struct str full_name;            /* 1 */
	struct str street, city, state, zip; /* 2 */
	day born_on;                     /* 3 */
	day hired_on;                    /* 4 */
	enum osha_sex sex;               /* 5 */
	struct str physician;            /* 6 */
	struct str facility, facility_street, facility_city, facility_state, facility_zip; /* 7 */
	enum osha_answer emergency_room; /* 8 */
	enum osha_answer inpatient;      /* 9 */
	struct str case_number;          /* 10 */
	day injury_on;                   /* 11 */
	clock_minutes began_work_at;     /* 12: CLOCK_NONE while not known */
	clock_minutes event_at;          /* 13 */
	bool event_time_unknown;         /* 13: cannot be determined */
	struct str before;               /* 14 */
	struct str what_happened;        /* 15 */
	struct str injury;               /* 16 */
	struct str object;               /* 17 */
	day died_on;                     /* 18 */
	struct str completed_by, completed_title, completed_phone;
	day completed_on;
	bool is_privacy;                 /* privacy concern case */
	bool case_part_only;             /* for the union: items 10 to 18 only (1904.35(b)(2)(v)(B)) */
};

/*
 * Takes out of a privacy case what tells who it is (29 CFR 1904.29(b)(10)): name, address, date of birth; for readers
 * who do not keep the records. Other cases stay as they are.
 */
void osha_incident_hide_person(struct osha_incident *incident);

#endif
