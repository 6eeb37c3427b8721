#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/rc.h"

/*
 * Memory with one lifetime. A request, a report or a command owns one arena;
 * everything made for it lives there and goes with it. Running out of memory
 * ends the process: the supervisor starts the next one.
 */
struct arena;

/* Never NULL. block is the size of the first block in bytes; 0 takes a default. */
struct arena *arena_new(size_t block);

/* Zeroed memory for count objects of size bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t count, size_t size) MUST_CHECK
	__attribute__((returns_nonnull, malloc));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

/*
 * Room for more in place of at, the len bytes of which are kept; at stays where it is when nothing was handed
 * out since and its block has the room. What lies behind len is not zeroed. at may be NULL with len 0. Never NULL.
 */
void *arena_grow(struct arena *arena, void *at, size_t len, size_t room) MUST_CHECK
	__attribute__((returns_nonnull));

/* Calls release(resource) at the next reset or free; last in, first released. */
void arena_defer(struct arena *arena, void (*release)(void *), void *resource);

/* Releases what was deferred and makes all memory available again; keeps one block. */
void arena_reset(struct arena *arena);

/* As arena_reset, but overwrites everything that was handed out: for memory that held secrets. */
void arena_wipe(struct arena *arena);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/* Releases everything, the arena included. NULL is allowed. */
void arena_free(struct arena *arena);

#endif
