#ifndef OSHA_CASE_FACTS_H
#define OSHA_CASE_FACTS_H

#include "base/record.h"
#include "osha/days.h"
#include "osha/log_data.h"
#include "osha/treatment.h"

/*
 * What is known about one injured or ill person's case: everything that 29 CFR 1904.4-1904.11, 1904.29 and
 * 1904.39 ask about, and nothing else. The field table drives the form, the row and the import. Facts
 * not answered are "not given" (0, DAY_NONE, empty); case_facts_assume() fills in what the law or plain
 * experience presumes.
 */

enum worker {
	WORKER_PAYROLL = 1, WORKER_TEMP_OURS, WORKER_TEMP_AGENCY, WORKER_CONTRACTOR_OURS,
	WORKER_CONTRACTOR, WORKER_SELF_EMPLOYED, WORKER_SOLE_OWNER, WORKER_PARTNER,
};
enum cause { CAUSE_WORK = 1, CAUSE_AGGRAVATED, CAUSE_NONWORK_ONLY, CAUSE_UNCLEAR };
/* In the order of 1904.5(b)(2)(i)-(ix). */
enum exception {
	EXCEPTION_ABSENT = 1, EXCEPTION_PUBLIC, EXCEPTION_NONWORK_SYMPTOMS, EXCEPTION_WELLNESS,
	EXCEPTION_FOOD, EXCEPTION_PERSONAL_OFF_HOURS, EXCEPTION_GROOMING, EXCEPTION_COMMUTE,
	EXCEPTION_COLD_FLU, EXCEPTION_MENTAL,
};
enum setting { SETTING_SITE = 1, SETTING_HOTEL_OFF_DUTY, SETTING_HOME_WORK, SETTING_HOME_ENVIRONMENT };
enum diagnosis {
	DIAGNOSIS_ABSENT = 1, DIAGNOSIS_FRACTURE, DIAGNOSIS_CANCER, DIAGNOSIS_CHRONIC, DIAGNOSIS_EARDRUM,
	DIAGNOSIS_TOOTH, DIAGNOSIS_SILICOSIS, DIAGNOSIS_HEPATITIS_B, DIAGNOSIS_HEPATITIS_C, DIAGNOSIS_HIV,
	DIAGNOSIS_TB, DIAGNOSIS_PTSD, DIAGNOSIS_MENTAL, DIAGNOSIS_OTHER,
};
enum special {
	SPECIAL_ABSENT = 1, SPECIAL_NEEDLESTICK, SPECIAL_CLEAN_SHARP, SPECIAL_SPLASH, SPECIAL_REMOVAL,
	SPECIAL_REMOVAL_VOLUNTARY, SPECIAL_HEARING, SPECIAL_TB,
};
enum routine { ROUTINE_AFFECTED = 1, ROUTINE_UNAFFECTED, ROUTINE_UNCLEAR };
enum left_reason { LEFT_UNRELATED = 1, LEFT_RETIRED, LEFT_OTHER_JOB, LEFT_CLOSURE, LEFT_BECAUSE_OF_CASE };
enum body_kind { BODY_OTHER = 1, BODY_INTIMATE };
enum assault { ASSAULT_NO = 1, ASSAULT_SEXUAL };
enum mental_opinion { MENTAL_OPINION_NO = 1, MENTAL_OPINION_VOLUNTEERED };
enum scene { SCENE_WORKPLACE = 1, SCENE_PUBLIC_ROAD, SCENE_ROAD_WORK_ZONE, SCENE_PUBLIC_TRANSPORT };

extern const struct codes worker_codes, cause_codes, exception_codes, setting_codes, diagnosis_codes,
	special_codes, routine_codes, left_reason_codes, kind_codes, body_codes, assault_codes,
	mental_opinion_codes, scene_codes;

struct case_facts {
	enum answer keeps_records;          /* from coverage.h; not a column of the case */

	/* who, what, where: gates 1 to 5 */
	int worker;
	enum answer abnormal_condition;
	int kind;                           /* enum osha_type */
	day injury_on;                      /* or onset of illness */
	enum answer work_env;
	int cause;
	int exception;
	int exception_considered;           /* asked about and found not to hold; kept for the record */
	int setting;
	int mental_opinion;
	enum answer new_case;

	/* outcome: gate 6 */
	day death_on;
	struct str away, restricted;        /* see days_parse() */
	enum answer advice_followed;
	int restriction_affects_routine;
	day released_on, left_on, permanent_change_on;
	int left_reason;
	struct str treatments;              /* see treatment_parse() */
	struct str other_treatment;         /* free text; a human says which side it is on */
	enum answer other_treatment_beyond;
	enum answer lost_consciousness;
	int diagnosis;
	struct str diagnosis_text;

	/* special cases, 1904.8-1904.11 */
	int special;
	/* "10,15,20": dB at 2000, 3000 and 4000 Hz */
	struct str hearing_baseline, hearing_current, hearing_retest;
	int64_t hearing_age_correction;     /* dB in millionths, taken off the shift */
	day hearing_retest_on;

	/* privacy, 1904.29(b)(7) */
	int body;
	int assault;
	enum answer privacy_request;

	/* urgent reporting, 1904.39 */
	moment incident_at;
	moment death_known_at;              /* when we were told of the death */
	moment hospitalized_at;
	enum answer hospitalized_for_care;  /* no: only observation or tests */
	moment amputation_at;
	moment eye_loss_at;
	moment severe_known_at;             /* when we were told of the hospitalization, amputation or loss */
	moment work_related_known_at;
	int scene;
};

/* Table name "osha_case_facts"; every field but keeps_records is a column. */
extern const struct record case_facts_record;

/* Fills facts that are not given with the usual: on the payroll, at work, new, nothing special. */
void case_facts_assume(struct case_facts *facts);

/* Decoded facts. Absent and unreadable members count as none; case_facts_check() finds the unreadable. */
struct case_spans {
	struct day_spans away, restricted;
};
struct case_spans case_facts_spans(struct arena *arena, const struct case_facts *facts);
treatment_set case_facts_treatments(const struct case_facts *facts);

/* Three frequencies in hundredths of a decibel. False when text is not three numbers from -10 to 140 dB. */
bool case_facts_audiogram(struct str text, int32_t out[3]);

/* A problem with the facts as a whole: which field, what is wrong (English, for the catalogue). */
struct fact_problem {
	const char *field;
	const char *why;
};

enum { FACT_PROBLEMS_MOST = 24 };

/*
 * Checks what a single field cannot: ranges readable, treatments known, dates in order. Writes up to
 * FACT_PROBLEMS_MOST problems and returns their number; 0 means the facts can be decided on.
 */
size_t case_facts_check(struct arena *arena, const struct case_facts *facts, struct fact_problem *out);

#endif
