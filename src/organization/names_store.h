#ifndef ORGANIZATION_NAMES_STORE_H
#define ORGANIZATION_NAMES_STORE_H

#include "db/db.h"

/*
 * Names of places, groups and people by id, for lists whose statements then need no joins. Made once per
 * request: names_load fetches those ids that are not known yet, at most one statement for each fifty.
 */
enum names_kind { NAMES_ESTABLISHMENT, NAMES_AREA, NAMES_UNIT, NAMES_PERSON, NAMES_KIND_COUNT };
struct names;

struct names *names_new(struct db *db, struct arena *arena, int64_t organization_id);
/* Ids that are 0 or another organization's are passed over. */
enum rc names_load(struct names *names, enum names_kind kind, const int64_t *ids, size_t count) MUST_CHECK;
/*
 * The same for a member of each row of a list: names_load_column(names, NAMES_PERSON, rows, sizeof(struct
 * incident), offsetof(struct incident, manager_id)).
 */
enum rc names_load_column(struct names *names, enum names_kind kind, struct rows rows, size_t row_size,
			  size_t offset) MUST_CHECK;
/* The name of an id that was loaded ("Given Family" for people), else the empty text. */
struct str names_get(const struct names *names, enum names_kind kind, int64_t id);

/* The name behind the id of a column such as "manager_id", loaded where it is not known yet; empty: of another kind. */
struct str names_of_field(struct names *names, const char *field, int64_t id);

#endif
