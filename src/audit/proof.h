#ifndef AUDIT_PROOF_H
#define AUDIT_PROOF_H

#include "audit/log_store.h"
#include "audit/proof_pack.h"

/* Proofs made from the stored log, against its newest checkpoint. */

struct proof_source {
	struct log_checkpoint checkpoint;
	bool has_checkpoint;     /* nothing is signed before the worker has run */
	struct str note;         /* with the cosignatures that came in */
};

enum rc proof_begin(struct db *db, struct arena *arena, struct proof_source *out) MUST_CHECK;

enum proof_state {
	PROOF_WAITING,           /* not sealed, or not under a checkpoint yet */
	PROOF_SEALED,            /* its proof holds */
	PROOF_BROKEN,            /* what stands there is not what was sealed */
};

/* Recomputes leaf and path of one stored entry. out: the member of a pack, where it is PROOF_SEALED. */
enum rc proof_of(struct db *db, struct arena *arena, const struct proof_source *source, const struct log_entry *entry,
		 bool shows_values, enum proof_state *state, struct proof_entry *out) MUST_CHECK;

/*
 * The pack of all entries that are sealed; entries that wait are left out. RC_NOT_FOUND: none is sealed yet. RC_INVALID:
 * one is broken.
 */
enum rc proof_pack_of(struct db *db, struct arena *arena, const struct proof_source *source,
		      const struct log_entry *entries, size_t count, bool shows_values, struct str *text) MUST_CHECK;

#endif
