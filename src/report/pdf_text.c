#include "report/pdf_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <utf8proc.h>

#include "base/text.h"

/* Of the size: what a line needs above and below its baseline, and from line to line. */
static const double above = 0.80, below = 0.24, line_to_line = 1.18;
static const double strike_height = 0.29, strike_width = 0.08;
static const double shrink_step = 0.25;
/* The box drawn for a character that no font has, in thousandths of the size. */
enum { MISSING_ADVANCE = 700 };

/* One character of a measured text. */
struct place {
	uint32_t offset;
	int16_t advance;     /* thousandths of the size */
	char line_break;     /* UC_BREAK_*: whether a line may begin here */
};

/* A text taken apart once; wrapping it at any size is then only additions. */
struct measured {
	struct str text;
	const struct place *places;
	int count;
};

/* Characters that have no picture: format controls, marks of direction, joiners. */
static bool is_invisible(int32_t point)
{
	return point == 0x00AD || (point >= 0x200B && point <= 0x200F) ||
	       (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
	       (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF;
}

static int32_t next_point(struct str text, size_t *offset)
{
	utf8proc_int32_t point;
	const utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text.at + *offset,
						       (utf8proc_ssize_t)(text.len - *offset), &point);

	*offset += used > 0 ? (size_t)used : 1;
	return used > 0 ? point : 0xFFFD;
}

static void add_point(struct text *out, int32_t point)
{
	utf8proc_uint8_t bytes[4];
	const utf8proc_ssize_t len = utf8proc_encode_char(point, bytes);

	text_add(out, (struct str){(const char *)bytes, len > 0 ? (size_t)len : 0});
}

/* Well-formed, composed (an accent typed as its own character joins its letter), without controls. */
static struct str clean(struct pdf *pdf, struct str text)
{
	bool plain = true;

	for (size_t i = 0; i < text.len && plain; i++)
		plain = (text.at[i] >= 0x20 && text.at[i] < 0x7F) || text.at[i] == '\n';
	if (plain)
		return text;

	struct text out = TEXT_IN(pdf->arena);
	for (size_t at = 0; at < text.len;) {
		const int32_t point = next_point(text, &at);

		if (point == '\n' || (point >= 0x20 && point != 0x7F && !is_invisible(point)))
			add_point(&out, point);
		else if (point < 0x20 && point != '\r')
			text_char(&out, ' ');
	}

	utf8proc_uint8_t *composed = NULL;
	const struct str valid = text_str(&out);
	const utf8proc_ssize_t len =
		utf8proc_map((const utf8proc_uint8_t *)valid.at, (utf8proc_ssize_t)valid.len, &composed,
			     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0)
		return valid;
	const struct str kept = arena_str(pdf->arena, (struct str){(const char *)composed, (size_t)len});
	free(composed);
	return kept;
}

static int advance_of(struct pdf *pdf, enum pdf_face face, int32_t point)
{
	struct pdf_font *font = pdf_font_for(pdf, face, point == '\n' ? ' ' : point);

	return font ? pdf_font_advance(font, point == '\n' ? ' ' : point) : MISSING_ADVANCE;
}

static struct measured measure(struct pdf *pdf, const struct pdf_style *style, struct str raw)
{
	const struct str text = clean(pdf, raw);
	struct place *places = ARENA_ARRAY(pdf->arena, struct place, text.len + 1);
	char *breaks = ARENA_ARRAY(pdf->arena, char, text.len + 1);
	int count = 0;

	if (text.len)
		u8_possible_linebreaks((const uint8_t *)text.at, text.len, "UTF-8", breaks);
	for (size_t at = 0; at < text.len;) {
		struct place *place = &places[count++];

		place->offset = (uint32_t)at;
		place->line_break = breaks[at];
		const int32_t point = next_point(text, &at);
		place->advance = (int16_t)advance_of(pdf, style->face, point);
	}
	places[count].offset = (uint32_t)text.len;
	return (struct measured){text, places, count};
}

double pdf_width(struct pdf *pdf, const struct pdf_style *style, struct str raw)
{
	const struct str text = clean(pdf, raw);
	double width = 0;

	for (size_t at = 0; at < text.len;)
		width += advance_of(pdf, style->face, next_point(text, &at)) * style->size / 1000 +
			 style->spacing;
	return width;
}

double pdf_leading(const struct pdf_style *style)
{
	return style->size * line_to_line;
}

/* Where a run of characters of one font goes: position and direction of the line. */
struct pen {
	const struct pdf_style *style;
	double x, y;
	double cosine, sine;
};

static void pen_forward(struct pen *pen, double distance)
{
	pen->x += distance * pen->cosine;
	pen->y += distance * pen->sine;
}

static void show_run(struct pdf *pdf, const struct pen *pen, const struct pdf_font *font, struct text *run)
{
	if (run->len == 0)
		return;
	pdf_set_ink(pdf, pen->style->ink);
	HPDF_Page_BeginText(pdf->page);
	HPDF_Page_SetFontAndSize(pdf->page, font->handle, (float)pen->style->size);
	HPDF_Page_SetTextMatrix(pdf->page, (float)pen->cosine, (float)pen->sine, (float)-pen->sine,
				(float)pen->cosine, (float)pen->x, (float)pen->y);
	if (pen->style->spacing > 0)
		HPDF_Page_SetCharSpace(pdf->page, (float)pen->style->spacing);
	HPDF_Page_ShowText(pdf->page, text_str(run).at);
	if (pen->style->spacing > 0)
		HPDF_Page_SetCharSpace(pdf->page, 0);
	HPDF_Page_EndText(pdf->page);
	run->len = 0;
}

static void show_line(struct pdf *pdf, struct pen pen, struct str text);

/* A box with the code point in two rows of digits, as browsers draw it. */
static void show_missing(struct pdf *pdf, const struct pen *pen, int32_t point)
{
	const double size = pen->style->size;
	const struct pdf_style digits = {.face = PDF_SANS, .size = size * 0.3, .ink = pen->style->ink};
	const struct str code = arena_printf(pdf->arena, point > 0xFFFF ? "%06X" : "%04X", (unsigned)point);
	const size_t half = code.len / 2;

	pdf_frame(pdf, (struct pdf_box){pen->x + size * 0.06, pen->y - size * 0.08, pen->x + size * 0.64,
					pen->y + size * 0.68}, size * 0.04);
	for (int row = 0; row < 2; row++) {
		const struct pen small = {&digits, pen->x + size * (point > 0xFFFF ? 0.10 : 0.18),
					  pen->y + size * (row == 0 ? 0.37 : 0.03), 1, 0};

		show_line(pdf, small, str_slice(code, row == 0 ? 0 : half, half));
	}
}

static void show_line(struct pdf *pdf, struct pen pen, struct str text)
{
	struct text run = TEXT_IN(pdf->arena);
	struct pdf_font *font = NULL;
	double width = 0;

	for (size_t at = 0; at < text.len;) {
		int32_t point = next_point(text, &at);
		if (point == '\n')
			point = ' ';
		struct pdf_font *wanted = pdf_font_for(pdf, pen.style->face, point);

		if (wanted != font) {
			if (font)
				show_run(pdf, &pen, font, &run);
			pen_forward(&pen, width);
			width = 0;
			font = wanted;
		}
		if (font)
			add_point(&run, point);
		else
			show_missing(pdf, &pen, point);
		width += (font ? pdf_font_advance(font, point) : MISSING_ADVANCE) * pen.style->size / 1000 +
			 pen.style->spacing;
		if (!font) {
			pen_forward(&pen, width);
			width = 0;
		}
	}
	if (font)
		show_run(pdf, &pen, font, &run);
}

static void text_at_angle(struct pdf *pdf, const struct pdf_style *style, double x, double y, double degrees,
			  struct str raw)
{
	if (pdf->error || !pdf->page || raw.len == 0)
		return;
	const double angle = degrees * M_PI / 180;
	struct pen pen = {style, x, y, degrees == 0 ? 1 : cos(angle), degrees == 0 ? 0 : sin(angle)};

	if (style->align != PDF_LEFT)
		pen_forward(&pen, -pdf_width(pdf, style, raw) * (style->align == PDF_CENTRE ? 0.5 : 1));
	if (style->is_struck) {
		const double reach = pdf_width(pdf, style, raw), rise = style->size * strike_height;
		const double from[2] = {pen.x - rise * pen.sine, pen.y + rise * pen.cosine};

		pdf_colour_line(pdf, from,
				(double[]){from[0] + reach * pen.cosine, from[1] + reach * pen.sine},
				style->size * strike_width, style->ink);
	}
	show_line(pdf, pen, clean(pdf, raw));
}

void pdf_text(struct pdf *pdf, const struct pdf_style *style, double x, double y, struct str text)
{
	text_at_angle(pdf, style, x, y, 0, text);
}

void pdf_cstr(struct pdf *pdf, const struct pdf_style *style, double x, double y, const char *text)
{
	text_at_angle(pdf, style, x, y, 0, str_of(text));
}

void pdf_text_turned(struct pdf *pdf, const struct pdf_style *style, double x, double y, double degrees,
		     const char *text)
{
	text_at_angle(pdf, style, x, y, degrees, str_of(text));
}

static bool is_space(const struct measured *m, int place)
{
	const char c = m->text.at[m->places[place].offset];

	return c == ' ' || c == '\n';
}

/*
 * End of the line that begins at from: the first character of the next line. Without a
 * place to break, the word is cut where the width ends, but a line holds one character at
 * least; *cut tells of it and may be NULL.
 */
static int line_end(const struct measured *m, const struct pdf_style *style, double size, double width,
		    int from, bool *cut)
{
	double used = 0;
	int allowed = -1;

	for (int i = from; i < m->count; i++) {
		if (m->text.at[m->places[i].offset] == '\n')
			return i + 1;
		if (i > from && m->places[i].line_break == UC_BREAK_POSSIBLE)
			allowed = i;
		used += m->places[i].advance * size / 1000 + style->spacing;
		if (used <= width + 0.01 || is_space(m, i))
			continue;
		if (allowed > from)
			return allowed;
		if (cut)
			*cut = true;
		return i > from ? i : from + 1;
	}
	return m->count;
}

static struct str line_text(const struct measured *m, int from, int to)
{
	const size_t start = m->places[from].offset, end = m->places[to].offset;

	while (to > from && is_space(m, to - 1))
		to--;
	return to > from ? str_slice(m->text, start, m->places[to].offset - start)
			 : str_slice(m->text, end, 0);
}

static int count_lines(const struct measured *m, const struct pdf_style *style, double size, double width,
		       int limit, bool *cut)
{
	int lines = 0;

	for (int at = 0; at < m->count && lines <= limit; lines++)
		at = line_end(m, style, size, width, at, cut);
	return lines;
}

int pdf_wrap(struct pdf *pdf, const struct pdf_style *style, double width, struct str text,
	     const struct str **lines)
{
	const struct measured m = measure(pdf, style, text);
	struct str *out = ARENA_ARRAY(pdf->arena, struct str, (size_t)m.count + 1);
	int count = 0;

	for (int at = 0; at < m.count;) {
		const int end = line_end(&m, style, style->size, width, at, NULL);

		out[count++] = line_text(&m, at, end);
		at = end;
	}
	*lines = out;
	return count;
}

static int lines_in(const struct pdf_field *field, double size)
{
	const double height = field->box.y1 - field->box.y0;
	int lines = 1 + (int)floor((height - (above + below) * size) / (line_to_line * size) + 0.02);

	if (lines < 1)
		lines = 1;
	return field->most_lines > 0 && lines > field->most_lines ? field->most_lines : lines;
}

/* The largest size at which everything fits without cutting words; then with cutting them; or 0. */
static double fitting_size(const struct measured *m, const struct pdf_style *style,
			   const struct pdf_field *field)
{
	const double width = field->box.x1 - field->box.x0;
	const double least = field->least > 0 ? fmin(field->least, style->size) : style->size;
	double with_cuts = 0;

	for (double size = style->size;; size = fmax(size - shrink_step, least)) {
		const int room = lines_in(field, size);
		bool cut = false;

		if (count_lines(m, style, size, width, room, &cut) <= room) {
			if (!cut)
				return size;
			with_cuts = fmax(with_cuts, size);
		}
		if (size <= least)
			return with_cuts;
	}
}

bool pdf_fits(struct pdf *pdf, const struct pdf_style *style, const struct pdf_field *field, struct str text)
{
	const struct measured m = measure(pdf, style, text);

	return fitting_size(&m, style, field) > 0;
}

static double line_x(const struct pdf_style *style, const struct pdf_box *box)
{
	if (style->align == PDF_LEFT)
		return box->x0;
	return style->align == PDF_RIGHT ? box->x1 : (box->x0 + box->x1) / 2;
}

struct str pdf_set(struct pdf *pdf, const struct pdf_style *style, const struct pdf_field *field,
		   struct str text, const char *note)
{
	if (pdf->error || !pdf->page || text.len == 0)
		return STR("");
	const struct measured m = measure(pdf, style, text);
	const double fitting = fitting_size(&m, style, field);
	struct pdf_style used = *style;
	used.size = fitting > 0 ? fitting : field->least > 0 ? fmin(field->least, style->size) : style->size;

	const struct str tail = fitting > 0 || !note ? STR("") : arena_printf(pdf->arena, " %s", note);
	const double width = field->box.x1 - field->box.x0, tail_width = pdf_width(pdf, &used, tail);
	const int room = lines_in(field, used.size);
	const int lines = fitting > 0 ? count_lines(&m, &used, used.size, width, room, NULL) : room;
	double y = field->at_bottom
			   ? field->box.y0 + below * used.size + (lines - 1) * line_to_line * used.size
			   : field->box.y1 - above * used.size;
	int at = 0;

	for (int i = 0; i < lines && at < m.count; i++, y -= line_to_line * used.size) {
		const bool last = i == lines - 1;
		const int end = line_end(&m, &used, used.size, last ? width - tail_width : width, at, NULL);
		const struct str line = line_text(&m, at, end);

		pdf_text(pdf, &used, line_x(style, &field->box), y,
			 last && tail.len ? arena_concat(pdf->arena, line, tail) : line);
		at = end;
	}
	return str_slice(m.text, m.places[at].offset, m.text.len - m.places[at].offset);
}
