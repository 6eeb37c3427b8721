#ifndef IDENTITY_VIEWER_STORE_H
#define IDENTITY_VIEWER_STORE_H

#include "db/db.h"
#include "identity/viewer.h"

/* The viewer of an account that is in use. RC_NOT_FOUND: none, or deactivated. today ends temporary roles. */
enum rc viewer_load(struct db *db, struct arena *arena, int64_t account_id, day today,
		    struct viewer *viewer) MUST_CHECK;

#endif
