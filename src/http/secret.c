#include "http/secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"

_Static_assert(sizeof(struct secret) == crypto_auth_hmacsha256_KEYBYTES, "key of the MAC");
_Static_assert(sizeof(struct secret) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key of the cipher");

enum {
	LONGEST_PAYLOAD = 4000,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	EXPIRY = sizeof(moment),
	BASE64URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

static bool read_key(const char *path, struct secret *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, out->bytes, sizeof out->bytes);
	close(fd);
	if (got != (ssize_t)sizeof out->bytes)
		errno = EINVAL;
	return got == (ssize_t)sizeof out->bytes;
}

/* Written beside and linked, so that of several starting processes one wins and none sees half a key. */
static bool make_key(struct arena *arena, struct str path)
{
	struct secret fresh;
	struct str beside = arena_printf(arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(token_new(arena)));
	int fd = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	if (fd < 0)
		return false;
	random_bytes(fresh.bytes, sizeof fresh.bytes);
	bool is_made =
		write(fd, fresh.bytes, sizeof fresh.bytes) == (ssize_t)sizeof fresh.bytes && fsync(fd) == 0;
	close(fd);
	sodium_memzero(&fresh, sizeof fresh);
	if (is_made && link(beside.at, arena_cstr(arena, path)) != 0)
		is_made = errno == EEXIST;
	unlink(beside.at);
	return is_made;
}

enum rc secret_load(struct arena *arena, struct str path, struct secret *out)
{
	const char *name = arena_cstr(arena, path);

	if (sodium_init() < 0)
		return FAULT("secret.sodium", "cannot start");
	if (read_key(name, out))
		return RC_OK;
	if (errno != ENOENT || !make_key(arena, path) || !read_key(name, out))
		return FAULT("secret.file", "%s errno=%d", name, errno);
	return RC_OK;
}

struct secret secret_derive(const struct secret *secret, const char *purpose)
{
	struct secret key;

	crypto_auth_hmacsha256(key.bytes, (const unsigned char *)purpose, strlen(purpose), secret->bytes);
	return key;
}

static void csrf_mac(const struct secret *secret, struct str session,
		     unsigned char mac[crypto_auth_hmacsha256_BYTES])
{
	struct secret key = secret_derive(secret, "csrf");

	crypto_auth_hmacsha256(mac, (const unsigned char *)session.at, session.len, key.bytes);
	sodium_memzero(&key, sizeof key);
}

struct str csrf_token(struct arena *arena, const struct secret *secret, struct str session)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	const size_t room = sodium_base64_ENCODED_LEN(sizeof mac, BASE64URL);
	char *at = arena_alloc(arena, room, 1);

	csrf_mac(secret, session, mac);
	sodium_bin2base64(at, room, mac, sizeof mac, BASE64URL);
	return str_of(at);
}

bool csrf_check(const struct secret *secret, struct str session, struct str sent)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char expected[sodium_base64_ENCODED_LEN(sizeof mac, BASE64URL)];

	if (session.len == 0 || sent.len != sizeof expected - 1)
		return false;
	csrf_mac(secret, session, mac);
	sodium_bin2base64(expected, sizeof expected, mac, sizeof mac, BASE64URL);
	return sodium_memcmp(expected, sent.at, sent.len) == 0;
}

struct str secret_seal(struct arena *arena, const struct secret *secret, const char *purpose,
		       struct str payload, moment expires_at)
{
	const size_t plain_len = EXPIRY + payload.len, sealed_len = NONCE + plain_len + TAG;
	const size_t room = sodium_base64_ENCODED_LEN(sealed_len, BASE64URL);
	struct secret key = secret_derive(secret, purpose);
	unsigned char *plain = arena_alloc(arena, plain_len, 1), *sealed = arena_alloc(arena, sealed_len, 1);
	char *at = arena_alloc(arena, room, 1);

	assert(payload.len <= LONGEST_PAYLOAD);
	memcpy(plain, &expires_at, EXPIRY);
	if (payload.len)
		memcpy(plain + EXPIRY, payload.at, payload.len);
	random_bytes(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, plain, plain_len, NULL, 0, NULL,
						   sealed, key.bytes);
	sodium_memzero(&key, sizeof key);
	sodium_bin2base64(at, room, sealed, sealed_len, BASE64URL);
	return str_of(at);
}

enum rc secret_open(struct arena *arena, const struct secret *secret, const char *purpose, struct str sealed,
		    moment now, struct str *payload)
{
	const size_t longest = sodium_base64_ENCODED_LEN(NONCE + EXPIRY + LONGEST_PAYLOAD + TAG, BASE64URL);
	unsigned char *bytes, *plain;
	size_t len = 0;
	moment expires_at;

	if (sealed.len == 0 || sealed.len >= longest)
		return RC_DENIED;
	bytes = arena_alloc(arena, sealed.len, 1);
	if (sodium_base642bin(bytes, sealed.len, sealed.at, sealed.len, NULL, &len, NULL, BASE64URL) != 0 ||
	    len < NONCE + EXPIRY + TAG)
		return RC_DENIED;
	struct secret key = secret_derive(secret, purpose);
	plain = arena_alloc(arena, len, 1);
	int status = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE, len - NONCE,
								NULL, 0, bytes, key.bytes);
	sodium_memzero(&key, sizeof key);
	if (status != 0)
		return RC_DENIED;
	memcpy(&expires_at, plain, EXPIRY);
	if (now >= expires_at)
		return RC_GONE;
	*payload = (struct str){(const char *)plain + EXPIRY, len - NONCE - TAG - EXPIRY};
	return RC_OK;
}
