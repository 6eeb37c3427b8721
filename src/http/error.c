#include "http/response.h"

#include <string.h>

#include "base/log.h"
#include "http/api_call.h"
#include "http/api_operation.h"
#include "http/api_problem.h"
#include "http/server.h"

/* What people read. */
static const struct {
	enum rc rc;
	const char *title;
	const char *message;
} texts[] = {
	{RC_BAD_REQUEST, N_("This request could not be read"),
	 N_("Something in the address or in what was sent is damaged. Go back and try again.")},
	{RC_UNAUTHENTICATED, N_("Sign in first"), N_("This page is for people who are signed in.")},
	{RC_DENIED, N_("You may not do this"),
	 N_("Your role does not allow this here, or the page was open for too long. Reload it and try "
	    "again.")},
	{RC_NOT_FOUND, N_("There is nothing here"),
	 N_("The address is wrong, what it led to is gone, or it is not for you to see.")},
	{RC_METHOD, N_("This cannot be done here"),
	 N_("The address exists, but does not take this kind of request.")},
	{RC_NOT_ACCEPTABLE, N_("This is not there in the form asked for"),
	 N_("Ask for a kind of content that this address gives.")},
	{RC_STALE, N_("Someone else changed this meanwhile"),
	 N_("Nothing was overwritten. Look at the present state and make your change again.")},
	{RC_VERSION_NEEDED, N_("Say which version you are changing"),
	 N_("Send the ETag of what you have looked at as If-Match.")},
	{RC_CONFLICT, N_("Someone else changed this meanwhile"),
	 N_("Nothing was overwritten. Look at the present state and make your change again.")},
	{RC_DUPLICATE, N_("This exists already"), N_("Another entry has the same name or number.")},
	{RC_GONE, N_("This is no longer valid"), N_("The link has expired or was withdrawn.")},
	{RC_TOO_LARGE, N_("That was too much at once"),
	 N_("What was sent is larger than the limit. Send less, or smaller files.")},
	{RC_UNSUPPORTED, N_("This kind of content is not taken"),
	 N_("Send it in a form that this address takes.")},
	{RC_INVALID, N_("Some answers need another look"), N_("Nothing was saved yet.")},
	{RC_LOCKED, N_("This is locked"), N_("In its present state nobody changes this.")},
	{RC_TOO_MANY, N_("Too many attempts"), N_("Wait some minutes, then try again.")},
	{RC_FAULT, N_("Something went wrong on our side"),
	 N_("The fault was recorded. If it stays, tell your administrator the number below.")},
	{RC_BUSY, N_("Too many people are changing this right now"),
	 N_("Nothing was saved. Try again in a moment.")},
	{RC_UNAVAILABLE, N_("The database cannot be reached"),
	 N_("Nothing that was acknowledged is lost. Try again in a minute.")},
};

enum { RETRY_SECONDS = 30 };

static size_t text_of(enum rc rc)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].rc == rc)
			return i;
	return text_of(RC_FAULT);
}

bool request_wants_json(const struct request *rq)
{
	struct str accept = request_header(rq, "accept");

	if (rq->api || rq->program->is_api || str_starts(rq->path, STR("/api/")) || str_is(rq->path, "/api"))
		return true;
	return str_find(accept, STR("json")) >= 0 && str_find(accept, STR("text/html")) < 0;
}

/* The pages that answer without the database: GET routes of the table that are marked so. */
static void add_what_works(const struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "works");

	for (const struct route *const *table = rq->program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++) {
			if (!(route->flags & ROUTE_WITHOUT_DB) || (route->flags & ROUTE_NO_CSRF) || route->method != METHOD_GET ||
			    strchr(route->path, '{') || !route->help)
				continue;
			struct view *item = view_add(list);
			view_cstr(item, "path", route->path);
			view_text(item, "label", rq_tr(rq, route->help));
		}
}

/* For the case that even the error page cannot be rendered. */
static void plain_body(struct request *rq, struct response *rs, size_t text)
{
	rs->body.len = 0;
	text_add(&rs->body, rq_tr(rq, texts[text].title));
	text_cstr(&rs->body, "\n\n");
	text_add(&rs->body, rq_tr(rq, texts[text].message));
	text_printf(&rs->body, "\n\n%s\n", rq->id ? rq->id : "");
	rs->type = "text/plain; charset=utf-8";
	rs->is_done = true;
}

/* The page above that one, or of the form that was sent: nobody has to find the way back. STR_NONE: the start page. */
static struct str page_above(const struct request *rq)
{
	size_t len = rq->path.len;

