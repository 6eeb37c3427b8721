#include "audit/digest.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/random.h"

/* Made once per process: looking the algorithm up costs more than hashing an entry. */
static EVP_MD_CTX *work;
static EVP_MD *algorithm;

static void need(bool worked)
{
	if (worked)
		return;
	fputs("SHA-256 is not to be had from libcrypto\n", stderr);
	abort();
}

struct digest digest_of(const struct str *parts, size_t count)
{
	struct digest digest;

	if (!work) {
		algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
		work = EVP_MD_CTX_new();
		need(work && algorithm);
	}
	need(EVP_DigestInit_ex2(work, algorithm, NULL) == 1);
	for (size_t i = 0; i < count; i++)
		need(EVP_DigestUpdate(work, parts[i].at, parts[i].len) == 1);
	need(EVP_DigestFinal_ex(work, digest.at, NULL) == 1);
	return digest;
}

struct digest digest_of_one(struct str bytes)
{
	return digest_of(&bytes, 1);
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->at, b->at, DIGEST_BYTES) == 0;
}

struct str digest_str(const struct digest *digest)
{
	return (struct str){(const char *)digest->at, DIGEST_BYTES};
}

bool digest_read(struct str bytes, struct digest *out)
{
	if (bytes.len != DIGEST_BYTES)
		return false;
	memcpy(out->at, bytes.at, DIGEST_BYTES);
	return true;
}

struct str digest_hex(struct arena *arena, const struct digest *digest)
{
	return hex(arena, digest_str(digest));
}

bool digest_read_hex(struct arena *arena, struct str text, struct digest *out)
{
	struct str bytes;

	return base64_hex_bytes(arena, text, &bytes) && digest_read(bytes, out);
}
