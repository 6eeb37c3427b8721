#ifndef OSHA_FORM_PAINT_H
#define OSHA_FORM_PAINT_H

#include "base/moment.h"
#include "report/pdf.h"

/*
 * What the printed OSHA forms have in common. Positions are points on legal
 * landscape paper (1008 x 612), measured from the official forms (Rev. 04/2004).
 */

/* A piece of fixed text. Text with a right end x1 is spaced out to reach it. */
struct form_label {
	enum pdf_face face;
	double size;
	double x, y;
	const char *text;
	double x1;
};

void form_paint_labels(struct pdf *pdf, const struct form_label *labels, size_t count);

/*
 * Fixed text, words separated by single spaces, set between x and x1 from the baseline y
 * down, lines leading apart. _words_ are italic, *words* are bold. Returns the next baseline.
 */
struct form_paragraph {
	enum pdf_face face;          /* the plain one of a family */
	double size, leading;
	double x, x1, y;
	double first_indent, indent; /* of the first line and of the others */
};
double form_paint_paragraph(struct pdf *pdf, const struct form_paragraph *p, const char *text);

/* White bold italic text on a black bar. */
void form_paint_bar(struct pdf *pdf, struct pdf_box box, double size, double x, double y, const char *text);

/* Pieces of one line in different faces, one behind the other. */
struct form_piece {
	enum pdf_face face;
	double size;
	const char *text;
};
void form_paint_pieces(struct pdf *pdf, double x, double y, const struct form_piece *pieces, size_t count);

/* The grey rule below the head of the form; the department's name at y above it, the form approval below. */
void form_paint_department(struct pdf *pdf, double rule_y, double y);

/* The confidentiality notice of Forms 300 and 301; x, y: where its text begins. */
void form_paint_attention(struct pdf *pdf, struct pdf_box frame, double x, double y);

/* Two digits behind the printed "Year 20", on its baseline. */
void form_paint_year(struct pdf *pdf, double y, int year);

/*
 * Text that did not fit into its field, for the continuation sheets. Fields show as
 * much as they hold and "(cont.)"; the sheets give the whole text.
 */
struct form_rest {
	struct str heading;          /* which case or item, which field */
	struct str text;
	struct form_rest *next;
};

struct form_rests {
	struct arena *arena;
	struct form_rest *first, *last;
};
struct form_rests form_paint_rests(struct arena *arena);

/* Sets text in a field and remembers it under heading when it does not fit. */
void form_paint_value(struct pdf *pdf, struct form_rests *rests, const struct pdf_style *style,
		      const struct pdf_field *field, struct str text, struct str heading);

/* A line to write on. */
struct form_rule {
	double x0, x1, y;
};
void form_paint_rules(struct pdf *pdf, const struct form_rule *rules, size_t count);

/* How a value stands on its rule: sizes in points, at most so many lines. */
struct form_script {
	double size, least, height;
	int most_lines;
	enum pdf_align align;
	bool is_struck;
};
void form_paint_on_rule(struct pdf *pdf, struct form_rests *rests, const struct form_rule *rule,
			const struct form_script *script, struct str text, const char *heading);

/* A sheet's head: "OSHA's Form 300", its title, and to which log or case it belongs. */
struct form_sheet {
	const char *form, *title;
	struct str belongs_to;
};

/* Adds continuation sheets for everything remembered; none when nothing is. */
void form_paint_continuation(struct pdf *pdf, const struct form_sheet *sheet, const struct form_rests *rests);

/* Writes "Page n of m" on the pages from first to the last one so far. */
void form_paint_page_numbers(struct pdf *pdf, struct arena *arena, int first, double x, double y);

/* "3/14/2025", or empty. */
struct str form_paint_date(struct arena *arena, day d);

#endif
