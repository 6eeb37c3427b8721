#ifndef OSHA_OSHA_API_H
#define OSHA_OSHA_API_H

#include "http/program.h"

/* The OSHA log and its totals, and the cases of an incident, read by other systems; names as the forms show them. */
extern const struct route osha_api_routes[];

#endif
