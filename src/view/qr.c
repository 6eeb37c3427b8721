#include "view/qr.h"

#include <qrencode.h>

#include "base/text.h"

bool qr_make(struct arena *arena, struct str content, struct qr_code *out)
{
	QRcode *code = QRcode_encodeString8bit(arena_cstr(arena, content), 0, QR_ECLEVEL_M);

	if (!code)
		return false;
	size_t count = (size_t)code->width * (size_t)code->width;
	bool *dark = ARENA_ARRAY(arena, bool, count);
	for (size_t i = 0; i < count; i++)
		dark[i] = code->data[i] & 1;
	*out = (struct qr_code){code->width, dark};
	QRcode_free(code);
	return true;
}

int qr_run(const struct qr_code *code, int x, int y)
{
	int run = 0;

	while (x + run < code->side && code->dark[y * code->side + x + run])
		run++;
	return run;
}

struct str qr_svg(struct arena *arena, struct str content, struct str label)
{
	enum { QUIET = 4 };
	struct text svg = TEXT_IN(arena);
	struct qr_code code;

	if (!qr_make(arena, content, &code))
		return STR_NONE;
	const int side = code.side + 2 * QUIET;
	text_printf(
		&svg,
		"<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
		" shape-rendering=\"crispEdges\" aria-label=\"",
		side, side);
	text_html(&svg, label);
	text_printf(&svg, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"", side,
		    side, side);
	/* One stroke for each run of dark modules in a row. */
	for (int y = 0; y < code.side; y++)
		for (int x = 0, run; x < code.side; x += run + 1) {
			run = qr_run(&code, x, y);
			if (run)
				text_printf(&svg, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
	text_cstr(&svg, "\"/></svg>");
	return text_str(&svg);
}
