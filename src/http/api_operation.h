#ifndef HTTP_API_OPERATION_H
#define HTTP_API_OPERATION_H

#include "base/filter.h"
#include "http/program.h"

/*
 * What the JSON interface says of a route: one table drives the reading of bodies, the checks before the handler
 * and the OpenAPI document. A route with an operation is offered by the program `api`:
 *
 *   a route of a feature's thing_api.c   under its own path, with a handler that answers JSON (api_call.h);
 *   a route of a feature's thing_pages.c under /api/v1 and its path: the page's own handler takes the JSON body as
 *                                        its form, so that rules, permissions and words are those of the page.
 *
 * docs/how-to-add.md shows both.
 */

/* What a token may be limited to; a token needs the operation's scope, its account the route's permission. */
#define API_SCOPE_TABLE(X)                                                                                  \
	X(API_INCIDENTS_READ,  "incidents:read",  N_("Read incidents with their people, files and trail"))  \
	X(API_INCIDENTS_WRITE, "incidents:write", N_("Report and change incidents"))                        \
	X(API_CAPAS_READ,      "capas:read",      N_("Read corrective and preventive actions"))             \
	X(API_CAPAS_WRITE,     "capas:write",     N_("Change corrective and preventive actions"))           \
	X(API_INVESTIGATIONS_READ,  "investigations:read",  N_("Read investigations"))                      \
	X(API_INVESTIGATIONS_WRITE, "investigations:write", N_("Write investigations"))                     \
	X(API_OSHA_READ,       "osha:read",       N_("Read the OSHA log, summaries and forms"))             \
	X(API_OSHA_WRITE,      "osha:write",      N_("Decide cases, keep the log, certify"))                \
	X(API_RELEASES_READ,   "releases:read",   N_("Read releases to the environment"))                   \
	X(API_RELEASES_WRITE,  "releases:write",  N_("Change releases to the environment"))                 \
	X(API_DIRECTORY_READ,  "directory:read",  N_("Read people, places, units, assets and materials"))   \
	X(API_DIRECTORY_WRITE, "directory:write", N_("Change people, places, units, assets and materials")) \
	X(API_FIGURES_READ,    "figures:read",    N_("Read figures and exports"))                           \
	X(API_AUDIT_READ,      "audit:read",      N_("Read the audit trail"))                               \
	X(API_ADMIN_READ,      "admin:read",      N_("Read rules, workflows and settings"))                 \
	X(API_ADMIN_WRITE,     "admin:write",     N_("Change rules, workflows, accounts and settings"))     \
	X(API_SCIM,            "scim",            N_("Provision users and groups (SCIM)"))             \
	X(API_ACCOUNT_READ,    "account:read",    N_("Read one's own account, choices and calendars"))      \
	X(API_ACCOUNT_WRITE,   "account:write",   N_("Change one's own account, choices and calendars"))

enum api_scope {
	API_NO_SCOPE, /* any valid token */
#define X(name, code, meaning) name,
	API_SCOPE_TABLE(X)
#undef X
	API_SCOPE_COUNT
};
extern const struct codes api_scope_codes;

enum api_type {
	API_FIELDS,  /* fields of a record, each under its own name: form */
	API_TEXT,    /* string */
	API_INT,
	API_NUMBER,
	API_BOOL,
	API_UUID,
	API_MOMENT,  /* RFC 3339 */
	API_DAY,     /* RFC 3339 full-date */
	API_CODE,    /* one of codes */
	API_LINK,    /* a path on this host */
	API_OBJECT,  /* of */
	API_LIST,    /* objects of */
	API_TEXTS,   /* list of strings; of codes where there are some */
	API_INTS,    /* list of whole numbers */
	API_ANY,     /* any JSON */
};

enum api_member_flag {
	API_REQUIRED = 1u << 0, /* of a body: must be there; of an answer all members are */
	API_NULLABLE = 1u << 1, /* of an answer: null when not known */
	API_ONCE     = 1u << 3, /* of an answer: a secret; null when the answer is given again (see http/api_once.h) */
	API_OPTIONAL = 1u << 2, /* of an answer: may be missing; API_FIELDS of a body: none of them is required here */
	API_DEPRECATED = 1u << 4, /* stays for who knows it, with a better member beside it */
};

struct api_schema;

/*
 * A member of a body or answer. In a body the keys of a form are made of it: a field under its name, those of an
 * object with "name." in front, those of a list with "name.0.".
 */
struct api_member {
	enum api_type type;
	const char *name;               /* API_FIELDS: NULL */
	const struct form *form;        /* API_FIELDS: its names; names NULL: all that api_json_fields writes */
	const char *const *optional;    /* API_FIELDS of a body: required fields that have a default here; ended by NULL */
	const char *const *deprecated;  /* API_FIELDS: fields that stay for who knows them, with a better member beside them */
	const struct api_schema *of;    /* API_OBJECT, API_LIST */
	const struct codes *codes;      /* API_CODE, API_TEXTS */
	unsigned flags;
	const char *help;               /* English, for the document */
};
#define API_MEMBERS_END { .type = API_TEXT, .name = NULL }
static inline bool api_member_is_end(const struct api_member *member)
{
	return !member->name && member->type != API_FIELDS;
}

