#ifndef SCIM_SCIM_USER_API_H
#define SCIM_SCIM_USER_API_H

#include "http/program.h"

extern const struct route scim_user_routes[];

#endif
