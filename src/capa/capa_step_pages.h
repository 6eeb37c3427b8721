#ifndef CAPA_CAPA_STEP_PAGES_H
#define CAPA_CAPA_STEP_PAGES_H

#include "http/program.h"

/* What is done with an action, each on a page of its own: its steps, the link of somebody outside, recurrences. */
extern const struct route capa_step_routes[];

#endif
