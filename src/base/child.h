#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <sys/types.h>

#include "base/str.h"

/*
 * A program of ours started without a shell: it gets its arguments, the environment that is named, three
 * descriptors and nothing else; no signal is blocked or ignored, and time, file sizes and core dumps are limited.
 */
struct child_order {
	const char *program;            /* complete path */
	const char *const *arguments;   /* its own name first; ended by NULL */
	const char *const *environment; /* ended by NULL */
	int input;                      /* becomes its standard input; -1: empty */
	bool keeps_errors;              /* what it writes to standard error goes where ours goes; else nowhere */
	int seconds;                    /* it is killed after that time */
};

struct child;

/* Killed and waited for with the arena at the latest. RC_FAULT (logged): it could not be started. */
enum rc child_start(struct arena *arena, const struct child_order *order, struct child **out) MUST_CHECK;

/* What it writes to standard output. The number of bytes, 0 at its end, -1 when time is up or reading fails. */
ptrdiff_t child_read(struct child *child, char *at, size_t room);

/*
 * Waits until it has ended and returns its exit status, -1 when a signal ended it. Before its output has ended
 * it is killed.
 */
int child_end(struct child *child);

/* Our own settings for a child: the variables MUSTER_*, with LANG and TZ fixed. Ended by NULL. */
const char *const *child_environment(struct arena *arena);

#endif
