/* Markdown as HTML: what it makes of marks, and that nothing dangerous comes out, whatever goes in. */
#include "../unit.h"

#include <string.h>

#include "view/markdown.h"

static void assert_html(void **state, const char *source, const char *expected)
{
	assert_str(markdown_html(*state, str_of(source)), expected);
}

static void marks_become_elements(void **state)
{
	assert_html(state, "# Why\n\ntext *soft* **loud** `x<y`", "<h3>Why</h3>\n<p>text <em>soft</em> <strong>loud</strong>"
								 " <code>x&lt;y</code></p>\n");
	assert_html(state, "- one\n- two", "<ul><li>one</li>\n<li>two</li>\n</ul>\n");
	assert_html(state, "3. one\n4. two", "<ol start=\"3\"><li>one</li>\n<li>two</li>\n</ol>\n");
	assert_html(state, "> said\n\n---", "<blockquote><p>said</p>\n</blockquote>\n<hr>\n");
	assert_html(state, "a  \nb\nc", "<p>a<br>\nb\nc</p>\n");
	assert_html(state, "", "");
	assert_html(state, "## a\n#### b\n## c\n# d", "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h3>d</h3>\n");
}

static void links_lead_only_where_they_may(void **state)
{
	static const char *const refused[] = {
		"[x](javascript:alert(1))",   "[x](JAVASCRIPT:alert(1))", "[x](data:text/html;base64,PHN2Zz4=)",
		"[x](vbscript:x)",            "[x](//evil.example/)",     "[x](/\\evil.example/)",
		"[x](java&#115;cript:alert)", "[x](file:///etc/passwd)",  "[x](&#1;javascript:x)",
		"<javascript:alert(1)>",      "[x][r]\n\n[r]: javascript:x",
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_true(str_find(markdown_html(*state, str_of(refused[i])), STR("href")) < 0);
	assert_html(state, "[x](https://osha.gov/?a=1&b=\"2\")",
		    "<p><a rel=\"nofollow noopener noreferrer\" href=\"https://osha.gov/?a=1&amp;b=&quot;2&quot;\">x</a></p>\n");
	assert_html(state, "[x](/incidents/INC-1)",
		    "<p><a rel=\"nofollow noopener noreferrer\" href=\"/incidents/INC-1\">x</a></p>\n");
}

static void raw_html_shows_as_text(void **state)
{
	static const char *const sources[] = {
		"<script>alert(1)</script>",      "a <img src=x onerror=alert(1)> b", "<!-- --><svg onload=x>",
		"<div>\n*x*\n</div>",             "![a\"><script>](x\"onerror=y)",    "`</code><script>`",
		"    <b>indented</b>",            "<a href=javascript:x>y</a>",       "```html\"><script>\nx\n```",
		"[x](https://a \"t\\\"><script>\")",
	};

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct str html = markdown_html(*state, str_of(sources[i]));
		static const char *const never[] = {"<script", "<img", "<svg", "<div", "<b>", "<a href=j", "<!--"};
		for (size_t n = 0; n < sizeof never / sizeof *never; n++)
			assert_true(str_find(html, str_of(never[n])) < 0);
	}
	assert_html(state, "![a picture](https://tracker.example/1.png)", "<p>a picture</p>\n");
}

static void long_and_broken_input_is_shown_too(void **state)
{
	size_t len = MARKDOWN_MOST + 1;
	char *long_one = arena_alloc(*state, len, 1);

	memset(long_one, '[', len);
	assert_true(str_starts(markdown_html(*state, (struct str){long_one, len}), STR("<pre>[[[")));
	assert_true(str_is_utf8(markdown_html(*state, STR("a\xFF\xC3 b"))));
}

static void escaped_text_reads_as_it_was(void **state)
{
	static const char *const texts[] = {"# no heading", "- no item", "1. no number", "a *b* _c_ `d`", "[x](y)",
					    "<b>", "a & b", "12.5 bar at 3 + 4", "+ plus", "> quote", "===", "---"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct text expected = TEXT_IN(*state);
		text_cstr(&expected, "<p>");
		text_html(&expected, str_of(texts[i]));
		text_cstr(&expected, "</p>\n");
		struct str source = arena_printf(*state, "%.*s", STR_ARG(markdown_escape(*state, str_of(texts[i]))));
		assert_str(markdown_html(*state, source), text_str(&expected).at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(marks_become_elements),
		UNIT(links_lead_only_where_they_may),
		UNIT(raw_html_shows_as_text),
		UNIT(long_and_broken_input_is_shown_too),
		UNIT(escaped_text_reads_as_it_was),
	};
	return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
