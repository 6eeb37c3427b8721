#ifndef CAPA_CAPA_EDIT_PAGES_H
#define CAPA_CAPA_EDIT_PAGES_H

#include "http/program.h"

/* New actions, for an incident or standing for themselves, and changes of what is to be done. */
extern const struct route capa_edit_routes[];

#endif
