#ifndef IDENTITY_API_TOKEN_API_H
#define IDENTITY_API_TOKEN_API_H

#include "http/program.h"

/* Tokens of the JSON interface: a signed one for a key, our public keys, who the token stands for. */
extern const struct route api_token_routes[];

#endif
