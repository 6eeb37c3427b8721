#include "view/markdown.h"

#include <cmark-gfm.h>
#include <stdlib.h>

/* The only things that links lead to. */
static bool is_safe_link(struct str url)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:"};

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (url.len > strlen(schemes[i]) &&
		    str_equal_nocase(str_slice(url, 0, strlen(schemes[i])), str_of(schemes[i])))
			return true;
	return url.len > 1 && url.at[0] == '/' && url.at[1] != '/' && url.at[1] != '\\';
}

/* The page being written, and where its headings stand. */
struct writer {
	struct text out;
	int first, last;             /* level of the first heading as typed, of the last one as written; 0: none yet */
};

/* The first heading is the highest; none is more than a step below the one before, whatever was typed. */
static const char *heading_tag(struct writer *w, cmark_node *node, bool is_entering)
{
	static const char *const tags[] = {"h3", "h4", "h5"};
	int level = cmark_node_get_heading_level(node);

	if (!is_entering)
		return tags[w->last - 1];
	if (!w->first)
		w->first = level;
	level = level > w->first ? level - w->first + 1 : 1;
	if (level > w->last + 1)
		level = w->last + 1;
	w->last = level > 3 ? 3 : level;
	return tags[w->last - 1];
}

/* Tags without attributes, by node; those of images and of raw HTML are nobody's. */
static const char *tag_of(struct writer *w, cmark_node *node, bool is_entering)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_PARAGRAPH) {
		cmark_node *list = cmark_node_parent(cmark_node_parent(node));
		bool is_tight = list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
		return is_tight ? NULL : "p";
	}
	if (type == CMARK_NODE_LIST)
		return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul";
	if (type == CMARK_NODE_HEADING)
		return heading_tag(w, node, is_entering);
	return type == CMARK_NODE_BLOCK_QUOTE ? "blockquote" :
	       type == CMARK_NODE_ITEM        ? "li" :
	       type == CMARK_NODE_EMPH        ? "em" :
	       type == CMARK_NODE_STRONG      ? "strong" :
						NULL;
}

static void add_link(struct text *out, cmark_node *node, bool is_entering)
{
	struct str url = str_of(cmark_node_get_url(node));

	if (!is_safe_link(url))
		return;
	if (!is_entering) {
		text_cstr(out, "</a>");
		return;
	}
	text_cstr(out, "<a rel=\"nofollow noopener noreferrer\" href=\"");
	text_html(out, url);
	text_cstr(out, "\">");
}

/* A list that does not begin with 1; more digits than cmark takes do not come. */
static void open_tag(struct text *out, cmark_node *node, const char *tag)
{
	int start = cmark_node_get_type(node) == CMARK_NODE_LIST ? cmark_node_get_list_start(node) : 1;

	if (start > 1)
		text_printf(out, "<%s start=\"%d\">", tag, start);
	else
		text_printf(out, "<%s>", tag);
}

static void add_leaf(struct text *out, cmark_node *node)
{
	struct str literal = str_of(cmark_node_get_literal(node));
	cmark_node_type type = cmark_node_get_type(node);
	const char *open = type == CMARK_NODE_CODE_BLOCK ? "<pre><code>" : type == CMARK_NODE_CODE ? "<code>" : "";
	const char *close = type == CMARK_NODE_CODE_BLOCK ? "</code></pre>\n" : type == CMARK_NODE_CODE ? "</code>" : "";

	if (type == CMARK_NODE_HTML_BLOCK) {
		open = "<p>";
		close = "</p>\n";
	}
	text_cstr(out, open);
	text_html(out, literal);
	text_cstr(out, close);
}

static void add_node(struct writer *w, cmark_node *node, bool is_entering)
{
	struct text *out = &w->out;
	cmark_node_type type = cmark_node_get_type(node);
	const char *tag = tag_of(w, node, is_entering);

	if (tag && is_entering)
		open_tag(out, node, tag);
	else if (tag)
		text_printf(out, "</%s>%s", tag, ((unsigned)type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK ? "\n" : "");
	else if (type == CMARK_NODE_LINK)
		add_link(out, node, is_entering);
	else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK ||
		 type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
		add_leaf(out, node);
	else if (type == CMARK_NODE_LINEBREAK)
		text_cstr(out, "<br>\n");
	else if (type == CMARK_NODE_SOFTBREAK)
		text_char(out, '\n');
	else if (type == CMARK_NODE_THEMATIC_BREAK)
		text_cstr(out, "<hr>\n");
}

static struct str as_text(struct arena *arena, struct str source)
{
	struct text out = TEXT_IN(arena);

	text_cstr(&out, "<pre>");
	text_html(&out, source);
	text_cstr(&out, "</pre>");
	return text_str(&out);
}

struct str markdown_html(struct arena *arena, struct str source)
{
	struct writer w = {.out = TEXT_IN(arena)};
	cmark_event_type event;

	if (source.len > MARKDOWN_MOST)
		return as_text(arena, source);
	cmark_node *root = cmark_parse_document(source.at ? source.at : "", source.len,
						CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
	cmark_iter *walk = cmark_iter_new(root);
	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE)
		add_node(&w, cmark_iter_get_node(walk), event == CMARK_EVENT_ENTER);
	cmark_iter_free(walk);
	cmark_node_free(root);
	return text_str(&w.out);
}

struct str markdown_escape(struct arena *arena, struct str source)
{
	static const char marks[] = "\\`*_{}[]<>()#+-!|~&.";
	struct text out = TEXT_IN(arena);
	bool is_start = true;

	/* Signs in the middle of a line only where they mean something there, so that texts stay readable. */
	for (size_t i = 0; i < source.len; i++) {
		char c = source.at[i];
		if (strchr(is_start ? marks : "\\`*_[]<&", c) && c)
			text_char(&out, '\\');
		if (c == '\n' || c == '\r')
			c = ' ';
		is_start = is_start && (c == ' ' || (c >= '0' && c <= '9'));
		text_char(&out, c);
	}
	return text_str(&out);
}
