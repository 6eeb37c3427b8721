#include "base/random.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void random_bytes(void *at, size_t len)
{
	unsigned char *to = at;

	while (len) {
		ssize_t got = getrandom(to, len, 0);
		if (got < 0) {
			if (errno == EINTR)
				continue;
			perror("getrandom");
			abort();
		}
		to += got;
		len -= (size_t)got;
	}
}

uint32_t random_below(uint32_t limit)
{
	uint32_t value;

	if (limit < 2)
		return 0;
	/* 2^32 mod limit: drawing again below it leaves a whole number of ranges, so none is favoured. */
	uint32_t uneven = -limit % limit;
	do
		random_bytes(&value, sizeof value);
	while (value < uneven);
	return value % limit;
}

struct str uuid_new(struct arena *arena, moment now)
{
	unsigned char bytes[16];
	uint64_t milliseconds = now < 0 ? 0 : (uint64_t)now / 1000;
	char digits[2 * sizeof bytes + 1];

	random_bytes(bytes, sizeof bytes);
	for (int i = 0; i < 6; i++)
		bytes[i] = (unsigned char)(milliseconds >> (8 * (5 - i)));
	bytes[6] = 0x70 | (bytes[6] & 0x0F);
	bytes[8] = 0x80 | (bytes[8] & 0x3F);
	sodium_bin2hex(digits, sizeof digits, bytes, sizeof bytes);
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16,
			    digits + 20);
}

bool uuid_is_valid(struct str s)
{
	if (s.len != 36)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
		bool is_hex = (s.at[i] >= '0' && s.at[i] <= '9') || (s.at[i] >= 'a' && s.at[i] <= 'f');
		if (is_dash ? s.at[i] != '-' : !is_hex)
			return false;
	}
	return true;
}

struct str token_new(struct arena *arena)
{
	unsigned char bytes[32];
	char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

	random_bytes(bytes, sizeof bytes);
	sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	struct str token = arena_str(arena, str_of(text));
	explicit_bzero(bytes, sizeof bytes);
	explicit_bzero(text, sizeof text);
	return token;
}

uint64_t random_hash(struct str data)
{
	static unsigned char key[crypto_shorthash_KEYBYTES];
	static bool has_key;
	uint64_t hash;

	_Static_assert(sizeof hash == crypto_shorthash_BYTES, "size of the hash");
	if (!has_key)
		random_bytes(key, sizeof key);
	has_key = true;
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)data.at, data.len, key);
	return hash;
}

struct str sha256(struct arena *arena, struct str data)
{
	unsigned char *hash = arena_alloc(arena, crypto_hash_sha256_BYTES + 1, 1);

	crypto_hash_sha256(hash, (const unsigned char *)data.at, data.len);
	return (struct str){(const char *)hash, crypto_hash_sha256_BYTES};
}

struct str hex(struct arena *arena, struct str bytes)
{
	size_t size = bytes.len * 2 + 1;
	char *digits = arena_alloc(arena, size, 1);

	sodium_bin2hex(digits, size, (const unsigned char *)bytes.at, bytes.len);
	return (struct str){digits, size - 1};
}

struct str sha256_read(struct arena *arena, struct str digits)
{
	enum { BYTES = crypto_hash_sha256_BYTES };
	unsigned char *bytes = arena_alloc(arena, BYTES + 1, 1);
	size_t len = 0;

	if (digits.len != 2 * (size_t)BYTES ||
	    sodium_hex2bin(bytes, BYTES, digits.at, digits.len, NULL, &len, NULL) != 0 || len != BYTES)
		return STR_NONE;
	return (struct str){(const char *)bytes, BYTES};
}
