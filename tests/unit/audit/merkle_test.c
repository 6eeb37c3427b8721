/* The tree of RFC 6962: published roots, and every proof of small and random trees. */
#include "../unit.h"

#include "audit/merkle.h"
#include "base/base64.h"
#include "base/random.h"

/* A tree in memory: every whole subtree by level. */
struct forest {
	struct digest *levels[16];
	uint64_t size;
};

static struct arena *arena;

static enum rc get(void *closure, unsigned level, uint64_t position, struct digest *out)
{
	const struct forest *forest = closure;

	assert_true((position + 1) << level <= forest->size);
	*out = forest->levels[level][position];
	return RC_OK;
}

static struct forest grow(uint64_t size, struct digest *roots)
{
	struct forest forest = {.size = size};
	struct merkle tree = {0};
	struct digest completed[MERKLE_LEVELS];

	for (int i = 0; i < 16; i++)
		forest.levels[i] = ARENA_ARRAY(arena, struct digest, size + 1);
	for (uint64_t i = 0; i < size; i++) {
		struct digest leaf = merkle_leaf(arena_printf(arena, "leaf %llu", (unsigned long long)i));
		forest.levels[0][i] = leaf;
		size_t count = merkle_add(&tree, &leaf, completed);
		for (size_t level = 1; level <= count; level++)
			forest.levels[level][(i + 1) / (UINT64_C(1) << level) - 1] = completed[level - 1];
		roots[i + 1] = merkle_root(&tree);
	}
	return forest;
}

static void published_roots(void **state)
{
	(void)state;
	/* Inputs and roots of the test data of Certificate Transparency's reference implementation. */
	static const char *const leaves[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
					     "606162636465666768696a6b6c6d6e6f"};
	static const char *const roots[] = {
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	};
	struct merkle tree = {0};
	struct digest root = merkle_root(&tree);

	assert_string_equal(digest_hex(arena, &root).at,
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < 8; i++) {
		struct str bytes;
		assert_true(base64_hex_bytes(arena, str_of(leaves[i]), &bytes));
		struct digest leaf = merkle_leaf(bytes);
		merkle_add(&tree, &leaf, NULL);
		root = merkle_root(&tree);
		assert_string_equal(digest_hex(arena, &root).at, roots[i]);
	}
}

