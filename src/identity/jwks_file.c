#include "identity/jwks.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/key_file.h"
#include "base/file.h"
#include "base/log.h"

enum { FILE_MOST = 262144, FILE_MODE = 0640, RSA_BITS = 3072 };

static void release_key(void *key)
{
	EVP_PKEY_free(key);
}

/* 0: a kind of key that we do not sign with. */
static unsigned algorithm_of(EVP_PKEY *key)
{
	if (EVP_PKEY_is_a(key, "RSA"))
		return JWK_RS256;
	if (EVP_PKEY_is_a(key, "ED25519"))
		return JWK_EDDSA;
	char group[32];
	return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
		strcmp(group, "prime256v1") == 0 ? JWK_ES256 : 0;
}

static bool keep_key(struct arena *arena, EVP_PKEY *key, struct jwk_set *out)
{
	struct jwk *jwk = &out->at[out->count];
	unsigned algorithm = algorithm_of(key);

	arena_defer(arena, release_key, key);
	if (!algorithm || out->count == JWKS_MOST)
		return false;
	*jwk = (struct jwk){.algorithm = (enum jwk_algorithm)algorithm, .key = key, .is_private = true};
	jwk->id = jwk_thumbprint(arena, jwk);
	out->count++;
	return true;
}

static enum rc read_keys(struct arena *arena, struct str path, struct jwk_set *out)
{
	struct str bytes;
	enum rc rc = file_read(arena, arena_cstr(arena, path), FILE_MOST, &bytes);

	out->count = 0;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? rc : FAULT("jwk.file", "%.*s cannot be read", STR_ARG(path));
	BIO *source = BIO_new_mem_buf(bytes.at, (int)bytes.len);
	bool is_right = source != NULL;
	for (EVP_PKEY *key; is_right && (key = PEM_read_bio_PrivateKey(source, NULL, NULL, NULL)) != NULL;)
		is_right = keep_key(arena, key, out);
	BIO_free(source);
	return is_right && out->count ? RC_OK : FAULT("jwk.file", "%.*s holds no key of ours", STR_ARG(path));
}

static EVP_PKEY *key_new(enum jwk_algorithm algorithm)
{
	switch (algorithm) {
	case JWK_RS256:
		return EVP_RSA_gen(RSA_BITS);
	case JWK_ES256:
		return EVP_EC_gen("P-256");
	case JWK_EDDSA:
		break;
	}
	return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

static enum rc write_keys(struct arena *arena, struct str path, const struct jwk_set *set)
{
	BIO *sink = BIO_new(BIO_s_mem());
	bool is_right = sink != NULL;
	char *at = NULL;

	for (size_t i = 0; is_right && i < set->count; i++)
		is_right = PEM_write_bio_PrivateKey(sink, set->at[i].key, NULL, NULL, 0, NULL, NULL) == 1;
	long len = is_right ? BIO_get_mem_data(sink, &at) : 0;
	enum rc rc = len > 0 ? key_file_replace(arena, path, (struct str){at, (size_t)len}, FILE_MODE)
			     : FAULT("jwk.file", "%.*s cannot be made", STR_ARG(path));
	BIO_free(sink);
	return rc;
}

static enum rc add_key(struct arena *arena, struct str path, enum jwk_algorithm algorithm, size_t keep,
		       struct jwk_set *set)
{
	EVP_PKEY *key = key_new(algorithm);

	if (!key)
		return FAULT("jwk.new", "%s", jwk_algorithm_name(algorithm));
	keep = keep < 1 ? 1 : keep > JWKS_MOST ? JWKS_MOST : keep;
	if (set->count >= keep) {
		size_t leaving = set->count - keep + 1;
		memmove(set->at, set->at + leaving, (set->count - leaving) * sizeof *set->at);
		set->count -= leaving;
	}
	return keep_key(arena, key, set) ? write_keys(arena, path, set) : FAULT("jwk.new", "not kept");
}

/* Only one process changes the file at a time. -1: its folder cannot be written (logged). */
static int lock_file(struct arena *arena, struct str path)
{
	struct str name = arena_printf(arena, "%.*s.lock", STR_ARG(path));
	ptrdiff_t slash = (ptrdiff_t)path.len - 1;

	while (slash > 0 && path.at[slash] != '/')
		slash--;
	if (slash > 0 && mkdir(arena_cstr(arena, str_slice(path, 0, (size_t)slash)), 0750) != 0 && errno != EEXIST)
		LOG(LOG_ERROR, "jwk.folder", "%.*s errno=%d", STR_ARG(path), errno);
	int fd = open(name.at, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return fd;
	LOG(LOG_ERROR, "jwk.lock", "%s errno=%d", name.at, errno);
	if (fd >= 0)
		close(fd);
	return -1;
}

enum rc jwks_file_load(struct arena *arena, struct str path, enum jwk_algorithm algorithm, struct jwk_set *out)
{
	enum rc rc = read_keys(arena, path, out);

	if (rc != RC_NOT_FOUND)
		return rc;
	int lock = lock_file(arena, path);
	if (lock < 0)
		return RC_FAULT;
	rc = read_keys(arena, path, out);
	if (rc == RC_NOT_FOUND)
		rc = add_key(arena, path, algorithm, 1, out);
	close(lock);
	return rc;
}

enum rc jwks_file_rotate(struct arena *arena, struct str path, enum jwk_algorithm algorithm, size_t keep,
			 struct jwk_set *out)
{
	int lock = lock_file(arena, path);

	if (lock < 0)
		return RC_FAULT;
	enum rc rc = read_keys(arena, path, out);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = add_key(arena, path, algorithm, keep, out);
	close(lock);
	return rc;
}

uint64_t jwks_file_stamp(struct arena *arena, struct str path)
{
	struct stat found;

	if (stat(arena_cstr(arena, path), &found) != 0)
		return 0;
	return (uint64_t)found.st_ino ^ ((uint64_t)found.st_mtim.tv_sec << 32) ^ (uint64_t)found.st_mtim.tv_nsec;
}

const struct jwk *jwks_signer(const struct jwk_set *set)
{
	return &set->at[set->count - 1];
}
