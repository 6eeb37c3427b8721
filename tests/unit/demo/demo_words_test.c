/* Sentences from parts, and repeatable chance. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "demo/demo_words.h"

static struct demo_words *words_of(struct arena *arena, const char *text)
{
	char folder[] = "/tmp/demo-words-XXXXXX";
	struct demo_words *words = NULL;

	assert_non_null(mkdtemp(folder));
	struct str path = arena_printf(arena, "%s/words.txt", folder);
	FILE *file = fopen(path.at, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(demo_words_read(arena, str_of(folder), &words), RC_OK);
	unlink(path.at);
	rmdir(folder);
	return words;
}

static const char parts[] =
	"# a note\nwho||someone|somebody\nwho|food|a trimmer\nplace||near {thing}\nthing||the door|the gate\n";

static void an_industry_has_words_of_its_own(void **state)
{
	struct demo_random random = {1};
	struct demo_tale tale = {.words = words_of(*state, parts),
				 .random = &random,
				 .arena = *state,
				 .industry = STR("food")};

	assert_str(demo_words_tell(&tale, STR("{who} slipped. {who} fell.")),
		   "A trimmer slipped. A trimmer fell.");
}

static void what_is_kept_stays_the_same_in_a_tale(void **state)
{
	struct demo_random random = {7};
	const struct demo_words *words = words_of(*state, parts);

	for (int i = 0; i < 50; i++) {
		struct demo_tale tale = {
			.words = words, .random = &random, .arena = *state, .industry = STR("metal")};
		struct str told = demo_words_tell(&tale, STR("{=place}|{=place}"));
		struct str first;
		assert_true(str_split(&told, '|', &first));
		/* The first begins the sentence. */
		assert_true(str_equal_nocase(first, told));
		assert_true(str_ends(told, STR("the door")) || str_ends(told, STR("the gate")));
	}
}

static void the_same_seed_tells_the_same(void **state)
{
	(void)state;
	struct demo_random a = {42}, b = {42};
	const int weights[] = {0, 3, 0, 1};
	size_t seen[4] = {0};

	for (int i = 0; i < 1000; i++) {
		size_t at = demo_random_weighted(&a, weights, 4);
		assert_int_equal(at, demo_random_weighted(&b, weights, 4));
		seen[at]++;
		int64_t between = demo_random_between(&a, -5, 5);
		assert_true(between >= -5 && between <= 5);
		assert_int_equal(between, demo_random_between(&b, -5, 5));
	}
	assert_int_equal(seen[0] + seen[2], 0);
	assert_true(seen[1] > 2 * seen[3]);
	assert_int_equal(demo_random_weighted(&a, (const int[]){0, 0}, 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(an_industry_has_words_of_its_own),
		UNIT(what_is_kept_stays_the_same_in_a_tale),
		UNIT(the_same_seed_tells_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
