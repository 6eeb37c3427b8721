#ifndef VIEW_PLURAL_H
#define VIEW_PLURAL_H

#include "base/str.h"

/* The rule of a catalogue's Plural-Forms header: a C expression over n that gives a form's index. */
struct plural;

/* header is the header entry of a .mo file. NULL when it has no rule or a malformed one. */
const struct plural *plural_read(struct arena *arena, struct str header);

/* Index of the form for n, below the rule's nplurals. NULL is the English rule: 0 for one, else 1. */
size_t plural_index(const struct plural *plural, uint64_t n);

#endif
