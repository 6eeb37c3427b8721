#include "identity/jwks.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { P256_BYTES = 32, ED25519_BYTES = 32, RSA_BITS_LEAST = 2048, RSA_BITS_MOST = 8192, SIGNATURE_MOST = 1024 };

static const struct {
	enum jwk_algorithm algorithm;
	const char *name;
} algorithms[] = {{JWK_RS256, "RS256"}, {JWK_ES256, "ES256"}, {JWK_EDDSA, "EdDSA"}};

const char *jwk_algorithm_name(enum jwk_algorithm algorithm)
{
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
		if (algorithms[i].algorithm == algorithm)
			return algorithms[i].name;
	return "";
}

unsigned jwk_algorithm_of(struct str name)
{
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
		if (str_is(name, algorithms[i].name))
			return algorithms[i].algorithm;
	return 0;
}

static struct str member(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NONE;
}

static void release_key(void *key)
{
	EVP_PKEY_free(key);
}

static EVP_PKEY *key_of_params(const char *kind, OSSL_PARAM_BLD *builder)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
	EVP_PKEY *key = NULL;

	if (!params || !context || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	return key;
}

static EVP_PKEY *read_rsa(struct arena *arena, const json_t *jwk)
{
	struct str n, e;
	EVP_PKEY *key = NULL;

	if (!base64_url_bytes(arena, member(jwk, "n"), &n) || !base64_url_bytes(arena, member(jwk, "e"), &e) ||
	    n.len > RSA_BITS_MOST / 8 || e.len > 8)
		return NULL;
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	BIGNUM *modulus = BN_bin2bn((const unsigned char *)n.at, (int)n.len, NULL);
	BIGNUM *exponent = BN_bin2bn((const unsigned char *)e.at, (int)e.len, NULL);
	if (builder && modulus && exponent && BN_num_bits(modulus) >= RSA_BITS_LEAST && BN_is_odd(exponent) &&
	    BN_num_bits(exponent) >= 2 && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
		key = key_of_params("RSA", builder);
	BN_free(modulus);
	BN_free(exponent);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static EVP_PKEY *read_p256(struct arena *arena, const json_t *jwk)
{
	unsigned char point[1 + 2 * P256_BYTES] = {POINT_CONVERSION_UNCOMPRESSED};
	struct str x, y;
	EVP_PKEY *key = NULL;

	if (!str_is(member(jwk, "crv"), "P-256") || !base64_url_bytes(arena, member(jwk, "x"), &x) ||
	    !base64_url_bytes(arena, member(jwk, "y"), &y) || x.len != P256_BYTES || y.len != P256_BYTES)
		return NULL;
	memcpy(point + 1, x.at, P256_BYTES);
	memcpy(point + 1 + P256_BYTES, y.at, P256_BYTES);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	if (builder &&
	    OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) == 1)
		key = key_of_params("EC", builder);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static EVP_PKEY *read_ed25519(struct arena *arena, const json_t *jwk)
{
	struct str x;

	if (!str_is(member(jwk, "crv"), "Ed25519") || !base64_url_bytes(arena, member(jwk, "x"), &x) ||
	    x.len != ED25519_BYTES)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *)x.at, x.len);
}

static const struct {
	const char *type;
	enum jwk_algorithm algorithm;
	EVP_PKEY *(*read)(struct arena *arena, const json_t *jwk);
} kinds[] = {{"RSA", JWK_RS256, read_rsa}, {"EC", JWK_ES256, read_p256}, {"OKP", JWK_EDDSA, read_ed25519}};

/* A key for other things than signatures, or for another algorithm, is none of ours. */
static bool is_for_signatures(const json_t *jwk, enum jwk_algorithm algorithm)
{
	struct str use = member(jwk, "use"), named = member(jwk, "alg");

	return (!use.at || str_is(use, "sig")) && (!named.at || str_is(named, jwk_algorithm_name(algorithm)));
}

static bool read_key(struct arena *arena, const json_t *jwk, struct jwk *out)
{
	struct str type = member(jwk, "kty"), id = member(jwk, "kid");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!str_is(type, kinds[i].type) || !is_for_signatures(jwk, kinds[i].algorithm))
			continue;
		EVP_PKEY *key = kinds[i].read(arena, jwk);
		if (!key)
			return false;
		arena_defer(arena, release_key, key);
		*out = (struct jwk){
			.id = id.at ? arena_str(arena, id) : STR_NONE,
			.algorithm = kinds[i].algorithm,
			.key = key,
		};
		return true;
	}
	return false;
}

enum rc jwks_parse(struct arena *arena, struct str json, struct jwk_set *out)
{
	size_t i;
	json_t *jwk;

	out->count = 0;
	if (json.len > JWKS_BYTES_MOST)
		return RC_INVALID;
	json_t *document = json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, NULL);
	json_array_foreach(json_object_get(document, "keys"), i, jwk)
		if (out->count < JWKS_MOST && read_key(arena, jwk, &out->at[out->count]))
			out->count++;
	json_decref(document);
	return out->count ? RC_OK : RC_INVALID;
}

static struct str number_text(struct arena *arena, const struct jwk *key, const char *name, size_t least)
{
	BIGNUM *number = NULL;

	if (EVP_PKEY_get_bn_param(key->key, name, &number) != 1)
		return STR("");
	size_t len = (size_t)BN_num_bytes(number);
	len = len < least ? least : len;
	unsigned char *bytes = arena_alloc(arena, len + 1, 1);
	int put = BN_bn2binpad(number, bytes, (int)len);
	BN_free(number);
	return base64_url(arena, (struct str){(const char *)bytes, put > 0 ? (size_t)put : 0});
}

