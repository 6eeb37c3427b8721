#ifndef IDENTITY_SIGN_IN_H
#define IDENTITY_SIGN_IN_H

#include "http/program.h"

/* Signing in and out. */
extern const struct route sign_in_routes[];

#endif
