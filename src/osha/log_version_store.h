#ifndef OSHA_LOG_VERSION_STORE_H
#define OSHA_LOG_VERSION_STORE_H

#include "db/db.h"
#include "osha/log_version.h"

/* All versions of the lines of one log, by case and age; rows are struct log_version. */
enum rc log_version_list(struct db *db, struct arena *arena, int64_t organization_id,
			 int64_t establishment_id, int64_t year, struct rows *rows) MUST_CHECK;

/*
 * Puts the lines as they stood at the end of that day, in the zone, into a collected log. Hours, headcount
 * and certification, which Form 300 does not print, stay as they are.
 */
enum rc log_version_restore(struct db *db, struct arena *arena, int64_t organization_id,
			    int64_t establishment_id, const struct zone *zone, day as_of,
			    struct osha_log *log) MUST_CHECK;

/* The last moment of a day in a zone. */
moment log_version_end_of(const struct zone *zone, day on);

#endif
