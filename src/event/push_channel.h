#ifndef EVENT_PUSH_CHANNEL_H
#define EVENT_PUSH_CHANNEL_H

#include "event/delivery.h"

/*
 * Deliveries of the channel "push" (RFC 8030, 8291, 8292): add one for an account; the channel makes one for each of its
 * browsers of it, which succeed, fail and end by themselves. subject is the title, body_text one line; both are thin (a
 * kind and a number, no personal words), because they stand on locked screens. data: path, urgent, locale
 * (event/channel_data.h). What has the same thread replaces what the push service has not brought yet.
 */
extern const struct delivery_channel push_channel;

/* Makes the key where it is missing, so that pages can offer push. When a worker starts, and every hour. */
extern const struct worker_task push_key_task;

#endif
