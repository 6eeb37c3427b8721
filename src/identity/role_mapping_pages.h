#ifndef IDENTITY_ROLE_MAPPING_PAGES_H
#define IDENTITY_ROLE_MAPPING_PAGES_H

#include "http/program.h"

/* Ways to sign in from outside, and which groups there have which roles here. */
extern const struct route role_mapping_routes[];

#endif
