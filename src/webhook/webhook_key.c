#include "webhook/webhook_key.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/base64.h"
#include "base/random.h"

_Static_assert(WEBHOOK_SECRET == crypto_sign_SEEDBYTES, "a seed is as long as a secret");

static const struct code kind_rows[] = {
	{"", ""},
	{"hmac", "HMAC-SHA256 (v1)"},
	{"ed25519", "Ed25519 (v1a)"},
	{NULL, NULL},
};
const struct codes webhook_key_kind_codes = {"webhook_key_kind", kind_rows};

struct webhook_key webhook_key_new(int kind)
{
	struct webhook_key key = {.kind = kind};

	random_bytes(key.secret, sizeof key.secret);
	return key;
}

void webhook_key_wipe(struct webhook_key *key)
{
	sodium_memzero(key, sizeof *key);
}

static struct str bytes_of(const unsigned char *at, size_t len)
{
	return (struct str){(const char *)at, len};
}

struct str webhook_key_text(struct arena *arena, const struct webhook_key *key)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], private_key[crypto_sign_SECRETKEYBYTES];

	if (key->kind == WEBHOOK_KEY_HMAC)
		return arena_concat(arena, STR("whsec_"), base64(arena, bytes_of(key->secret, sizeof key->secret)));
	crypto_sign_seed_keypair(public_key, private_key, key->secret);
	sodium_memzero(private_key, sizeof private_key);
	return arena_concat(arena, STR("whpk_"), base64(arena, bytes_of(public_key, sizeof public_key)));
}

bool webhook_key_read(struct arena *arena, struct str text, struct webhook_key *key)
{
	struct str bytes;

	if (!str_starts(text, STR("whsec_")) || !base64_bytes(arena, str_slice(text, 6, text.len), &bytes) ||
	    bytes.len != sizeof key->secret)
		return false;
	key->kind = WEBHOOK_KEY_HMAC;
	memcpy(key->secret, bytes.at, sizeof key->secret);
	return true;
}

static struct str sign_hmac(struct arena *arena, const struct webhook_key *key, struct str signed_text)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key->secret, sizeof key->secret);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)signed_text.at, signed_text.len);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof state);
	return arena_concat(arena, STR("v1,"), base64(arena, bytes_of(mac, sizeof mac)));
}

static struct str sign_ed25519(struct arena *arena, const struct webhook_key *key, struct str signed_text)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], private_key[crypto_sign_SECRETKEYBYTES];
	unsigned char signature[crypto_sign_BYTES];

	crypto_sign_seed_keypair(public_key, private_key, key->secret);
	crypto_sign_detached(signature, NULL, (const unsigned char *)signed_text.at, signed_text.len, private_key);
	sodium_memzero(private_key, sizeof private_key);
	return arena_concat(arena, STR("v1a,"), base64(arena, bytes_of(signature, sizeof signature)));
}

struct str webhook_key_sign(struct arena *arena, const struct webhook_key *key, struct str id, int64_t timestamp,
			    struct str body)
{
	struct str signed_text = arena_printf(arena, "%.*s.%" PRId64 ".%.*s", STR_ARG(id), timestamp, STR_ARG(body));

	assert(key->kind == WEBHOOK_KEY_HMAC || key->kind == WEBHOOK_KEY_ED25519);
	return key->kind == WEBHOOK_KEY_HMAC ? sign_hmac(arena, key, signed_text) : sign_ed25519(arena, key, signed_text);
}
