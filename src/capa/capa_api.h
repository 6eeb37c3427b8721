#ifndef CAPA_CAPA_API_H
#define CAPA_CAPA_API_H

#include "http/program.h"

/* Actions as JSON: the list, one with its history, those of an incident. Changes are offered by the pages' routes. */
extern const struct route capa_api_routes[];

#endif
