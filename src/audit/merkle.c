#include "audit/merkle.h"

struct digest merkle_leaf(struct str bytes)
{
	return digest_of((const struct str[]){{"\x00", 1}, bytes}, 2);
}

struct digest merkle_node(const struct digest *left, const struct digest *right)
{
	return digest_of((const struct str[]){{"\x01", 1}, digest_str(left), digest_str(right)}, 3);
}

size_t merkle_add(struct merkle *tree, const struct digest *leaf, struct digest *completed)
{
	struct digest hash = *leaf;
	size_t level = 0;

	for (; tree->size >> level & 1; level++) {
		hash = merkle_node(&tree->edge[level], &hash);
		if (completed)
			completed[level] = hash;
	}
	tree->edge[level] = hash;
	tree->size++;
	return level;
}

struct digest merkle_root(const struct merkle *tree)
{
	struct digest root = {{0}};
	bool has_some = false;

	if (tree->size == 0)
		return digest_of(NULL, 0);
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		if (!(tree->size >> level & 1))
			continue;
		root = has_some ? merkle_node(&tree->edge[level], &root) : tree->edge[level];
		has_some = true;
	}
	return root;
}

/* The largest power of two below n; n > 1. */
static uint64_t split_of(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static unsigned level_of(uint64_t power_of_two)
{
	return (unsigned)__builtin_ctzll(power_of_two);
}

/* Where the hashes come from. */
struct source {
	merkle_get *get;
	void *closure;
};

/* The hash over count leaves from start on, which RFC 6962 splits off: start is a multiple of what is left of it. */
static enum rc range(const struct source *source, uint64_t start, uint64_t count, struct digest *out)
{
	struct digest parts[MERKLE_LEVELS];
	size_t part_count = 0;

	while (count) {
		uint64_t whole = count & (count - 1) ? split_of(count) : count;
		unsigned level = level_of(whole);
		enum rc rc = source->get(source->closure, level, start >> level, &parts[part_count++]);
		if (rc != RC_OK)
			return rc;
		start += whole;
		count -= whole;
	}
	*out = parts[part_count - 1];
	for (size_t i = part_count - 1; i-- > 0;)
		*out = merkle_node(&parts[i], out);
	return RC_OK;
}

enum rc merkle_load(merkle_get *get, void *closure, uint64_t size, struct merkle *out)
{
	uint64_t start = 0;

	*out = (struct merkle){.size = size};
	for (unsigned level = MERKLE_LEVELS; level-- > 0;) {
		if (!(size >> level & 1))
			continue;
		enum rc rc = get(closure, level, start >> level, &out->edge[level]);
		if (rc != RC_OK)
			return rc;
		start += UINT64_C(1) << level;
	}
	return RC_OK;
}

/* Proofs are found from the root down and told from the leaf up. */
static void turn_round(struct merkle_proof *proof)
{
	for (size_t i = 0, j = proof->count; i + 1 < j; i++) {
		struct digest kept = proof->path[i];
		proof->path[i] = proof->path[--j];
		proof->path[j] = kept;
	}
}

enum rc merkle_inclusion(merkle_get *get, void *closure, uint64_t index, uint64_t size,
			 struct merkle_proof *out)
{
	const struct source source = {get, closure};
	uint64_t start = 0, count = size;
	enum rc rc = RC_OK;

	out->count = 0;
	if (index >= size)
		return RC_NOT_FOUND;
	while (rc == RC_OK && count > 1) {
		uint64_t split = split_of(count);
		struct digest *next = &out->path[out->count++];
		if (index - start < split) {
			rc = range(&source, start + split, count - split, next);
			count = split;
		} else {
			rc = range(&source, start, split, next);
			start += split;
			count -= split;
		}
	}
	turn_round(out);
	return rc;
}

enum rc merkle_consistency(merkle_get *get, void *closure, uint64_t old_size, uint64_t size,
			   struct merkle_proof *out)
{
	const struct source source = {get, closure};
	uint64_t start = 0, count = size;
	bool is_known = true; /* the subtree begins where the old tree does: its hash is the old root */
	enum rc rc = RC_OK;

	out->count = 0;
	if (old_size == 0 || old_size > size)
		return RC_NOT_FOUND;
	while (rc == RC_OK && start + count != old_size) {
		uint64_t split = split_of(count);
		struct digest *next = &out->path[out->count++];
		if (old_size - start <= split) {
			rc = range(&source, start + split, count - split, next);
			count = split;
		} else {
			rc = range(&source, start, split, next);
			start += split;
			count -= split;
			is_known = false;
		}
	}
	if (rc == RC_OK && !is_known)
		rc = range(&source, start, count, &out->path[out->count++]);
	turn_round(out);
	return rc;
}

bool merkle_verify_inclusion(const struct digest *leaf, uint64_t index, uint64_t size,
			     const struct merkle_proof *proof, const struct digest *root)
{
	struct digest hash = *leaf;
	uint64_t at = index, last = size - 1;

	if (index >= size || proof->count > MERKLE_PROOF_MOST)
		return false;
	for (size_t i = 0; i < proof->count; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			hash = merkle_node(&proof->path[i], &hash);
			while (!(at & 1) && at != 0) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			hash = merkle_node(&hash, &proof->path[i]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && digest_equal(&hash, root);
}

bool merkle_verify_consistency(uint64_t old_size, const struct digest *old_root, uint64_t size,
			       const struct digest *root, const struct merkle_proof *proof)
{
	uint64_t at = old_size - 1, last = size - 1;
	size_t next = 0;

	if (old_size == 0 || old_size > size || proof->count > MERKLE_PROOF_MOST)
		return false;
	if (old_size == size)
		return proof->count == 0 && digest_equal(old_root, root);
	for (; at & 1; last >>= 1)
		at >>= 1;
	/* An old tree that is one whole subtree is not in the proof: the verifier knows it. */
	bool is_whole = (old_size & (old_size - 1)) == 0;
	if (!is_whole && proof->count == 0)
		return false;
	struct digest was = is_whole ? *old_root : proof->path[next++], is = was;
	for (; next < proof->count; next++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			was = merkle_node(&proof->path[next], &was);
			is = merkle_node(&proof->path[next], &is);
			while (!(at & 1) && at != 0) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			is = merkle_node(&is, &proof->path[next]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && digest_equal(&was, old_root) && digest_equal(&is, root);
}
