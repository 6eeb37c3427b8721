#include "audit/witness.h"

#include "base/base64.h"
#include "base/text.h"

static const struct str old_word = STR_INIT("old ");

struct str witness_request_text(struct arena *arena, uint64_t old_size, const struct merkle_proof *proof,
				struct str note)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out, "old %llu\n", (unsigned long long)old_size);
	for (size_t i = 0; i < proof->count; i++) {
		text_add(&out, base64(arena, digest_str(&proof->path[i])));
		text_char(&out, '\n');
	}
	text_char(&out, '\n');
	text_add(&out, note);
	return text_str(&out);
}

bool witness_request_parse(struct arena *arena, struct str bytes, struct witness_request *out)
{
	struct str rest = bytes, line, hash;
	int64_t old;

	out->proof.count = 0;
	if (!str_split(&rest, '\n', &line) || !str_starts(line, old_word) ||
	    !str_to_int(str_slice(line, old_word.len, line.len), 0, INT64_MAX, &old))
		return false;
	out->old_size = (uint64_t)old;
	for (;;) {
		if (!str_split(&rest, '\n', &line))
			return false;
		if (line.len == 0)
			break;
		if (out->proof.count == MERKLE_PROOF_MOST || !base64_bytes(arena, line, &hash) ||
		    !digest_read(hash, &out->proof.path[out->proof.count++]))
			return false;
	}
	out->note = rest;
	/* One way to write a request only. */
	return checkpoint_note_parse(arena, rest, &out->checkpoint) &&
	       str_equal(witness_request_text(arena, out->old_size, &out->proof, rest), bytes);
}

const char *witness_answer_text(enum witness_answer answer)
{
	static const char *const texts[] = {
		[WITNESS_GROWN] = "the log went on from what was seen",
		[WITNESS_ASK_AGAIN] = "the request does not begin where this witness stands",
		[WITNESS_WRONG_KEY] = "ALARM: the checkpoint is not signed by the log's key",
		[WITNESS_FORGED] = "ALARM: the checkpoint's signature does not hold",
		[WITNESS_SMALLER] = "ALARM: the log has fewer entries than this witness has seen; it was rolled back",
		[WITNESS_SPLIT] = "ALARM: another root for a size that this witness has seen; the log shows two histories",
		[WITNESS_INCONSISTENT] = "ALARM: the log does not go on from what this witness has seen",
	};
	return texts[answer];
}

enum witness_answer witness_judge(const struct witness_request *request, const struct note_key *log_keys,
				  size_t count, const struct checkpoint *last)
{
	const struct checkpoint *next = &request->checkpoint.checkpoint;
	enum note_verdict verdict = checkpoint_check(&request->checkpoint, log_keys, count);

	if (verdict != NOTE_GENUINE)
		return verdict == NOTE_FORGED ? WITNESS_FORGED : WITNESS_WRONG_KEY;
	if (next->size < last->size)
		return WITNESS_SMALLER;
	if (last->size && next->size == last->size)
		return digest_equal(&next->root, &last->root) ? WITNESS_GROWN : WITNESS_SPLIT;
	if (request->old_size != last->size)
		return WITNESS_ASK_AGAIN;
	if (last->size == 0)
		return WITNESS_GROWN;
	return merkle_verify_consistency(last->size, &last->root, next->size, &next->root, &request->proof)
		       ? WITNESS_GROWN
		       : WITNESS_INCONSISTENT;
}
