#ifndef WEBHOOK_WEBHOOK_KEY_H
#define WEBHOOK_WEBHOOK_KEY_H

#include "base/record.h"

/* Secrets and signatures of Standard Webhooks 1.0.0: symmetric (v1, HMAC-SHA256) and asymmetric (v1a, Ed25519). */
enum webhook_key_kind { WEBHOOK_KEY_NONE, WEBHOOK_KEY_HMAC, WEBHOOK_KEY_ED25519 };
extern const struct codes webhook_key_kind_codes;

enum { WEBHOOK_SECRET = 32 };    /* bytes of an HMAC secret and of an Ed25519 seed */

struct webhook_key {
	int kind;
	unsigned char secret[WEBHOOK_SECRET];
};

/* A new one from the kernel's random numbers. */
struct webhook_key webhook_key_new(int kind);
void webhook_key_wipe(struct webhook_key *key);

/* What the receiver is given: "whsec_" or "whpk_" and base64. */
struct str webhook_key_text(struct arena *arena, const struct webhook_key *key);

/* An HMAC secret as text back into a key; false when it is not "whsec_" and 32 bytes in base64. */
bool webhook_key_read(struct arena *arena, struct str text, struct webhook_key *key);

/* "v1,..." or "v1a,..." over id.timestamp.body; timestamp in seconds since 1970. */
struct str webhook_key_sign(struct arena *arena, const struct webhook_key *key, struct str id, int64_t timestamp,
			    struct str body);

#endif
