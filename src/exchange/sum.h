#ifndef EXCHANGE_SUM_H
#define EXCHANGE_SUM_H

#include "audit/digest.h"

/* SHA-256 of what comes piece by piece. */
struct sum;
struct sum *sum_new(struct arena *arena);
void sum_add(struct sum *sum, struct str bytes);
/* After that it begins anew. */
struct digest sum_end(struct sum *sum);

/* Of a whole file, with its size. RC_NOT_FOUND: there is none. RC_FAULT: it cannot be read; errno says why. */
enum rc sum_file(struct arena *arena, const char *path, struct digest *out, int64_t *bytes) MUST_CHECK;

/* Calls put for each piece of an open file, from its present place. RC_FAULT: reading failed. */
enum rc sum_read(int fd, enum rc (*put)(void *closure, struct str bytes), void *closure) MUST_CHECK;

#endif
