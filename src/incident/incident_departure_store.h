#ifndef INCIDENT_INCIDENT_DEPARTURE_STORE_H
#define INCIDENT_INCIDENT_DEPARTURE_STORE_H

#include "db/db.h"

struct incident_held {
	int64_t id;
};
/*
 * Ids of open incidents of which the person is manager, lead or approver, each once, at most 3 x 2,000; rows are struct
 * incident_held.
 */
enum rc incident_departure_held(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
				struct rows *rows) MUST_CHECK;

#endif
