/* Names behind an @: what is one, whom it means, and how it is shown. */
#include "../unit.h"

#include "incident/mention.h"

#define TEXT(literal) {"" literal, sizeof(literal) - 1}
static const struct mention_person people[] = {
	{1, 11, TEXT("Maria Lopez"), TEXT("maria.lopez@example.com")},
	{2, 12, TEXT("Marta O'Neil"), TEXT("moneil")},
	{3, 13, TEXT("Sam Reed"), TEXT("sam@example.com")},
	{4, 14, TEXT("Sam Reed"), TEXT("sreed")},
	{5, 15, TEXT("Sam \"Ace\" Reed"), TEXT("sam@example.org")},
};
enum { PEOPLE = sizeof people / sizeof *people };

static void check(struct arena *arena, const char *text, const char *expected)
{
	struct str found = STR("");
	struct mention mention;

	for (size_t at = 0; mention_next(str_of(text), &at, &mention);)
		found = arena_printf(arena, "%.*s[%.*s]", STR_ARG(found), STR_ARG(mention.name));
	assert_str(found, expected);
}

static void an_at_before_a_name_names_somebody(void **state)
{
	check(*state, "@sreed please look, @\"Maria Lopez\" too. (@moneil)", "[sreed][Maria Lopez][moneil]");
	check(*state, "Ask @maria.lopez@example.com. Or @sam.", "[maria.lopez@example.com][sam]");
	check(*state, "@sofía\n@ana-maría!", "[sofía][ana-maría]");
}

static void other_ats_are_text(void **state)
{
	check(*state, "mail to bob@example.com, 12 @ 5 dollars, at @25C, @, @\"\", @\"two\nlines\", @@", "");
	check(*state, "the sign @ and @\"open", "");
	check(*state, "", "");
	check(*state, "@", "");
}

static int64_t meant(const char *text, bool *several)
{
	struct mention mention;
	size_t at = 0;

	assert_true(mention_next(str_of(text), &at, &mention));
	const struct mention_person *person = mention_find(&mention, people, PEOPLE, several);
	return person ? person->person_id : 0;
}

static void a_name_means_one_person_or_nobody(void **state)
{
	(void)state;
	bool several;

	assert_int_equal(meant("@MARIA.LOPEZ@example.com", &several), 1);
	assert_int_equal(meant("@maria.lopez", &several), 1);
	assert_int_equal(meant("@\"maria lopez\"", &several), 1);
	assert_int_equal(meant("@\"Marta O'Neil\"", &several), 2);
	assert_int_equal(meant("@sreed", &several), 4);
	assert_int_equal(meant("@sam@example.com", &several), 3);
	assert_int_equal(meant("@maria", &several), 0);
	assert_false(several);
	assert_int_equal(meant("@\"Sam Reed\"", &several), 0);
	assert_true(several);
	assert_int_equal(meant("@sam", &several), 0);
	assert_true(several);
}

static void what_is_offered_means_who_was_chosen(void **state)
{
	bool several;

	for (size_t i = 0; i < PEOPLE; i++)
		assert_int_equal(meant(mention_mark(*state, &people[i], people, PEOPLE).at, &several), people[i].person_id);
	assert_str(mention_mark(*state, &people[0], people, PEOPLE), "@\"Maria Lopez\"");
	assert_str(mention_mark(*state, &people[3], people, PEOPLE), "@sreed");
	assert_true(mention_fits(&people[0], STR("lop")));
	assert_true(mention_fits(&people[0], STR("maria l")));
	assert_true(mention_fits(&people[1], STR("")));
	assert_false(mention_fits(&people[0], STR("opez")));
}

static void everything_but_known_marks_is_escaped_text(void **state)
{
	const struct mention_link links[] = {{STR("@sreed"), STR("/admin/people/4?a=1&b=2")}, {STR("@\"Maria <b> Lopez\""), STR("")}};

	assert_str(mention_html(*state, STR("<i>@sreed</i> & @moneil, @\"Maria <b> Lopez\"."), links, 2),
		   "&lt;i&gt;<a class=\"mention\" href=\"/admin/people/4?a=1&amp;b=2\">@sreed</a>&lt;/i&gt; &amp; @moneil, "
		   "<strong class=\"mention\">@Maria &lt;b&gt; Lopez</strong>.");
	assert_str(mention_html(*state, STR("<script>@sreed</script>"), NULL, 0), "&lt;script&gt;@sreed&lt;/script&gt;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(an_at_before_a_name_names_somebody),
		UNIT(other_ats_are_text),
		UNIT(a_name_means_one_person_or_nobody),
		UNIT(what_is_offered_means_who_was_chosen),
		UNIT(everything_but_known_marks_is_escaped_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