static struct str raw_text(struct arena *arena, const struct jwk *key)
{
	unsigned char bytes[ED25519_BYTES];
	size_t len = sizeof bytes;

	if (EVP_PKEY_get_raw_public_key(key->key, bytes, &len) != 1)
		return STR("");
	return base64_url(arena, (struct str){(const char *)bytes, len});
}

/* The members that make the key, in the order of RFC 7638, without the closing brace. */
static struct str public_members(struct arena *arena, const struct jwk *key)
{
	switch (key->algorithm) {
	case JWK_RS256:
		return arena_printf(arena, "{\"e\":\"%.*s\",\"kty\":\"RSA\",\"n\":\"%.*s\"",
				    STR_ARG(number_text(arena, key, OSSL_PKEY_PARAM_RSA_E, 0)),
				    STR_ARG(number_text(arena, key, OSSL_PKEY_PARAM_RSA_N, 0)));
	case JWK_ES256:
		return arena_printf(arena, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%.*s\",\"y\":\"%.*s\"",
				    STR_ARG(number_text(arena, key, OSSL_PKEY_PARAM_EC_PUB_X, P256_BYTES)),
				    STR_ARG(number_text(arena, key, OSSL_PKEY_PARAM_EC_PUB_Y, P256_BYTES)));
	case JWK_EDDSA:
		break;
	}
	return arena_printf(arena, "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%.*s\"",
			    STR_ARG(raw_text(arena, key)));
}

struct str jwk_thumbprint(struct arena *arena, const struct jwk *key)
{
	return base64_url(arena, sha256(arena, arena_concat(arena, public_members(arena, key), STR("}"))));
}

struct str jwks_text(struct arena *arena, const struct jwk_set *set)
{
	struct text out = TEXT_IN(arena);

	text_cstr(&out, "{\"keys\":[");
	for (size_t i = set->count; i-- > 0;) {
		const struct jwk *key = &set->at[i];
		text_add(&out, public_members(arena, key));
		text_printf(&out, ",\"alg\":\"%s\",\"use\":\"sig\"", jwk_algorithm_name(key->algorithm));
		if (key->id.at) {
			text_cstr(&out, ",\"kid\":");
			text_json(&out, key->id);
		}
		text_cstr(&out, i ? "}," : "}");
	}
	text_cstr(&out, "]}");
	return text_str(&out);
}

static const EVP_MD *hash_of(const struct jwk *key)
{
	return key->algorithm == JWK_EDDSA ? NULL : EVP_sha256();
}

/* From the DER that OpenSSL writes to the fixed two halves of JWS. */
static bool halves_of(const unsigned char *der, size_t len, unsigned char *out)
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)len);
	bool is_done = signature &&
		       BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, P256_BYTES) == P256_BYTES &&
		       BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + P256_BYTES, P256_BYTES) == P256_BYTES;

	ECDSA_SIG_free(signature);
	return is_done;
}

enum rc jwk_sign(struct arena *arena, const struct jwk *key, struct str bytes, struct str *signature)
{
	unsigned char *made = arena_alloc(arena, SIGNATURE_MOST, 1);
	size_t len = SIGNATURE_MOST;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_done = context && EVP_DigestSignInit(context, NULL, hash_of(key), NULL, key->key) == 1 &&
		       EVP_DigestSign(context, made, &len, (const unsigned char *)bytes.at, bytes.len) == 1;

	EVP_MD_CTX_free(context);
	if (is_done && key->algorithm == JWK_ES256) {
		unsigned char *halves = arena_alloc(arena, (size_t)2 * P256_BYTES, 1);
		is_done = halves_of(made, len, halves);
		made = halves;
		len = (size_t)2 * P256_BYTES;
	}
	if (!is_done)
		return FAULT("jwk.sign", "%s", jwk_algorithm_name(key->algorithm));
	*signature = (struct str){(const char *)made, len};
	return RC_OK;
}

/* The DER that OpenSSL checks; 0: no signature. */
static size_t der_of(struct str halves, unsigned char *out, size_t room)
{
	unsigned char *der = NULL;
	size_t len = 0;

	if (halves.len != (size_t)2 * P256_BYTES)
		return 0;
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn((const unsigned char *)halves.at, P256_BYTES, NULL);
	BIGNUM *s = BN_bin2bn((const unsigned char *)halves.at + P256_BYTES, P256_BYTES, NULL);
	if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) {
		int written = i2d_ECDSA_SIG(signature, &der);
		if (written > 0 && (size_t)written <= room) {
			len = (size_t)written;
			memcpy(out, der, len);
		}
	} else {
		BN_free(r);
		BN_free(s);
	}
	OPENSSL_free(der);
	ECDSA_SIG_free(signature);
	return len;
}

bool jwk_fits(const struct jwk *key, struct str bytes, struct str signature)
{
	unsigned char der[SIGNATURE_MOST];
	const unsigned char *sent = (const unsigned char *)signature.at;
	size_t len = signature.len;

	if (key->algorithm == JWK_ES256) {
		len = der_of(signature, der, sizeof der);
		sent = der;
	}
	if (len == 0)
		return false;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool fits = context && EVP_DigestVerifyInit(context, NULL, hash_of(key), NULL, key->key) == 1 &&
		    EVP_DigestVerify(context, sent, len, (const unsigned char *)bytes.at, bytes.len) == 1;
	EVP_MD_CTX_free(context);
	return fits;
}
