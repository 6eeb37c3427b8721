#ifndef IDENTITY_API_TOKEN_H
#define IDENTITY_API_TOKEN_H

#include "http/api_call.h"
#include "identity/jwks.h"
#include "identity/viewer.h"

/*
 * Who asks, for the program `api`: "Authorization: Bearer" with an API key (api_key.h), a token that we signed for one,
 * or one of the outside issuer of the settings api.issuer* (issuer_keys.h). A browser's session counts for reading, from pages of this
 * site alone (Sec-Fetch-Site), so that no other site can use it, and for routes with API_COOKIE.
 */

/*
 * Hooks of struct program. A token that is not good is nobody: 401, whatever was wrong with it. RC_UNAVAILABLE: the issuer's keys
 * cannot be had, so nobody can tell.
 */
enum rc api_token_identify(struct request *rq);
/* RC_DENIED: the token lacks the operation's scope, or the account's roles the route's permission. */
enum rc api_token_authorise(const struct request *rq, int needs);

/*
 * A signed token for the viewer of rq, for api.token_minutes, with these scopes; bound to the key it was given for, so
 * that it ends with it.
 */
enum rc api_token_issue(struct request *rq, uint64_t scopes, struct str *token) MUST_CHECK;

/* Our keys as a JWK Set, for those who verify our tokens. */
enum rc api_token_keys(struct request *rq, struct str *json) MUST_CHECK;

#endif
