#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "http/request.h"

/* Writes one piece of a streamed body; the first rc that is not RC_OK must end the streaming. */
typedef enum rc response_write(void *sink, struct str bytes);
typedef enum rc response_stream(void *closure, response_write *write, void *sink);

enum { RESPONSE_DEFAULTS = -1 };

struct response {
	int status;                  /* may be set before; 0: 200, or 422 when a form has problems */
	const char *type;            /* Content-Type; NULL: no body */
	const char *policy;          /* Content-Security-Policy; NULL: the strict one of our pages */
	const char *cache;           /* Cache-Control; NULL: no-store for those signed in, else no-cache */
	struct text body;
	struct text headers;         /* written through the functions below only */
	/* Set for streamed answers: called after the headers with a sink; see respond_stream. */
	response_stream *stream;
	void *stream_closure;
	bool is_sent_elsewhere;      /* the web server puts the body in */
	bool is_done;                /* a respond_* has been called */
	bool is_page;                /* what would be a page, had a browser asked */
	int64_t version;             /* of the resource in the body, for its ETag; 0: the tag is made of the body alone;
				      * RESPONSE_DEFAULTS: nothing is stored yet, its first change makes version 1 */
	struct str location;         /* what respond_redirect was given */
};

/* CR, LF and NUL in a value end the process: values are ours or checked before. */
void response_header(struct response *rs, const char *name, struct str value);
/*
 * HttpOnly, SameSite=Lax; Secure and the __Host- prefix where the connection allows. max_age in seconds, 0
 * removes, -1 session.
 */
void response_cookie(struct request *rq, struct response *rs, const char *name, struct str value,
		     int64_t max_age);
/* The cookie's value under either of its names; STR_NONE when absent. */
struct str request_cookie(const struct request *rq, const char *name);

/*
 * Renders templates/NAME.mustache inside its layout. Adds what every page needs (program's decorate,
 * problems, csrf, locale).
 */
enum rc respond_page(struct request *rq, struct response *rs, const char *name, struct view *page) MUST_CHECK;
/* Renders a template that is no page of this request, such as a mail, in a language of its own. */
enum rc request_render(struct request *rq, const char *name, const struct view *root, const struct catalogue *catalogue,
		       struct str *out) MUST_CHECK;
/* A path on this host with or without query, as a browser may send it back to be redirected to. */
bool path_is_own(struct str path);
/* 303 See Other to a path of our own; RC_FAULT for any other address. */
enum rc respond_redirect(struct request *rq, struct response *rs, struct str path) MUST_CHECK;
/*
 * 303 See Other to another host: the sign-in of an outside issuer. url comes from the settings or what the issuer
 * published, never from the request; RC_FAULT when it is no http or https address.
 */
enum rc respond_elsewhere(struct request *rq, struct response *rs, struct str url) MUST_CHECK;
/* JSON text, 200 unless rs->status was set. */
enum rc respond_json(struct request *rq, struct response *rs, struct str json) MUST_CHECK;
/* 204: done, nothing to show. */
enum rc respond_nothing(struct request *rq, struct response *rs) MUST_CHECK;
/* Bytes with a type; file_name non-empty makes it a download. */
enum rc respond_bytes(struct request *rq, struct response *rs, const char *type, struct str file_name,
		      struct str bytes) MUST_CHECK;
/*
 * A file below paths.var sent by the web server (X-Accel-Redirect or X-Sendfile). inline shows it in the
 * page.
 */
enum rc respond_file(struct request *rq, struct response *rs, struct str path_below_var, const char *type,
		     struct str file_name, bool is_inline) MUST_CHECK;
/*
 * Writes the body piece by piece after the headers. When it fails in the middle the connection is cut, not
 * ended.
 */
enum rc respond_stream(struct request *rq, struct response *rs, const char *type, struct str file_name,
		       response_stream *stream, void *closure) MUST_CHECK;
/* Turns rc and the request's problems into a page or, where the client asks for JSON, an RFC 9457 body. */
void respond_error(struct request *rq, struct response *rs, enum rc rc);
/* The client asked for JSON: an address below /api, or an Accept header without HTML. */
bool request_wants_json(const struct request *rq);

/*
 * The header lines as they are sent, "Status:" first, the empty line last: what was set, then those that
 * every answer has. Answers 304 and drops the body where If-None-Match allows. Called once, by who sends the
 * answer.
 */
struct str response_head(struct request *rq, struct response *rs);

#endif
