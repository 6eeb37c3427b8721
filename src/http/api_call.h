#ifndef HTTP_API_CALL_H
#define HTTP_API_CALL_H

#include "http/api_json.h"
#include "http/response.h"

/* What an answer is made of; kept under an Idempotency-Key and given again when the same is sent again. */
struct api_answer {
	int status;
	struct str location;         /* path of what was made; STR_NONE: none */
	int64_t version;             /* for the ETag; 0: none */
	struct str body;             /* JSON; STR_NONE: none */
};

/* Writes the answer of a change, within its transaction: what is read is what was just written. */
typedef enum rc api_answering(struct request *rq, void *closure, struct api_answer *answer);

/* A request of the JSON interface. */
struct api_call {
	uint64_t scopes;             /* of the token, bits 1u << enum api_scope */
	int64_t token_id;            /* of the API key; 0: another kind of token */
	bool is_sandbox;             /* the token's environment */
	bool is_cookie;              /* signed in as a browser: reads only */
	const char *away;            /* English, with RC_UNAVAILABLE: what cannot be reached when it is not the database */
	int64_t expected;            /* version that If-Match names; 0: none; RESPONSE_DEFAULTS: that of what nobody stored yet */
	struct str key_hash;         /* of the Idempotency-Key; STR_NONE: none was sent */
	struct str body_hash;        /* of what came with it */
	api_answering *answering;
	void *closure;
	bool is_settled;             /* answer is written */
	struct api_answer answer;
};

/* For a handler before it calls change_run: how the change answers. Without, it is where change_run leads to. */
void api_call_answers(struct request *rq, api_answering *answering, void *closure);

/* A writer for the answer's JSON; with the fields that ?fields= asks for, at depth 1 or, in a list, 3. */
struct api_json api_call_json(const struct request *rq, int depth);
/* 200 with this JSON; version for the ETag, 0: none. */
enum rc api_call_respond(struct request *rq, struct response *rs, struct api_json *json, int64_t version) MUST_CHECK;

/*
 * A page of a list: api_call_list, each item with api_json_begin(&json, NULL) and api_json_end, api_call_listed.
 * next: the cursor behind the last item, STR_NONE when there is nothing more; it becomes the Link header (RFC 8288)
 * and the member `next`, both with the filters of this request.
 */
struct api_json api_call_list(const struct request *rq);
enum rc api_call_listed(struct request *rq, struct response *rs, struct api_json *json, struct str next) MUST_CHECK;
/* ?limit=, at most most; what is no number is a problem of the request already. */
size_t api_call_limit(const struct request *rq, size_t most);

/* A page of rows as they are, each of size bytes; next as above. */
struct rows;
enum rc api_call_rows(struct request *rq, struct response *rs, const struct form *fields, const struct rows *rows, size_t size,
		      struct str next) MUST_CHECK;
/* One row as it is, with its version for the ETag (0: none). */
enum rc api_call_row(struct request *rq, struct response *rs, const struct form *fields, const void *row,
		     int64_t version) MUST_CHECK;

/* A version as it is stored, for the ETag of what has defaults while nothing is stored (version 0). */
int64_t api_call_version(int64_t stored);
/* If-Match of this request as api_call_version of what the handler expects; 0: none was sent. */
int64_t api_call_expected(const struct request *rq);

/* The answer as headers and body. */
enum rc api_call_put(struct request *rq, struct response *rs, const struct api_answer *answer) MUST_CHECK;

/*
 * The address in this interface of what a page's path shows: the longest beginning that is a route; STR_NONE: it has
 * none. "/incidents/INC-1/comments#c7" gives "/api/v1/incidents/INC-1/comments". Below /admin addresses differ: there it
 * is the page's only where it lies on one way with the request's own ("/admin/workflows/7" for POST /api/v1/workflows),
 * else what can be read at the request's own.
 */
struct str api_call_resource(const struct request *rq, struct str page);

#endif
