#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/moment.h"

/* Bytes from the kernel; ends the process when there are none. */
void random_bytes(void *at, size_t len);
/* Evenly distributed in [0, limit). */
uint32_t random_below(uint32_t limit);
/* UUID version 7 (RFC 9562) for now, 36 characters: sorts by time. */
struct str uuid_new(struct arena *arena, moment now);
bool uuid_is_valid(struct str s);
/* 256 bits as 43 characters of base64url: for links and sessions. */
struct str token_new(struct arena *arena);
/* SipHash with a key of this process: for tables in memory, never stored. */
uint64_t random_hash(struct str data);
/* SHA-256 in 32 raw bytes; what is stored of a token. */
struct str sha256(struct arena *arena, struct str data);
struct str hex(struct arena *arena, struct str bytes);
/* The hash that 64 hexadecimal digits stand for, 32 raw bytes; STR_NONE for any other text. */
struct str sha256_read(struct arena *arena, struct str digits);

#endif
