#ifndef HTTP_API_PROBLEM_H
#define HTTP_API_PROBLEM_H

#include "http/response.h"

/* English, from the table of the error pages: both say the same. */
struct api_problem_text {
	const char *title;
	const char *detail;
};

/*
 * An RFC 9457 body: type is the address of the kind of problem in the integrators' guide
 * (web.public_url/api/v1/problems#invalid), code the same as one word; errors[] has every problem of the request with
 * its JSON pointer. The keys of a form become pointers: "injured.0.care" is /injured/0/care; "?sort" is a parameter.
 */
void api_problem_write(struct request *rq, struct response *rs, enum rc rc, const struct api_problem_text *text);

/* Kinds of problems: the part of rc's name that clients see, "not_found". */
struct str api_problem_code(struct arena *arena, enum rc rc);

#endif