static void published_proofs(void **state)
{
	(void)state;
	/* Inclusion of the first of eight, and consistency from two to five, of the same data. */
	static const char *const leaves[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
					     "606162636465666768696a6b6c6d6e6f"};
	static const char *const inclusion[] = {
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"};
	static const char *const consistency[] = {
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"};
	struct forest forest = {.size = 8};
	struct merkle tree = {0};
	struct digest completed[MERKLE_LEVELS];
	struct merkle_proof proof;

	for (int i = 0; i < 4; i++)
		forest.levels[i] = ARENA_ARRAY(arena, struct digest, 8);
	for (uint64_t i = 0; i < 8; i++) {
		struct str bytes;
		assert_true(base64_hex_bytes(arena, str_of(leaves[i]), &bytes));
		forest.levels[0][i] = merkle_leaf(bytes);
		size_t count = merkle_add(&tree, &forest.levels[0][i], completed);
		for (size_t level = 1; level <= count; level++)
			forest.levels[level][(i + 1) / (UINT64_C(1) << level) - 1] = completed[level - 1];
	}
	assert_int_equal(merkle_inclusion(get, &forest, 0, 8, &proof), RC_OK);
	assert_int_equal(proof.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(digest_hex(arena, &proof.path[i]).at, inclusion[i]);
	assert_int_equal(merkle_consistency(get, &forest, 2, 5, &proof), RC_OK);
	assert_int_equal(proof.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(digest_hex(arena, &proof.path[i]).at, consistency[i]);
}

static void every_inclusion_proof_holds_and_no_altered_one(void **state)
{
	(void)state;
	enum { MOST = 65 };
	struct digest roots[MOST + 1];
	struct forest forest = grow(MOST, roots);
	struct merkle_proof proof;

	for (uint64_t size = 1; size <= MOST; size++)
		for (uint64_t index = 0; index < size; index++) {
			const struct digest *leaf = &forest.levels[0][index];
			assert_int_equal(merkle_inclusion(get, &forest, index, size, &proof), RC_OK);
			assert_true(merkle_verify_inclusion(leaf, index, size, &proof, &roots[size]));
			assert_false(merkle_verify_inclusion(leaf, index + 1, size, &proof, &roots[size]));
			assert_false(merkle_verify_inclusion(leaf, index, size, &proof, &roots[size - 1 ? size - 1 : MOST]));
			for (size_t i = 0; i < proof.count; i++) {
				unsigned char *byte = &proof.path[i].at[random_below(DIGEST_BYTES)];
				*byte ^= 1;
				assert_false(merkle_verify_inclusion(leaf, index, size, &proof, &roots[size]));
				*byte ^= 1;
			}
			proof.count++;
			assert_false(merkle_verify_inclusion(leaf, index, size, &proof, &roots[size]));
			if (proof.count > 1) {
				proof.count -= 2;
				assert_false(merkle_verify_inclusion(leaf, index, size, &proof, &roots[size]));
			}
		}
	assert_int_equal(merkle_inclusion(get, &forest, 3, 3, &proof), RC_NOT_FOUND);
}

static void every_consistency_proof_holds_and_no_altered_one(void **state)
{
	(void)state;
	enum { MOST = 65 };
	struct digest roots[MOST + 1];
	struct forest forest = grow(MOST, roots);
	struct merkle_proof proof;

	for (uint64_t size = 1; size <= MOST; size++)
		for (uint64_t old = 1; old <= size; old++) {
			assert_int_equal(merkle_consistency(get, &forest, old, size, &proof), RC_OK);
			assert_true(merkle_verify_consistency(old, &roots[old], size, &roots[size], &proof));
			if (old < size) {
				assert_false(merkle_verify_consistency(old, &roots[size], size, &roots[size], &proof));
				assert_false(merkle_verify_consistency(old, &roots[old], size, &roots[old], &proof));
			}
			for (size_t i = 0; i < proof.count; i++) {
				unsigned char *byte = &proof.path[i].at[random_below(DIGEST_BYTES)];
				*byte ^= 0x80;
				assert_false(merkle_verify_consistency(old, &roots[old], size, &roots[size], &proof));
				*byte ^= 0x80;
			}
			proof.path[proof.count++] = roots[old];
			assert_false(merkle_verify_consistency(old, &roots[old], size, &roots[size], &proof));
		}
	assert_int_equal(merkle_consistency(get, &forest, 0, 5, &proof), RC_NOT_FOUND);
	assert_int_equal(merkle_consistency(get, &forest, 6, 5, &proof), RC_NOT_FOUND);
}

static void proofs_of_random_large_trees(void **state)
{
	(void)state;
	enum { SIZE = 5000 };
	struct digest *roots = ARENA_ARRAY(arena, struct digest, SIZE + 1);
	struct forest forest = grow(SIZE, roots);
	struct merkle_proof proof;
	struct merkle tree;

	for (int run = 0; run < 300; run++) {
		uint64_t size = 1 + random_below(SIZE), index = random_below((uint32_t)size), old = index + 1;
		assert_int_equal(merkle_inclusion(get, &forest, index, size, &proof), RC_OK);
		assert_true(proof.count <= 13);
		assert_true(merkle_verify_inclusion(&forest.levels[0][index], index, size, &proof, &roots[size]));
		assert_int_equal(merkle_consistency(get, &forest, old, size, &proof), RC_OK);
		assert_true(merkle_verify_consistency(old, &roots[old], size, &roots[size], &proof));
		assert_int_equal(merkle_load(get, &forest, size, &tree), RC_OK);
		struct digest root = merkle_root(&tree);
		assert_true(digest_equal(&root, &roots[size]));
	}
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_roots),
		cmocka_unit_test(published_proofs),
		cmocka_unit_test(every_inclusion_proof_holds_and_no_altered_one),
		cmocka_unit_test(every_consistency_proof_holds_and_no_altered_one),
		cmocka_unit_test(proofs_of_random_large_trees),
	};
	return cmocka_run_group_tests_name("merkle", tests, setup, teardown);
}