	for (size_t i = 0; i < len; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-_.", rq->path.at[i]) ||
		    rq->path.at[i] == '\0')
			return STR_NONE;
	for (bool is_own = method_changes(rq->method); len > 1; is_own = true) {
		struct str path = arena_str(rq->arena, str_slice(rq->path, 0, len));
		if (is_own && request_route(rq, METHOD_GET, path))
			return path;
		do
			len--;
		while (len > 1 && rq->path.at[len] != '/');
	}
	return STR_NONE;
}

static void page_body(struct request *rq, struct response *rs, enum rc rc, size_t text)
{
	struct view *page = view_new(rq->arena);

	view_int(page, "status", rs->status);
	view_text(page, "title", rq_tr(rq, texts[text].title));
	view_text(page, "message", rq_tr(rq, texts[text].message));
	view_flag(page, "is_unavailable", rc == RC_UNAVAILABLE);
	view_flag(page, "is_fault", rc == RC_FAULT);
	if (rc == RC_UNAVAILABLE)
		add_what_works(rq, page);
	if (rq->viewer && (rc == RC_DENIED || rc == RC_LOCKED || rc == RC_CONFLICT || rc == RC_BUSY || rc == RC_METHOD))
		view_text(page, "above_href", page_above(rq));
	struct view_list *reasons = view_list(page, "reasons");
	for (size_t i = 0; i < rq->problem_count; i++)
		view_text(view_add(reasons), "reason", rq->problems[i].message);
	if (!rq->server || respond_page(rq, rs, "error/page", page) != RC_OK)
		plain_body(rq, rs, text);
}

static void add_error_headers(struct request *rq, struct response *rs, enum rc rc)
{
	int64_t wait = rq->retry_after ? rq->retry_after : RETRY_SECONDS;

	if (rc == RC_TOO_MANY || rc == RC_BUSY || rc == RC_UNAVAILABLE)
		response_header(rs, "Retry-After", arena_printf(rq->arena, "%lld", (long long)wait));
	if (rc == RC_UNAUTHENTICATED && request_wants_json(rq))
		response_header(rs, "WWW-Authenticate", STR("Bearer"));
	if (rc == RC_METHOD && rq->allow.at)
		response_header(rs, "Allow", rq->allow);
}

/* The length of the path's first two segments: "/scim/v2" of "/scim/v2/Users". */
static size_t front_of(struct str path)
{
	size_t len = 0;

	for (int slashes = 0; len < path.len; len++)
		if (path.at[len] == '/' && ++slashes == 3)
			break;
	return len;
}

/* How refusals are written there; where nothing is, as by its neighbours: a client of SCIM reads its errors alone. NULL: as usual. */
static void (*refuser(const struct request *rq))(struct request *rq, struct response *rs, enum rc rc)
{
	const struct str front = str_slice(rq->path, 0, front_of(rq->path));

	if (rq->route)
		return rq->route->api ? rq->route->api->refuse : NULL;
	for (const struct route *const *table = rq->program->is_api ? rq->program->routes : NULL; table && *table; table++)
		for (const struct route *route = *table; route->path; route++) {
			const struct str path = str_of(route->path);
			if (route->api && route->api->refuse && str_equal(str_slice(path, 0, front_of(path)), front))
				return route->api->refuse;
		}
	return NULL;
}

void respond_error(struct request *rq, struct response *rs, enum rc rc)
{
	const size_t text = text_of(rc);

	/* What a client may do, and which way its limit stands, is told with a refusal too. */
	const struct text kept = rq->api ? rs->headers : TEXT_IN(rq->arena);

	*rs = (struct response){.body = TEXT_IN(rq->arena), .headers = TEXT_IN(rq->arena)};
	if (rc == RC_UNAUTHENTICATED && rq->program->challenge && !request_wants_json(rq) &&
	    rq->program->challenge(rq, rs) == RC_OK && rs->is_done)
		return;
	*rs = (struct response){.body = TEXT_IN(rq->arena), .headers = kept};
	if (rc == RC_METHOD && rq->method == METHOD_OPTIONS && rq->program->is_api) {
		response_header(rs, "Allow", rq->allow);
		rs->status = 204;
		rs->is_done = true;
		return;
	}
	rs->status = rc_http_status(rc);
	rs->cache = "no-store";
	add_error_headers(rq, rs, rc);
	void (*refuse)(struct request *rq, struct response *rs, enum rc rc) = refuser(rq);
	if (refuse)
		refuse(rq, rs, rc);
	else if (request_wants_json(rq) && rc == RC_UNAVAILABLE && rq->api && rq->api->away)
		api_problem_write(rq, rs, rc, &(struct api_problem_text){N_("Another system cannot be reached"), rq->api->away});
	else if (request_wants_json(rq))
		api_problem_write(rq, rs, rc, &(struct api_problem_text){texts[text].title, texts[text].message});
	else
		page_body(rq, rs, rc, text);
}
