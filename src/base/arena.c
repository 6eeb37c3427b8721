#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_BLOCK = 16 * 1024 };

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*release)(void *);
	void *resource;
};

struct arena {
	struct block *blocks; /* newest first; the last one is kept over a reset */
	struct deferred *deferred;
	unsigned char *last; /* handed out last, in the newest block; NULL after a reset */
	size_t first_size;
};

static void out_of_memory(void)
{
	fputs("out of memory\n", stderr);
	abort();
}

static struct block *block_new(size_t size, struct block *next)
{
	if (size > SIZE_MAX - sizeof(struct block))
		out_of_memory();
	struct block *block = malloc(sizeof *block + size);
	if (!block)
		out_of_memory();
	block->next = next;
	block->size = size;
	block->used = 0;
	return block;
}

struct arena *arena_new(size_t size)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		out_of_memory();
	arena->first_size = size ? size : DEFAULT_BLOCK;
	arena->blocks = block_new(arena->first_size, NULL);
	return arena;
}

/* Never 0, so that no two pieces begin at the same place. */
static size_t aligned(size_t bytes)
{
	const size_t align = alignof(max_align_t);

	if (bytes > SIZE_MAX / 2)
		out_of_memory();
	return bytes ? (bytes + align - 1) & ~(align - 1) : align;
}

/* Memory as it comes; bytes are aligned. */
static void *take(struct arena *arena, size_t bytes)
{
	struct block *block = arena->blocks;

	if (block->size - block->used < bytes) {
		size_t next = block->size > SIZE_MAX / 4 ? block->size : block->size * 2;
		const size_t largest_step = (size_t)1 << 20;
		if (next > largest_step)
			next = largest_step;
		block = arena->blocks = block_new(bytes > next ? bytes : next, block);
	}
	arena->last = block->bytes + block->used;
	block->used += bytes;
	return arena->last;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	bytes = aligned(bytes);
	return memset(take(arena, bytes), 0, bytes);
}

void *arena_grow(struct arena *arena, void *at, size_t len, size_t room)
{
	struct block *block = arena->blocks;
	const size_t bytes = aligned(room);

	if (at && at == arena->last) {
		size_t before = (size_t)(arena->last - block->bytes);
		if (block->size - before >= bytes) {
			block->used = before + bytes;
			return at;
		}
	}
	void *grown = take(arena, bytes);
	if (at && len)
		memcpy(grown, at, len);
	return grown;
}

void arena_defer(struct arena *arena, void (*release)(void *), void *resource)
{
	struct deferred *entry = ARENA_NEW(arena, struct deferred);
	entry->release = release;
	entry->resource = resource;
	entry->next = arena->deferred;
	arena->deferred = entry;
}

static void release_all(struct arena *arena)
{
	while (arena->deferred) {
		struct deferred *entry = arena->deferred;
		arena->deferred = entry->next;
		entry->release(entry->resource);
	}
}

void arena_reset(struct arena *arena)
{
	release_all(arena);
	while (arena->blocks->next) {
		struct block *block = arena->blocks;
		arena->blocks = block->next;
		free(block);
	}
	arena->blocks->used = 0;
	arena->last = NULL;
}

void arena_wipe(struct arena *arena)
{
	release_all(arena);
	for (struct block *block = arena->blocks; block; block = block->next)
		explicit_bzero(block->bytes, block->used);
	arena_reset(arena);
}

size_t arena_used(const struct arena *arena)
{
	size_t sum = 0;
	for (const struct block *block = arena->blocks; block; block = block->next)
		sum += block->used;
	return sum;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	free(arena->blocks);
	free(arena);
}
