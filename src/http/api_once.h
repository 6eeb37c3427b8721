#ifndef HTTP_API_ONCE_H
#define HTTP_API_ONCE_H

#include "http/api_call.h"

/*
 * Secrets that an answer shows once: members of its schema marked API_ONCE. What is kept under an Idempotency-Key has null
 * in their place, so that the database never holds one.
 */

/* Has the schema such members? NULL: it has not. */
bool api_once_in(const struct api_schema *schema);

/* The answer as it may be kept. RC_FAULT (logged): no JSON object. */
enum rc api_once_without(struct arena *arena, const struct api_schema *schema, struct str body, struct str *kept) MUST_CHECK;

/* The answer of a change that makes a link for somebody: its address, shown once, and until when it opens. */
extern const struct api_schema api_once_link_schema;
enum rc api_once_link(struct request *rq, struct str address, moment expires_at, struct api_answer *answer) MUST_CHECK;

#endif
