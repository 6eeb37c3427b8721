#ifndef AUDIT_WITNESS_H
#define AUDIT_WITNESS_H

#include "audit/checkpoint.h"
#include "audit/merkle.h"

/*
 * What a witness is asked and what it answers (C2SP tlog-witness): "old SIZE", base64 hashes of the consistency proof
 * one a line, an empty line, the checkpoint. Pure: where it comes from and what is kept is the program's.
 */

struct witness_request {
	uint64_t old_size;
	struct merkle_proof proof;
	struct checkpoint_note checkpoint;
	struct str note;         /* the checkpoint's bytes */
};

struct str witness_request_text(struct arena *arena, uint64_t old_size, const struct merkle_proof *proof,
				struct str note);
bool witness_request_parse(struct arena *arena, struct str bytes, struct witness_request *out);

/* Answers; all but the first two are alarms. */
enum witness_answer {
	WITNESS_GROWN,       /* consistent, and to be cosigned */
	WITNESS_ASK_AGAIN,   /* the request begins at another size than was seen last */
	WITNESS_WRONG_KEY,   /* not signed by the log's key */
	WITNESS_FORGED,      /* the signature does not hold */
	WITNESS_SMALLER,     /* fewer entries than were seen: rolled back */
	WITNESS_SPLIT,       /* as many entries as were seen, and another root */
	WITNESS_INCONSISTENT, /* it does not go on from what was seen */
};
/* For people, English. */
const char *witness_answer_text(enum witness_answer answer);

/* last: what was cosigned last; its size 0: nothing yet. */
enum witness_answer witness_judge(const struct witness_request *request, const struct note_key *log_keys,
				  size_t count, const struct checkpoint *last);

#endif
