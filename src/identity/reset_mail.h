#ifndef IDENTITY_RESET_MAIL_H
#define IDENTITY_RESET_MAIL_H

#include "event/delivery.h"
#include "http/response.h"
#include "identity/account.h"

/* How long a mailed link works. */
enum { RESET_MAIL_HOURS = 1 };

/* The mail with the link for a new password, to be added in the transaction that makes the link. */
enum rc reset_mail_make(struct request *rq, const struct account *account, struct str token,
			struct delivery *out) MUST_CHECK;
/* Where it goes: the person's address, else the login where that is one. RC_NOT_FOUND: nowhere. */
enum rc reset_mail_address(struct request *rq, const struct account *account, struct str *to) MUST_CHECK;

#endif
