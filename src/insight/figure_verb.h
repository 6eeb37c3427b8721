#ifndef INSIGHT_FIGURE_VERB_H
#define INSIGHT_FIGURE_VERB_H

#include "base/verb.h"

/* muster rebuild figures */
extern const struct verb figure_verb;

#endif
