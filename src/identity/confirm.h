#ifndef IDENTITY_CONFIRM_H
#define IDENTITY_CONFIRM_H

#include "http/response.h"

/*
 * Step-up: the signed-in viewer proves once more who they are, for signing and for changes of what proves it.
 * Reads the password from the form key field. RC_OK: it is right. RC_INVALID: a problem was added at field;
 * the failure is counted and audited, and after several of them the viewer must wait. Call before the
 * transaction of the change.
 */
enum rc identity_confirm_password(struct request *rq, const char *field) MUST_CHECK;

#endif
