/* Markdown becomes HTML of a closed set of elements; links lead where they may; escaped text stays itself. */
#include "view/markdown.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const elements[] = {
	"<p>", "</p>", "<h3>", "</h3>", "<h4>", "</h4>", "<h5>", "</h5>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>",
	"</li>", "<em>", "</em>", "<strong>", "</strong>", "<code>", "</code>", "<pre>", "</pre>", "<blockquote>",
	"</blockquote>", "<br>", "<hr>", "</a>", "<a rel=\"nofollow noopener noreferrer\" href=\"https://",
	"<a rel=\"nofollow noopener noreferrer\" href=\"http://", "<a rel=\"nofollow noopener noreferrer\" href=\"mailto:",
	"<a rel=\"nofollow noopener noreferrer\" href=\"/", "<ol start=\"",
};

static bool is_known(struct str at)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		struct str begin = str_slice(at, 0, str_of(elements[i]).len);
		if (str_equal_nocase(begin, str_of(elements[i])))
			return true;
	}
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str html = markdown_html(arena, (struct str){(const char *)data, size});

	if (!str_is_utf8(html) && size <= MARKDOWN_MOST)
		abort();
	for (size_t i = 0; i < html.len; i++)
		if (html.at[i] == '<' && !is_known(str_slice(html, i, html.len)))
			abort();
	arena_free(arena);
	return 0;
}
