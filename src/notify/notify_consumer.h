#ifndef NOTIFY_NOTIFY_CONSUMER_H
#define NOTIFY_NOTIFY_CONSUMER_H

#include "event/outbox.h"

/* Turns events into notifications, by the rules, and into deliveries of what has to leave the house. */
extern const struct event_consumer notify_consumer;

/* Sends what was gathered to those whose digest is due. */
extern const struct worker_task notify_digest_task;
/* Removes notifications after notify.keep_days. */
extern const struct worker_task notify_purge_task;

#endif
