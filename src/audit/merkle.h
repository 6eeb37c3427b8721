#ifndef AUDIT_MERKLE_H
#define AUDIT_MERKLE_H

#include "audit/digest.h"

/*
 * The Merkle tree of RFC 6962 (hashing and proofs as in RFC 9162, section 2.1). Pure: what is stored comes
 * through a function.
 *
 * A whole subtree is named by its level (0: a leaf) and position: it covers the leaves position * 2^level up
 * to (position + 1) * 2^level.
 */

enum { MERKLE_LEVELS = 63, MERKLE_PROOF_MOST = 128 };

/* SHA-256(0x00 || bytes) and SHA-256(0x01 || left || right). */
struct digest merkle_leaf(struct str bytes);
struct digest merkle_node(const struct digest *left, const struct digest *right);

/* A growing tree: only its right edge is kept. Zeroed, it is empty. */
struct merkle {
	uint64_t size;
	struct digest edge[MERKLE_LEVELS]; /* one whole subtree for each bit of size */
};

/*
 * Appends a leaf. The whole subtrees that it completes, from level 1 upwards, go to completed (room for
 * MERKLE_LEVELS, or NULL); returns how many.
 */
size_t merkle_add(struct merkle *tree, const struct digest *leaf, struct digest *completed);
/* The root; of an empty tree SHA-256 of nothing. */
struct digest merkle_root(const struct merkle *tree);

/* The hash of a whole subtree. */
typedef enum rc merkle_get(void *closure, unsigned level, uint64_t position, struct digest *out);

struct merkle_proof {
	struct digest path[MERKLE_PROOF_MOST];
	size_t count;
};

/* The edge of a stored tree, to go on from. */
enum rc merkle_load(merkle_get *get, void *closure, uint64_t size, struct merkle *out) MUST_CHECK;
/* That leaf index (from 0) is in the tree of size. index < size. */
enum rc merkle_inclusion(merkle_get *get, void *closure, uint64_t index, uint64_t size,
			 struct merkle_proof *out) MUST_CHECK;
/* That the tree of size begins with the tree of old_size. 0 < old_size <= size. */
enum rc merkle_consistency(merkle_get *get, void *closure, uint64_t old_size, uint64_t size,
			   struct merkle_proof *out) MUST_CHECK;

/* Whether a proof from anywhere holds. */
bool merkle_verify_inclusion(const struct digest *leaf, uint64_t index, uint64_t size,
			     const struct merkle_proof *proof, const struct digest *root);
bool merkle_verify_consistency(uint64_t old_size, const struct digest *old_root, uint64_t size,
			       const struct digest *root, const struct merkle_proof *proof);

#endif
