#ifndef HTTP_PROGRAM_H
#define HTTP_PROGRAM_H

#include "http/response.h"

enum route_flag {
	ROUTE_PUBLIC    = 1u << 0, /* needs no sign-in */
	ROUTE_UPLOAD    = 1u << 1, /* takes multipart/form-data with files */
	ROUTE_NO_CSRF   = 1u << 2, /* a machine's address: bearer token or signature instead */
	ROUTE_LIMITED   = 1u << 3, /* counts against the sign-in and public form rate limit */
	ROUTE_WITHOUT_DB= 1u << 4, /* answers also when the database is away */
};

struct route {
	enum method method;          /* METHOD_GET answers HEAD too */
	const char *path;            /* "/incidents/{number}/status"; {name} is one segment */
	int needs;                   /* enum permission of identity; 0 with ROUTE_PUBLIC */
	unsigned flags;
	enum rc (*handle)(struct request *rq, struct response *rs);
	const char *help;            /* one line */
};
/* Ends a table of routes. */
#define ROUTE_END { .path = NULL }

struct program {
	const char *name;            /* "portal" */
	const char *account;         /* database account */
	const struct route *const *routes; /* tables of routes, ended by NULL */
	/* Session or token to rq->viewer, rq->csrf, rq->zone, rq->catalogue. NULL: nobody is ever signed in. */
	enum rc (*identify)(struct request *rq);
	/* RC_OK, RC_UNAUTHENTICATED, RC_NOT_FOUND or RC_DENIED. */
	enum rc (*authorise)(const struct request *rq, int needs);
	/* RC_DENIED when a changing request lacks its token. */
	enum rc (*check_csrf)(const struct request *rq);
	/* Adds navigation, viewer and the like to every page. */
	void (*decorate)(struct request *rq, struct view *page);
};

/* main() of a FastCGI program: --help --version --check --routes, listening socket on fd 0 or 3, loop, graceful stop. */
int program_main(int argc, char **argv, const struct program *program);

/* One request from accept to answer without FastCGI, for tests: dispatches rq (method, path, query, form, cookies set). */
void program_handle(const struct program *program, struct request *rq, struct response *rs);

#endif
