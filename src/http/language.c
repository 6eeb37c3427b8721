#include "http/language.h"

enum { MOST_RANGES = 12, FULL_WEIGHT = 1000 };

/* ";q=0.8" in thousandths; 1000 when absent or malformed. */
static int weight(struct str parameters)
{
	struct str parameter;

	while (str_split(&parameters, ';', &parameter)) {
		parameter = str_trim(parameter);
		if (!str_starts(parameter, STR("q=")))
			continue;
		struct str digits = str_slice(parameter, 2, 5);
		int sum = 0, unit = FULL_WEIGHT;
		for (size_t i = 0; i < digits.len; i++) {
			if (digits.at[i] == '.')
				continue;
			if (digits.at[i] < '0' || digits.at[i] > '9')
				return FULL_WEIGHT;
			sum += (digits.at[i] - '0') * unit;
			unit /= 10;
		}
		return sum;
	}
	return FULL_WEIGHT;
}

const struct catalogue *language_choose(struct arena *arena, struct str accept_language, struct str folder)
{
	const struct catalogue *best = NULL;
	int best_weight = 0;
	struct str range, tag, primary;

	for (int i = 0; i < MOST_RANGES && str_split(&accept_language, ',', &range); i++) {
		if (!str_split(&range, ';', &tag))
			continue;
		int wanted = weight(range);
		tag = str_trim(tag);
		if (wanted <= best_weight || !str_split(&tag, '-', &primary) || primary.len < 2 ||
		    primary.len > 3)
			continue;
		primary = arena_lower(arena, primary);
		bool is_letters = true;
		for (size_t c = 0; c < primary.len; c++)
			is_letters = is_letters && primary.at[c] >= 'a' && primary.at[c] <= 'z';
		if (!is_letters)
			continue;
		const struct catalogue *found =
			str_is(primary, "en") ? NULL : catalogue_find(folder, primary);
		if (found || str_is(primary, "en")) {
			best = found;
			best_weight = wanted;
		}
	}
	return best;
}
