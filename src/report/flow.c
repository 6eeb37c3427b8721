#include "report/flow_private.h"

#define MARGIN 48.0
#define HEAD 34.0 /* room for the head line */
#define FOOT 30.0
#define TEXT_SIZE 9.5
#define NOTE_SIZE 8.0
#define LABEL_WIDTH 130.0
#define CELL 3.5 /* white inside a cell */
enum { GREY = 0x4d5c57, LINE_GREY = 0xc4cec9, PALE = 0xeaefed };

struct flow *flow_new(struct pdf *pdf, const struct flow_page *page)
{
	struct flow *flow = ARENA_NEW(pdf_arena(pdf), struct flow);

	*flow = (struct flow){.pdf = pdf, .page = *page, .first_page = pdf_pages(pdf) + 1};
	flow_break(flow, PDF_LETTER);
	return flow;
}

struct pdf *flow_pdf(const struct flow *flow)
{
	return flow->pdf;
}

void flow_break(struct flow *flow, enum pdf_paper paper)
{
	flow->paper = paper;
	pdf_page(flow->pdf, paper, NULL);
	flow->y = pdf_page_height(flow->pdf) - MARGIN - HEAD;
}

double flow_left(const struct flow *flow)
{
	(void)flow;
	return MARGIN;
}

double flow_width(const struct flow *flow)
{
	return pdf_page_width(flow->pdf) - 2 * MARGIN;
}

double flow_rest(const struct flow *flow)
{
	return flow->y - MARGIN - FOOT;
}

double flow_room(struct flow *flow, double height)
{
	double page = pdf_page_height(flow->pdf) - 2 * MARGIN - HEAD - FOOT;

	if (flow_rest(flow) < height && flow_rest(flow) < page)
		flow_break(flow, flow->paper);
	return flow->y;
}

void flow_drawn(struct flow *flow, double height)
{
	flow->y -= height;
}

void flow_gap(struct flow *flow, double height)
{
	flow->y -= height;
}

/* Lines one below the other, over as many pages as they need. */
static void set_lines(struct flow *flow, const struct pdf_style *style, double x, const struct str *lines, int count)
{
	double leading = pdf_leading(style);

	for (int i = 0; i < count; i++) {
		double y = flow_room(flow, leading);
		pdf_text(flow->pdf, style, x, y - style->size, lines[i]);
		flow->y -= leading;
	}
}

static void set_text(struct flow *flow, const struct pdf_style *style, double indent, struct str text)
{
	const struct str *lines;
	int count = pdf_wrap(flow->pdf, style, flow_width(flow) - indent, text, &lines);

	set_lines(flow, style, MARGIN + indent, lines, count);
}

void flow_heading(struct flow *flow, int level, struct str text)
{
	static const double sizes[] = {15, 12, 10};
	const struct pdf_style style = {.face = PDF_TEXT_BOLD, .size = sizes[level < 1 ? 0 : level > 3 ? 2 : level - 1]};

	/* With at least two lines of what follows. */
	flow_room(flow, style.size * 2.4 + 3 * TEXT_SIZE);
	if (flow_rest(flow) < pdf_page_height(flow->pdf) - 2 * MARGIN - HEAD - FOOT - 1)
		flow->y -= style.size * 0.7;
	set_text(flow, &style, 0, text);
	flow->y -= 3;
}

void flow_paragraph(struct flow *flow, double indent, struct str text)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = TEXT_SIZE};

	set_text(flow, &style, indent, text);
	flow->y -= 4;
}

void flow_note(struct flow *flow, double indent, struct str text)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = NOTE_SIZE, .ink = GREY};

	set_text(flow, &style, indent, text);
	flow->y -= 3;
}

void flow_fact(struct flow *flow, struct str label, struct str value)
{
	const struct pdf_style quiet = {.face = PDF_TEXT, .size = TEXT_SIZE, .ink = GREY};
	const struct pdf_style style = {.face = PDF_TEXT, .size = TEXT_SIZE};
	const struct str *names, *lines;
	int name_count = pdf_wrap(flow->pdf, &quiet, LABEL_WIDTH - 8, label, &names);
	int count = pdf_wrap(flow->pdf, &style, flow_width(flow) - LABEL_WIDTH, value, &lines);
	double leading = pdf_leading(&style), y = flow_room(flow, leading * name_count);

	for (int i = 0; i < name_count; i++)
		pdf_text(flow->pdf, &quiet, MARGIN, y - quiet.size - leading * i, names[i]);
	set_lines(flow, &style, MARGIN + LABEL_WIDTH, lines, count);
	if (name_count > count)
		flow->y -= leading * (name_count - count);
	flow->y -= 2;
}

/* --- tables --- */

enum { COLUMNS_MOST = 12 };

struct table_row {
	const struct str *lines[COLUMNS_MOST];
	int counts[COLUMNS_MOST];
	int most;
};

static struct table_row wrap_row(struct flow *flow, const struct pdf_style *style, const struct flow_column *columns,
				 size_t column_count, const struct str *cells)
{
	struct table_row row = {.most = 1};

	for (size_t c = 0; c < column_count; c++) {
		double width = columns[c].share * flow_width(flow) - 2 * CELL;
		row.counts[c] = pdf_wrap(flow->pdf, style, width, cells[c], &row.lines[c]);
		if (row.counts[c] > row.most)
			row.most = row.counts[c];
	}
	return row;
}

