#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/config.h"
#include "base/record.h"
#include "base/text.h"
#include "db/db.h"
#include "view/view.h"

/* METHOD_OTHER is one that no route takes. */
enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_OPTIONS,
	      METHOD_OTHER, METHOD_COUNT = METHOD_OPTIONS };

/* "GET" and so on. */
const char *method_name(enum method method);
/* POST, PUT, PATCH and DELETE. */
bool method_changes(enum method method);

/* A decoded name and value of a query, form, cookie header or route ({number}). */
struct pair {
	struct str name;
	struct str value;
};
struct pairs {
	struct pair *at;
	size_t count;
};
/* The first value of that name, STR_NONE when absent. */
struct str pairs_get(const struct pairs *pairs, const char *name);
/* The value of the nth (from 0) occurrence, STR_NONE beyond the last. */
struct str pairs_nth(const struct pairs *pairs, const char *name, size_t n);
bool pairs_has(const struct pairs *pairs, const char *name);

/* A file of a multipart form, already on disk in the upload folder; removed with the arena unless taken. */
struct upload {
	struct str field;
	struct str file_name;    /* as sent, reduced to its last path part, valid UTF-8 */
	struct str claimed_type; /* as sent; never trusted */
	struct str path;
	int64_t size;            /* bytes */
	struct upload_file *file;
};

/* What is wrong with the input; all of it, each with its field. */
struct problem {
	const char *field;       /* form key, "" for the whole */
	struct str message;      /* translated */
};

struct viewer;               /* identity: who asks */
struct route;
struct program;
struct server;               /* what the process keeps between requests; see http/program.h */
struct body;                 /* the body that has not been read yet; see http/body.h */

struct request {
	struct arena *arena;
	struct server *server;       /* NULL in small tests: then no page can be rendered */
	const struct program *program;
	const struct config *config;
	struct db *db;
	moment now;
	const char *id;              /* request id, in logs and error pages */
	enum method method;
	struct str path;             /* decoded, starts with / */
	struct str raw_query;
	struct str host;             /* as sent, checked for form */
	bool is_https;
	bool is_local;               /* host is loopback: browsers treat it as secure */
	struct str address;          /* peer; STR_NONE where it is not passed on (anonymous) */
	struct str remote_user;      /* who the web server says has proved themselves; only over a unix socket */
	struct str accept_language;
	struct str sendfile;         /* how the web server sends files: "accel", "xsendfile"; else we do */
	bool has_session_elsewhere;  /* anonymous: the browser is also signed in to the portal */
	struct pairs headers;        /* names in lower case; see request_header */
	struct str content_type;
	struct body *unread;
	struct str body;             /* as sent, where the route has ROUTE_BODY and it is no form */
	const struct route *route;
	struct pairs params;         /* {names} of the route */
	struct pairs query;
	struct pairs form;
	struct pairs cookies;
	struct upload *uploads;
	size_t upload_count;
	struct problem *problems;
	size_t problem_count;
	struct api_call *api;        /* the request as one of the JSON interface; NULL: of a page. See http/api_call.h */
	const struct choices *choices; /* see form_choices */
	const struct viewer *viewer; /* NULL: nobody is signed in */
	struct str csrf;             /* token for the forms of this page; set by identity or the handler */
	const struct zone *zone;     /* how times are shown and read */
	const struct catalogue *catalogue; /* from Accept-Language unless identify sets another */
	struct str allow;            /* the methods that the address takes, for RC_METHOD */
	int64_t retry_after;         /* seconds, for RC_TOO_MANY and the 503s; 0: the usual */
};

static inline struct str param(const struct request *rq, const char *name)
{
	return pairs_get(&rq->params, name);
}

/* The value of a request header, its name in lower case ("idempotency-key"); STR_NONE when absent. */
struct str request_header(const struct request *rq, const char *name);

/* The English text in the request's language. */
struct str rq_tr(const struct request *rq, const char *english);
/* Version of the styles, scripts and icons: {{assets}} of pages, to be given to views that are kept (view_keep). */
struct str rq_assets(const struct request *rq);

/*
 * Adds a problem; english is translated. field is a form key. Returns RC_INVALID, so that a handler can end
 * with it.
 */
enum rc problem_add(struct request *rq, const char *field, const char *english);
/* The same with a message that is translated already. */
enum rc problem_add_text(struct request *rq, const char *field, struct str message);
/* The message of the first problem of that field, STR_NONE when there is none. */
struct str problem_of(const struct request *rq, const char *field);

/* A descriptor open for reading at any offset (pread) until the request ends. */
int upload_fd(const struct upload *upload);
/* The first file sent in that field, NULL when there is none. Empty file inputs do not count. */
struct upload *upload_find(struct request *rq, const char *field);
/*
 * Moves the file to a path (below paths.var, same file system where possible; synced to disk, mode 0640). An
 * existing file there is replaced. RC_FAULT when that cannot be done.
 */
enum rc upload_take(struct upload *upload, struct str path) MUST_CHECK;

/*
 * A form: fields of a record, in the order in which they are shown. names is
 * ended by NULL.
 */
struct form {
	const struct record *record;
	const char *const *names;
	/* After all fields are read without a problem; adds its own. NULL: nothing more to check. */
	enum rc (*check)(struct request *rq, const void *row);
};

/* One row that a FIELD_ID may name. */
struct choice {
	int64_t id;
	struct str label;
};

/* The rows that a field may name. */
struct choices {
	const char *field;
	const struct choice *at;
	size_t count;
	const struct choices *next;
};

/*
 * From now on the FIELD_ID of that name, in any form of this request, is a choice among these: the view offers
 * them in this order and reading refuses any other id. Without it such a field is a number. at lives as long
 * as the request; labels are shown as they are.
 */
void form_choices(struct request *rq, const char *field, const struct choice *at, size_t count);

/*
 * Reads the form's fields from the request's body into row (clear it first with record_clear, or start from
 * the stored record). All problems are collected; RC_INVALID when there is one.
 */
enum rc form_read(struct request *rq, const struct form *form, void *row) MUST_CHECK;
/* The change names only what it changes, and not this: what is stored stays. False for forms of pages. */
bool form_leaves_out(const struct request *rq, const char *key);
/* The same from the query string, for filters. */
enum rc query_read(struct request *rq, const struct form *form, void *row) MUST_CHECK;
/* form_read for one of several: the form keys are prefix + field, e.g. "people.0." + "name". */
enum rc form_read_prefixed(struct request *rq, const struct form *form, const char *prefix,
			       void *row) MUST_CHECK;
/* How many of the group were sent: one more than the highest N with a key "people.N...", at most most. */
size_t form_group_count(const struct request *rq, const char *group, size_t most);

/*
 * Puts the form under name: {{#name.fields}} each with
 *   name id label hint value problem describedby autocomplete maxlength min max step inputmode
 *   required checked, and one true flag of is_text is_prose is_number is_box is_answer is_moment is_day
 *   is_clock is_choice;
 *   choices and answers: options[] {code,label,selected,id}.
 * Also {{#name.FIELD}} for each field alone. describedby names ID-hint and ID-problem. What was typed in
 * this request wins over row; row may be NULL. partial/field renders one.
 */
void form_view(struct request *rq, struct view *page, const char *name, const struct form *form,
	       const void *row);
/* The same for one of a group; the keys of its fields get the prefix. page may be a list's object. */
void form_view_prefixed(struct request *rq, struct view *page, const char *name, const struct form *form,
			const char *prefix, const void *row);

#endif
