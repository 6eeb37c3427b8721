#ifndef IDENTITY_JWKS_H
#define IDENTITY_JWKS_H

#include "base/str.h"

/*
 * Keys that sign tokens: JSON Web Keys (RFC 7517, 7518, 8037) of others, and our own in a file. Three kinds only:
 * RSA of 2048 to 8192 bits, P-256, Ed25519. There are no shared secrets here, so nothing can be taken for one.
 */

/* Bits, so that a reader can say which it takes. */
enum jwk_algorithm {
	JWK_RS256 = 1u << 0,
	JWK_ES256 = 1u << 1,
	JWK_EDDSA = 1u << 2,
};
enum { JWK_ANY = JWK_RS256 | JWK_ES256 | JWK_EDDSA, JWKS_MOST = 64, JWKS_BYTES_MOST = 262144 };

/* "RS256", "ES256", "EdDSA". */
const char *jwk_algorithm_name(enum jwk_algorithm algorithm);
/* 0: none of ours ("none", "HS256", ...). Case matters. */
unsigned jwk_algorithm_of(struct str name);

struct evp_pkey_st;

struct jwk {
	struct str id; /* "kid"; STR_NONE: it has none */
	enum jwk_algorithm algorithm;
	struct evp_pkey_st *key; /* released with the arena */
	bool is_private;
};

struct jwk_set {
	struct jwk at[JWKS_MOST];
	size_t count;
};

/*
 * The signature keys of a JWK Set document; keys of other kinds or uses are skipped. RC_INVALID: it is no such document,
 * has a member twice, or none of its keys can be used.
 */
enum rc jwks_parse(struct arena *arena, struct str json, struct jwk_set *out) MUST_CHECK;
/* The public halves as a document, the newest first. */
struct str jwks_text(struct arena *arena, const struct jwk_set *set);

/* RFC 7638, SHA-256, base64url: the ids of our own keys. */
struct str jwk_thumbprint(struct arena *arena, const struct jwk *key);

/* A signature as JWS wants it (P-256: r and s, 64 bytes). key->is_private. RC_FAULT is logged. */
enum rc jwk_sign(struct arena *arena, const struct jwk *key, struct str bytes, struct str *signature) MUST_CHECK;
bool jwk_fits(const struct jwk *key, struct str bytes, struct str signature);

/*
 * Our own keys: private keys in one PEM file, the newest last. Older ones stay, so that what they signed holds until it runs
 * out; processes read the file again when jwks_file_stamp has changed. Made with one key when there is none.
 */
enum rc jwks_file_load(struct arena *arena, struct str path, enum jwk_algorithm algorithm,
		       struct jwk_set *out) MUST_CHECK;
/* Adds a new key; the oldest leave when there would be more than keep. */
enum rc jwks_file_rotate(struct arena *arena, struct str path, enum jwk_algorithm algorithm, size_t keep,
			 struct jwk_set *out) MUST_CHECK;
/* Another number when the file was replaced; 0: there is none. */
uint64_t jwks_file_stamp(struct arena *arena, struct str path);
/* The newest key, which signs. set->count > 0. */
const struct jwk *jwks_signer(const struct jwk_set *set);

#endif
