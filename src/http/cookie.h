#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include "http/request.h"

/*
 * The Cookie header into pairs (RFC 6265, section 4.2). Other applications may have set cookies on the same
 * host, so malformed ones and those beyond the limit are passed over, never refused.
 */
struct pairs cookie_parse(struct arena *arena, struct str header);

#endif
