#ifndef INCIDENT_CATEGORY_STORE_H
#define INCIDENT_CATEGORY_STORE_H

#include "db/db.h"
#include "incident/incident.h"

/* What kind of thing happened. A new organization begins with those of category_default. */

/* Of one register (0: all), in their order; rows of struct category. */
enum rc category_list(struct db *db, struct arena *arena, int64_t organization_id, int reg, bool only_active,
		      struct rows *rows) MUST_CHECK;
enum rc category_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct category *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the register has this code already. */
enum rc category_insert(struct db *db, struct category *category) MUST_CHECK;
/* RC_CONFLICT when the stored version is not category->version. */
enum rc category_update(struct db *db, const struct category *category) MUST_CHECK;

#endif
