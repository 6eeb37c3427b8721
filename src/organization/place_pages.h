#ifndef ORGANIZATION_PLACE_PAGES_H
#define ORGANIZATION_PLACE_PAGES_H

#include "http/program.h"

/* Establishments, their areas and yearly figures, for administrators. */
extern const struct route place_routes[], area_routes[], establishment_year_routes[];

#endif
