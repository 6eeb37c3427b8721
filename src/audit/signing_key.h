#ifndef AUDIT_SIGNING_KEY_H
#define AUDIT_SIGNING_KEY_H

#include "audit/key_file.h"
#include "base/config.h"

/*
 * The keys of the log, as files outside of the database. The private one is read by the worker and by
 * `muster audit rotate-key` only.
 */

/* The public keys of the log, the present one last. RC_NOT_FOUND: there is none yet. RC_INVALID: a line is no key. */
enum rc signing_key_public(struct arena *arena, const struct config *config, struct key_list *out) MUST_CHECK;
/* Those of the witnesses; none is RC_OK. */
enum rc signing_key_witnesses(struct arena *arena, const struct config *config, struct key_list *out) MUST_CHECK;
/* The private key; makes the pair (the private file with mode 0600) when there is none. RC_FAULT is logged. */
enum rc signing_key_load(struct arena *arena, const struct config *config, struct note_signer *out) MUST_CHECK;
/* A new pair with the same name; the old public key stays in the list. */
enum rc signing_key_rotate(struct arena *arena, const struct config *config, struct note_key *old,
			   struct note_key *fresh) MUST_CHECK;

#endif
