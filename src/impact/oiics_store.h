#ifndef IMPACT_OIICS_STORE_H
#define IMPACT_OIICS_STORE_H

#include "db/db.h"
#include "impact/oiics.h"

/* RC_NOT_FOUND: the structure has no such code. */
enum rc oiics_find(struct db *db, struct arena *arena, enum oiics_structure structure, struct str code,
		   struct oiics_code *out) MUST_CHECK;
/* Those below a code, "" the divisions, in order; rows are struct oiics_code. */
enum rc oiics_below(struct db *db, struct arena *arena, enum oiics_structure structure, struct str parent,
		    struct rows *rows) MUST_CHECK;
enum { OIICS_FOUND_MOST = 50 };
/* Whose title and other words have all the words, or whose code begins so; at most OIICS_FOUND_MOST. */
enum rc oiics_search(struct db *db, struct arena *arena, enum oiics_structure structure, struct str words,
		     struct rows *rows) MUST_CHECK;

#endif
