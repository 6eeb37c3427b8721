#ifndef IDENTITY_SIGN_IN_H
#define IDENTITY_SIGN_IN_H

#include "http/program.h"

/* Signing in and out. */
extern const struct route sign_in_routes[];

/* Answers a form whose session has expired: the sign-in, with what was typed kept for afterwards
 * (kept_is_possible). */
enum rc sign_in_again(struct request *rq, struct response *rs) MUST_CHECK;

/* The page that asks for the second factor, with what was kept. */
enum rc sign_in_show_code(struct request *rq, struct response *rs) MUST_CHECK;

#endif
