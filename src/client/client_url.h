#ifndef CLIENT_URL_H
#define CLIENT_URL_H

#include "base/str.h"

/* A URL as libcurl reads it: what is judged is what will be connected to. */
struct client_url {
	bool is_https;
	struct str host;             /* lower case, no brackets; an IPv4 literal in any notation as a.b.c.d */
	int port;
	struct str origin;           /* "https://host" or "https://host:8443" (RFC 6454) */
	struct str whole;            /* as it will be requested */
};

/* RC_INVALID: not http or https, over 2000 bytes, with user, password or fragment, or with blanks or controls. */
enum rc client_url_parse(struct arena *arena, struct str url, struct client_url *out) MUST_CHECK;

#endif
