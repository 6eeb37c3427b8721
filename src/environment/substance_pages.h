#ifndef ENVIRONMENT_SUBSTANCE_PAGES_H
#define ENVIRONMENT_SUBSTANCE_PAGES_H

#include "http/program.h"

/* Substances and agencies, for administrators; suggestions of substances while people type. */
extern const struct route substance_routes[];

#endif
