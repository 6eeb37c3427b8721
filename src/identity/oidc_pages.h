#ifndef IDENTITY_OIDC_PAGES_H
#define IDENTITY_OIDC_PAGES_H

#include "http/program.h"
#include "identity/session.h"

/* Signing in, confirming and signing out by way of the OpenID provider. */
extern const struct route oidc_routes[];

/* Answers a form that needs a fresh authentication there: it is kept, and the page leads on. */
enum rc oidc_confirm_page(struct request *rq, struct response *rs) MUST_CHECK;

/* After signing out here: offers the logout there. RC_NOT_FOUND: the session did not come from there. */
enum rc oidc_signed_out(struct request *rq, struct response *rs, const struct session_origin *origin) MUST_CHECK;

#endif
