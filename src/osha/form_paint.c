#include "osha/form_paint.h"

#include "base/text.h"

static const unsigned rule_grey = 0xB3B3B3;
/* A family's faces follow each other: plain, bold, italic, bold italic. */
enum { MARK_BOLD = 1, MARK_ITALIC = 2 };

void form_paint_labels(struct pdf *pdf, const struct form_label *labels, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct form_label *label = &labels[i];
		struct pdf_style style = {.face = label->face, .size = label->size};
		const struct str text = str_of(label->text);

		if (label->x1 > 0) {
			const double short_of = label->x1 - label->x - pdf_width(pdf, &style, text);
			const size_t gaps = str_points(text) - 1;

			if (short_of > 0 && gaps > 0)
				style.spacing = short_of / (double)gaps;
		}
		pdf_text(pdf, &style, label->x, label->y, text);
	}
}

/* Takes the marks off a word: those before it change *slant, all of them change *after. */
static struct str unmarked(struct arena *arena, struct str word, unsigned *slant, unsigned *after)
{
	struct text out = TEXT_IN(arena);

	*after = *slant;
	for (size_t i = 0; i < word.len; i++) {
		const unsigned flag = word.at[i] == '_' ? MARK_ITALIC : word.at[i] == '*' ? MARK_BOLD : 0;

		if (!flag)
			text_char(&out, word.at[i]);
		*after ^= flag;
		if (out.len == 0)
			*slant = *after;
	}
	return text_str(&out);
}

double form_paint_paragraph(struct pdf *pdf, const struct form_paragraph *p, const char *text)
{
	struct arena *arena = pdf_arena(pdf);
	struct pdf_style style = {.face = p->face, .size = p->size};
	const double space = pdf_width(pdf, &style, STR(" "));
	struct str rest = str_of(text), word;
	unsigned slant = 0, after = 0;
	double x = p->x + p->first_indent, y = p->y;
	bool begun = false;

	while (str_split(&rest, ' ', &word)) {
		slant = after;
		word = unmarked(arena, word, &slant, &after);
		style.face = (enum pdf_face)((unsigned)p->face + slant);
		const double width = pdf_width(pdf, &style, word);

		if (begun && x + width > p->x1) {
			x = p->x + p->indent;
			y -= p->leading;
		}
		pdf_text(pdf, &style, x, y, word);
		x += width + space;
		begun = true;
	}
	return y - p->leading;
}

void form_paint_bar(struct pdf *pdf, struct pdf_box box, double size, double x, double y, const char *text)
{
	const struct pdf_style style = {.face = PDF_SANS_BOLD_ITALIC, .size = size, .ink = PDF_WHITE};

	pdf_fill(pdf, box, PDF_BLACK);
	pdf_cstr(pdf, &style, x, y, text);
}

void form_paint_pieces(struct pdf *pdf, double x, double y, const struct form_piece *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct pdf_style style = {.face = pieces[i].face, .size = pieces[i].size};

		pdf_cstr(pdf, &style, x, y, pieces[i].text);
		x += pdf_width(pdf, &style, str_of(pieces[i].text));
	}
}

void form_paint_department(struct pdf *pdf, double rule_y, double y)
{
	const struct form_label labels[] = {
		{PDF_SANS_BOLD_ITALIC, 9, 862, y, "U.S. Department of Labor", 985.5},
		{PDF_SANS_BOLD_ITALIC, 6.1, 828, y - 9.1,
		 "Occupational Safety and Health Administration", 984},
		{PDF_SERIF, 7, 882, rule_y - 9.2, "Form approved OMB no. 1218-0176", 0},
	};

	pdf_fill(pdf, (struct pdf_box){20, rule_y - 1.7, 990, rule_y + 1.7}, rule_grey);
	form_paint_labels(pdf, labels, sizeof labels / sizeof *labels);
}

void form_paint_attention(struct pdf *pdf, struct pdf_box frame, double x, double y)
{
	static const double leading = 9.77;
	const struct pdf_style bold = {.face = PDF_SANS_BOLD, .size = 10},
			       plain = {.face = PDF_SANS, .size = 10};
	static const char *const lines[] = {
		"This form contains information relating to",
		"employee health and must be used in a manner that",
		"protects the confidentiality of employees to the extent",
		"possible while the information is being used for",
		"occupational safety and health purposes.",
	};

	pdf_frame(pdf, frame, 1);
	pdf_cstr(pdf, &bold, x, y, "Attention:");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		pdf_cstr(pdf, &plain, i == 0 ? x + pdf_width(pdf, &bold, STR("Attention: ")) : x,
			 y - leading * (double)i, lines[i]);
}

void form_paint_year(struct pdf *pdf, double y, int year)
{
	struct pdf_style style = {.face = PDF_SANS_ITALIC, .size = 16, .align = PDF_CENTRE};
	const char digits[] = {(char)('0' + year / 10 % 10), (char)('0' + year % 10), 0};

	pdf_cstr(pdf, &style, 921.3, y, digits);
}

struct form_rests form_paint_rests(struct arena *arena)
{
	return (struct form_rests){.arena = arena};
}

