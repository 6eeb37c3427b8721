#include "incident/report_poster.h"

#include "report/pdf.h"
#include "view/qr.h"

enum { MARGIN = 48, QR_SIDE = 300, QR_BOTTOM = 262 };

/* Both languages stand on the sheet, whoever prints it. */
static const struct {
	const char *head;
	const char *lines[3];
} languages[] = {
	{"Seen something unsafe? Tell us.",
	 {"Scan the code or type the address. It takes two minutes.",
	  "No account and no name. You get a receipt to follow what happens.", "Somebody in danger? Call first."}},
	{"¿Ha visto algo peligroso? Díganoslo.",
	 {"Escanee el código o escriba la dirección. Son dos minutos.",
	  "Sin cuenta y sin nombre. Recibirá un comprobante para seguir el caso.",
	  "¿Alguien en peligro? Llame primero."}},
};

static void draw_code(struct pdf *pdf, const struct qr_code *code)
{
	double module = (double)QR_SIDE / code->side;
	double left = (pdf_page_width(pdf) - QR_SIDE) / 2, top = QR_BOTTOM + QR_SIDE;

	for (int y = 0; y < code->side; y++)
		for (int x = 0, run; x < code->side; x += run + 1) {
			run = qr_run(code, x, y);
			if (run)
				pdf_fill(pdf, (struct pdf_box){left + x * module, top - (y + 1) * module,
							       left + (x + run) * module, top - y * module}, PDF_BLACK);
		}
}

/* One line or more within the box, as large as it can be. */
static void set_centred(struct pdf *pdf, struct pdf_box box, double size, enum pdf_face face, struct str text)
{
	const struct pdf_style style = {.face = face, .size = size, .align = PDF_CENTRE};
	const struct pdf_field field = {.box = box, .least = 7};

	pdf_set(pdf, &style, &field, text, "…");
}

static void draw_words(struct pdf *pdf, const struct report_poster *poster)
{
	double right = pdf_page_width(pdf) - MARGIN, middle = pdf_page_width(pdf) / 2;
	struct str place = poster->place.len ? arena_printf(pdf_arena(pdf), "%.*s · %.*s", STR_ARG(poster->name),
							    STR_ARG(poster->place))
					     : poster->name;

	for (int i = 0; i < 2; i++) {
		double top = 744 - i * 44, left = i ? middle + 12 : MARGIN;
		set_centred(pdf, (struct pdf_box){MARGIN, top - 40, right, top}, 30, PDF_TEXT_BOLD, str_of(languages[i].head));
		for (int k = 0; k < 3; k++)
			set_centred(pdf, (struct pdf_box){left, 142 - k * 40, left + middle - MARGIN - 12, 180 - k * 40}, 13,
				    k == 2 ? PDF_TEXT_BOLD : PDF_TEXT, str_of(languages[i].lines[k]));
	}
	set_centred(pdf, (struct pdf_box){MARGIN, 596, right, 640}, 17, PDF_TEXT, place);
	set_centred(pdf, (struct pdf_box){MARGIN, 206, right, 240}, 15, PDF_TEXT_BOLD, poster->address);
	set_centred(pdf, (struct pdf_box){MARGIN, 24, right, 44}, 9, PDF_TEXT, poster->organization);
}

enum rc report_poster_pdf(struct arena *arena, const struct report_poster *poster, struct str *bytes)
{
	const struct pdf_info info = {
		.title = arena_cstr(arena, poster->name),
		.author = arena_cstr(arena, poster->organization),
		.created_at = poster->made_at,
	};
	struct qr_code code;

	if (!qr_make(arena, poster->address, &code))
		return RC_INVALID;
	struct pdf *pdf = pdf_new(arena, &info);
	pdf_page(pdf, PDF_LETTER, NULL);
	draw_words(pdf, poster);
	draw_code(pdf, &code);
	return pdf_save(pdf, bytes);
}
