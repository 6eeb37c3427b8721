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

struct findings {
	struct finding *at;
	size_t count;
	enum finding_level worst;
};

/*
 * Every check, in a fixed order; what cannot be looked at is itself a finding. db is the owner's
 * connection (others see fewer grants).
 */
struct findings doctor_examine(struct db *db, struct arena *arena, const struct config *config,
			       struct str sql_folder);

#endif
