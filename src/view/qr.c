#include "view/qr.h"

#include <qrencode.h>

#include "base/text.h"

struct str qr_svg(struct arena *arena, struct str content, struct str label)
{
	enum { QUIET = 4 };
	QRcode *code = QRcode_encodeString8bit(arena_cstr(arena, content), 0, QR_ECLEVEL_M);
	struct text svg = TEXT_IN(arena);

	if (!code)
		return STR_NONE;
	const int side = code->width + 2 * QUIET;
	text_printf(
		&svg,
		"<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
		" shape-rendering=\"crispEdges\" aria-label=\"",
		side, side);
	text_html(&svg, label);
	text_printf(&svg, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"", side,
		    side, side);
	/* One stroke for each run of dark modules in a row. */
	for (int y = 0; y < code->width; y++) {
		const unsigned char *row = code->data + (ptrdiff_t)y * code->width;
		for (int x = 0, run; x < code->width; x += run) {
			run = 1;
			if (!(row[x] & 1))
				continue;
			while (x + run < code->width && (row[x + run] & 1))
				run++;
			text_printf(&svg, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
		}
	}
	text_cstr(&svg, "\"/></svg>");
	QRcode_free(code);
	return text_str(&svg);
}
