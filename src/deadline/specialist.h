#ifndef DEADLINE_SPECIALIST_H
#define DEADLINE_SPECIALIST_H

#include "db/db.h"

/* Who keeps the OSHA log of a place: where several may, the one who has had the role for that place the longest. */

/* Of the organization, for specialist_of. */
enum rc specialist_list(struct db *db, struct arena *arena, int64_t organization_id, day today,
			struct rows *specialists) MUST_CHECK;
/* Person; those whose role is limited to the place come before those who have it everywhere. 0: nobody. */
int64_t specialist_of(const struct rows *specialists, int64_t establishment_id);

#endif
