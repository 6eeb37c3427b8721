#include "incident/reply_store.h"

#include <stddef.h>

static const struct field fields[] = {
	{.kind = FIELD_MOMENT, .name = "first_at", .offset = offsetof(struct reply_times, first_at)},
	{.kind = FIELD_MOMENT, .name = "last_at", .offset = offsetof(struct reply_times, last_at)},
	FIELD_END,
};
static const struct record reply_times_record = {"reply_times", sizeof(struct reply_times), fields};

/* Index incident. */
STATEMENT(reply_times_one, &reply_times_record, NULL,
	  "SELECT MIN(created_at) AS first_at, MAX(created_at) AS last_at FROM comment"
	  " WHERE incident_id = ? AND organization_id = ? AND audience = 'reporter'");

enum rc reply_times_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			 struct reply_times *out)
{
	return db_one(db, arena, &reply_times_one, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}
