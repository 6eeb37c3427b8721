#ifndef DB_DOCTOR_H
#define DB_DOCTOR_H

#include "db/db.h"

/* Looks over the running installation: for `muster doctor` and the page of checks. */

enum finding_level { FINDING_OK, FINDING_WARN, FINDING_FAIL };

struct finding {
	enum finding_level level;
	const char *subject;     /* "secure_timestamp" */
	struct str says;         /* what was found */
	const char *advice;      /* what to do; NULL when all is well */
};

struct doctor_findings {
	struct finding *at;
	size_t count;
	enum finding_level worst;
};

/* Adds one; the advice of what is well is not shown. Beyond some hundreds it is dropped. */
void doctor_add(struct doctor_findings *found, enum finding_level level, const char *subject, struct str says, const char *advice);

/* Checks of features, which the program lists, ended by NULL: they come after ours. */
typedef void doctor_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found);
void doctor_use(doctor_check *const *checks);
/* Whether database and host agree about the time, and whether there is room; for /readyz too. */
void doctor_clock(struct db *db, struct arena *arena, struct finding *out);
/* False when the path is out of sight. */
bool doctor_disk(struct arena *arena, const char *path, struct finding *out);

/*
 * Every check, in a fixed order; what cannot be looked at is itself a finding. db is the owner's
 * connection (others see fewer grants).
 */
struct doctor_findings doctor_examine(struct db *db, struct arena *arena, const struct config *config,
			       struct str sql_folder);

#endif
