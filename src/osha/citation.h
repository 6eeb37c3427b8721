#ifndef OSHA_CITATION_H
#define OSHA_CITATION_H

#include "base/text.h"

/* Citations of 29 CFR part 1904 as a lawyer writes them: "1904.7(b)(3)(i), (iv)"; "1904.7(b)(5)(ii)(B)-(D)".
 */

enum citation_style { CITATION_ROMAN, CITATION_LETTER };

/*
 * Appends parent and the items of mask (bit 0 is (i) or (A)); neighbours are drawn together with a dash.
 * An empty mask gives the parent alone. Roman numerals go to (xx), letters to (Z).
 */
void citation_items(struct text *out, const char *parent, uint32_t mask, enum citation_style style);

/* Appends "; " first when out already has something; nothing for an empty citation. */
void citation_join(struct text *out, struct str citation);

#endif
