#ifndef IDENTITY_SESSION_H
#define IDENTITY_SESSION_H

#include "http/program.h"
#include "identity/viewer.h"

/*
 * Signed-in browsers. The cookie holds 256 random bits; the row holds their
 * SHA-256. A session ends when idle or old (settings session.idle_minutes and
 * session.absolute_hours), by signing out, or from the list of own sessions.
 */

/* What a cookie stands for. */
struct session {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	bool is_pending;             /* password accepted, second factor still asked */
	struct str method;           /* "password", "password_totp" */
	struct str agent;
	moment created_at;
	moment seen_at;
	moment ends_at;
};
extern const struct record session_record;

/* Makes a session with a new token and sets the cookie. Runs in the caller's transaction. */
enum rc session_begin(struct request *rq, struct response *rs, const struct viewer *viewer, const char *method, bool is_pending) MUST_CHECK;
/* Ends the session of this request, in the caller's transaction, and removes the cookie. */
enum rc session_end(struct request *rq, struct response *rs) MUST_CHECK;

/* Hooks of struct program: cookie to viewer, permission, CSRF token, navigation. */
enum rc session_identify(struct request *rq);
enum rc session_authorise(const struct request *rq, int needs);
enum rc session_check_csrf(const struct request *rq);

#endif
