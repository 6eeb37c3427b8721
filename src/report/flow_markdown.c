#include "report/flow_private.h"

#include <cmark-gfm.h>
#include <string.h>

#include "base/text.h"

#define TEXT_SIZE 9.5
#define STEP 16.0 /* of a list or quotation inside another */
enum { MARKDOWN_MOST = 64 * 1024, DEPTH_MOST = 12 };

struct walk {
	struct flow *flow;
	struct arena *arena;
	struct flow_piece *pieces;
	size_t count, room;
	int strong, soft, code;      /* how many marks are open */
	int depth;                   /* of lists and quotations */
	int numbers[DEPTH_MOST];     /* next number of each list; 0: bullets */
	bool is_item_fresh;          /* its mark is not drawn yet */
	bool is_break;               /* before the next piece */
	int heading;
};

static enum pdf_face face_of(const struct walk *w)
{
	bool is_bold = w->strong || w->heading;

	if (w->code)
		return PDF_SANS;
	return is_bold ? (w->soft ? PDF_TEXT_BOLD_ITALIC : PDF_TEXT_BOLD) : w->soft ? PDF_TEXT_ITALIC : PDF_TEXT;
}

static void add_piece(struct walk *w, struct str text, bool is_blank)
{
	if (w->count == w->room) {
		struct flow_piece *more = ARENA_ARRAY(w->arena, struct flow_piece, w->room * 2 + 64);
		if (w->count)
			memcpy(more, w->pieces, w->count * sizeof *more);
		w->pieces = more;
		w->room = w->room * 2 + 64;
	}
	w->pieces[w->count++] = (struct flow_piece){face_of(w), text, is_blank, w->is_break};
	w->is_break = false;
}

/* Words and blanks; line breaks of code are kept. */
static void add_words(struct walk *w, struct str text)
{
	size_t from = 0;

	text = arena_str(w->arena, text);
	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != ' ' && text.at[i] != '\n' && text.at[i] != '\t')
			continue;
		if (i > from)
			add_piece(w, str_slice(text, from, i - from), false);
		if (i < text.len && text.at[i] == '\n' && w->code)
			w->is_break = true;
		else if (i < text.len)
			add_piece(w, STR(" "), true);
		from = i + 1;
	}
}

static double indent_of(const struct walk *w)
{
	return STEP * (w->depth < DEPTH_MOST ? w->depth : DEPTH_MOST);
}

/* What was gathered as one block. */
static void set_block(struct walk *w)
{
	double size = w->heading ? (w->heading == 1 ? 11.5 : 10.5) : TEXT_SIZE;
	struct str mark = STR("");

	if (w->is_item_fresh) {
		int *number = &w->numbers[w->depth > 0 && w->depth <= DEPTH_MOST ? w->depth - 1 : 0];
		mark = *number ? arena_printf(w->arena, "%d.", (*number)++) : STR("•");
		w->is_item_fresh = false;
	}
	if (w->heading)
		flow_room(w->flow, size * 4);
	flow_pieces(w->flow, w->pieces, w->count, size, indent_of(w), mark);
	flow_gap(w->flow, w->depth ? 1.5 : 4);
	w->count = 0;
	w->is_break = false;
}

static void enter_list(struct walk *w, cmark_node *node, bool is_entering)
{
	w->depth += is_entering ? 1 : -1;
	if (is_entering && w->depth <= DEPTH_MOST)
		w->numbers[w->depth - 1] =
			cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(node) : 0;
	if (!is_entering && w->depth == 0)
		flow_gap(w->flow, 3);
}

static void visit_block(struct walk *w, cmark_node *node, bool is_entering)
{
	switch ((unsigned)cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		enter_list(w, node, is_entering);
		break;
	case CMARK_NODE_ITEM:
		w->is_item_fresh = is_entering;
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		w->depth += is_entering ? 1 : -1;
		break;
	case CMARK_NODE_HEADING:
		w->heading = cmark_node_get_heading_level(node);
		if (!is_entering)
			set_block(w);
		w->heading = is_entering ? w->heading : 0;
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_entering)
			set_block(w);
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		w->code++;
		add_words(w, str_trim(str_of(cmark_node_get_literal(node))));
		w->code--;
		set_block(w);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		flow_gap(w->flow, 8);
		break;
	default:
		break;
	}
}

static void visit(struct walk *w, cmark_node *node, bool is_entering)
{
	int step = is_entering ? 1 : -1;

	switch ((unsigned)cmark_node_get_type(node)) {
	case CMARK_NODE_STRONG:
		w->strong += step;
		break;
	case CMARK_NODE_EMPH:
		w->soft += step;
		break;
	case CMARK_NODE_LINK:
		if (!is_entering)
			add_words(w, arena_printf(w->arena, " (%s)", cmark_node_get_url(node)));
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		add_words(w, str_of(cmark_node_get_literal(node)));
		break;
	case CMARK_NODE_CODE:
		w->code++;
		add_words(w, str_of(cmark_node_get_literal(node)));
		w->code--;
		break;
	case CMARK_NODE_SOFTBREAK:
		add_piece(w, STR(" "), true);
		break;
	case CMARK_NODE_LINEBREAK:
		w->is_break = true;
		break;
	default:
		visit_block(w, node, is_entering);
		break;
	}
}

void flow_markdown(struct flow *flow, struct str source)
{
	struct walk w = {.flow = flow, .arena = pdf_arena(flow->pdf)};
	cmark_event_type event;

	if (source.len > MARKDOWN_MOST) {
		flow_paragraph(flow, 0, source);
		return;
	}
	cmark_node *root = cmark_parse_document(source.at ? source.at : "", source.len,
						CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
	cmark_iter *walk = cmark_iter_new(root);
	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE)
		visit(&w, cmark_iter_get_node(walk), event == CMARK_EVENT_ENTER);
	cmark_iter_free(walk);
	cmark_node_free(root);
}
