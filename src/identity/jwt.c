#include "identity/jwt.h"

#include <jansson.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/text.h"

/* Years 1970 to 9999. */
static const int64_t latest_second = 253402300799;

static void release_json(void *json)
{
	json_decref(json);
}

static struct str text_of(const json_t *value)
{
	return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NONE;
}

/* NULL: no object, or one with a member twice. */
static json_t *read_object(struct arena *arena, struct str bytes)
{
	if (!bytes.len)
		return NULL;
	json_t *json = json_loadb(bytes.at, bytes.len, JSON_REJECT_DUPLICATES, NULL);
	if (json && !json_is_object(json)) {
		json_decref(json);
		return NULL;
	}
	if (json)
		arena_defer(arena, release_json, json);
	return json;
}

/* One part of the token as the object that it must be. */
static json_t *object_of(struct arena *arena, struct str part)
{
	struct str bytes;

	return base64_url_bytes(arena, part, &bytes) ? read_object(arena, bytes) : NULL;
}

enum rc jwt_document(struct arena *arena, struct str json, struct jwt *out)
{
	*out = (struct jwt){.claims = read_object(arena, json)};
	return out->claims ? RC_OK : RC_INVALID;
}

struct parts {
	struct str signed_bytes;
	struct str signature;
};

/* Texts of the header that must be texts where they are there. */
static bool read_name(const json_t *header, const char *name, struct str *out)
{
	const json_t *value = json_object_get(header, name);

	*out = text_of(value);
	return !value || out->at;
}

static bool read_token(struct arena *arena, struct str token, struct parts *parts, struct jwt *out)
{
	struct str rest = token, header_part, claims_part, name;

	if (token.len > JWT_BYTES_MOST || !str_split(&rest, '.', &header_part) ||
	    !str_split(&rest, '.', &claims_part) || str_find(rest, STR(".")) >= 0 || !rest.len)
		return false;
	parts->signed_bytes = str_slice(token, 0, header_part.len + 1 + claims_part.len);
	const json_t *header = object_of(arena, header_part);
	if (!header || !base64_url_bytes(arena, rest, &parts->signature) || json_object_get(header, "crit") ||
	    !read_name(header, "alg", &name) || !read_name(header, "kid", &out->key_id) ||
	    !read_name(header, "typ", &out->type))
		return false;
	unsigned algorithm = jwk_algorithm_of(name);
	out->algorithm = (enum jwk_algorithm)algorithm;
	out->claims = algorithm ? object_of(arena, claims_part) : NULL;
	return out->claims != NULL;
}

enum rc jwt_read(struct arena *arena, struct str token, struct jwt *out)
{
	struct parts parts;

	return read_token(arena, token, &parts, out) ? RC_OK : RC_INVALID;
}

/*
 * The key that the token names; without a name the only one that its algorithm can mean. The name alone is not enough: a
 * key serves one algorithm.
 */
static enum rc find_key(const struct jwk_set *keys, const struct jwt *jwt, const struct jwk **out)
{
	size_t found = 0;

	for (size_t i = 0; i < keys->count; i++) {
		const struct jwk *key = &keys->at[i];
		if (key->algorithm != jwt->algorithm || (jwt->key_id.at && !str_equal(key->id, jwt->key_id)))
			continue;
		*out = key;
		found++;
	}
	if (found == 1)
		return RC_OK;
	return jwt->key_id.at && found == 0 ? RC_NOT_FOUND : RC_INVALID;
}

enum rc jwt_verify(struct arena *arena, struct str token, const struct jwk_set *keys, unsigned allowed,
		   struct jwt *out)
{
	struct parts parts;
	const struct jwk *key;

	if (!read_token(arena, token, &parts, out) || !(out->algorithm & allowed))
		return RC_INVALID;
	enum rc rc = find_key(keys, out, &key);
	if (rc != RC_OK)
		return rc;
	return jwk_fits(key, parts.signed_bytes, parts.signature) ? RC_OK : RC_DENIED;
}

