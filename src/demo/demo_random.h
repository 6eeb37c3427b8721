#ifndef DEMO_DEMO_RANDOM_H
#define DEMO_DEMO_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Repeatable chance: the same seed gives the same numbers everywhere (splitmix64). Never for secrets. */
struct demo_random {
	uint64_t state;
};

uint64_t demo_random_next(struct demo_random *random);
/* In [0, limit); 0 when limit is 0. */
size_t demo_random_below(struct demo_random *random, size_t limit);
/* In [least, most]. */
int64_t demo_random_between(struct demo_random *random, int64_t least, int64_t most);
/* True in so many of a thousand cases. */
bool demo_random_permille(struct demo_random *random, unsigned permille);
/* An index, each as likely as its weight says; count when all weights are 0. */
size_t demo_random_weighted(struct demo_random *random, const int *weights, size_t count);

#endif
