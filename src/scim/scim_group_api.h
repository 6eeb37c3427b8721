#ifndef SCIM_SCIM_GROUP_API_H
#define SCIM_SCIM_GROUP_API_H

#include "http/program.h"

extern const struct route scim_group_routes[];

#endif
