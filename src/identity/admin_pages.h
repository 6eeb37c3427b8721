#ifndef IDENTITY_ADMIN_PAGES_H
#define IDENTITY_ADMIN_PAGES_H

#include "http/program.h"

/* The front page of the administration. */
extern const struct route admin_routes[];

#endif
