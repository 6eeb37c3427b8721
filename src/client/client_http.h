#ifndef CLIENT_HTTP_H
#define CLIENT_HTTP_H

#include "base/config.h"
#include "client/client_guard.h"

/*
 * Requests to other systems: http and https only, no redirects, certificates checked (client.ca_file
 * beside the system's), everything with limits, through client.proxy unless client.direct lists the host. The name is resolved once, and each address is
 * judged by the guard in the moment of connecting to it, so that no later answer of a name server can lead elsewhere.
 */
struct client_header {
	struct str name;
	struct str value;
};

struct client_request {
	const struct config *config;     /* client.*; NULL for programs without settings: their defaults */
	const struct client_guard *guard; /* NULL only for an address that stands in the settings file */
	const char *method;              /* "POST"; NULL: GET, or POST where there is a body */
	struct str url;
	const struct client_header *headers;
	size_t header_count;
	struct str body;                 /* STR_NONE: none */
	int timeout;                     /* seconds for everything; 0: client.timeout */
	size_t most_bytes;               /* of the answer's body that are kept; 0: client.most_bytes */
};

struct client_answer {
	int status;                      /* 200; 0: no answer came */
	struct client_header *headers;   /* names in lower case, in the order of the answer */
	size_t header_count;
	struct str body;                 /* any bytes */
	bool is_cut;                     /* there was more of the body than was wanted */
	int64_t retry_after;             /* seconds; -1: not said */
	struct str failure;              /* English, why there is no answer; for logs and people who set this up */
	struct str peer;                 /* the address that was connected to; empty: none */
	int64_t took;                    /* microseconds */
};

/*
 * RC_OK: an HTTP answer came, of whatever status. RC_UNAVAILABLE: none (name, network, certificate, time); may be
 * tried again. RC_DENIED: the guard refuses the address. RC_INVALID: the URL or a header is malformed. answer is
 * filled in every case, failure wherever it is not RC_OK.
 */
enum rc client_send(struct arena *arena, const struct client_request *request, struct client_answer *answer) MUST_CHECK;

/* The first header of that name (in lower case), STR_NONE when absent. */
struct str client_answer_header(const struct client_answer *answer, const char *name);

/* The answer's media type without parameters, in lower case: "application/json". */
struct str client_answer_type(struct arena *arena, const struct client_answer *answer);

#endif
