#ifndef IDENTITY_ROLE_MAPPING_PAGES_H
#define IDENTITY_ROLE_MAPPING_PAGES_H

#include "http/program.h"

/* Ways to sign in from outside, and which groups there have which roles here. */
extern const struct route role_mapping_routes[];

/* Ways to sign in as the settings say; secrets stay where they are. */
struct sign_in_way {
	const char *code;            /* "passwords", "oidc", "ldap", "header" */
	const char *title;           /* for the catalogue */
	struct str detail;           /* translated, or an address */
	bool is_on;
};
enum { SIGN_IN_WAYS = 4 };
void role_mapping_pages_ways(const struct request *rq, struct sign_in_way ways[SIGN_IN_WAYS]);

#endif
