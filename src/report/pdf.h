#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include "base/moment.h"
#include "base/str.h"

/*
 * PDF documents. Lengths are points (1/72 inch), the origin is the lower left
 * corner of the page, a text's position is the left end of its baseline.
 *
 * Errors stick: after the first one every call does nothing and pdf_save
 * answers RC_FAULT, so a layout need not check each line it draws. The same
 * input gives the same bytes. A document belongs to its arena.
 */
struct pdf;

/*
 * Text is UTF-8. A character that a face lacks is taken from a fallback face;
 * one that no installed font has is drawn as a box with its code point, never
 * dropped. Bytes that are not UTF-8 show as U+FFFD.
 *
 * In every family the bold face follows the plain one, then come italic and bold italic.
 * SANS and SERIF are the faces of printed forms (Arial and Times in metrics);
 * TEXT is for what people typed (Latin with Vietnamese, Greek, Cyrillic).
 */
#define PDF_FACE_TABLE(X)                                                               \
	X(PDF_SANS) X(PDF_SANS_BOLD) X(PDF_SANS_ITALIC) X(PDF_SANS_BOLD_ITALIC)         \
	X(PDF_SERIF) X(PDF_SERIF_BOLD) X(PDF_SERIF_ITALIC) X(PDF_SERIF_BOLD_ITALIC)     \
	X(PDF_TEXT) X(PDF_TEXT_BOLD) X(PDF_TEXT_ITALIC) X(PDF_TEXT_BOLD_ITALIC)

enum pdf_face {
#define X(name) name,
	PDF_FACE_TABLE(X)
#undef X
	PDF_FACES
};

enum pdf_paper { PDF_LETTER, PDF_LETTER_LANDSCAPE, PDF_LEGAL_LANDSCAPE };

/* Colours are 0xRRGGBB; 0 is black. */
enum { PDF_BLACK = 0, PDF_WHITE = 0xFFFFFF };

enum pdf_align { PDF_LEFT, PDF_CENTRE, PDF_RIGHT };

struct pdf_style {
	enum pdf_face face;
	double size;
	unsigned ink;
	enum pdf_align align;
	double spacing;      /* added after every character */
	bool is_struck;      /* lined out */
};

struct pdf_box {
	double x0, y0, x1, y1;
};

struct pdf_info {
	const char *title;
	const char *subject;
	const char *author;  /* the organisation */
	moment created_at;   /* the only date in the file */
};

/* Never NULL. Released with the arena. */
struct pdf *pdf_new(struct arena *arena, const struct pdf_info *info);

/* The arena given to pdf_new. */
struct arena *pdf_arena(const struct pdf *pdf);

/* Paints what all pages of one kind share. Must draw the same each time it is asked. */
typedef void pdf_backdrop(struct pdf *pdf);

/*
 * Starts a page. backdrop may be NULL; otherwise it is painted once and shared
 * by all pages of the document that name it, which keeps long documents small.
 */
void pdf_page(struct pdf *pdf, enum pdf_paper paper, pdf_backdrop *backdrop);
/* Number of pages so far; the present one counts. */
int pdf_pages(const struct pdf *pdf);
/* Draws on an earlier page again (1 is the first), as when only the end shows how many pages there are. */
void pdf_revisit(struct pdf *pdf, int page);
double pdf_page_width(const struct pdf *pdf);
double pdf_page_height(const struct pdf *pdf);

/* Lines and shapes. A dash of 0 is a solid line. */
void pdf_line(struct pdf *pdf, double x0, double y0, double x1, double y1, double width);
void pdf_colour_line(struct pdf *pdf, const double from[2], const double to[2], double width, unsigned ink);
void pdf_frame(struct pdf *pdf, struct pdf_box box, double width);
void pdf_fill(struct pdf *pdf, struct pdf_box box, unsigned ink);
/* White inside, so that it stands out of a grey panel. */
void pdf_ring(struct pdf *pdf, double x, double y, double radius, double width);
void pdf_disc(struct pdf *pdf, double x, double y, double radius, unsigned ink);
/* A filled polygon. */
void pdf_polygon(struct pdf *pdf, const double (*points)[2], int count, unsigned ink);
/* Triangle pointing right (0 degrees), up (90), left (180) or down (270); x, y is its middle. */
void pdf_triangle(struct pdf *pdf, double x, double y, double size, int degrees);

/* Width of one line of text. */
double pdf_width(struct pdf *pdf, const struct pdf_style *style, struct str text);
/* One line; x is its left end, middle or right end as the style says. Line breaks show as spaces. */
void pdf_text(struct pdf *pdf, const struct pdf_style *style, double x, double y, struct str text);
void pdf_cstr(struct pdf *pdf, const struct pdf_style *style, double x, double y, const char *text);
/* The same, turned counter-clockwise around x, y. */
void pdf_text_turned(struct pdf *pdf, const struct pdf_style *style, double x, double y, double degrees,
		     const char *text);

/*
 * Breaks text into lines no wider than width: at white space, after hyphens,
 * between CJK characters (but not before closing punctuation), and inside a word
 * that is itself too long. Line breaks in the text are kept. The lines live in
 * the arena of the document. *lines receives the array; returns their number.
 */
int pdf_wrap(struct pdf *pdf, const struct pdf_style *style, double width, struct str text,
	     const struct str **lines);

/* Where a piece of text goes and how far it may shrink. */
struct pdf_field {
	struct pdf_box box;
	double least;        /* smallest size, at most the style's; 0: the style's own */
	int most_lines;      /* 0: as many as the box holds */
	bool at_bottom;      /* last line rests on the lower edge, else first line hangs from the upper */
};

/* Whether all of text can be set in the field. */
bool pdf_fits(struct pdf *pdf, const struct pdf_style *style, const struct pdf_field *field, struct str text);

/*
 * Sets text in the field at the largest size at which all of it fits, if possible
 * without cutting words. If it does not fit even at the least size, sets what does,
 * ended by note (such as "(cont.)"), and returns the rest; otherwise returns an
 * empty string.
 */
struct str pdf_set(struct pdf *pdf, const struct pdf_style *style, const struct pdf_field *field,
		   struct str text, const char *note);

/* Height of a line of this style, baseline to baseline. */
double pdf_leading(const struct pdf_style *style);

/* Completes the document and hands over its bytes (in the arena). Nothing can be drawn afterwards. */
enum rc pdf_save(struct pdf *pdf, struct str *bytes) MUST_CHECK;

#endif
