#ifndef OSHA_LOG_STORE_H
#define OSHA_LOG_STORE_H

#include "db/db.h"
#include "organization/organization.h"
#include "organization/place.h"
#include "osha/log_data.h"

/*
 * Collects what the forms print, with a fixed number of statements however many cases there are. Only cases
 * with a line in the log; lined-out ones are marked. Names stay in the values: the forms print the privacy
 * words instead.
 */

/* The log of one establishment and year, with hours, headcount and the newest certification. */
enum rc log_collect(struct db *db, struct arena *arena, const struct organization *organization,
		    const struct establishment *place, int64_t year, moment now,
		    struct osha_log *out) MUST_CHECK;

/* Incident reports of all cases of a log, in its order. Lined-out cases have none. */
enum rc log_collect_incidents(struct db *db, struct arena *arena, const struct organization *organization,
			      const struct establishment *place, int64_t year, struct osha_incident **out,
			      int *count) MUST_CHECK;

/* The incident report of one case by its id, of whatever establishment. */
enum rc log_collect_incident(struct db *db, struct arena *arena, const struct organization *organization,
			     int64_t case_id, struct osha_incident *out) MUST_CHECK;

/* An establishment as the forms print it. */
struct osha_establishment log_establishment(const struct organization *organization,
					    const struct establishment *place);

#endif
