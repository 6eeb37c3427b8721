#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/str.h"

/* Exact decimal numbers as whole units of 10^-places: 2.5 with six places is 2500000. places is 0 to 9. */

/* With every place ("2.50") or without trailing zeros ("2.5", "2"). */
struct str decimal_text(struct arena *arena, int64_t value, int places, bool keep_zeros);

/* "-1,234.5": commas may set off thousands, all of them or none. False when malformed, finer or too large. */
bool decimal_parse(struct str s, int places, int64_t *out);

#endif
