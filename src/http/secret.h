#ifndef HTTP_SECRET_H
#define HTTP_SECRET_H

#include "base/moment.h"

/* What is signed and sealed for a browser to bring back. */

/* The installation's key. All processes on all machines share it. */
struct secret {
	unsigned char bytes[32];
};

/*
 * Reads the file, creating it with a new key (mode 0640) when it is absent. RC_FAULT (logged) when that
 * fails.
 */
enum rc secret_load(struct arena *arena, struct str path, struct secret *out) MUST_CHECK;

/* A key for one purpose, from which nothing about the secret or its other keys can be told. */
struct secret secret_derive(const struct secret *secret, const char *purpose);

/*
 * Belongs to one session and to nothing else: 43 characters for a hidden field. The same for the session's
 * whole life.
 */
struct str csrf_token(struct arena *arena, const struct secret *secret, struct str session);
/* In constant time. False for an empty session. */
bool csrf_check(const struct secret *secret, struct str session, struct str sent);

/*
 * Encrypts and authenticates a payload (at most 4000 bytes) for a hidden field or link; only secret_open with
 * the same purpose reads it. For state without a session, such as the anonymous forms. Result: base64url.
 */
struct str secret_seal(struct arena *arena, const struct secret *secret, const char *purpose,
		       struct str payload, moment expires_at);
/* RC_DENIED: not made by secret_seal for this purpose. RC_GONE: expired. */
enum rc secret_open(struct arena *arena, const struct secret *secret, const char *purpose, struct str sealed,
		    moment now, struct str *payload) MUST_CHECK;

#endif
