#ifndef VIEW_QR_H
#define VIEW_QR_H

#include "base/str.h"

/*
 * A QR code as SVG markup for view_html: black modules on white with the quiet zone, class "qr", label as its
 * text alternative (escaped here). STR_NONE when the text is too long for a code (about 2000 bytes).
 */
struct str qr_svg(struct arena *arena, struct str content, struct str label);

#endif
