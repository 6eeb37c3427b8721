#ifndef AUDIT_PROOF_PACK_H
#define AUDIT_PROOF_PACK_H

#include "audit/checkpoint.h"
#include "audit/log_entry.h"
#include "audit/merkle.h"

/*
 * A proof that can be checked without the product: entries with the values that they commit to, the way of each to the
 * root, and the signed checkpoint, as one JSON text (docs/proof.md gives it member by member). Pure.
 */

struct proof_entry {
	struct log_entry entry;              /* without salts: the values are not shown */
	struct digest commitments[LOG_VALUES];
	struct merkle_proof path;
};

struct proof_pack {
	struct str checkpoint;               /* signed note, with cosignatures */
	struct proof_entry *entries;
	size_t count;
};

enum { PROOF_ENTRIES_MOST = 2000 };

/*
 * An entry read from the store as a member of a pack. shows_values: with salts and values. RC_INVALID: it is not
 * sealed, or what stands there is not what was sealed.
 */
enum rc proof_pack_take(const struct log_entry *entry, bool shows_values, struct proof_entry *out) MUST_CHECK;

struct str proof_pack_text(struct arena *arena, const struct proof_pack *pack);
/* *why: English, what is wrong with the text. */
enum rc proof_pack_parse(struct arena *arena, struct str text, struct proof_pack *out, const char **why) MUST_CHECK;

enum proof_verdict {
	PROOF_GENUINE,
	PROOF_WRONG_KEY,     /* signed by a key that is not trusted */
	PROOF_FORGED,        /* the checkpoint's signature does not hold */
	PROOF_BAD_VALUE,     /* a value is not the one that was sealed */
	PROOF_BAD_ENTRY,     /* an entry is not in the tree */
	PROOF_OTHER_FILE,    /* no entry names a file with this hash */
};
/* English, one sentence without its full stop. */
const char *proof_verdict_text(enum proof_verdict verdict);

struct proof_result {
	enum proof_verdict verdict;
	size_t at;                           /* index of the entry that failed, or that names the file */
	struct checkpoint checkpoint;
	struct note note;
};

/* file: hash of a file that an entry of the pack has to name; NULL: none was given. */
void proof_pack_verify(struct arena *arena, const struct proof_pack *pack, const struct note_key *keys, size_t key_count,
		       const struct digest *file, struct proof_result *out);

#endif
