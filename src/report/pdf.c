#include "report/pdf_private.h"

#include <math.h>

#include "base/log.h"
#include "base/text.h"

static void HPDF_STDCALL remember_error(HPDF_STATUS error, HPDF_STATUS detail, void *closure)
{
	struct pdf *pdf = closure;

	if (pdf->error)
		return;
	pdf->error = error ? error : HPDF_INVALID_PARAMETER;
	LOG(LOG_ERROR, "pdf.error", "libharu error 0x%04lx, detail %lu", (unsigned long)error,
	    (unsigned long)detail);
}

static void release_document(void *resource)
{
	struct pdf *pdf = resource;

	HPDF_Free(pdf->document);
	pdf->document = NULL;
}

static void set_info(struct pdf *pdf, const struct pdf_info *info)
{
	const struct civil c = zone_civil(NULL, info->created_at);
	const HPDF_Date date = {
		.year = c.year, .month = c.month, .day = c.day,
		.hour = c.hour, .minutes = c.minute, .seconds = c.second,
		.ind = 'Z',
	};

	HPDF_SetInfoDateAttr(pdf->document, HPDF_INFO_CREATION_DATE, date);
	HPDF_SetInfoDateAttr(pdf->document, HPDF_INFO_MOD_DATE, date);
	HPDF_SetInfoAttr(pdf->document, HPDF_INFO_CREATOR, "Muster");
	if (info->title)
		HPDF_SetInfoAttr(pdf->document, HPDF_INFO_TITLE, info->title);
	if (info->subject)
		HPDF_SetInfoAttr(pdf->document, HPDF_INFO_SUBJECT, info->subject);
	if (info->author)
		HPDF_SetInfoAttr(pdf->document, HPDF_INFO_AUTHOR, info->author);
}

struct pdf *pdf_new(struct arena *arena, const struct pdf_info *info)
{
	struct pdf *pdf = ARENA_NEW(arena, struct pdf);

	pdf->arena = arena;
	pdf->document = HPDF_New(remember_error, pdf);
	if (!pdf->document) {
		pdf->error = HPDF_FAILD_TO_ALLOC_MEM;
		return pdf;
	}
	arena_defer(arena, release_document, pdf);
	HPDF_UseUTFEncodings(pdf->document);
	HPDF_SetCurrentEncoder(pdf->document, "UTF-8");
	HPDF_SetCompressionMode(pdf->document, HPDF_COMP_ALL);
	set_info(pdf, info);
	return pdf;
}

struct arena *pdf_arena(const struct pdf *pdf)
{
	return pdf->arena;
}

static void paint_backdrop(struct pdf *pdf, pdf_backdrop *paint)
{
	for (int i = 0; i < pdf->backdrop_count; i++) {
		if (pdf->backdrops[i].paint == paint) {
			HPDF_Page_Insert_Shared_Content_Stream(pdf->page, pdf->backdrops[i].content);
			return;
		}
	}

	HPDF_Dict content = NULL;
	HPDF_Page_New_Content_Stream(pdf->page, &content);
	HPDF_Page_GSave(pdf->page);
	paint(pdf);
	HPDF_Page_GRestore(pdf->page);
	HPDF_Page_New_Content_Stream(pdf->page, NULL);
	if (pdf->backdrop_count < PDF_BACKDROPS && content) {
		pdf->backdrops[pdf->backdrop_count].paint = paint;
		pdf->backdrops[pdf->backdrop_count++].content = content;
	}
}

static void start_state(struct pdf *pdf)
{
	pdf->ink = pdf->stroke = PDF_BLACK;
	pdf->line_width = 1;
}

static void keep_page(struct pdf *pdf)
{
	if (pdf->pages == pdf->page_room) {
		const int room = pdf->page_room ? pdf->page_room * 2 : 16;
		HPDF_Page *pages = ARENA_ARRAY(pdf->arena, HPDF_Page, (size_t)room);

		for (int i = 0; i < pdf->pages; i++)
			pages[i] = pdf->all_pages[i];
		pdf->all_pages = pages;
		pdf->page_room = room;
	}
	pdf->all_pages[pdf->pages++] = pdf->page;
}

