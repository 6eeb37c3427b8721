#ifndef IDENTITY_LDAP_DIRECTORY_H
#define IDENTITY_LDAP_DIRECTORY_H

#include "base/config.h"
#include "identity/provision.h"

/*
 * The organization's directory (LDAP, Active Directory): looked up with an account of ours, proved by a bind as the
 * person. TLS with a checked certificate, or a directory on this machine; every wait is limited (ldap.seconds).
 * Passwords reach the directory and nothing else.
 */

bool ldap_directory_is_on(const struct config *config);

/*
 * Whoever has this sign-in name and password. out lacks the organization. RC_DENIED: unknown, several, wrong password or
 * switched off. RC_UNAVAILABLE (logged): not reached, or it does not let us look.
 */
enum rc ldap_directory_sign_in(struct arena *arena, const struct config *config, struct str login, struct str password,
			       struct provision_identity *out) MUST_CHECK;
/* The same without a password: somebody else has proved who it is. RC_DENIED: unknown, several, or switched off. */
enum rc ldap_directory_find(struct arena *arena, const struct config *config, struct str login,
			    struct provision_identity *out) MUST_CHECK;
/* The password of the entry that subject names. */
enum rc ldap_directory_confirm(struct arena *arena, const struct config *config, struct str subject,
			       struct str password) MUST_CHECK;
/* Reached, and our own account may search. *says what was found, in English. */
enum rc ldap_directory_examine(struct arena *arena, const struct config *config, struct str *says) MUST_CHECK;

/* Who vouches, in links: "ldap:" and ldap.base. */
struct str ldap_directory_issuer(struct arena *arena, const struct config *config);

/* filter with every %s replaced by value, escaped (RFC 4515); STR_NONE: it has no %s. */
struct str ldap_directory_filter(struct arena *arena, struct str filter, struct str value);

#endif
