#ifndef IDENTITY_ACCOUNT_PAGES_H
#define IDENTITY_ACCOUNT_PAGES_H

#include "http/program.h"

/* One's own account: profile, language, sessions. */
extern const struct route account_routes[];

#endif
