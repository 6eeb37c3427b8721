#ifndef ORGANIZATION_UNIT_PAGES_H
#define ORGANIZATION_UNIT_PAGES_H

#include "http/program.h"

/* Departments, business units, teams and projects, for administrators. */
extern const struct route unit_routes[];

#endif
