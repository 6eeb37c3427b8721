/* Plain paragraphs as a document of HTML: what becomes a link, a button, a list or a heading, and that all of it is escaped. */
#include "../unit.h"

#include "event/mail_view.h"

static struct str text, html;

static void render(struct arena *arena, struct mail_view view)
{
	const struct config *config;

	assert_int_equal(config_parse(arena, STR("[paths]\ntemplates = templates\n"), &config), RC_OK);
	view.locale = STR("");
	view.title = view.title.at ? view.title : STR("Title");
	assert_int_equal(mail_view_render(arena, config, &view, &text, &html), RC_OK);
}

static bool shows(const char *words)
{
	return str_find(html, str_of(words)) >= 0;
}

static void words_with_an_address_below_are_its_link_or_button(void **state)
{
	render(*state, (struct mail_view){.body = STR("Happened\nhttps://x/1\n\nOpen in Muster:\nhttps://x/2?a=1&b=2\n\nhttps://x/3")});
	assert_true(shows("<a href=\"https://x/1\" style=\"color:#0b5c4d\">Happened</a>"));
	assert_true(shows("font-weight:700;text-decoration:none\">Open in Muster</a>"));
	assert_true(shows("href=\"https://x/2?a=1&amp;b=2\""));
	assert_true(shows(">https://x/3</a>"));
	assert_true(str_starts(text, STR("Happened\nhttps://x/1\n\nOpen in Muster:\nhttps://x/2?a=1&b=2\n")));
}

static void hyphens_make_lists_and_headings(void **state)
{
	render(*state, (struct mail_view){.body = STR("First\n-----\n\n- one\n- two <b>\n\nLine\nand next")});
	assert_true(shows(">First</h2>"));
	assert_true(shows(">one</li>"));
	assert_true(shows(">two &lt;b&gt;</li>") || shows(">two &lt;b></li>"));
	assert_true(shows(">Line<br>and next</p>"));
	assert_false(shows("-----"));
}

static void nothing_typed_becomes_markup(void **state)
{
	render(*state, (struct mail_view){.title = STR("<i>T</i>"),
					  .body = STR("<script>x</script>\njavascript:alert(1)\n\n\"><img src=x>\nhttps://x/\"onload=\"y"),
					  .why = STR("<u>why</u>")});
	assert_false(shows("<script"));
	assert_false(shows("<img"));
	assert_false(shows("<i>T"));
	assert_false(shows("<u>"));
	assert_false(shows("href=\"javascript"));
	assert_false(shows("\"onload=\""));
}

static void mails_say_where_they_end_or_that_they_cannot(void **state)
{
	render(*state, (struct mail_view){.body = STR("x"), .why = STR("Because."), .preferences = STR("https://x/account/notifications")});
	assert_true(shows("href=\"https://x/account/notifications\""));
	assert_true(str_find(text, STR("Which messages you get: https://x/account/notifications")) > 0);
	assert_false(shows("cannot be switched off"));
	render(*state, (struct mail_view){.body = STR("x"), .why = STR("Because."), .is_fixed = true});
	assert_true(shows("cannot be switched off"));
	assert_true(str_find(text, STR("cannot be switched off")) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(words_with_an_address_below_are_its_link_or_button),
		UNIT(hyphens_make_lists_and_headings),
		UNIT(nothing_typed_becomes_markup),
		UNIT(mails_say_where_they_end_or_that_they_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
