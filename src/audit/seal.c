#include "audit/seal.h"

#include <string.h>

#include "audit/checkpoint.h"
#include "audit/seal_store.h"
#include "audit/signing_key.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"

/* --- entries --- */

struct sealing {
	struct arena *arena;
	struct str holder;
	moment now;
	size_t count;
};

/* Small steps of the clock are smoothed; a large one stays, and the check tells of it. */
static moment time_of_sealing(moment now, moment last)
{
	return last != MOMENT_NONE && now < last && last - now < MINUTES(1) ? last : now;
}

static enum rc seal_one(struct db *db, struct arena *arena, struct merkle *tree, struct log_entry *entry)
{
	struct digest commitments[LOG_VALUES], leaf, nodes[MERKLE_LEVELS];
	char salts[LOG_VALUES * LOG_SALT_BYTES];

	random_bytes(salts, sizeof salts);
	entry->salts = (struct str){salts, sizeof salts};
	entry->seq = (int64_t)tree->size;
	if (!log_entry_commit(entry, commitments) || !log_entry_leaf(entry, commitments, &leaf))
		return FAULT("audit.seal", "entry %lld is too long", (long long)entry->id);
	size_t completed = merkle_add(tree, &leaf, nodes);
	entry->leaf = digest_str(&leaf);
	entry->commitments = (struct str){(const char *)commitments, sizeof commitments};
	entry->nodes = arena_str(arena, (struct str){(const char *)nodes, completed * DIGEST_BYTES});
	return seal_write(db, entry);
}

static enum rc seal_body(struct db *db, void *closure)
{
	struct sealing *sealing = closure;
	struct log_source source = {db, sealing->arena};
	struct seal_state state;
	struct rows waiting = {0};
	struct merkle tree;
	int64_t size = 0;
	moment last = MOMENT_NONE;
	enum rc rc = seal_lock(db, sealing->arena, &state);

	sealing->count = 0;
	if (rc != RC_OK)
		return rc;
	bool is_mine = str_equal(state.holder, sealing->holder);
	if (!is_mine && state.lease_until != MOMENT_NONE && state.lease_until > sealing->now)
		return RC_BUSY;
	rc = seal_waiting(db, sealing->arena, &waiting);
	/* The row is written when there is something to do, or to keep a lease that is about to end. */
	if (rc == RC_OK && (waiting.count || !is_mine || state.lease_until < sealing->now + SEAL_LEASE / 2))
		rc = seal_lease(db, sealing->holder, sealing->now + SEAL_LEASE);
	if (rc != RC_OK || waiting.count == 0)
		return rc;
	rc = log_size(db, &size, &last);
	if (rc == RC_OK)
		rc = merkle_load(log_hash, &source, (uint64_t)size, &tree);
	moment at = time_of_sealing(sealing->now, last);
	for (size_t i = 0; rc == RC_OK && i < waiting.count; i++) {
		struct log_entry *entry = ROW(struct log_entry, waiting, i);
		entry->sealed_at = at;
		rc = seal_one(db, sealing->arena, &tree, entry);
	}
	if (rc == RC_OK)
		rc = seal_done(db, &waiting);
	sealing->count = waiting.count;
	return rc;
}

enum rc seal_entries(struct db *db, struct arena *arena, struct str holder, moment now, size_t *count)
{
	struct sealing sealing = {arena, holder, now, 0};
	enum rc rc = db_transaction(db, "audit-seal", seal_body, &sealing);

	*count = rc == RC_OK ? sealing.count : 0;
	return rc;
}

/* --- checkpoints --- */

bool seal_is_due(int64_t size, int64_t signed_size, moment signed_at, moment now)
{
	if (size == 0)
		return false;
	if (signed_at == MOMENT_NONE)
		return true;
	bool is_new_day = now / DAYS(1) > signed_at / DAYS(1);
	return is_new_day || (size > signed_size && (now >= signed_at + SEAL_CHECKPOINT_EVERY || now < signed_at));
}

struct signing {
	struct arena *arena;
	const struct config *config;
	moment now;
	bool is_wanted;
	bool is_signed;
};

/*
 * What was signed last, from the file beside the key; a first start takes it from the database. *is_lost: a crash kept
 * it from being stored.
 */
static enum rc last_signed(struct db *db, struct signing *s, struct checkpoint *out, bool *is_lost)
{
	struct checkpoint_note *note = ARENA_NEW(s->arena, struct checkpoint_note);
	struct str path = config_path(s->arena, s->config, "audit.state_file"), bytes;
	struct log_checkpoint stored;
	enum rc rc = log_checkpoint_newest(db, s->arena, &stored);
	bool has_stored = rc == RC_OK;

