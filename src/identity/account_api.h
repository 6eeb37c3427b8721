#ifndef IDENTITY_ACCOUNT_API_H
#define IDENTITY_ACCOUNT_API_H

#include "http/program.h"

/* What the pages below Account show of one's own account: roles, sessions, keys; the secret of a second factor. */
extern const struct route account_api_routes[];

#endif
