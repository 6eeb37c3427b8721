#ifndef AUDIT_SEAL_H
#define AUDIT_SEAL_H

#include "base/config.h"
#include "db/db.h"

/*
 * Sealing: committed entries get their place in the log, and what is sealed is signed. One worker at a time does it,
 * by a lease; another one takes over when it ends.
 */

#define SEAL_LEASE SECONDS(15)
#define SEAL_CHECKPOINT_EVERY MINUTES(1)

/*
 * Seals at most SEAL_BATCH entries; *count says how many. RC_BUSY: another holder has the lease. holder names the
 * process.
 */
enum rc seal_entries(struct db *db, struct arena *arena, struct str holder, moment now, size_t *count) MUST_CHECK;

/* A checkpoint is due: there are entries that none covers and the last one is a minute old, or a new day has begun. */
bool seal_is_due(int64_t size, int64_t signed_size, moment signed_at, moment now);

/*
 * Signs a checkpoint over all that is sealed, when one is due or if it is wanted. Refuses, and notes the trouble,
 * when the log does not go on from what was signed last. *is_signed may be NULL.
 */
enum rc seal_sign(struct db *db, struct arena *arena, const struct config *config, moment now, bool is_wanted,
		  bool *is_signed) MUST_CHECK;

/* Seals all that waits and signs it at once: for commands. */
enum rc seal_all(struct db *db, struct arena *arena, const struct config *config, moment now) MUST_CHECK;

#endif
