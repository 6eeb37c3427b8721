#ifndef INCIDENT_INCIDENT_NUMBER_STORE_H
#define INCIDENT_INCIDENT_NUMBER_STORE_H

#include "db/db.h"

/*
 * Numbers come from one counter per organization and day. A process takes a few at a time in a short
 * statement of its own, before the transaction that uses them: the counter's row is then locked for that
 * statement and not until the report is on disk.
 */

/*
 * Makes sure that the next number of the day of at, in the organization's zone (is_day: in UTC), is at hand. To
 * be called outside a transaction; without it the number is taken inside, which is right but slow when many
 * file at once.
 */
enum rc incident_number_reserve(struct db *db, int64_t organization_id, moment at, bool is_day) MUST_CHECK;
/*
 * The next number for that day. is_day: of an anonymous report, whose number is drawn by chance from six digits: one
 * between two others would tell when it came.
 */
enum rc incident_number_next(struct db *db, struct arena *arena, int64_t organization_id, moment at, bool is_day,
			     struct str *number) MUST_CHECK;

#endif
