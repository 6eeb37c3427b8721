#include "http/limit.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"

enum { SLOTS = 4096, NEIGHBOURS = 16, BOOT_ID = 36 };

/* A fresh file is all zero: hash 0 is an empty slot. */
struct slot {
	_Atomic uint64_t hash;
	_Atomic uint64_t tally;      /* number of the ten minutes since 1970, and in the low bits how many */
};
enum { COUNT_BITS = 24 };

struct shared {
	char boot[BOOT_ID];
	unsigned char key[crypto_shorthash_KEYBYTES];
	_Atomic uint64_t swept;      /* window in which old slots were last emptied */
	struct slot slots[SLOTS];
};

struct limit {
	struct shared *shared;
};

static void unmap(void *resource)
{
	munmap(resource, sizeof(struct shared));
}

static void read_boot_id(char out[BOOT_ID])
{
	memset(out, '-', BOOT_ID);
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t got = read(fd, out, BOOT_ID);
	close(fd);
	if (got != BOOT_ID)
		memset(out, '-', BOOT_ID);
}

/*
 * Under the file's lock: the first process after a boot chooses the key and forgets what an older one
 * counted.
 */
static bool prepare(int fd, struct shared **out)
{
	char boot[BOOT_ID];
	struct stat st;
	struct shared *shared;

	if (flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0)
		return false;
	if (st.st_size != (off_t)sizeof *shared &&
	    (ftruncate(fd, 0) != 0 || ftruncate(fd, sizeof *shared) != 0))
		return false;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (shared == MAP_FAILED)
		return false;
	read_boot_id(boot);
	if (memcmp(shared->boot, boot, BOOT_ID) != 0) {
		memset(shared, 0, sizeof *shared);
		random_bytes(shared->key, sizeof shared->key);
		memcpy(shared->boot, boot, BOOT_ID);
	}
	*out = shared;
	return flock(fd, LOCK_UN) == 0;
}

enum rc limit_open(struct arena *arena, struct str path, struct limit **out)
{
	struct limit *limit = ARENA_NEW(arena, struct limit);
	int fd = open(arena_cstr(arena, path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);

	if (fd < 0)
		return FAULT("limit.open", "%.*s errno=%d", STR_ARG(path), errno);
	bool is_ready = prepare(fd, &limit->shared);
	close(fd);
	if (!is_ready)
		return FAULT("limit.map", "%.*s errno=%d", STR_ARG(path), errno);
	arena_defer(arena, unmap, limit->shared);
	*out = limit;
	return RC_OK;
}

static uint64_t hash_of(const struct shared *shared, struct str subject)
{
	uint64_t hash;

	_Static_assert(sizeof hash == crypto_shorthash_BYTES, "size of the hash");
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)subject.at, subject.len, shared->key);
	return hash ? hash : 1;
}

/* Nothing that was counted outlives the window after its own. */
static void sweep(struct shared *shared, uint64_t window)
{
	if (atomic_exchange(&shared->swept, window) == window)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		if (atomic_load(&shared->slots[i].tally) >> COUNT_BITS < window)
			atomic_store(&shared->slots[i].hash, 0);
}

/* The subject's slot, or a free one near it, or where all are taken the first: then two share a count. */
static struct slot *slot_of(struct shared *shared, uint64_t hash)
{
	for (size_t i = 0; i < NEIGHBOURS; i++) {
		struct slot *slot = &shared->slots[(hash + i) % SLOTS];
		uint64_t empty = 0;
		if (atomic_load(&slot->hash) == hash ||
		    atomic_compare_exchange_strong(&slot->hash, &empty, hash) || empty == hash)
			return slot;
	}
	return &shared->slots[hash % SLOTS];
}

/* One more in this window; returns how many there were before. */
static uint64_t add_one(struct slot *slot, uint64_t window)
{
	const uint64_t most = ((uint64_t)1 << COUNT_BITS) - 1;
	uint64_t old = atomic_load(&slot->tally), count, new;

	do {
		count = old >> COUNT_BITS == window ? old & most : 0;
		new = window << COUNT_BITS | (count < most ? count + 1 : most);
	} while (!atomic_compare_exchange_weak(&slot->tally, &old, new));
	return count;
}

enum rc limit_spend(struct limit *limit, struct str subject, int64_t most, moment now, int64_t *left, int64_t *seconds)
{
	const moment window = now / LIMIT_WINDOW;

	sweep(limit->shared, (uint64_t)window);
	struct slot *slot = slot_of(limit->shared, hash_of(limit->shared, subject));
	const int64_t before = (int64_t)add_one(slot, (uint64_t)window);
	*left = before < most ? most - before - 1 : 0;
	*seconds = ((window + 1) * LIMIT_WINDOW - now) / SECONDS(1) + 1;
	return before < most ? RC_OK : RC_TOO_MANY;
}

enum rc limit_count(struct limit *limit, struct str subject, int64_t most, moment now, int64_t *retry_after)
{
	int64_t left, seconds;
	enum rc rc = limit_spend(limit, subject, most, now, &left, &seconds);

	if (rc != RC_OK)
		*retry_after = seconds;
	return rc;
}
