#ifndef EVENT_CHANNEL_PAGES_H
#define EVENT_CHANNEL_PAGES_H

#include "http/program.h"

/* /admin/channels: whether mail, short messages and web push are set up and work, and addresses from which mails came back. */
extern const struct route channel_routes[];

#endif
