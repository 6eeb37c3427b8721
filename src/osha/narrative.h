#ifndef OSHA_NARRATIVE_H
#define OSHA_NARRATIVE_H

#include "osha/case_facts.h"

/*
 * Which exception of 1904.5(b)(2) does an account bring to mind? A hint for the person who decides, found
 * by words; it never decides. 0 when none is.
 */
enum exception narrative_exception(struct arena *arena, struct str account);

#endif
