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
	bool is_pending;   /* password accepted, second factor still asked */
	struct str method; /* "password", "password_totp", "oidc", "ldap", "ldap_totp", "header" */
	struct str issuer;  /* who vouched; STR_NONE: a local password */
	struct str subject; /* the name there */
	struct str sid;     /* the session there */
	struct str acr;     /* how strong the authentication was, and by what means */
	struct str amr;
	struct str agent;
	moment created_at;
	moment seen_at;
	moment ends_at;
	int64_t directory_version; /* of the organization, at the time of the request */
	int64_t inbox_version;     /* of the account, likewise */
};
extern const struct record session_record;

/* The browser and system in a few words, for lists of them: "Firefox on Windows". user_agent: the header. */
struct str session_agent(struct arena *arena, struct str user_agent);

/* Where an identity was proved outside of this house. Members STR_NONE: not said. */
struct session_origin {
	struct str issuer;
	struct str subject;
	struct str sid;
	struct str acr;
	struct str amr;
	struct str id_token; /* hint for the logout there */
};

/*
 * Writes a session for token (token_new) in the caller's transaction; session_hand_over gives the cookie to
 * the browser after the commit. is_pending: only the second factor may follow, within ten minutes. origin NULL: a
 * local password.
 */
enum rc session_begin(struct request *rq, struct str token, const struct viewer *viewer, const char *method,
		      bool is_pending, const struct session_origin *origin) MUST_CHECK;
/* Sets the cookie, and rq->csrf for a page that is shown at once. */
void session_hand_over(struct request *rq, struct response *rs, struct str token);
/* Ends the session of this request, in the caller's transaction; session_forget removes the cookie after the
 * commit. */
enum rc session_end(struct request *rq) MUST_CHECK;
void session_forget(struct request *rq, struct response *rs);
/* Gives this request's session a new token: after a change of what proves the viewer. Its limits stay. */
enum rc session_renew(struct request *rq, struct str token) MUST_CHECK;
/* The session of this request that waits for its second factor. RC_NOT_FOUND: none, or too late. */
enum rc session_pending(struct request *rq, struct session *session) MUST_CHECK;

/* Hooks of struct program: cookie to viewer, permission, CSRF token, navigation. */
enum rc session_identify(struct request *rq);
enum rc session_authorise(const struct request *rq, int needs);
enum rc session_check_csrf(const struct request *rq);

/* The form carries the token of the browser's session, whether or not that has ended meanwhile: it was ours.
 */
bool session_sent_form(const struct request *rq);
/* That token for a form made while the session cannot be looked up; empty when the browser shows none. */
struct str session_form_token(struct request *rq);

#endif
