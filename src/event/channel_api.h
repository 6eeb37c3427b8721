#ifndef EVENT_CHANNEL_API_H
#define EVENT_CHANNEL_API_H

#include "http/program.h"

/* Ways out of the house and whether they work, addresses from which mails came back, and how messages reach oneself. */
extern const struct route channel_api_routes[];

#endif
