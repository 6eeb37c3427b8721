#ifndef EVENT_DKIM_H
#define EVENT_DKIM_H

#include "base/config.h"
#include "base/moment.h"

/*
 * Signatures of our domain on outgoing mail (DKIM, RFC 6376): relaxed/relaxed, rsa-sha256 or ed25519-sha256 (RFC 8463) as the
 * key is. A message may carry one of each, so that receivers who do not know Ed25519 have the other.
 */
enum { DKIM_KEYS_MOST = 4, DKIM_RSA_BITS_LEAST = 2048 };

struct evp_pkey_st;
struct dkim_key {
	struct str selector;
	struct evp_pkey_st *key;     /* released with the arena */
};
struct dkim {
	struct str domain;
	struct dkim_key keys[DKIM_KEYS_MOST];
	size_t count;                /* 0: nothing is signed */
};

/* From mail.dkim_keys and mail.from. RC_INVALID: *why says in English what is wrong with them. */
enum rc dkim_load(struct arena *arena, const struct config *config, struct dkim *out, struct str *why) MUST_CHECK;

/* message: RFC 5322 with CRLF. *signed_message is it with a DKIM-Signature of each key in front. RC_FAULT is logged. */
enum rc dkim_sign(struct arena *arena, const struct dkim *dkim, moment now, struct str message,
		  struct str *signed_message) MUST_CHECK;

/* The TXT record for SELECTOR._domainkey.DOMAIN: "v=DKIM1; k=rsa; p=...". */
struct str dkim_record(struct arena *arena, const struct dkim_key *key);

/* RFC 6376, 3.4.2 and 3.4.4: one header without its line end, and the body. Pure. */
struct str dkim_relaxed_header(struct arena *arena, struct str header);
struct str dkim_relaxed_body(struct arena *arena, struct str body);

#endif
