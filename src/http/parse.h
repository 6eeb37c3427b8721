#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include "http/request.h"

/* A request as the web server tells it (CGI names), before anything is believed. STR_NONE where not told. */
struct raw_request {
	struct str method;           /* REQUEST_METHOD */
	struct str uri;              /* REQUEST_URI: path and query as sent */
	struct str content_type;
	struct str content_length;
	struct str https;            /* HTTPS: "on" */
	struct str scheme;           /* REQUEST_SCHEME */
	struct str address;          /* REMOTE_ADDR */
	struct str remote_user;      /* REMOTE_USER; STR_NONE but over a unix socket */
	struct str id;               /* REQUEST_ID */
	struct str sendfile;         /* MUSTER_SENDFILE: "accel", "xsendfile" */
	struct str has_session;      /* MUSTER_HAS_SESSION: "1" */
	struct pairs headers;        /* HTTP_*, with names as in struct request */
};

/*
 * Fills method, path, query, host, cookies, length ... of a request made by server_request. Views into raw:
 * it must live as long. Limits come first: RC_TOO_LARGE; anything malformed is RC_BAD_REQUEST. What is good
 * is set even then, so that the refusal can be answered in the right form and language.
 */
enum rc parse_request(struct request *rq, const struct raw_request *raw) MUST_CHECK;

/* "HTTP_IF_NONE_MATCH" to "if-none-match"; STR_NONE when it is no header. */
struct str parse_header_name(struct arena *arena, struct str cgi_name);

/*
 * A path as sent to its decoded form: starts with "/", no empty segment but a last one, no "." or "..", no
 * encoded slash, no backslash, no control character, UTF-8. RC_BAD_REQUEST otherwise.
 */
enum rc parse_path(struct arena *arena, struct str raw, struct str *out) MUST_CHECK;

#endif
