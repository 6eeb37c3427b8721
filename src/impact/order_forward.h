#ifndef IMPACT_ORDER_FORWARD_H
#define IMPACT_ORDER_FORWARD_H

#include "event/delivery.h"
#include "event/outbox.h"

/*
 * New work orders go to the maintenance system (CMMS) of the setting cmms.url: POST of a JSON object with the order's
 * number, task, asset, establishment and incident, and no names of people. Idempotency-Key is the same on every attempt.
 * The number in the answer - member number, workOrderNumber, id or externalNumber - becomes the order's external number.
 * Without that setting orders stay internal; those of the sandbox always do.
 */
extern const struct event_consumer order_consumer;
extern const struct delivery_channel order_channel;

/* The number that the answer names; STR_NONE: none. */
struct str order_forward_number(struct arena *arena, struct str json);

#endif
