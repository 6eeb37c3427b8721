#ifndef WEBHOOK_WEBHOOK_API_H
#define WEBHOOK_WEBHOOK_API_H

#include "http/program.h"

/* Endpoints of webhooks and what was sent to them, read by other systems; changes are those of the pages. */
extern const struct route webhook_api_routes[];

#endif
