#ifndef NOTIFY_PREFERENCE_STORE_H
#define NOTIFY_PREFERENCE_STORE_H

#include "audit/audit.h"
#include "notify/preference.h"

/* preference_none where the person has chosen nothing yet. */
enum rc preference_of(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
		      struct notify_preference *out) MUST_CHECK;
/* Of the actor's own account. RC_CONFLICT: changed meanwhile. Audited. */
enum rc preference_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_preference *before,
			struct notify_preference *after) MUST_CHECK;

#endif
