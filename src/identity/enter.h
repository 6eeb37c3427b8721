#ifndef IDENTITY_ENTER_H
#define IDENTITY_ENTER_H

#include "http/program.h"
#include "identity/account.h"
#include "identity/provision.h"
#include "identity/session.h"

/* The last steps of every way of signing in: from a proved account, or an outside identity, to a session. */

struct entering {
	struct request *rq;
	const struct account *account;
	const char *method;                  /* of the session; its text lives on */
	const struct session_origin *origin; /* NULL: a local password */
	bool is_pending;                     /* the second factor is still asked */
	struct str token;                    /* token_new */
};

/*
 * Writes the session, in the caller's transaction; a session of this request ends. Unless it waits for the second factor
 * also the moment of the sign-in and its audit entry, and for the emergency account its alarm.
 */
enum rc enter_write(struct db *db, const struct entering *entering) MUST_CHECK;

/* Where to go after signing in: an address of our own, the front page for any other. */
struct str enter_next(struct str asked);

/* After the commit: gives the browser its cookie and goes on to next or to the form that was kept. */
enum rc enter_answer(struct request *rq, struct response *rs, const struct entering *entering,
		     struct str next) MUST_CHECK;

/* Somebody proved elsewhere who they are. */
struct enter_outside {
	const char *method;
	struct provision_identity identity;
	struct session_origin origin; /* issuer and subject as in identity */
	bool asks_second_factor;      /* ask for the code of an account that has one */
};

/*
 * All of it: account, roles, session, answer. A refusal becomes a calm page (identity/sign-in-failed) and an audit entry;
 * any rc that is not RC_OK is our own fault or the database's.
 */
enum rc enter_from_outside(struct request *rq, struct response *rs, const struct enter_outside *outside,
			   struct str next) MUST_CHECK;

/* Why somebody from outside was not let in; said to them and noted in the audit trail. */
enum enter_refusal {
	ENTER_NOT_PROVED,     /* the other side's answer does not hold, or came too late */
	ENTER_CANCELLED,      /* the other side says no */
	ENTER_AWAY,           /* the other side cannot be reached */
	ENTER_NO_ACCOUNT,     /* nobody here, and none may be made */
	ENTER_SWITCHED_OFF,
	ENTER_NO_ROLE,
	ENTER_TAKEN,          /* person or name belong to another identity */
	ENTER_OTHER_PERSON,   /* confirming: not the one who is signed in */
};
/* reason is one word for the audit trail ("nonce"); issuer may be STR_NONE. */
enum rc enter_refuse(struct request *rq, struct response *rs, enum enter_refusal refusal, const char *reason,
		     struct str issuer) MUST_CHECK;

/* The organization whose people sign in from outside (sign_in.organization). RC_FAULT (logged): none, or several. */
enum rc enter_organization(struct request *rq, int64_t *organization_id) MUST_CHECK;

#endif
