#include "exchange/sum.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

struct sum {
	EVP_MD_CTX *work;
};

static void need(bool worked)
{
	if (worked)
		return;
	fputs("SHA-256 is not to be had from libcrypto\n", stderr);
	abort();
}

static void release(void *resource)
{
	struct sum *sum = resource;

	EVP_MD_CTX_free(sum->work);
}

struct sum *sum_new(struct arena *arena)
{
	struct sum *sum = ARENA_NEW(arena, struct sum);

	sum->work = EVP_MD_CTX_new();
	need(sum->work && EVP_DigestInit_ex(sum->work, EVP_sha256(), NULL) == 1);
	arena_defer(arena, release, sum);
	return sum;
}

void sum_add(struct sum *sum, struct str bytes)
{
	need(EVP_DigestUpdate(sum->work, bytes.at, bytes.len) == 1);
}

struct digest sum_end(struct sum *sum)
{
	struct digest digest;

	need(EVP_DigestFinal_ex(sum->work, digest.at, NULL) == 1);
	need(EVP_DigestInit_ex(sum->work, EVP_sha256(), NULL) == 1);
	return digest;
}

enum rc sum_read(int fd, enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	char *buffer = malloc(PIECE);
	enum rc rc = buffer ? RC_OK : RC_FAULT;

	while (rc == RC_OK) {
		ssize_t got = read(fd, buffer, PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			rc = got == 0 ? RC_OK : RC_FAULT;
			break;
		}
		rc = put(closure, (struct str){buffer, (size_t)got});
	}
	free(buffer);
	return rc;
}

struct summing {
	struct sum *sum;
	int64_t bytes;
};

static enum rc add_piece(void *closure, struct str bytes)
{
	struct summing *summing = closure;

	sum_add(summing->sum, bytes);
	summing->bytes += (int64_t)bytes.len;
	return RC_OK;
}

enum rc sum_file(struct arena *arena, const char *path, struct digest *out, int64_t *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return errno == ENOENT ? RC_NOT_FOUND : RC_FAULT;
	struct summing summing = {.sum = sum_new(arena)};
	enum rc rc = sum_read(fd, add_piece, &summing);
	close(fd);
	*out = sum_end(summing.sum);
	*bytes = summing.bytes;
	return rc;
}
