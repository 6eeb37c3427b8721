#ifndef EVENT_PUSH_MESSAGE_H
#define EVENT_PUSH_MESSAGE_H

#include "base/str.h"

/* Encryption of a web push message for one browser (RFC 8291 over RFC 8188, aes128gcm). */

enum { PUSH_KEY_BYTES = 65, PUSH_AUTH_BYTES = 16, PUSH_SALT_BYTES = 16, PUSH_PLAIN_MOST = 3000 };

/* Whether this is a point of P-256 in its uncompressed form, as a subscription's p256dh must be. */
bool push_message_key_is_valid(struct str p256dh);

/*
 * The body of the request. p256dh and auth are the raw bytes of the subscription, plain at most PUSH_PLAIN_MOST.
 * RC_INVALID: the keys are none. RC_FAULT is logged.
 */
enum rc push_message_encrypt(struct arena *arena, struct str p256dh, struct str auth, struct str plain,
			     struct str *body) MUST_CHECK;

/* The same with the sender's private key (32 bytes) and salt given: for the example of the RFC, in tests. */
enum rc push_message_encrypt_as(struct arena *arena, struct str private_key, struct str salt, struct str p256dh,
				struct str auth, struct str plain, struct str *body) MUST_CHECK;

#endif
