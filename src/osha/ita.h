#ifndef OSHA_ITA_H
#define OSHA_ITA_H

#include "base/record.h"
#include "organization/place.h"
#include "osha/log_data.h"

/*
 * What is sent to OSHA's Injury Tracking Application every year (29 CFR 1904.41): one row per establishment
 * from Form 300A, and where required one row per case from Forms 300 and 301. The record tables give the
 * columns, in the order and with the limits of OSHA's upload templates.
 */

struct ita_summary {
	struct str establishment_name;
	struct str ein;
	struct str company_name;
	struct str street_address;
	struct str city;
	struct str state;
	struct str zip;
	struct str naics_code;
	struct str industry_description;
	int64_t size; /* by the peak: 1 under 20, 21 to 99, 22 to 249, 3 from 250; NUMBER_NONE unknown */
	int64_t establishment_type; /* 1 no government, 2 state, 3 local; NUMBER_NONE not given */
	int64_t year_filing_for;
	int64_t annual_average_employees;
	int64_t total_hours_worked;
	int64_t no_injuries_illnesses; /* 1 had cases, 2 had none: the reverse of its name */
	int64_t total_deaths, total_dafw_cases, total_djtr_cases, total_other_cases;
	int64_t total_dafw_days, total_djtr_days;
	int64_t total_injuries, total_skin_disorders, total_respiratory_conditions, total_poisonings,
		total_hearing_loss, total_other_illnesses;
	struct str change_reason; /* only when an earlier submission is replaced */

	struct str establishment_code; /* ours, for messages; no column */
};
extern const struct record ita_summary_record;

struct ita_case {
	struct str establishment_name;
	int64_t year_of_filing;
	struct str case_number;
	struct str job_title;
	day date_of_incident;
	struct str incident_location;
	struct str incident_description;
	int64_t incident_outcome; /* 1 death, 2 days away, 3 transfer or restriction, 4 other */
	int64_t dafw_num_away;    /* NUMBER_NONE where the outcome allows none */
	int64_t djtr_num_tr;
	int64_t type_of_incident; /* 1 to 6 as on the form */
	day date_of_birth;
	day date_of_hire;
	struct str sex;                  /* M, F or empty */
	int64_t treatment_facility_type; /* 1 treated in an emergency room, 0 not; NUMBER_NONE not answered */
	int64_t treatment_in_patient;
	clock_minutes time_started_work;
	clock_minutes time_of_incident;
	int64_t time_unknown; /* 1 cannot be determined, else NUMBER_NONE */
	struct str nar_before_incident;
	struct str nar_what_happened;
	struct str nar_injury_illness;
	struct str nar_object_substance;
	day date_of_death;

	struct str employee_name; /* looked for in the texts; no column, never sent (29 CFR 1904.41(b)(9)) */
	struct str establishment_code;
};
extern const struct record ita_case_record;

/* The row of an establishment. year may have numbers that are not known. */
struct ita_summary ita_summary_of(const struct osha_log *log, const struct establishment *place,
				  const struct establishment_year *year);

/* The row of a case; incident is its Form 301. */
struct ita_case ita_case_of(const struct osha_log *log, const struct osha_log_case *c,
			    const struct osha_incident *incident);

#endif
