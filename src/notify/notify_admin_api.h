#ifndef NOTIFY_NOTIFY_ADMIN_API_H
#define NOTIFY_NOTIFY_ADMIN_API_H

#include "http/program.h"

/* What holds for all messages, who was told of an incident, who would be told, and a rule tried on the past. */
extern const struct route notify_admin_api_routes[];

#endif
