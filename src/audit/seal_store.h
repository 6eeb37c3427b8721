#ifndef AUDIT_SEAL_STORE_H
#define AUDIT_SEAL_STORE_H

#include "audit/log_store.h"

/* What the sealer alone writes. All of it inside the transaction that holds the sealer's row. */

enum { SEAL_BATCH = 500 };

struct seal_state {
	struct str holder;
	moment lease_until;
	struct str trouble;
};
extern const struct record seal_state_record;

/* Locks the sealer's row until the transaction ends. */
enum rc seal_lock(struct db *db, struct arena *arena, struct seal_state *out) MUST_CHECK;
/* The same row to be shown, without locking it. */
enum rc seal_look(struct db *db, struct arena *arena, struct seal_state *out) MUST_CHECK;
enum rc seal_lease(struct db *db, struct str holder, moment until) MUST_CHECK;
/* Why nothing is signed; empty: all is well. */
enum rc seal_trouble(struct db *db, struct str trouble) MUST_CHECK;

/* At most SEAL_BATCH entries that wait, oldest first. */
enum rc seal_waiting(struct db *db, struct arena *arena, struct rows *entries) MUST_CHECK;
/* Writes leaf and salts. */
enum rc seal_write(struct db *db, const struct log_entry *entry) MUST_CHECK;
/* Takes sealed ones, struct log_entry, off the list of those that wait. RC_CONFLICT: somebody else did. */
enum rc seal_done(struct db *db, const struct rows *entries) MUST_CHECK;
enum rc seal_checkpoint(struct db *db, const struct log_checkpoint *checkpoint) MUST_CHECK;

#endif