void pdf_page(struct pdf *pdf, enum pdf_paper paper, pdf_backdrop *backdrop)
{
	if (pdf->error)
		return;
	pdf->page = HPDF_AddPage(pdf->document);
	if (!pdf->page)
		return;
	keep_page(pdf);
	HPDF_Page_SetSize(pdf->page,
			  paper == PDF_LEGAL_LANDSCAPE ? HPDF_PAGE_SIZE_LEGAL : HPDF_PAGE_SIZE_LETTER,
			  paper == PDF_LETTER ? HPDF_PAGE_PORTRAIT : HPDF_PAGE_LANDSCAPE);
	pdf_font_announce(pdf);
	start_state(pdf);
	if (backdrop) {
		paint_backdrop(pdf, backdrop);
		start_state(pdf);
	}
}

static unsigned packed(HPDF_RGBColor c)
{
	return (unsigned)lroundf(c.r * 255) << 16 | (unsigned)lroundf(c.g * 255) << 8 |
	       (unsigned)lroundf(c.b * 255);
}

void pdf_revisit(struct pdf *pdf, int page)
{
	if (pdf->error || page < 1 || page > pdf->pages)
		return;
	pdf->page = pdf->all_pages[page - 1];
	pdf->ink = packed(HPDF_Page_GetRGBFill(pdf->page));
	pdf->stroke = packed(HPDF_Page_GetRGBStroke(pdf->page));
	pdf->line_width = (double)HPDF_Page_GetLineWidth(pdf->page);
	pdf_font_announce(pdf);
}

int pdf_pages(const struct pdf *pdf)
{
	return pdf->pages;
}

double pdf_page_width(const struct pdf *pdf)
{
	return pdf->page ? (double)HPDF_Page_GetWidth(pdf->page) : 0;
}

double pdf_page_height(const struct pdf *pdf)
{
	return pdf->page ? (double)HPDF_Page_GetHeight(pdf->page) : 0;
}

static float part(unsigned ink, int shift)
{
	return (float)((ink >> shift) & 0xFF) / 255;
}

void pdf_set_ink(struct pdf *pdf, unsigned ink)
{
	if (pdf->ink == ink)
		return;
	pdf->ink = ink;
	HPDF_Page_SetRGBFill(pdf->page, part(ink, 16), part(ink, 8), part(ink, 0));
}

static bool set_pen(struct pdf *pdf, double width, unsigned ink)
{
	if (pdf->error || !pdf->page)
		return false;
	if (pdf->stroke != ink) {
		pdf->stroke = ink;
		HPDF_Page_SetRGBStroke(pdf->page, part(ink, 16), part(ink, 8), part(ink, 0));
	}
	if (fabs(pdf->line_width - width) > 0.001) {
		pdf->line_width = width;
		HPDF_Page_SetLineWidth(pdf->page, (float)width);
	}
	return true;
}

void pdf_line(struct pdf *pdf, double x0, double y0, double x1, double y1, double width)
{
	pdf_colour_line(pdf, (double[]){x0, y0}, (double[]){x1, y1}, width, PDF_BLACK);
}

void pdf_colour_line(struct pdf *pdf, const double from[2], const double to[2], double width, unsigned ink)
{
	if (!set_pen(pdf, width, ink))
		return;
	HPDF_Page_MoveTo(pdf->page, (float)from[0], (float)from[1]);
	HPDF_Page_LineTo(pdf->page, (float)to[0], (float)to[1]);
	HPDF_Page_Stroke(pdf->page);
}

static void rectangle(struct pdf *pdf, struct pdf_box box)
{
	HPDF_Page_Rectangle(pdf->page, (float)box.x0, (float)box.y0, (float)(box.x1 - box.x0),
			    (float)(box.y1 - box.y0));
}

