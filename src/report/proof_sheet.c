#include "report/proof_sheet.h"

#include <qrencode.h>

enum { QUIET = 4, EDGE = 54, CODE_SIDE = 190 };

bool proof_sheet_code(struct pdf *pdf, double x, double y, double side, struct str text)
{
	QRcode *code = QRcode_encodeString8bit(arena_cstr(pdf_arena(pdf), text), 0, QR_ECLEVEL_L);

	if (!code)
		return false;
	const int width = code->width;
	const double module = side / (width + 2 * QUIET);
	pdf_fill(pdf, (struct pdf_box){x, y, x + side, y + side}, PDF_WHITE);
	for (int row = 0; row < width; row++) {
		const unsigned char *modules = code->data + (ptrdiff_t)row * width;
		const double top = y + side - (QUIET + row) * module;
		for (int at = 0, run; at < width; at += run) {
			run = 1;
			if (!(modules[at] & 1))
				continue;
			while (at + run < width && (modules[at + run] & 1))
				run++;
			const double left = x + (QUIET + at) * module;
			pdf_fill(pdf, (struct pdf_box){left, top - module, left + run * module, top}, PDF_BLACK);
		}
	}
	QRcode_free(code);
	return true;
}

static const char title[] = "Proof of this report";
static const char explanation[] =
	"The data of this report and the state of the sealed audit log at the time it was made are in the code below. The file's "
	"own proof is found at the address. With the program muster-verify and the log's public key anyone can check both without "
	"the portal: a changed byte of the file, or a log that was rewritten later, shows.";

struct row {
	const char *label;
	struct str value;
};
enum { ROWS = 3 };

static void rows_of(const struct proof_sheet *proof, struct row rows[ROWS])
{
	rows[0] = (struct row){"SHA-256 of the data", proof->content};
	rows[1] = (struct row){"Checkpoint of the log", proof->checkpoint.len ? proof->checkpoint : STR("none was signed yet")};
	rows[2] = (struct row){"Proof of the file",
			       proof->address.len ? proof->address : STR("made outside of the portal, not entered in the log")};
}

void proof_sheet_pdf(struct pdf *pdf, const struct proof_sheet *proof)
{
	const struct pdf_style head = {.face = PDF_TEXT_BOLD, .size = 15}, text = {.face = PDF_TEXT, .size = 9.5};
	const struct pdf_style label = {.face = PDF_TEXT_BOLD, .size = 9.5};
	struct row rows[ROWS];

	pdf_page(pdf, PDF_LETTER, NULL);
	const double width = pdf_page_width(pdf) - 2 * EDGE;
	double y = pdf_page_height(pdf) - 72;
	pdf_cstr(pdf, &head, EDGE, y, title);
	y -= 14;
	const struct pdf_field field = {.box = {EDGE, y - 60, EDGE + width, y}};
	pdf_set(pdf, &text, &field, str_of(explanation), NULL);
	y -= 68 + CODE_SIDE;
	if (!proof_sheet_code(pdf, EDGE, y, CODE_SIDE, proof->code))
		pdf_cstr(pdf, &text, EDGE, y + CODE_SIDE / 2.0, "The text is too long for a code.");
	rows_of(proof, rows);
	y -= 14;
	for (int i = 0; i < ROWS; i++) {
		pdf_cstr(pdf, &label, EDGE, y - 10, rows[i].label);
		const struct pdf_field value = {.box = {EDGE, y - 40, EDGE + width, y - 13}, .least = 7};
		pdf_set(pdf, &text, &value, rows[i].value, NULL);
		y -= 46;
	}
}

void proof_sheet_add(struct sheet_book *book, const struct proof_sheet *proof)
{
	static const struct sheet_setup setup = {.paper = SHEET_LETTER, .portrait = true};
	struct sheet *sheet = sheet_add(book, "Proof", &setup);
	struct row rows[ROWS];

	sheet_width(sheet, 0, 0, 26);
	sheet_width(sheet, 1, 1, 90);
	sheet_cstr(sheet, 0, 0, SHEET_TITLE, title);
	sheet_cstr(sheet, 1, 0, SHEET_WRAP, "");
	sheet_cstr(sheet, 1, 1, SHEET_WRAP, explanation);
	rows_of(proof, rows);
	for (int i = 0; i < ROWS; i++) {
		sheet_cstr(sheet, 3 + i, 0, SHEET_BOLD, rows[i].label);
		sheet_text(sheet, 3 + i, 1, SHEET_WRAP, rows[i].value);
	}
	sheet_cstr(sheet, 3 + ROWS, 0, SHEET_BOLD, "Text for muster-verify --code");
	sheet_text(sheet, 3 + ROWS, 1, SHEET_WRAP, proof->code);
}
