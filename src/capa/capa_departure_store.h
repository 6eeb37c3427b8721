#ifndef CAPA_CAPA_DEPARTURE_STORE_H
#define CAPA_CAPA_DEPARTURE_STORE_H

#include "capa/capa.h"
#include "db/db.h"

/*
 * Actions that the person is responsible for and that are open, or has to verify and that are not verified, at most
 * 2 x 2,000; rows are struct capa.
 */
enum rc capa_departure_held(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			    struct rows *rows) MUST_CHECK;

#endif
