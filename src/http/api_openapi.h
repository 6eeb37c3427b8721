#ifndef HTTP_API_OPENAPI_H
#define HTTP_API_OPENAPI_H

#include "http/api_json.h"
#include "http/program.h"

/*
 * The description of the JSON interface as an OpenAPI 3.1 document, made of the tables that route and check: every
 * operation of these tables with its parameters, body, answers, problems and scopes. site: the address of this
 * installation, without a slash at the end. RC_FAULT (logged): two operations of one id, or two schemas of one name.
 */
enum rc api_openapi_write(struct arena *arena, const struct route *const *tables, struct str site,
			  struct text *out) MUST_CHECK;

/* What a body of this schema may look like, for examples. */
struct str api_openapi_example(struct arena *arena, const struct api_operation *operation);

#endif
