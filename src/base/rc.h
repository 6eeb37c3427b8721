#ifndef BASE_RC_H
#define BASE_RC_H

/* Result codes: what every function that can fail returns. */

#define MUST_CHECK __attribute__((warn_unused_result))

/* name, HTTP status, meaning. The only place that knows HTTP statuses. */
#define RC_TABLE(X)                                                             \
	X(RC_OK,              200, "done")                                      \
	X(RC_BAD_REQUEST,     400, "the request could not be understood")       \
	X(RC_UNAUTHENTICATED, 401, "nobody is signed in")                       \
	X(RC_DENIED,          403, "may be seen, may not be done")              \
	X(RC_NOT_FOUND,       404, "absent, or not for this viewer")            \
	X(RC_METHOD,          405, "the address does not take this method")     \
	X(RC_NOT_ACCEPTABLE,  406, "in no form that the client takes")          \
	X(RC_CONFLICT,        409, "changed by someone else meanwhile")         \
	X(RC_DUPLICATE,       409, "a unique key holds this value already")     \
	X(RC_GONE,            410, "was here, has expired or been revoked")     \
	X(RC_STALE,           412, "not the version that the change was made for") \
	X(RC_TOO_LARGE,       413, "larger than the limit")                     \
	X(RC_UNSUPPORTED,     415, "a kind of content that is not taken")       \
	X(RC_INVALID,         422, "input refused; the problems say why")       \
	X(RC_LOCKED,          423, "closed to changes in its present state")    \
	X(RC_VERSION_NEEDED,  428, "a change must name the version that it is made for") \
	X(RC_TOO_MANY,        429, "too many attempts; wait")                   \
	X(RC_FAULT,           500, "our own fault; logged where it was found")  \
	X(RC_BUSY,            503, "still in conflict after all retries")       \
	X(RC_UNAVAILABLE,     503, "the database cannot be reached")

enum rc {
#define X(name, http, meaning) name,
	RC_TABLE(X)
#undef X
};

/* The HTTP status that answers rc, e.g. 404. */
int rc_http_status(enum rc rc);

/* The constant's own name, for logs: "RC_NOT_FOUND". */
const char *rc_name(enum rc rc);

/* One line of English for developers and logs. */
const char *rc_meaning(enum rc rc);

#endif