struct api_schema {
	const char *name;               /* "Incident": of its own in components/schemas */
	const char *help;
	const struct api_member *members; /* ended by API_MEMBERS_END */
};

/* A member of the query; those of a filter table need none. Ended by a row whose name is NULL. */
struct api_parameter {
	const char *name;
	enum api_type type;             /* API_TEXT, API_INT, API_BOOL, API_DAY, API_CODE, API_MOMENT, API_UUID */
	const struct codes *codes;
	const char *help;
};

enum api_flag {
	API_LISTED    = 1u << 0, /* pages by cursor: takes after, limit and fields; answers items, next and Link */
	API_VERSIONED = 1u << 1, /* the answer of a GET has a version in its ETag; a change needs If-Match */
	API_PARTIAL   = 1u << 2, /* nothing in the body is required: what is missing stays as it is (form_read leaves it) */
	API_PASSWORD  = 1u << 3, /* the body needs the account's password once more (`password`) */
	API_SANDBOX   = 1u << 4, /* offered to tokens of the sandbox too */
	API_ALIAS     = 1u << 5, /* another address of an operation, kept for those who know it: deprecated */
	API_STREAMED  = 1u << 6, /* not JSON: see types */
	API_ANONYMOUS = 1u << 7, /* needs no token */
	API_COOKIE    = 1u << 8, /* also takes the session of a browser, from a page of ours */
	API_RAW       = 1u << 9, /* the handler reads the body itself: another kind of JSON, such as SCIM */
};

struct api_operation {
	const char *id;                 /* operationId: "listIncidents"; never changes */
	const char *tag;                /* "Incidents" */
	enum api_scope scope;
	unsigned flags;
	const struct api_schema *body;  /* NULL: none is read */
	const struct api_schema *answer; /* NULL: no body; of a page's route: where the change is to be seen */
	int status;                     /* of success; 0: 200 */
	const struct api_parameter *query;
	const struct filter_parameter *filters; /* the same table that the list reads */
	const char *const *sorts;       /* names of orders, ended by NULL */
	const char *types;              /* API_STREAMED: "text/csv application/pdf"; API_RAW: of bodies and answers */
	const char *about;              /* more than the route's help; NULL */
	const char *example;            /* a body, as JSON; NULL: made of the schema */
	/* Writes a refusal in another form than RFC 9457, such as SCIM's; NULL: in that. */
	void (*refuse)(struct request *rq, struct response *rs, enum rc rc);
	enum method method;             /* of a page's route: the method here; 0: the page's */
	const char *path;               /* of a page's route: the whole path here; NULL: /api/v1 and the page's */
};

/*
 * For the tables of pages: a change offered as it is on the page, and a body that is the fields of one form.
 *   .api = API_CHANGE("addComment", "Incidents", API_INCIDENTS_WRITE, API_FORM("Comment", &comment_form))
 * More members of struct api_operation may follow.
 */
#define API_CHANGE(id_, tag_, scope_, ...) \
	&(const struct api_operation){.id = (id_), .tag = (tag_), .scope = (scope_), .answer = &api_done_schema, .body = __VA_ARGS__}
#define API_FORM(name_, form_) \
	&(const struct api_schema){(name_), NULL, (const struct api_member[]){{API_FIELDS, .form = (form_)}, API_MEMBERS_END}}
#define API_BODY(name_, ...) &(const struct api_schema){(name_), NULL, (const struct api_member[]){__VA_ARGS__, API_MEMBERS_END}}

/* Members of a body whose handler calls identity_confirm_owner. */
#define API_OWNER                                                                     \
	{API_TEXT, "password", .flags = API_REQUIRED, .help = "of the account"},      \
	{API_TEXT, "code", .help = "of the second factor, or a recovery code, where the account has one"}

/*
 * The schema of a list: static const struct api_schema places_schema = API_LIST_OF("PlaceList", "...", &place_schema).
 */
#define API_LIST_OF(name_, help_, item_)                                                             \
	{(name_), (help_), (const struct api_member[]){                                               \
		{API_LIST, "items", .of = (item_)},                                                    \
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"}, \
		API_MEMBERS_END}}
/* Of an object that is the fields of a form's record. */
#define API_RECORD_OF(name_, help_, form_) \
	{(name_), (help_), (const struct api_member[]){{API_FIELDS, .form = (form_)}, API_MEMBERS_END}}

/* What a page's route answers: where the change is to be seen. */
extern const struct api_schema api_done_schema;

/* The schema of problems, RFC 9457. */
extern const struct api_schema api_problem_schema;

/* The fields of a form that api_json_fields writes and a schema lists: with names NULL all but sealed ones, bytes and organization_id. */
/* Is the name one of these, ended by NULL? names may be NULL: none. */
bool api_operation_lists(const char *const *names, const char *name);
bool api_operation_shows(const struct form *form, const struct field *field);

#endif
