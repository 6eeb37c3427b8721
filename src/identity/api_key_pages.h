#ifndef IDENTITY_API_KEY_PAGES_H
#define IDENTITY_API_KEY_PAGES_H

#include "http/program.h"

/* One's own API keys, made and revoked; all of the organization for administrators. */
extern const struct route api_key_routes[];

#endif
