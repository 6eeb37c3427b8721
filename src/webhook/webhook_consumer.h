#ifndef WEBHOOK_WEBHOOK_CONSUMER_H
#define WEBHOOK_WEBHOOK_CONSUMER_H

#include "event/outbox.h"
#include "webhook/webhook_store.h"

/* Makes a delivery of an event for every endpoint that wants its type in its environment. */
extern const struct event_consumer webhook_consumer;

/* A message "webhook.test" to this endpoint alone; now is the request's. Joins the caller's transaction. */
enum rc webhook_consumer_test(struct db *db, struct arena *arena, const struct config *config,
			      const struct webhook_endpoint *endpoint, struct str organization_code, moment now) MUST_CHECK;

#endif
