/* Searched words in a text: found by their beginnings, everything else escaped. */
#include "../unit.h"

#include "view/marked.h"

static void words_are_marked_by_their_beginning(void **state)
{
	assert_str(marked_html(*state, STR("Forklift hit a shelf"), STR("fork")), "<mark>Fork</mark>lift hit a shelf");
	assert_str(marked_html(*state, STR("A pitchfork"), STR("fork")), "A pitchfork");
	assert_str(marked_html(*state, STR("Cut, cutter"), STR("cut \"CUTTER\"")), "<mark>Cut</mark>, <mark>cutter</mark>");
	assert_str(marked_html(*state, STR("Caída en el almacén"), STR("caída almacén")),
		   "<mark>Caída</mark> en el <mark>almacén</mark>");
}

static void short_words_and_none_mark_nothing(void **state)
{
	assert_str(marked_html(*state, STR("At the dock"), STR("at a")), "At the dock");
	assert_str(marked_html(*state, STR("At the dock"), STR("")), "At the dock");
	assert_str(marked_html(*state, STR(""), STR("dock")), "");
}

static void nothing_of_the_text_becomes_markup(void **state)
{
	assert_str(marked_html(*state, STR("<script>&\"script\""), STR("script")),
		   "&lt;<mark>script</mark>&gt;&amp;&quot;<mark>script</mark>&quot;");
	assert_str(marked_html(*state, STR("a <b> c"), STR("<b>")), "a &lt;b&gt; c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(words_are_marked_by_their_beginning),
		UNIT(short_words_and_none_mark_nothing),
		UNIT(nothing_of_the_text_becomes_markup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