/* Lines from first on, as many as fit; returns how many. */
static int draw_row(struct flow *flow, const struct pdf_style *style, const struct flow_column *columns,
		    size_t column_count, const struct table_row *row, int first)
{
	double leading = pdf_leading(style), x = MARGIN;
	int room = (int)((flow_rest(flow) - 2 * CELL) / leading), drawn = row->most - first;

	if (drawn > room)
		drawn = room > 0 ? room : 1;
	for (size_t c = 0; c < column_count; c++) {
		for (int i = first; i < first + drawn && i < row->counts[c]; i++)
			pdf_text(flow->pdf, style, x + CELL, flow->y - CELL - style->size - leading * (i - first),
				 row->lines[c][i]);
		x += columns[c].share * flow_width(flow);
	}
	flow->y -= drawn * leading + 2 * CELL;
	pdf_colour_line(flow->pdf, (double[]){MARGIN, flow->y}, (double[]){MARGIN + flow_width(flow), flow->y}, 0.5,
			LINE_GREY);
	return drawn;
}

static void draw_head(struct flow *flow, const struct flow_column *columns, size_t column_count)
{
	const struct pdf_style style = {.face = PDF_TEXT_BOLD, .size = NOTE_SIZE};
	struct str headings[COLUMNS_MOST];

	for (size_t c = 0; c < column_count; c++)
		headings[c] = columns[c].heading;
	struct table_row row = wrap_row(flow, &style, columns, column_count, headings);
	double height = row.most * pdf_leading(&style) + 2 * CELL;
	flow_room(flow, height + 3 * TEXT_SIZE);
	pdf_fill(flow->pdf, (struct pdf_box){MARGIN, flow->y - height, MARGIN + flow_width(flow), flow->y}, PALE);
	draw_row(flow, &style, columns, column_count, &row, 0);
}

void flow_table(struct flow *flow, const struct flow_column *columns, size_t column_count, const struct str *cells,
		size_t rows)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = TEXT_SIZE - 0.5};
	double leading = pdf_leading(&style);

	if (column_count > COLUMNS_MOST || rows == 0)
		return;
	draw_head(flow, columns, column_count);
	for (size_t r = 0; r < rows; r++) {
		struct table_row row = wrap_row(flow, &style, columns, column_count, &cells[r * column_count]);
		int lines = row.most < 6 ? row.most : 6; /* short rows stay together */
		for (int done = 0; done < row.most;) {
			if (flow_rest(flow) < (done ? 1 : lines) * leading + 2 * CELL) {
				flow_break(flow, flow->paper);
				draw_head(flow, columns, column_count);
			}
			done += draw_row(flow, &style, columns, column_count, &row, done);
		}
	}
	flow->y -= 6;
}

/* --- pieces of mixed faces --- */

void flow_pieces(struct flow *flow, const struct flow_piece *pieces, size_t count, double size, double indent,
		 struct str mark)
{
	struct pdf_style style = {.face = PDF_TEXT, .size = size};
	double left = MARGIN + indent, width = flow_width(flow) - indent, leading = pdf_leading(&style), x = 0;

	flow_room(flow, leading);
	pdf_text(flow->pdf, &style, left - 14, flow->y - size, mark);
	for (size_t i = 0; i < count; i++) {
		const struct str *parts;
		style.face = pieces[i].face;
		double wide = pdf_width(flow->pdf, &style, pieces[i].text);
		if (pieces[i].is_break || (x > 0 && !pieces[i].is_blank && x + wide > width)) {
			flow->y -= leading;
			flow_room(flow, leading);
			x = 0;
		}
		if (pieces[i].is_blank && x == 0)
			continue;
		/* A word longer than the line is cut. */
		int n = wide > width ? pdf_wrap(flow->pdf, &style, width, pieces[i].text, &parts) : 1;
		for (int p = 0; p < n; p++) {
			struct str part = wide > width ? parts[p] : pieces[i].text;
			if (p > 0) {
				flow->y -= leading;
				flow_room(flow, leading);
				x = 0;
			}
			pdf_text(flow->pdf, &style, left + x, flow->y - size, part);
			x += pdf_width(flow->pdf, &style, part);
		}
	}
	flow->y -= leading;
}

void flow_finish(struct flow *flow)
{
	const struct pdf_style style = {.face = PDF_TEXT, .size = NOTE_SIZE, .ink = GREY};
	struct pdf_style right = style;
	int last = pdf_pages(flow->pdf);

	right.align = PDF_RIGHT;
	for (int page = flow->first_page; page <= last; page++) {
		pdf_revisit(flow->pdf, page);
		double top = pdf_page_height(flow->pdf) - MARGIN, edge = pdf_page_width(flow->pdf) - MARGIN;
		const struct pdf_field head = {.box = {MARGIN, top - 14, edge, top}, .most_lines = 1};
		pdf_set(flow->pdf, &style, &head, flow->page.head, "…");
		pdf_colour_line(flow->pdf, (double[]){MARGIN, top - 18}, (double[]){edge, top - 18}, 0.7, LINE_GREY);
		pdf_text(flow->pdf, &style, MARGIN, MARGIN, flow->page.foot);
		struct str number = arena_printf(pdf_arena(flow->pdf), "%d / %d", page - flow->first_page + 1,
						 last - flow->first_page + 1);
		pdf_text(flow->pdf, &right, edge, MARGIN, number);
	}
}
