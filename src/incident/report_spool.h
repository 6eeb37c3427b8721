#ifndef INCIDENT_REPORT_SPOOL_H
#define INCIDENT_REPORT_SPOOL_H

#include "base/config.h"

/*
 * Reports that came while the database was away: one file each below paths.var in spool/reports, named by the
 * submission id and the kind of its content. What is kept outlives a power cut.
 */

/*
 * Writes and syncs file and folder, then returns. The same id again is RC_OK and changes nothing. kind is an
 * ending such as "report".
 */
enum rc report_spool_keep(struct arena *arena, const struct config *config, const char *kind, struct str id,
			  struct str bytes) MUST_CHECK;
/* Where it is kept. */
struct str report_spool_path(struct arena *arena, const struct config *config, const char *kind, struct str id);
/* Whether it waits still. */
bool report_spool_has(struct arena *arena, const struct config *config, const char *kind, struct str id);
/*
 * Calls each() for every one of the kind, oldest name first. RC_OK: it is done with and removed. RC_INVALID: it can
 * never be filed and is set aside for people, with a line in the log. Anything else ends the round with that
 * result and leaves it where it is.
 */
enum rc report_spool_each(struct arena *arena, const struct config *config, const char *kind,
			  enum rc (*each)(void *closure, struct str id, struct str bytes), void *closure) MUST_CHECK;

#endif
