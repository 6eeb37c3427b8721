#ifndef IDENTITY_ACCOUNT_ADMIN_PAGES_H
#define IDENTITY_ACCOUNT_ADMIN_PAGES_H

#include "http/program.h"

/* Administration of accounts and their roles. */
extern const struct route account_admin_routes[];

#endif
