#ifndef IMPACT_PATTERN_H
#define IMPACT_PATTERN_H

#include "base/str.h"

/* Patterns of LIKE from what people type; the pattern's own signs are taken literally. */

enum { PATTERN_WORDS = 4 };

/* One pattern for each of the first words ("%word%"), "%" for those that are not there. */
void pattern_words(struct arena *arena, struct str text, struct str patterns[PATTERN_WORDS]);
/* What begins so. */
struct str pattern_start(struct arena *arena, struct str text);

#endif
