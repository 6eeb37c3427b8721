#include "incident/receipt.h"

#include <assert.h>
#include <sodium.h>

#include "base/random.h"

_Static_assert(RECEIPT_KEY_BYTES == crypto_pwhash_SALTBYTES, "salt of the hash");

enum { OPERATIONS = 2, MEMORY = 19 * 1024 * 1024, HASH_BYTES = 32, GROUP = 4 };

struct str receipt_new(struct arena *arena)
{
	char *digits = arena_alloc(arena, RECEIPT_DIGITS + 1, 1);

	for (size_t i = 0; i < RECEIPT_DIGITS; i++)
		digits[i] = (char)('0' + random_below(10));
	return (struct str){digits, RECEIPT_DIGITS};
}

/* Damm's quasigroup of order 10: finds every wrong digit and every exchange of two neighbours. */
static const unsigned char damm[10][10] = {
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6}, {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7}, {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

static char check_digit(struct str digits)
{
	unsigned char at = 0;

	for (size_t i = 0; i < digits.len; i++)
		at = damm[at][digits.at[i] - '0'];
	return (char)('0' + at);
}

struct str receipt_text(struct arena *arena, struct str digits)
{
	assert(digits.len == RECEIPT_DIGITS);
	return arena_printf(arena, "%.4s %.4s %.4s %.4s-%c", digits.at, digits.at + GROUP,
			    digits.at + 2 * GROUP, digits.at + 3 * GROUP, check_digit(digits));
}

bool receipt_parse(struct arena *arena, struct str typed, struct str *digits)
{
	char *out = arena_alloc(arena, RECEIPT_DIGITS + 2, 1);
	size_t count = 0;

	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c == ' ' || c == '-' || c == '.' || c == '\t')
			continue;
		if (c < '0' || c > '9' || count > RECEIPT_DIGITS)
			return false;
		out[count++] = c;
	}
	if (count < RECEIPT_DIGITS)
		return false;
	*digits = (struct str){out, RECEIPT_DIGITS};
	return count == RECEIPT_DIGITS || out[RECEIPT_DIGITS] == check_digit(*digits);
}

struct str receipt_hash(struct arena *arena, const unsigned char key[RECEIPT_KEY_BYTES], struct str digits)
{
	unsigned char *hash = arena_alloc(arena, HASH_BYTES, 1);
	int started = sodium_init();
	assert(started >= 0);
	(void)started;
	int done = crypto_pwhash(hash, HASH_BYTES, digits.at, digits.len, key, OPERATIONS, MEMORY,
				 crypto_pwhash_ALG_ARGON2ID13);
	assert(done == 0); /* fails only without memory */
	(void)done;
	return (struct str){(const char *)hash, HASH_BYTES};
}
