#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/config.h"
#include "base/record.h"
#include "base/text.h"
#include "db/db.h"
#include "view/view.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE };

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

/* A file of a multipart form, already on disk in the upload folder; removed with the arena unless taken. */
struct upload {
	struct str field;
	struct str file_name;    /* as sent, reduced to its last path part, valid UTF-8 */
	struct str claimed_type; /* as sent; never trusted */
	struct str path;
	int64_t size;            /* bytes */
};

/* What is wrong with the input; all of it, each with its field. */
struct problem {
	const char *field;       /* form key, "" for the whole */
	struct str message;      /* translated */
};

struct viewer;               /* identity: who asks */
struct route;
struct program;

struct request {
	struct arena *arena;
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
	struct str accept_language;
	struct str if_none_match;
	struct str content_type;
	const struct route *route;
	struct pairs params;         /* {names} of the route */
	struct pairs query;
	struct pairs form;
	struct pairs cookies;
	struct upload *uploads;
	size_t upload_count;
	struct problem *problems;
	size_t problem_count;
	const struct viewer *viewer; /* NULL: nobody is signed in */
	struct str csrf;             /* token for forms of this page; set by identity or the anonymous forms */
	const struct zone *zone;     /* how times are shown and read */
	const struct catalogue *catalogue;
};

static inline struct str param(const struct request *rq, const char *name)
{
	return pairs_get(&rq->params, name);
}

/* The English text in the request's language. */
struct str rq_tr(const struct request *rq, const char *english);

/* Adds a problem; english is translated. field is a form key. Returns RC_INVALID, so that a handler can end with it. */
enum rc problem_add(struct request *rq, const char *field, const char *english);

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

/*
 * Reads the form's fields from the request's body into row (clear it first with record_clear, or start from the
 * stored record). All problems are collected; RC_INVALID when there is one.
 */
enum rc form_read(struct request *rq, const struct form *form, void *row) MUST_CHECK;
/* The same from the query string, for filters. */
enum rc query_read(struct request *rq, const struct form *form, void *row) MUST_CHECK;

/*
 * Puts the form under name: {{#name.fields}} each with name, label, hint, value, required, maxlength, problem, id, and one
 * true flag of is_text is_prose is_number is_box is_answer is_moment is_day is_clock is_choice; choices: options[]
 * {code,label,selected}. Also {{#name.FIELD}} for each field alone. What was typed in this request wins over row; row may
 * be NULL. partial/field renders one.
 */
void form_view(struct request *rq, struct view *page, const char *name, const struct form *form, const void *row);

#endif
