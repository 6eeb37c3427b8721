#include "event/push_message.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base/log.h"
#include "base/random.h"

enum { RECORD_SIZE = 4096, SECRET = 32, KEY = 16, NONCE = 12, TAG = 16, HEADER = PUSH_SALT_BYTES + 4 + 1 + PUSH_KEY_BYTES };

/* A key of P-256 from its public point and, where private is given, its number. NULL: no such key. */
static EVP_PKEY *key_of(struct str public_point, struct str private_number)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *number = private_number.at
		? BN_bin2bn((const unsigned char *)private_number.at, (int)private_number.len, NULL) : NULL;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM *params = NULL;

	if (build && context && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, public_point.at, public_point.len) &&
	    (!number || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number)) &&
	    (params = OSSL_PARAM_BLD_to_param(build)) && EVP_PKEY_fromdata_init(context) == 1 &&
	    EVP_PKEY_fromdata(context, &key, number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_clear_free(number);
	EVP_PKEY_CTX_free(context);
	return key;
}

/* The uncompressed public point of a private number. */
static bool point_of(struct str private_number, unsigned char *point)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	EC_POINT *at = group ? EC_POINT_new(group) : NULL;
	BIGNUM *number = BN_bin2bn((const unsigned char *)private_number.at, (int)private_number.len, NULL);
	bool is_made = at && number && EC_POINT_mul(group, at, number, NULL, NULL, NULL) == 1 &&
		       EC_POINT_point2oct(group, at, POINT_CONVERSION_UNCOMPRESSED, point, PUSH_KEY_BYTES, NULL) ==
			       PUSH_KEY_BYTES;

	BN_clear_free(number);
	EC_POINT_free(at);
	EC_GROUP_free(group);
	return is_made;
}

bool push_message_key_is_valid(struct str p256dh)
{
	if (p256dh.len != PUSH_KEY_BYTES || p256dh.at[0] != 4)
		return false;
	EVP_PKEY *key = key_of(p256dh, STR_NONE);
	EVP_PKEY_CTX *context = key ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
	bool is_valid = context && EVP_PKEY_public_check(context) == 1;

	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return is_valid;
}

static bool agree(EVP_PKEY *ours, EVP_PKEY *theirs, unsigned char *secret)
{
	size_t len = SECRET;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, ours, NULL);
	bool is_agreed = context && EVP_PKEY_derive_init(context) == 1 &&
			 EVP_PKEY_derive_set_peer_ex(context, theirs, 1) == 1 &&
			 EVP_PKEY_derive(context, secret, &len) == 1 && len == SECRET;

	EVP_PKEY_CTX_free(context);
	return is_agreed;
}

/* HKDF with SHA-256 (RFC 5869). info may hold NUL. */
static bool hkdf(struct str salt, struct str secret, struct str info, unsigned char *out, size_t len)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	char digest[] = "SHA256";
	union {
		const char *given;
		void *asked;
	} s = {salt.at}, k = {secret.at}, i = {info.at};
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, s.asked, salt.len),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, k.asked, secret.len),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, i.asked, info.len),
		OSSL_PARAM_construct_end(),
	};
	bool is_made = context && EVP_KDF_derive(context, out, len, params) == 1;

	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
	return is_made;
}

/* plain and the mark of the last record, sealed into out, which has room for both and the tag. */
static bool seal(const unsigned char *key, const unsigned char *nonce, struct str plain, unsigned char *out)
{
	static const unsigned char last = 2;
	int len = 0, more = 0;
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	bool is_sealed =
		context && EVP_EncryptInit_ex2(context, EVP_aes_128_gcm(), key, nonce, NULL) == 1 &&
		EVP_EncryptUpdate(context, out, &len, (const unsigned char *)plain.at, (int)plain.len) == 1 &&
		EVP_EncryptUpdate(context, out + len, &more, &last, 1) == 1 &&
		EVP_EncryptFinal_ex(context, out + len + more, &(int){0}) == 1 &&
		EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG, out + len + more) == 1;

	EVP_CIPHER_CTX_free(context);
	return is_sealed;
}

static struct str joined(struct arena *arena, struct str a, struct str b, struct str c)
{
	char *at = arena_alloc(arena, a.len + b.len + c.len, 1);

	memcpy(at, a.at, a.len);
	memcpy(at + a.len, b.at, b.len);
	memcpy(at + a.len + b.len, c.at, c.len);
	return (struct str){at, a.len + b.len + c.len};
}

#define BYTES(array) ((struct str){(const char *)(array), sizeof(array)})
/* With the NUL that ends it. */
#define INFO(text) ((struct str){(text), sizeof(text)})

enum rc push_message_encrypt_as(struct arena *arena, struct str private_key, struct str salt, struct str p256dh,
				struct str auth, struct str plain, struct str *body)
{
	unsigned char point[PUSH_KEY_BYTES], shared[SECRET], input[SECRET], key[KEY], nonce[NONCE];

	if (!push_message_key_is_valid(p256dh) || auth.len != PUSH_AUTH_BYTES || salt.len != PUSH_SALT_BYTES ||
	    plain.len > PUSH_PLAIN_MOST || !point_of(private_key, point))
		return RC_INVALID;
	EVP_PKEY *ours = key_of(BYTES(point), private_key), *theirs = key_of(p256dh, STR_NONE);
	struct str info = joined(arena, INFO("WebPush: info"), p256dh, BYTES(point));
	unsigned char *out = arena_alloc(arena, HEADER + plain.len + 1 + TAG, 1);
	bool is_made = ours && theirs && agree(ours, theirs, shared) &&
		       hkdf(auth, BYTES(shared), info, input, sizeof input) &&
		       hkdf(salt, BYTES(input), INFO("Content-Encoding: aes128gcm"), key, sizeof key) &&
		       hkdf(salt, BYTES(input), INFO("Content-Encoding: nonce"), nonce, sizeof nonce) &&
		       seal(key, nonce, plain, out + HEADER);

	EVP_PKEY_free(ours);
	EVP_PKEY_free(theirs);
	if (!is_made)
		return FAULT("push.encrypt", "OpenSSL refused");
	memcpy(out, salt.at, salt.len);
	out[PUSH_SALT_BYTES] = 0;
	out[PUSH_SALT_BYTES + 1] = 0;
	out[PUSH_SALT_BYTES + 2] = RECORD_SIZE >> 8;
	out[PUSH_SALT_BYTES + 3] = RECORD_SIZE & 0xff;
	out[PUSH_SALT_BYTES + 4] = PUSH_KEY_BYTES;
	memcpy(out + PUSH_SALT_BYTES + 5, point, sizeof point);
	*body = (struct str){(char *)out, HEADER + plain.len + 1 + TAG};
	return RC_OK;
}

enum rc push_message_encrypt(struct arena *arena, struct str p256dh, struct str auth, struct str plain, struct str *body)
{
	unsigned char number[SECRET], salt[PUSH_SALT_BYTES];
	enum rc rc;

	/* Below the order of the group but for one in 2^32, which OpenSSL refuses: then another one. */
	for (int tries = 0; tries < 3; tries++) {
		random_bytes(number, sizeof number);
		random_bytes(salt, sizeof salt);
		rc = push_message_encrypt_as(arena, BYTES(number), BYTES(salt), p256dh, auth, plain, body);
		if (rc != RC_FAULT)
			break;
	}
	OPENSSL_cleanse(number, sizeof number);
	return rc;
}
