#ifndef IDENTITY_OIDC_H
#define IDENTITY_OIDC_H

#include "base/config.h"
#include "identity/enter.h"
#include "identity/jwt.h"

/*
 * The OpenID provider of the organization (OpenID Connect Core 1.0, Discovery 1.0), of which this is a client by the
 * authorization code flow with PKCE (RFC 7636). What it publishes is kept in the process: the document for an hour, its
 * keys until one is named that they lack, and then fetched anew at most once a minute.
 */

struct oidc_provider {
	struct str issuer;
	struct str authorization_endpoint;
	struct str token_endpoint;
	struct str jwks_uri;
	struct str userinfo_endpoint;    /* STR_NONE: none */
	struct str end_session_endpoint; /* STR_NONE: none */
	bool posts_secret;               /* the client's secret goes in the form: it takes no other way */
};

bool oidc_is_on(const struct config *config);
/* What people call it. */
struct str oidc_name(const struct config *config);

/* RC_UNAVAILABLE (logged): it cannot be reached, or what it publishes is not this issuer's. Lives till the next call. */
enum rc oidc_find(struct arena *arena, const struct config *config, moment now,
		  const struct oidc_provider **out) MUST_CHECK;

/*
 * A token of this provider for us whose signature and claims hold (see jwt_refusal; nonce STR_NONE: not looked at). RC_DENIED:
 * *refusal is a word for the log.
 */
enum rc oidc_check(struct arena *arena, const struct config *config, moment now, struct str token, struct str nonce,
		   struct jwt *out, const char **refusal) MUST_CHECK;

/* One way to the provider and back. */
struct oidc_trip {
	bool is_confirming;   /* a fresh authentication of somebody signed in */
	int64_t account_id;   /* confirming: whose */
	struct str state;
	struct str nonce;
	struct str verifier;
	struct str kept;      /* token of kept_store, STR_NONE: none */
	struct str next;
};
struct oidc_trip oidc_trip_new(struct arena *arena);
/* For a sealed cookie, and back; false when it is none. */
struct str oidc_trip_text(struct arena *arena, const struct oidc_trip *trip);
bool oidc_trip_read(struct str text, struct oidc_trip *out);

/* Where the browser comes back to. */
struct str oidc_redirect_uri(struct arena *arena, const struct config *config);
/* Where it goes. */
struct str oidc_authorize_url(struct arena *arena, const struct config *config, const struct oidc_provider *provider,
			      const struct oidc_trip *trip);
/* The logout there, which leads back to our sign-in; STR_NONE: it has none. hint: the ID token or STR_NONE. */
struct str oidc_logout_url(struct arena *arena, const struct config *config, const struct oidc_provider *provider,
			   struct str hint);

/*
 * Turns the code into who it is: token request, ID token, and the userinfo where the token says less than is asked.
 * RC_DENIED: *refusal is a word for the log. RC_UNAVAILABLE: not reached.
 */
enum rc oidc_redeem(struct arena *arena, const struct config *config, moment now, const struct oidc_trip *trip,
		    struct str code, struct enter_outside *out, moment *authenticated_at,
		    const char **refusal) MUST_CHECK;

/* NULL: the claims are those of a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6), else a word for the log. */
const char *oidc_logout_refusal(const struct jwt *jwt);

#endif
