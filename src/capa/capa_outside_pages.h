#ifndef CAPA_CAPA_OUTSIDE_PAGES_H
#define CAPA_CAPA_OUTSIDE_PAGES_H

#include "http/program.h"

/*
 * One action for somebody outside who holds its secret link, in the program `intake`: they see it alone, without the
 * incident and the people behind it, add progress and evidence, and mark it as completed.
 */
extern const struct route capa_outside_routes[];

#endif
