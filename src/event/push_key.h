#ifndef EVENT_PUSH_KEY_H
#define EVENT_PUSH_KEY_H

#include "base/config.h"
#include "base/moment.h"

/*
 * VAPID (RFC 8292): push services know this installation by a key of its own. The private half is the worker's; the public
 * half stands beside it, .pub, for pages to offer.
 */

/* Whether web push is switched on: push.contact is set. */
bool push_key_is_used(const struct config *config);

/* The public key as browsers want it (65 bytes in base64url); RC_NOT_FOUND: the worker has not made it yet. */
enum rc push_key_public(struct arena *arena, const struct config *config, struct str *key) MUST_CHECK;

/* The value of Authorization for a push service, made with the private key, which is made when absent. RC_FAULT is logged. */
enum rc push_key_authorization(struct arena *arena, const struct config *config, struct str origin, moment now,
			       struct str *out) MUST_CHECK;

#endif