static void remember(struct form_rests *rests, struct str heading, struct str text)
{
	struct form_rest *rest = ARENA_NEW(rests->arena, struct form_rest);

	rest->heading = heading;
	rest->text = text;
	if (!rests->first)
		rests->first = rest;
	else
		rests->last->next = rest;
	rests->last = rest;
}

void form_paint_value(struct pdf *pdf, struct form_rests *rests, const struct pdf_style *style,
		      const struct pdf_field *field, struct str text, struct str heading)
{
	if (pdf_set(pdf, style, field, str_trim(text), "(cont.)").len > 0)
		remember(rests, heading, text);
}

void form_paint_rules(struct pdf *pdf, const struct form_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rules[i].x1 > 0)
			pdf_line(pdf, rules[i].x0, rules[i].y, rules[i].x1, rules[i].y, 0.5);
}

void form_paint_on_rule(struct pdf *pdf, struct form_rests *rests, const struct form_rule *rule,
			const struct form_script *script, struct str text, const char *heading)
{
	const struct pdf_style style = {
		.face = PDF_TEXT,
		.size = script->size,
		.align = script->align,
		.is_struck = script->is_struck,
	};
	const struct pdf_field field = {
		.box = {rule->x0, rule->y + 0.6, rule->x1, rule->y + script->height},
		.least = script->least, .most_lines = script->most_lines, .at_bottom = true,
	};

	form_paint_value(pdf, rests, &style, &field, text, str_of(heading));
}

/* Margins of a continuation sheet; its text is set in two columns. */
static const double sheet_left = 31, sheet_right = 990, sheet_top = 488, sheet_bottom = 48, column_gap = 28;
enum { SHEET_COLUMNS_OF_TEXT = 2 };

struct sheet_pen {
	struct pdf *pdf;
	const struct form_sheet *sheet;
	int column;
	double y;
};

static void start_sheet(struct sheet_pen *pen)
{
	const struct form_label labels[] = {
		{PDF_SANS_ITALIC, 18, 34, 579.7, pen->sheet->form, 0},
		{PDF_SANS_BOLD_ITALIC, 19.6, 35, 555.5, pen->sheet->title, 0},
		{PDF_SANS_BOLD_ITALIC, 14, 35, 534.4, "Continuation sheet", 0},
		{PDF_SANS_ITALIC, 8, 32, 501,
		 "The entries below did not fit into their fields; they are repeated here in full.", 0},
	};
	const struct pdf_style where = {.face = PDF_TEXT, .size = 9, .align = PDF_RIGHT};

	pdf_page(pen->pdf, PDF_LEGAL_LANDSCAPE, NULL);
	form_paint_department(pen->pdf, 524.6, 541.8);
	form_paint_labels(pen->pdf, labels, sizeof labels / sizeof *labels);
	pdf_text(pen->pdf, &where, 988, 561, pen->sheet->belongs_to);
	pen->column = 0;
	pen->y = sheet_top;
}

static void make_room(struct sheet_pen *pen, double height)
{
	if (pen->y - height >= sheet_bottom)
		return;
	pen->y = sheet_top;
	if (++pen->column == SHEET_COLUMNS_OF_TEXT)
		start_sheet(pen);
}

static void print_rest(struct sheet_pen *pen, const struct form_rest *rest)
{
	const double width = (sheet_right - sheet_left - column_gap) / SHEET_COLUMNS_OF_TEXT;
	const struct pdf_style heading = {.face = PDF_TEXT_BOLD, .size = 9},
			       body = {.face = PDF_TEXT, .size = 9};
	const struct str *lines;

	for (int part = 0; part < 2; part++) {
		const struct pdf_style *style = part == 0 ? &heading : &body;
		const int count =
			pdf_wrap(pen->pdf, style, width, part == 0 ? rest->heading : rest->text, &lines);

		for (int i = 0; i < count; i++) {
			/* A heading stays with two lines of its text. */
			make_room(pen, pdf_leading(style) * (part == 0 ? count - i + 2 : 1));
			pen->y -= pdf_leading(style);
			pdf_text(pen->pdf, style, sheet_left + pen->column * (width + column_gap), pen->y,
				 lines[i]);
		}
	}
	pen->y -= pdf_leading(&body) * 0.7;
}

void form_paint_continuation(struct pdf *pdf, const struct form_sheet *sheet, const struct form_rests *rests)
{
	struct sheet_pen pen = {.pdf = pdf, .sheet = sheet};

	if (!rests->first)
		return;
	start_sheet(&pen);
	for (const struct form_rest *rest = rests->first; rest; rest = rest->next)
		print_rest(&pen, rest);
}

void form_paint_page_numbers(struct pdf *pdf, struct arena *arena, int first, double x, double y)
{
	const struct pdf_style style = {.face = PDF_SANS, .size = 8, .align = PDF_CENTRE};
	const int last = pdf_pages(pdf);

	for (int page = first; page <= last; page++) {
		pdf_revisit(pdf, page);
		pdf_text(pdf, &style, x, y,
			 arena_printf(arena, "Page %d of %d", page - first + 1, last - first + 1));
	}
}

struct str form_paint_date(struct arena *arena, day d)
{
	if (d == DAY_NONE)
		return STR("");
	const struct civil c = day_civil(d);

	return arena_printf(arena, "%d/%d/%d", c.month, c.day, c.year);
}
