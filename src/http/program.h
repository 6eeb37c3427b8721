#ifndef HTTP_PROGRAM_H
#define HTTP_PROGRAM_H

#include "http/response.h"
#include "http/secret.h"

enum route_flag {
	ROUTE_PUBLIC    = 1u << 0, /* needs no sign-in */
	ROUTE_UPLOAD    = 1u << 1, /* takes multipart/form-data with files */
	ROUTE_NO_CSRF   = 1u << 2, /* a machine's address: bearer token or signature instead */
	ROUTE_LIMITED   = 1u << 3, /* counts against the sign-in and public form rate limit */
	ROUTE_WITHOUT_DB = 1u << 4, /* answers without the database too; identify may then have failed */
	ROUTE_BODY      = 1u << 5, /* takes a body of another kind (JSON, CSV) into rq->body */
	ROUTE_WRITES    = 1u << 6, /* a GET that writes (audits a download); others: db_read_only */
	ROUTE_ANY_HOST  = 1u << 7, /* answers under any host name: health checks come by address */
	ROUTE_OFFERED   = 1u << 9, /* a page's, as the JSON interface offers it; see http/api_mount.h */
	ROUTE_QUIET     = 1u << 8, /* asked by the page, not by a person: the idle time of the session goes on */
};

struct route {
	enum method method;          /* METHOD_GET answers HEAD too */
	const char *path;            /* "/incidents/{number}/status"; {name} is one segment */
	int needs;                   /* enum permission of identity; 0 with ROUTE_PUBLIC */
	unsigned flags;
	enum rc (*handle)(struct request *rq, struct response *rs);
	const char *help;            /* one line */
	const struct api_operation *api; /* as which operation the JSON interface offers it. See http/api_operation.h */
	const char *offered_by;      /* without api: ids of other operations that do or give the same, "listCapas getCapa" */
};
/* Ends a table of routes. */
#define ROUTE_END { .path = NULL }

struct health_check;
struct metric_source;
/* --name: prints something and ends. Ended by a row whose name is NULL. */
struct program_option {
	const char *name;
	const char *help;
	void (*print)(struct arena *arena, const struct config *config, struct text *out);
};

struct program {
	const char *name;            /* "portal" */
	const char *help;            /* one line for --help */
	const char *account;         /* database account */
	const struct route *const *routes; /* tables of routes, ended by NULL */
	/*
	 * Session or token to rq->viewer, rq->csrf, rq->zone, rq->catalogue; may write. NULL: nobody is ever
	 * signed in.
	 */
	enum rc (*identify)(struct request *rq);
	/* RC_OK, RC_UNAUTHENTICATED, RC_NOT_FOUND or RC_DENIED. */
	enum rc (*authorise)(const struct request *rq, int needs);
	/*
	 * RC_DENIED when a changing request lacks its token. A request from another origin is refused before.
	 */
	enum rc (*check_csrf)(const struct request *rq);
	/*
	 * Answers a page request of nobody (RC_UNAUTHENTICATED): the way to the sign-in. NULL: the error
	 * page.
	 */
	enum rc (*challenge)(struct request *rq, struct response *rs);
	/* Adds navigation, viewer and the like to every page. */
	void (*decorate)(struct request *rq, struct view *page);
	/* After an answer has left, at most once a minute in each process; may write. NULL: nothing. */
	void (*watch)(const struct config *config, struct db *db, struct arena *arena, moment now);
	/*
	 * For anonymous reporters: knows no address and no agent, logs no request, sets no cookie, holds
	 * uploads in memory only, answers no-store and no-referrer, wipes the memory of every request.
	 */
	bool is_anonymous;
	/* What this program needs beside database, spool, disk and clock; see http/health.h. NULL: nothing. */
	const struct health_check *const *checks;
	/* What /metrics shows beside requests and processes; see http/metric.h. NULL: nothing. */
	const struct metric_source *const *metrics;
	/* A JSON interface: refusals are RFC 9457 bodies, whatever the client says that it takes. */
	bool is_api;
	/* Calls the route's handler, with what the program does before and after each. NULL: nothing. */
	enum rc (*call)(struct request *rq, struct response *rs);
	/* Another way than its loop to use the program, such as printing its description; see program_main. */
	const struct program_option *options;
};

/*
 * main() of a FastCGI program: --help --version --check --routes, listening socket on fd 0 or 3, loop,
 * graceful stop.
 */
int program_main(int argc, char **argv, const struct program *program);

/*
 * What a process keeps between requests: compiled routes, templates, counters, the secret. Lives in arena,
 * released with it. RC_FAULT (logged) when the tables contradict each other or a folder is missing.
 */
enum rc server_open(struct arena *arena, const struct program *program, const struct config *config,
		    struct db *db, struct server **out) MUST_CHECK;

/*
 * A request with everything that does not depend on what was sent. Fill in method, path, query ... and hand
 * it on.
 */
void server_request(struct server *server, struct arena *arena, struct request *rq);

/* The installation's key: see http/secret.h for CSRF tokens and sealed fields. */
const struct secret *request_secret(const struct request *rq);

/* The program's route for this method and path; NULL: it has none. */
const struct route *request_route(const struct request *rq, enum method method, struct str path);

/* A limit as it stands after one more: for RateLimit headers. */
struct request_quota {
	int64_t left;                /* of what is allowed in this window */
	int64_t seconds;             /* until the next window begins */
};
/* request_count for a token: RC_TOO_MANY, with rq->retry_after set. */
enum rc request_spend(struct request *rq, const char *subject, int64_t most, struct request_quota *quota) MUST_CHECK;

/*
 * Counts one more of something over all processes of this machine (see http/limit.h). RC_TOO_MANY once there
 * were more than most in ten minutes.
 */
enum rc request_count(const struct request *rq, const char *subject, int64_t most) MUST_CHECK;

/*
 * One request to its answer without FastCGI, also for tests: refusals in their fixed order (limits, route and
 * method, database, identify, authorise, CSRF), then the handler. Always leaves an answer in rs.
 */
void program_handle(const struct program *program, struct request *rq, struct response *rs);

#endif
