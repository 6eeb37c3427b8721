#ifndef IDENTITY_PASSWORD_PAGES_H
#define IDENTITY_PASSWORD_PAGES_H

#include "http/program.h"

/* Changing one's password, and the mailed link for a forgotten one. */
extern const struct route password_routes[];

#endif
