#ifndef INCIDENT_BREAK_GLASS_H
#define INCIDENT_BREAK_GLASS_H

#include "event/outbox.h"

/* Opens an incident each time somebody signs in with the account for emergencies. */
extern const struct event_consumer break_glass_consumer;

#endif
