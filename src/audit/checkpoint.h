#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include "audit/digest.h"
#include "audit/note.h"

/*
 * What a checkpoint states (C2SP tlog-checkpoint), as the text of a signed note:
 *   the log's name, the number of entries, base64 of the tree's root, "time " and the moment of signing.
 */
struct checkpoint {
	struct str origin;
	uint64_t size;
	struct digest root;
	moment signed_at;
};

struct str checkpoint_text(struct arena *arena, const struct checkpoint *checkpoint);
bool checkpoint_parse(struct arena *arena, struct str text, struct checkpoint *out);

/* A checkpoint with who signed it. */
struct checkpoint_note {
	struct note note;
	struct checkpoint checkpoint;
};
/* False when it is no signed checkpoint at all; signatures are not judged. */
bool checkpoint_note_parse(struct arena *arena, struct str bytes, struct checkpoint_note *out);

/*
 * The best that the keys say of it: NOTE_GENUINE when one of them signed it, NOTE_FORGED when one is named and
 * its signature does not hold, NOTE_ABSENT when it is signed by other keys only.
 */
enum note_verdict checkpoint_check(const struct checkpoint_note *checkpoint, const struct note_key *keys,
				   size_t count);

#endif
