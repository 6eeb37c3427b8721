#include "demo/demo_random.h"

uint64_t demo_random_next(struct demo_random *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

size_t demo_random_below(struct demo_random *random, size_t limit)
{
	uint64_t next = demo_random_next(random);

	return limit ? (size_t)(next % limit) : 0;
}

int64_t demo_random_between(struct demo_random *random, int64_t least, int64_t most)
{
	if (most <= least)
		return least;
	return least + (int64_t)demo_random_below(random, (size_t)(most - least + 1));
}

bool demo_random_permille(struct demo_random *random, unsigned permille)
{
	return demo_random_below(random, 1000) < permille;
}

size_t demo_random_weighted(struct demo_random *random, const int *weights, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (size_t)weights[i];
	if (sum == 0)
		return count;
	size_t at = demo_random_below(random, sum), i = 0;
	while (at >= (size_t)weights[i])
		at -= (size_t)weights[i++];
	return i;
}
