#ifndef ENVIRONMENT_MATERIAL_API_H
#define ENVIRONMENT_MATERIAL_API_H

#include "http/program.h"

/* Substances with reportable quantities, hazards and data sheets, for systems that look one up. */
extern const struct route material_api_routes[];

#endif
