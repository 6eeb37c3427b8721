#ifndef EVENT_SUBMISSION_H
#define EVENT_SUBMISSION_H

#include "audit/audit.h"
#include "http/api_call.h"

/*
 * Changes made by forms. Every form carries a hidden submission id; the first POST with it
 * makes the change, a repeated or replayed one is answered with the first one's result.
 */
struct change {
	struct request *rq;
	struct actor actor;
	struct str answer;           /* path of the page that shows the result: body sets it, or the caller */
	/*
	 * The claim is sent with the body's first statement, which saves a round trip: for a body that does not deal with
	 * RC_DUPLICATE itself, since the one of the claim may be what that statement returns.
	 */
	bool claims_ahead;
};

/*
 * Runs body(db, closure) in a transaction together with the claim on the submission id, then
 * redirects to change->answer. Without a submission id in the form the change still runs once per
 * POST. Returns what body or the transaction returned, or that of the redirect.
 */
enum rc change_run(struct change *change, struct response *rs, const char *name,
		   enum rc (*body)(struct db *db, void *closure), void *closure) MUST_CHECK;

/* How the answer of a change shows a secret that is kept nowhere. */
struct change_secret {
	api_answering *answering;    /* the JSON interface: into members of API_ONCE */
	enum rc (*show)(struct request *rq, struct response *rs, void *closure); /* the page, after the commit */
};
/* change_run for such a change. A form sent again is led to change->answer, since nobody knows the secret any more. */
enum rc change_run_once(struct change *change, struct response *rs, const char *name,
			enum rc (*body)(struct db *db, void *closure), void *closure,
			const struct change_secret *secret) MUST_CHECK;

/* Starts a change for the signed-in viewer of rq. */
struct change change_of(struct request *rq);

#endif
