#ifndef IDENTITY_CLAIM_H
#define IDENTITY_CLAIM_H

#include "http/request.h"

/*
 * Who asked for a form, sealed into the form itself: when the database is away and the session cannot be
 * looked up, it still proves who sends the form back. It counts only together with the session's cookie and the
 * form's token, and no longer than a session may last. That the account is still active must be checked
 * when the database is back.
 */
struct claim {
	int64_t organization_id;
	int64_t account_id;
	int64_t person_id;
	struct str zone;             /* of the organization */
};

/* For a hidden field named "claim"; empty when nobody is signed in. */
struct str claim_seal(struct request *rq);
/* False: the form has none, or it is not this browser's, or it is too old. */
bool claim_open(struct request *rq, struct claim *out);

#endif
