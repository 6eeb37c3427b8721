#ifndef REPORT_PDF_PRIVATE_H
#define REPORT_PDF_PRIVATE_H

#include <hpdf.h>

#include "report/pdf.h"

/* Shared by pdf.c, pdf_font.c and pdf_text.c; nobody else includes it. */

/* A font file in use by one document. */
struct pdf_font {
	HPDF_Font handle;
	int16_t *advances;   /* per code point of the basic plane: 0 not asked, -1 absent, else advance + 1 */
};

enum { PDF_FONT_FILES = 32, PDF_BACKDROPS = 8 };

struct pdf {
	struct arena *arena;
	HPDF_Doc document;
	HPDF_Page page;
	HPDF_STATUS error;               /* the first one; 0 for none */
	HPDF_Page *all_pages;            /* room for page_room */
	int pages, page_room;
	unsigned ink;                    /* fill colour of the page */
	unsigned stroke;
	double line_width;
	struct pdf_font fonts[PDF_FONT_FILES]; /* indexed as the file table in pdf_font.c */
	HPDF_Font loaded[PDF_FONT_FILES]; /* in order of loading: gives the same local names on every page */
	int loaded_count;
	struct {
		pdf_backdrop *paint;
		HPDF_Dict content;
	} backdrops[PDF_BACKDROPS];
	int backdrop_count;
};

/* Registers every loaded font with the page, so that shared content finds them under the same names. */
void pdf_font_announce(struct pdf *pdf);

/* The font that draws point in this face, or NULL when none has it. */
struct pdf_font *pdf_font_for(struct pdf *pdf, enum pdf_face face, int32_t point);

/* Advance of a character in thousandths of the size. The font must have it. */
int pdf_font_advance(struct pdf_font *font, int32_t point);

/* Adds the parts of composite glyphs that libharu's subset leaves out; to be called just before saving. */
void pdf_font_complete_all(struct pdf *pdf);

void pdf_set_ink(struct pdf *pdf, unsigned ink);

#endif
