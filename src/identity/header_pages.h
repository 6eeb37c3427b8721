#ifndef IDENTITY_HEADER_PAGES_H
#define IDENTITY_HEADER_PAGES_H

#include "http/program.h"

/*
 * Signing in by the web server's word (REMOTE_USER): Kerberos, or a gateway that turns a SAML assertion into a name. It
 * counts at one address only, over a unix socket only, and only while sign_in.header is on.
 */
extern const struct route header_routes[];

bool header_is_on(const struct config *config);

/*
 * The sign-in name of what the web server says: "ada@EXAMPLE.COM" of the realm wanted is "ada"; without a realm wanted a
 * name stands for itself. STR_NONE: another realm, a service, or nothing that can be a name.
 */
struct str header_login(struct arena *arena, struct str remote_user, struct str realm);

#endif
