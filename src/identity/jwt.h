#ifndef IDENTITY_JWT_H
#define IDENTITY_JWT_H

#include "base/moment.h"
#include "identity/jwks.h"

/*
 * JSON Web Tokens (RFC 7519) in the compact form of JWS (RFC 7515), read with the care of RFC 8725: only the algorithms
 * that the reader names, keys only from a set the reader holds, no critical extensions, no member twice.
 */

enum { JWT_BYTES_MOST = 32768, JWT_SKEW_SECONDS = 60 };

struct json_t;

struct jwt {
	enum jwk_algorithm algorithm;
	struct str key_id;     /* "kid"; STR_NONE: it names none */
	struct str type;       /* "typ"; STR_NONE: it has none */
	struct json_t *claims; /* an object, released with the arena */
};

/*
 * What a token says, without any check of who says it: only for choosing the keys and settings to verify it with. RC_INVALID: no
 * token, or one with an algorithm that is none of ours.
 */
enum rc jwt_read(struct arena *arena, struct str token, struct jwt *out) MUST_CHECK;

/*
 * A token whose signature holds. allowed: bits of enum jwk_algorithm. RC_INVALID: no token, an algorithm not allowed, or
 * no way to tell its key. RC_NOT_FOUND: the set lacks the key it names; newer keys may have it. RC_DENIED: forged.
 */
enum rc jwt_verify(struct arena *arena, struct str token, const struct jwk_set *keys, unsigned allowed,
		   struct jwt *out) MUST_CHECK;

/* The token; type "JWT" or "at+jwt" ..., claims a JSON object. RC_FAULT is logged. */
enum rc jwt_sign(struct arena *arena, const struct jwk *key, const char *type, struct str claims,
		 struct str *token) MUST_CHECK;

/* What must stand in a token besides its signature. */
struct jwt_expected {
	struct str issuer;   /* "iss", exactly */
	struct str audience; /* one of "aud" */
	struct str client;   /* "azp", where it is there or there are several audiences; STR_NONE: not looked at */
	struct str nonce;    /* STR_NONE: not looked at */
	moment now;
};

/*
 * NULL when the claims are as expected, else a word for the log that names the claim: "iss", "aud", "azp", "exp", "nbf",
 * "iat" or "nonce". exp is required; times may differ by JWT_SKEW_SECONDS.
 */
const char *jwt_refusal(const struct jwt *jwt, const struct jwt_expected *expected);

/*
 * A JSON object that came another way than in a token (what an issuer publishes, an answer), to be read like claims. RC_INVALID:
 * no object, or one with a member twice.
 */
enum rc jwt_document(struct arena *arena, struct str json, struct jwt *out) MUST_CHECK;

/* A claim that is a text; STR_NONE: absent or of another type. Lives as long as the token. */
struct str jwt_text(const struct jwt *jwt, const char *claim);
/* A claim that is a time (NumericDate); MOMENT_NONE: absent or none. */
moment jwt_moment(const struct jwt *jwt, const char *claim);
/* True, or the text "true" that some issuers send. */
bool jwt_is_true(const struct jwt *jwt, const char *claim);
bool jwt_has(const struct jwt *jwt, const char *claim);
/*
 * The nth (from 0) of a claim that is a list of texts, or a single text; STR_NONE beyond the last.
 */
struct str jwt_nth(const struct jwt *jwt, const char *claim, size_t n);
/* The claim is that text, or a list that has it. */
bool jwt_lists(const struct jwt *jwt, const char *claim, struct str text);

#endif
