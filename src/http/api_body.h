#ifndef HTTP_API_BODY_H
#define HTTP_API_BODY_H

#include "http/api_operation.h"

/*
 * A JSON body into rq->form, as if a browser had sent a form: texts as they are, numbers in digits, true as "1", null
 * and false as the empty text. Checked against the schema: members that it lacks, values of another type and missing
 * required members are problems, all of them, each under its form key ("injured.0.care"); a member that has no key is
 * named by its JSON pointer. Limits: the size of a form, 32 levels, http.field_count values.
 *
 * RC_BAD_REQUEST: no JSON object. RC_INVALID: problems.
 */
enum rc api_body_read(struct request *rq, const struct api_schema *schema, bool is_partial) MUST_CHECK;

/* The same for one value, which a handler took out of a body of another kind. */
enum rc api_body_parse(struct request *rq, struct str json, const struct api_schema *schema, bool is_partial) MUST_CHECK;

#endif