void pdf_frame(struct pdf *pdf, struct pdf_box box, double width)
{
	if (!set_pen(pdf, width, PDF_BLACK))
		return;
	rectangle(pdf, box);
	HPDF_Page_Stroke(pdf->page);
}

void pdf_fill(struct pdf *pdf, struct pdf_box box, unsigned ink)
{
	if (pdf->error || !pdf->page)
		return;
	pdf_set_ink(pdf, ink);
	rectangle(pdf, box);
	HPDF_Page_Fill(pdf->page);
}

void pdf_ring(struct pdf *pdf, double x, double y, double radius, double width)
{
	if (!set_pen(pdf, width, PDF_BLACK))
		return;
	pdf_set_ink(pdf, PDF_WHITE);
	HPDF_Page_Circle(pdf->page, (float)x, (float)y, (float)radius);
	HPDF_Page_FillStroke(pdf->page);
}

void pdf_disc(struct pdf *pdf, double x, double y, double radius, unsigned ink)
{
	if (pdf->error || !pdf->page)
		return;
	pdf_set_ink(pdf, ink);
	HPDF_Page_Circle(pdf->page, (float)x, (float)y, (float)radius);
	HPDF_Page_Fill(pdf->page);
}

void pdf_polygon(struct pdf *pdf, const double (*points)[2], int count, unsigned ink)
{
	if (pdf->error || !pdf->page || count < 3)
		return;
	pdf_set_ink(pdf, ink);
	HPDF_Page_MoveTo(pdf->page, (float)points[0][0], (float)points[0][1]);
	for (int i = 1; i < count; i++)
		HPDF_Page_LineTo(pdf->page, (float)points[i][0], (float)points[i][1]);
	HPDF_Page_ClosePath(pdf->page);
	HPDF_Page_Fill(pdf->page);
}

void pdf_triangle(struct pdf *pdf, double x, double y, double size, int degrees)
{
	static const double pointing_right[3][2] = {{-0.45, 0.5}, {0.45, 0}, {-0.45, -0.5}};
	const double angle = degrees * M_PI / 180;
	double corners[3][2];

	for (int i = 0; i < 3; i++) {
		const double dx = pointing_right[i][0] * size, dy = pointing_right[i][1] * size;

		corners[i][0] = x + dx * cos(angle) - dy * sin(angle);
		corners[i][1] = y + dx * sin(angle) + dy * cos(angle);
	}
	pdf_polygon(pdf, (const double (*)[2])corners, 3, PDF_BLACK);
}

static void read_all(struct pdf *pdf, struct text *out)
{
	const HPDF_UINT32 size = HPDF_GetStreamSize(pdf->document);
	HPDF_BYTE *at = (HPDF_BYTE *)text_reserve(out, size);

	HPDF_ResetStream(pdf->document);
	while (out->len < size) {
		HPDF_UINT32 wanted = size - (HPDF_UINT32)out->len;
		const HPDF_STATUS status = HPDF_ReadFromStream(pdf->document, at + out->len, &wanted);

		if ((status != HPDF_OK && status != HPDF_STREAM_EOF) || wanted == 0)
			break;
		out->len += wanted;
	}
	if (out->len != size && !pdf->error)
		pdf->error = HPDF_STREAM_READLN_CONTINUE;
}

enum rc pdf_save(struct pdf *pdf, struct str *bytes)
{
	struct text out = TEXT_IN(pdf->arena);

	if (!pdf->error) {
		pdf_font_complete_all(pdf);
		HPDF_SaveToStream(pdf->document);
	}
	if (!pdf->error)
		read_all(pdf, &out);
	pdf->page = NULL;
	if (pdf->error)
		return FAULT("pdf.save", "document given up after error 0x%04lx", (unsigned long)pdf->error);
	*bytes = text_str(&out);
	return RC_OK;
}
