#ifndef OSHA_CASE_H
#define OSHA_CASE_H

#include "audit/audit.h"
#include "incident/incident.h"
#include "osha/case_facts.h"
#include "osha/recordability.h"

/* One injured or ill person as a case of the OSHA log, with what was decided last. */

extern const struct codes recordable_codes; /* of enum recordable */
extern const struct codes override_codes;   /* of enum answer: yes, no */

struct osha_case {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t injured_person_id;
	int64_t establishment_id; /* whose log it is on */
	int64_t year;
	struct str case_number; /* STR_NONE until it is first recordable */
	int64_t case_position;  /* NUMBER_NONE with it */
	struct str job_title;
	struct str occurred_where;
	struct str description;
	day injury_on;
	int recordable; /* enum recordable, an override applied */
	int outcome;    /* enum osha_outcome */
	int64_t days_away;
	int64_t days_restricted;
	bool is_days_estimated;
	bool is_days_running;
	int type; /* enum osha_type */
	bool is_privacy;
	struct str paragraph;
	struct str reason;
	struct str rules_version;
	moment decided_at;
	int64_t decided_by_id;
	int override; /* enum answer; ANSWER_NONE: the rules stand */
	struct str override_reason;
	moment lined_out_at;
	moment recorded_at;     /* decided, and Form 301 complete where it is recordable; MOMENT_NONE: not yet */
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record osha_case_record;

/* Items of Form 301 that neither the incident nor the facts hold; the numbers are the form's. */
struct case_report {
	struct str street, city, state, zip;                                               /* 2 */
	day born_on;                                                                       /* 3 */
	day hired_on;                                                                      /* 4 */
	int sex;                                                                           /* 5: enum sex */
	struct str physician;                                                              /* 6 */
	struct str facility, facility_street, facility_city, facility_state, facility_zip; /* 7 */
	enum answer emergency_room;                                                        /* 8 */
	enum answer inpatient;                                                             /* 9 */
	clock_minutes began_work_at;                                                       /* 12 */
	clock_minutes event_at;                                                            /* 13 */
	bool event_time_unknown;                                                           /* 13 */
	struct str before_event;                                                           /* 14 */
	struct str what_happened;                                                          /* 15 */
	struct str injury;                                                                 /* 16 */
	struct str harmful_object;                                                         /* 17 */
	struct str completed_by, completed_title, completed_phone;
	day completed_on;
};
extern const struct record case_report_record;

/* Each decision that was ever made on a case; also kept when it is not recordable. */
struct osha_decision {
	int64_t id;
	int64_t organization_id;
	int64_t case_id;
	int recordable;
	int outcome;
	int64_t days_away;
	int64_t days_restricted;
	int type;
	bool is_privacy;
	struct str paragraph;
	struct str reason;
	struct str answers; /* JSON of the gates, criteria and facts */
	struct str rules_version;
	int override;
	struct str override_reason;
	moment decided_at;
	int64_t decided_by_id;
	struct str decided_by_name;
};
extern const struct record osha_decision_record;

/*
 * Puts a verdict into the case: result, columns, days, type, privacy. An override on the case turns
 * recordable around; overridden to yes it is column J unless the facts say more.
 */
void case_apply(struct osha_case *c, const struct recordability *verdict);

/* JSON object of every gate and criterion reached and of the facts, for osha_decision.answers. */
struct str case_answers(struct arena *arena, const struct case_facts *facts,
			const struct recordability *verdict);

/* A case can be changed until five years after the end of its year (29 CFR 1904.33). */
bool case_is_editable(int64_t year, day today);

#endif