enum rc jwt_sign(struct arena *arena, const struct jwk *key, const char *type, struct str claims,
		 struct str *token)
{
	struct text header = TEXT_IN(arena);
	struct str signature;

	text_printf(&header, "{\"alg\":\"%s\",\"typ\":\"%s\"", jwk_algorithm_name(key->algorithm), type);
	if (key->id.at) {
		text_cstr(&header, ",\"kid\":");
		text_json(&header, key->id);
	}
	text_cstr(&header, "}");
	struct str signed_bytes = arena_printf(arena, "%.*s.%.*s", STR_ARG(base64_url(arena, text_str(&header))),
					       STR_ARG(base64_url(arena, claims)));
	enum rc rc = jwk_sign(arena, key, signed_bytes, &signature);
	if (rc == RC_OK)
		*token = arena_printf(arena, "%.*s.%.*s", STR_ARG(signed_bytes),
				      STR_ARG(base64_url(arena, signature)));
	return rc;
}

struct str jwt_text(const struct jwt *jwt, const char *claim)
{
	return text_of(json_object_get(jwt->claims, claim));
}

moment jwt_moment(const struct jwt *jwt, const char *claim)
{
	const json_t *value = json_object_get(jwt->claims, claim);

	if (json_is_integer(value)) {
		json_int_t seconds = json_integer_value(value);
		return seconds >= 0 && seconds <= latest_second ? SECONDS(seconds) : MOMENT_NONE;
	}
	if (!json_is_real(value))
		return MOMENT_NONE;
	double seconds = json_real_value(value);
	return seconds >= 0 && seconds <= (double)latest_second ? SECONDS((int64_t)seconds) : MOMENT_NONE;
}

bool jwt_is_true(const struct jwt *jwt, const char *claim)
{
	const json_t *value = json_object_get(jwt->claims, claim);

	return json_is_true(value) || str_is(text_of(value), "true");
}

bool jwt_has(const struct jwt *jwt, const char *claim)
{
	return json_object_get(jwt->claims, claim) != NULL;
}

struct str jwt_nth(const struct jwt *jwt, const char *claim, size_t n)
{
	const json_t *value = json_object_get(jwt->claims, claim);

	if (json_is_string(value))
		return n == 0 ? text_of(value) : STR_NONE;
	return text_of(json_array_get(value, n));
}

bool jwt_lists(const struct jwt *jwt, const char *claim, struct str text)
{
	const json_t *value = json_object_get(jwt->claims, claim), *one;
	size_t i;

	if (json_is_string(value))
		return str_equal(text_of(value), text);
	json_array_foreach(value, i, one)
		if (json_is_string(one) && str_equal(text_of(one), text))
			return true;
	return false;
}

static bool is_for_client(const struct jwt *jwt, struct str client)
{
	if (!client.at)
		return true;
	if (jwt_has(jwt, "azp"))
		return str_equal(jwt_text(jwt, "azp"), client);
	return json_array_size(json_object_get(jwt->claims, "aud")) <= 1;
}

const char *jwt_refusal(const struct jwt *jwt, const struct jwt_expected *expected)
{
	const moment skew = SECONDS(JWT_SKEW_SECONDS);
	moment exp = jwt_moment(jwt, "exp"), nbf = jwt_moment(jwt, "nbf"), iat = jwt_moment(jwt, "iat");

	if (!expected->issuer.len || !str_equal(jwt_text(jwt, "iss"), expected->issuer))
		return "iss";
	if (!expected->audience.len || !jwt_lists(jwt, "aud", expected->audience))
		return "aud";
	if (!is_for_client(jwt, expected->client))
		return "azp";
	if (exp == MOMENT_NONE || exp + skew <= expected->now)
		return "exp";
	if (jwt_has(jwt, "nbf") && (nbf == MOMENT_NONE || nbf - skew > expected->now))
		return "nbf";
	if (jwt_has(jwt, "iat") && (iat == MOMENT_NONE || iat - skew > expected->now))
		return "iat";
	if (expected->nonce.at && !str_equal(jwt_text(jwt, "nonce"), expected->nonce))
		return "nonce";
	return NULL;
}
