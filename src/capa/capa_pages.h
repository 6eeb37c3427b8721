#ifndef CAPA_CAPA_PAGES_H
#define CAPA_CAPA_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* One action: what it is, its evidence and history, progress, what can be done next. */
extern const struct route capa_routes[];

/* The tab CAPA of an incident, and what its workflow asks about actions. */
extern const struct route capa_record_routes[];
extern const struct record_part capa_record_part;

#endif
