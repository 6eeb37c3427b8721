#ifndef IDENTITY_ACCOUNT_ADMIN_API_H
#define IDENTITY_ACCOUNT_ADMIN_API_H

#include "http/program.h"

/* Accounts with their roles, ways to sign in, and roles of groups, for administrators. */
extern const struct route account_admin_api_routes[];

#endif
