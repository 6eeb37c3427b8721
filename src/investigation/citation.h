#ifndef INVESTIGATION_CITATION_H
#define INVESTIGATION_CITATION_H

#include "investigation/findings.h"

/*
 * Lists of cited evidence, "1,3": positions in ascending order without repetition, those that exist; and as people read
 * them, "E1, E3".
 */
struct str citation_clean(struct arena *arena, const struct findings *findings, struct str list);
struct str citation_words(struct arena *arena, struct str list);
bool citation_has(struct str list, int64_t position);

#endif
