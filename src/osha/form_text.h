#ifndef OSHA_FORM_TEXT_H
#define OSHA_FORM_TEXT_H

#include "base/text.h"
#include "osha/log_data.h"

/*
 * The OSHA forms as CSV and JSON. CSV has one header row and cells guarded against
 * spreadsheets (base/csv.h): read them back through csv_unguard. Days are ISO 8601, clocks
 * have 24 hours, outcomes are the letters G to J, types the numbers 1 to 6 of the form.
 */

/* Columns of the log's CSV, which `muster import cases` reads. */
enum form_text_column {
	LOG_COLUMN_YEAR,
	LOG_COLUMN_ESTABLISHMENT_CODE,
	LOG_COLUMN_ESTABLISHMENT_NAME,
	LOG_COLUMN_CASE_NUMBER,
	LOG_COLUMN_EMPLOYEE_NAME,
	LOG_COLUMN_PRIVACY,
	LOG_COLUMN_JOB_TITLE,
	LOG_COLUMN_INJURY_DATE,
	LOG_COLUMN_WHERE,
	LOG_COLUMN_DESCRIPTION,
	LOG_COLUMN_OUTCOME,
	LOG_COLUMN_DAYS_AWAY,
	LOG_COLUMN_DAYS_RESTRICTED,
	LOG_COLUMN_DAYS_ESTIMATED,
	LOG_COLUMN_TYPE,
	LOG_COLUMN_LINED_OUT,
	LOG_COLUMNS
};
extern const char *const form_text_log_columns[LOG_COLUMNS];

/* Form 300. Several logs (one per establishment) make one file. */
void form_text_log_csv(struct text *out, const struct osha_log *logs, int count);
enum rc form_text_log_json(struct text *out, const struct osha_log *logs, int count) MUST_CHECK;

/* Form 300A; the totals are named as in the files that OSHA collects. */
void form_text_summary_csv(struct text *out, const struct osha_log *logs, int count);
enum rc form_text_summary_json(struct text *out, const struct osha_log *logs, int count) MUST_CHECK;

/* Form 301. */
void form_text_incident_csv(struct text *out, const struct osha_incident *incidents, int count);
enum rc form_text_incident_json(struct text *out, const struct osha_incident *incidents,
				int count) MUST_CHECK;

#endif
