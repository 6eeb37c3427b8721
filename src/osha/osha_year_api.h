#ifndef OSHA_OSHA_YEAR_API_H
#define OSHA_OSHA_YEAR_API_H

#include "http/program.h"

/* A year of an establishment in the JSON interface: its state, summary, certifications, changes, names, electronic filing. */
extern const struct route osha_year_api_routes[];

#endif
