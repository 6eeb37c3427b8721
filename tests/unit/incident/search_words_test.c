#include "../unit.h"

#include "incident/search_words.h"

static struct arena *arena;

static const char *folded(const char *text)
{
	struct text out = TEXT_IN(arena);

	search_words_fold(&out, str_of(text));
	return text_str(&out).at;
}

static void words_are_folded(void **state)
{
	(void)state;
	assert_string_equal(folded("Wet FLOOR, near line_2!"), " wet floor near line_2 ");
	assert_string_equal(folded("V\xc3\xa1lvula \xc3\x91" "and\xc3\xba"), " valvula nandu ");
	/* The same letter with its accent behind it. */
	assert_string_equal(folded("Va\xcc\x81lvula"), " valvula ");
	assert_string_equal(folded("Stra\xc3\x9f" "e \xc3\x98re \xc5\x81\xc3\xb3" "d\xc5\xba \xef\xac\x81" "re"), " strasse ore lodz fire ");
	assert_string_equal(folded("\xd0\x94\xd1\x8b\xd0\xbc \xe6\xbc\x8f\xe6\xb0\xb4\xe3\x80\x82\xe6\xbc\x8f"),
			    " \xd0\xb4\xd1\x8b\xd0\xbc \xe6\xbc\x8f\xe6\xb0\xb4 \xe6\xbc\x8f ");
	assert_string_equal(folded("don\xe2\x80\x99t e-mail"), " don t e mail ");
	/* Broken bytes end a word. */
	assert_string_equal(folded("a\xff" "b\xc3"), " a b ");
	assert_string_equal(folded(folded("Pallet rack")), " pallet rack ");
	struct text nothing = TEXT_IN(arena);
	search_words_fold(&nothing, STR(" -+ "));
	assert_int_equal(nothing.len, 0);
}

static void texts_stand_one_after_another(void **state)
{
	(void)state;
	struct text out = TEXT_IN(arena);

	search_words_fold(&out, STR("Pallet"));
	search_words_fold(&out, STR("Rack"));
	/* No phrase goes from one into the other. */
	assert_string_equal(text_str(&out).at, " pallet  rack ");
	struct str rest = text_str(&out);
	assert_true(str_is(search_words_next(&rest), "pallet"));
	assert_true(str_is(search_words_next(&rest), "rack"));
	assert_int_equal(search_words_next(&rest).len, 0);
}

static void long_words_are_cut_between_letters(void **state)
{
	(void)state;
	struct text word = TEXT_IN(arena);

	for (int i = 0; i < SEARCH_WORD_POINTS + 3; i++)
		text_cstr(&word, "\xd1\x8b");
	assert_int_equal(search_words_key(text_str(&word)).len, 2 * SEARCH_WORD_POINTS);
	assert_int_equal(search_words_key(STR("forklift")).len, 8);
	assert_false(search_words_is_indexed(STR("at")));
	assert_false(search_words_is_indexed(STR("the")));
	assert_true(search_words_is_indexed(STR("\xd0\xb4\xd1\x8b\xd0\xbc")));
}

/* "text|word" with "=" before whole words, "*" before those of a phrase. */
static const char *terms_of(const char *q)
{
	struct search_term terms[SEARCH_TERMS_MOST];
	struct text out = TEXT_IN(arena);
	size_t count = search_words_terms(arena, str_of(q), terms);

	text_cstr(&out, "");
	for (size_t i = 0; i < count; i++)
		text_printf(&out, "%s%s[%.*s]%.*s", terms[i].is_implied ? "*" : "", terms[i].is_whole ? "=" : "",
			    STR_ARG(terms[i].text), STR_ARG(terms[i].word));
	return count ? text_str(&out).at : "";
}

static void words_are_never_operators(void **state)
{
	(void)state;
	assert_string_equal(terms_of("Wet floor"), "[ wet]wet[ floor]floor");
	assert_string_equal(terms_of("\"wet floor\" forklift"),
			    "=[ wet floor ]*=[ wet ]wet*=[ floor ]floor[ forklift]forklift");
	assert_string_equal(terms_of("-wet +floor* (door) @5 ~x <y >z"), "[ wet]wet[ floor]floor[ door]door");
	assert_string_equal(terms_of("the at of"), "");
	assert_string_equal(terms_of("\""), "");
	assert_string_equal(terms_of("\"\" \"-+\""), "");
	assert_string_equal(terms_of("\"half open"), "=[ half open ]*=[ half ]half*=[ open ]open");
	assert_string_equal(terms_of("\"at\""), "=[ at ]");
	assert_string_equal(terms_of("\"forklift\""), "=[ forklift ]forklift");
	assert_string_equal(terms_of("\"at the\""), "=[ at the ]");
	assert_string_equal(terms_of("a b c d e f g hh"), "");
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded),
		cmocka_unit_test(texts_stand_one_after_another),
		cmocka_unit_test(long_words_are_cut_between_letters),
		cmocka_unit_test(words_are_never_operators),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
