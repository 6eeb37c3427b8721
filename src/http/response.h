#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "http/request.h"

struct response {
	int status;
	struct text body;
	struct text headers;         /* written through the functions below only */
	/* Set for streamed answers: called after the headers with a sink; see respond_stream. */
	enum rc (*stream)(void *closure, enum rc (*write)(void *sink, struct str bytes), void *sink);
	void *stream_closure;
	bool is_done;                /* a respond_* has been called */
};

/* CR, LF and NUL in a value end the process: values are ours or checked before. */
void response_header(struct response *rs, const char *name, struct str value);
/* HttpOnly, SameSite=Lax; Secure and the __Host- prefix where the connection allows. max_age in seconds, 0 removes, -1 session. */
void response_cookie(struct request *rq, struct response *rs, const char *name, struct str value, int64_t max_age);
/* The cookie's value under either of its names; STR_NONE when absent. */
struct str request_cookie(const struct request *rq, const char *name);

/* Renders templates/NAME.mustache inside its layout. Adds what every page needs (program's decorate, problems, csrf, locale). */
enum rc respond_page(struct request *rq, struct response *rs, const char *name, struct view *page) MUST_CHECK;
/* 303 See Other to a path of our own. */
enum rc respond_redirect(struct request *rq, struct response *rs, struct str path) MUST_CHECK;
/* Bytes with a type; file_name non-empty makes it a download. */
enum rc respond_bytes(struct request *rq, struct response *rs, const char *type, struct str file_name, struct str bytes) MUST_CHECK;
/* A file below paths.var sent by the web server (X-Accel-Redirect or X-Sendfile). inline shows it in the page. */
enum rc respond_file(struct request *rq, struct response *rs, struct str path_below_var, const char *type,
		     struct str file_name, bool is_inline) MUST_CHECK;
/* Writes the body piece by piece after the headers. */
enum rc respond_stream(struct request *rq, struct response *rs, const char *type, struct str file_name,
		       enum rc (*stream)(void *closure, enum rc (*write)(void *sink, struct str bytes), void *sink),
		       void *closure) MUST_CHECK;
/* Turns rc and the request's problems into a page or, where the client asks for JSON, an RFC 9457 body. */
void respond_error(struct request *rq, struct response *rs, enum rc rc);

#endif
