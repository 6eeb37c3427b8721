#ifndef WEBHOOK_WEBHOOK_CHANNEL_H
#define WEBHOOK_WEBHOOK_CHANNEL_H

#include "event/delivery.h"
#include "webhook/webhook_store.h"

/*
 * Sends a delivery to its endpoint, signed by all keys that hold (Standard Webhooks 1.0.0). The bytes are those of the
 * delivery's data on every attempt; webhook-id is its uuid, webhook-timestamp the time of the attempt. The endpoint's
 * state follows in the transaction that notes the outcome: 410 switches it off, 429, 502 and 504 slow all its messages
 * down, failure for WEBHOOK_WARN_HOURS mails its owner, for WEBHOOK_OFF_HOURS switches it off.
 */
extern const struct delivery_channel webhook_channel;

enum { WEBHOOK_SECONDS = 20, WEBHOOK_WARN_HOURS = 24, WEBHOOK_OFF_HOURS = 120 };

/* How an attempt leaves the endpoint. */
struct webhook_after {
	struct webhook_endpoint endpoint;
	bool is_changed;
	bool warns;                  /* the owner is to be told that it fails */
	bool switches_off;           /* and that it was switched off */
};
/* Pure: the endpoint as it was, the outcome of an attempt at now. */
struct webhook_after webhook_channel_after(const struct webhook_endpoint *before, const struct delivery_outcome *outcome,
					   moment now);

#endif
