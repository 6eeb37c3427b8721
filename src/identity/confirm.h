#ifndef IDENTITY_CONFIRM_H
#define IDENTITY_CONFIRM_H

#include "http/response.h"

/*
 * Step-up: the signed-in viewer proves once more who they are, for signing and for changes of what proves it. Whoever has
 * a password here, or one in the directory that let them in, types it again. Whoever came from an OpenID provider is
 * sent there, has to sign in anew (a session there is no signature), and comes back to the form as it was.
 */

enum confirm_way {
	CONFIRM_PASSWORD,  /* ours, or the directory's */
	CONFIRM_ELSEWHERE, /* at the OpenID provider, when the form is sent */
	CONFIRM_DONE,      /* there, a moment ago: this form brings the proof along */
	CONFIRM_NONE,      /* no means: the web server's word alone is no signature */
};
/* How the viewer can do it, for the form. */
enum rc identity_confirm_way(struct request *rq, enum confirm_way *way) MUST_CHECK;

/*
 * Reads the password from the form key field. RC_OK: it is right, or the form brings the provider's fresh word along, which
 * counts once. RC_INVALID: a problem was added at field; the failure is counted and audited, and after several of them
 * the viewer must wait. RC_UNAUTHENTICATED: hand it on as it is, the form is kept and goes by way of the provider. Call
 * before the transaction of the change, last of all checks.
 */
enum rc identity_confirm_password(struct request *rq, const char *field) MUST_CHECK;

/*
 * The same for changes of what proves the viewer: password, second factor, keys. The session of a browser has shown its
 * second factor when it began; a request of the JSON interface brings a code along as `code`, where the account has one,
 * so that neither a key nor a password alone takes an account over.
 */
enum rc identity_confirm_owner(struct request *rq, const char *field) MUST_CHECK;

#endif
