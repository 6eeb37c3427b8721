#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/body.h"
#include "http/counters.h"
#include "http/limit.h"
#include "http/router.h"
#include "http/secret.h"

/* Inside src/http only. */
struct server {
	const struct program *program;
	const struct config *config;
	struct db *db;
	struct router *router;
	struct templates *templates;
	struct limit *limit;
	struct counters *counters;
	struct secret secret;
	struct body_limits limits;
	struct str var;              /* absolute path of paths.var */
	struct str locales;
	struct str assets;           /* version of the styles and scripts; "" when they are not built */
	struct str anonymous_url;    /* where reports are taken without a name: another host, so that no cookie goes there */
	struct str hosts;            /* names that may be asked for, comma separated; "" is any */
	int64_t most_per_address;    /* attempts in ten minutes, for ROUTE_LIMITED */
	int64_t most_per_site;
	bool is_db_away;             /* the last request found it so */
	moment watched_at;           /* when the program's watch was called last */
	moment readiness_at;         /* when it was last looked whether requests can be served */
	bool is_ready;               /* what was found then */
};

/* Answers a request that could not even be parsed. */
void program_refuse(struct request *rq, struct response *rs, enum rc rc);

/* The loop over a listening socket; returns the exit status after SIGTERM, SIGINT or most requests. */
int serve(struct server *server, int listen_fd, int64_t most_requests, unsigned request_seconds);

#endif
