#ifndef VIEW_QR_H
#define VIEW_QR_H

#include "base/str.h"

/* A QR code: side by side modules, row after row from the top, without the quiet zone of four around it. */
struct qr_code {
	int side;
	const bool *dark;
};
/* False when the text is too long for a code (about 2000 bytes). */
bool qr_make(struct arena *arena, struct str content, struct qr_code *out);
/* Dark modules from x on in row y; 0 where it is light. */
int qr_run(const struct qr_code *code, int x, int y);

/*
 * The same as SVG markup for view_html: black modules on white with the quiet zone, class "qr", label as its
 * text alternative (escaped here). STR_NONE when the text is too long.
 */
struct str qr_svg(struct arena *arena, struct str content, struct str label);

#endif
