#ifndef INCIDENT_REPLY_STORE_H
#define INCIDENT_REPLY_STORE_H

#include "db/db.h"

/* When the reporter of an incident was written to; MOMENT_NONE: never. */
struct reply_times {
	moment first_at;
	moment last_at;
};
enum rc reply_times_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			 struct reply_times *out) MUST_CHECK;

#endif
