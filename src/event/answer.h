#ifndef EVENT_ANSWER_H
#define EVENT_ANSWER_H

#include "http/api_call.h"

/*
 * The JSON interface around its handlers: checks what every request needs, reads the body, calls the route's handler
 * and turns what it did into the answer. The hook `call` of struct program. In this order:
 *
 *   429  the token's requests in ten minutes (api.limit), with RateLimit headers on every answer
 *   403  a token of the sandbox where the operation knows no sandbox
 *   406  Accept without what is answered          415  a body that is not JSON (or the form with files)
 *   400  unknown members of the query             428  a change without If-Match where the operation needs it
 *   Idempotency-Key: 422 other content, 409 under way, else the kept answer
 *   400, 422  faults of the body, all of them
 *   412  the version has moved on: the handler said RC_CONFLICT to an If-Match
 */
enum rc answer_call(struct request *rq, struct response *rs);

/*
 * Within the transaction of a change (change_run calls it): writes what the change answers, so that key, answer and
 * change stand or fall together. page: where the change is to be seen. Nothing for requests of pages.
 */
enum rc answer_change(struct db *db, struct request *rq, struct str page) MUST_CHECK;

#endif
