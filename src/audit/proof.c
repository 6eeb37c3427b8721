#include "audit/proof.h"

#include "base/text.h"

enum rc proof_begin(struct db *db, struct arena *arena, struct proof_source *out)
{
	struct text note = TEXT_IN(arena);
	struct rows lines;
	enum rc rc = log_checkpoint_newest(db, arena, &out->checkpoint);

	out->has_checkpoint = rc == RC_OK;
	out->note = STR_NONE;
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = log_cosignatures(db, arena, out->checkpoint.id, &lines);
	if (rc != RC_OK)
		return rc;
	text_add(&note, out->checkpoint.note);
	for (size_t i = 0; i < lines.count; i++)
		text_add(&note, ROW(struct log_cosignature, lines, i)->line);
	out->note = text_str(&note);
	return RC_OK;
}

enum rc proof_of(struct db *db, struct arena *arena, const struct proof_source *source, const struct log_entry *entry,
		 bool shows_values, enum proof_state *state, struct proof_entry *out)
{
	struct log_source tree = {db, arena};
	struct digest root, leaf;

	*state = PROOF_WAITING;
	if (entry->seq == NUMBER_NONE || !entry->leaf.at || !source->has_checkpoint ||
	    entry->seq >= source->checkpoint.tree_size)
		return RC_OK;
	*state = PROOF_BROKEN;
	if (proof_pack_take(entry, shows_values, out) != RC_OK || !digest_read(source->checkpoint.root, &root) ||
	    !log_entry_leaf(entry, out->commitments, &leaf))
		return RC_OK;
	uint64_t size = (uint64_t)source->checkpoint.tree_size;
	enum rc rc = merkle_inclusion(log_hash, &tree, (uint64_t)entry->seq, size, &out->path);
	if (rc == RC_OK && merkle_verify_inclusion(&leaf, (uint64_t)entry->seq, size, &out->path, &root))
		*state = PROOF_SEALED;
	return rc;
}

enum rc proof_pack_of(struct db *db, struct arena *arena, const struct proof_source *source,
		      const struct log_entry *entries, size_t count, bool shows_values, struct str *text)
{
	struct proof_pack pack = {.checkpoint = source->note, .entries = ARENA_ARRAY(arena, struct proof_entry, count + 1)};
	enum proof_state state;

	for (size_t i = 0; i < count; i++) {
		enum rc rc = proof_of(db, arena, source, &entries[i], shows_values, &state, &pack.entries[pack.count]);
		if (rc != RC_OK)
			return rc;
		if (state == PROOF_BROKEN)
			return RC_INVALID;
		pack.count += state == PROOF_SEALED;
	}
	if (pack.count == 0)
		return RC_NOT_FOUND;
	*text = proof_pack_text(arena, &pack);
	return RC_OK;
}
