#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H

#include "base/moment.h"

/*
 * Counts attempts over all processes of a machine in one small mapped file. What is counted is known only by
 * a keyed hash whose key is new at every boot, and forgotten ten minutes after its last window began.
 */
struct limit;

#define LIMIT_WINDOW MINUTES(10)

/* Opens or creates the file; closed with the arena. RC_FAULT (logged) when it cannot be mapped. */
enum rc limit_open(struct arena *arena, struct str path, struct limit **out) MUST_CHECK;

/*
 * One more attempt by subject. RC_TOO_MANY once there were more than most in the present ten minutes, with
 * the seconds left until they end in *retry_after.
 */
enum rc limit_count(struct limit *limit, struct str subject, int64_t most, moment now,
		    int64_t *retry_after) MUST_CHECK;

/* The same; tells how many are left and when the next window begins, also where there is room. */
enum rc limit_spend(struct limit *limit, struct str subject, int64_t most, moment now, int64_t *left,
		    int64_t *seconds) MUST_CHECK;

#endif