	*out = (struct checkpoint){.signed_at = MOMENT_NONE};
	*is_lost = false;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	rc = file_read(s->arena, arena_cstr(s->arena, path), NOTE_BYTES_MOST, &bytes);
	if (rc == RC_NOT_FOUND && !has_stored)
		return RC_OK;
	if (rc == RC_NOT_FOUND) {
		LOG(LOG_WARN, "audit.state", "no state file; going on from the newest stored checkpoint");
		bytes = stored.note;
		rc = RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	if (!checkpoint_note_parse(s->arena, bytes, note))
		return FAULT("audit.state", "the last checkpoint cannot be read");
	*out = note->checkpoint;
	*is_lost = !has_stored || stored.tree_size < (int64_t)out->size;
	return RC_OK;
}

/* The trouble with a log that does not go on from what was signed; NULL: there is none. */
static enum rc find_trouble(struct db *db, struct signing *s, const struct checkpoint *last,
			    const struct checkpoint *next, const char **trouble)
{
	struct merkle_proof *proof = ARENA_NEW(s->arena, struct merkle_proof);
	struct log_source source = {db, s->arena};

	*trouble = NULL;
	if (last->size == 0)
		return RC_OK;
	if (next->size < last->size) {
		*trouble = N_("the log has fewer entries than were signed: an old backup was restored, or its end was cut off");
		return RC_OK;
	}
	enum rc rc = merkle_consistency(log_hash, &source, last->size, next->size, proof);
	if (rc == RC_OK && !merkle_verify_consistency(last->size, &last->root, next->size, &next->root, proof))
		*trouble = N_("the log does not begin with what was signed: its hashes were changed");
	return rc;
}

static enum rc sign_and_keep(struct db *db, struct signing *s, struct checkpoint *next)
{
	struct note_signer signer;
	enum rc rc = signing_key_load(s->arena, s->config, &signer);

	if (rc != RC_OK)
		return rc;
	next->origin = signer.key.name;
	struct str text = checkpoint_text(s->arena, next);
	struct str line = note_sign(s->arena, &signer, text, s->now);
	note_signer_wipe(&signer);
	struct log_checkpoint stored = {
		.tree_size = (int64_t)next->size,
		.root = digest_str(&next->root),
		.signed_at = next->signed_at,
		.note = arena_printf(s->arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(line)),
	};
	/* The file first: what might be given out is never forgotten. */
	rc = key_file_replace(s->arena, config_path(s->arena, s->config, "audit.state_file"), stored.note, 0640);
	if (rc == RC_OK)
		rc = seal_checkpoint(db, &stored);
	s->is_signed = rc == RC_OK;
	return rc;
}

/* Nothing to sign: that is the rule between two minutes. */
static bool may_wait(const struct signing *s, const struct checkpoint *last, uint64_t size)
{
	return size >= last->size && !(s->is_wanted && size > last->size) &&
	       !seal_is_due((int64_t)size, (int64_t)last->size, last->signed_at, s->now);
}

static enum rc sign_over(struct db *db, struct signing *s, const struct seal_state *state,
			 const struct checkpoint *last, uint64_t size)
{
	struct checkpoint next = {.size = size, .signed_at = s->now - s->now % SECONDS(1)};
	struct log_source source = {db, s->arena};
	const char *trouble = NULL;
	struct merkle tree;
	enum rc rc = merkle_load(log_hash, &source, size, &tree);

	if (rc != RC_OK)
		return rc;
	next.root = merkle_root(&tree);
	rc = find_trouble(db, s, last, &next, &trouble);
	if (rc != RC_OK)
		return rc;
	struct str now_known = str_of(trouble ? trouble : "");
	if (!str_equal(now_known, state->trouble))
		rc = seal_trouble(db, now_known);
	if (rc == RC_OK && trouble)
		LOG(LOG_ERROR, "audit.refused", "%s", trouble);
	return rc == RC_OK && !trouble ? sign_and_keep(db, s, &next) : rc;
}

static enum rc sign_body(struct db *db, void *closure)
{
	struct signing *s = closure;
	struct seal_state state;
	struct checkpoint last;
	bool is_lost = false;
	int64_t size = 0;
	moment sealed_at;
	enum rc rc = seal_lock(db, s->arena, &state);

	s->is_signed = false;
	if (rc == RC_OK)
		rc = log_size(db, &size, &sealed_at);
	if (rc == RC_OK)
		rc = last_signed(db, s, &last, &is_lost);
	if (rc != RC_OK || (may_wait(s, &last, (uint64_t)size) && !is_lost))
		return rc;
	return sign_over(db, s, &state, &last, (uint64_t)size);
}

enum rc seal_sign(struct db *db, struct arena *arena, const struct config *config, moment now, bool is_wanted,
		  bool *is_signed)
{
	struct signing signing = {arena, config, now, is_wanted, false};
	enum rc rc = db_transaction(db, "audit-sign", sign_body, &signing);

	if (is_signed)
		*is_signed = signing.is_signed;
	return rc;
}

enum rc seal_all(struct db *db, struct arena *arena, const struct config *config, moment now)
{
	size_t count = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK && count)
		rc = seal_entries(db, arena, STR("command"), now, &count);
	return rc == RC_OK ? seal_sign(db, arena, config, now, true, NULL) : rc;
}
