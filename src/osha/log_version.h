#ifndef OSHA_LOG_VERSION_H
#define OSHA_LOG_VERSION_H

#include "base/record.h"
#include "osha/log_data.h"

/*
 * The log as it stood at a time, and what changed between two: entries are updated for five years after their
 * year, and a later reader asks what was known when (29 CFR 1904.33(b)). Pure.
 */

/* A line as it read from recorded_at on, until the next version of its case. */
struct log_version {
	int64_t id;
	int64_t case_id;
	moment recorded_at;
	bool is_gone; /* the case was not on this log any more */
	int64_t case_position;
	struct str case_number;
	struct str full_name;
	struct str job_title;
	struct str occurred_where;
	struct str description;
	day injury_on;
	int outcome; /* enum osha_outcome */
	int64_t days_away;
	int64_t days_restricted;
	bool is_days_estimated;
	int type; /* enum osha_type */
	bool is_privacy;
	moment lined_out_at;
};
extern const struct record log_version_record;

/* The line as the forms print it. */
struct osha_log_case log_version_case(const struct log_version *version);

/*
 * The lines at a time, in the order of their positions; versions are those of one log ordered by case and id.
 * NULL where there are none.
 */
const struct log_version **log_version_at(struct arena *arena, const struct log_version *versions,
					  size_t count, moment at, size_t *lines);

/* What became of one case between two times. */
struct log_change {
	const struct log_version *before; /* NULL: was not on the log */
	const struct log_version *after;  /* NULL: is not on it any more */
	moment changed_at;                /* the newest version in between */
};

/* Cases whose line differs between from and to (from < to), in the order of their positions. */
struct log_change *log_version_changes(struct arena *arena, const struct log_version *versions, size_t count,
				       moment from, moment to, size_t *changes);

/* Does a field of the line read differently? field is one of log_version_record. */
bool log_version_differs(struct arena *arena, const struct field *field, const struct log_version *before,
			 const struct log_version *after);

#endif
