#include "db/archive.h"
#include "http/program.h"

#include "base/log.h"
#include "http/host.h"
#include "http/language.h"
#include "http/server.h"

/* The name is one of those that may be asked for. */
static bool is_own_host(const struct request *rq)
{
	struct str rest = rq->server->hosts, wanted;
	bool is_any = str_trim(rest).len == 0;

	while (!is_any && str_split(&rest, ',', &wanted))
		if (str_equal_nocase(str_trim(wanted), host_name(rq->host)))
			return true;
	return is_any;
}

static enum rc find_route(const struct program *program, struct request *rq)
{
	struct router *router = rq->server ? rq->server->router : NULL;
	enum rc rc = router ? RC_OK : router_compile(rq->arena, program->routes, &router);

	if (rc == RC_OK)
		rc = router_find(router, rq->arena, rq->method, rq->path, &rq->route, &rq->params,
				 &rq->allow);
	return rc;
}

/*
 * Sign-in and public forms: so many in ten minutes from one address, or where no address is known from one
 * site.
 */
static enum rc count_attempt(struct request *rq)
{
	struct server *server = rq->server;

	if (!server || !(rq->route->flags & ROUTE_LIMITED))
		return RC_OK;
	const bool has_address = rq->address.at && !rq->program->is_anonymous;
	struct str subject = arena_printf(rq->arena, "%s %.*s", rq->route->path,
					  STR_ARG(has_address ? rq->address : host_name(rq->host)));
	return limit_count(server->limit, subject,
			   has_address ? server->most_per_address : server->most_per_site, rq->now,
			   &rq->retry_after);
}

static enum rc check_limits(struct request *rq)
{
	if (!rq->server)
		return RC_OK;
	if (!(rq->route->flags & ROUTE_ANY_HOST) && !is_own_host(rq))
		return RC_BAD_REQUEST;
	enum rc rc = body_check(rq, &rq->server->limits);
	if (rc == RC_OK)
		rc = count_attempt(rq);
	if (rc == RC_OK)
		rc = body_read_form(rq, &rq->server->limits);
	return rc;
}

/* While the database was away at the last look, ask it first instead of letting every request run into it. */
static enum rc check_database(struct request *rq)
{
	struct server *server = rq->server;

	if (!server || !server->is_db_away || !rq->db || (rq->route->flags & ROUTE_WITHOUT_DB))
		return RC_OK;
	enum rc rc = db_ping(rq->db);
	server->is_db_away = rc == RC_UNAVAILABLE;
	return rc;
}

static enum rc identify(const struct program *program, struct request *rq)
{
	enum rc rc = program->identify ? program->identify(rq) : RC_OK;

	if (rc == RC_UNAVAILABLE && (rq->route->flags & ROUTE_WITHOUT_DB)) {
		rq->viewer = NULL;
		rc = RC_OK;
	}
	return rc;
}

static enum rc authorise(const struct program *program, const struct request *rq)
{
	if (rq->route->flags & ROUTE_PUBLIC)
		return RC_OK;
	return program->authorise ? program->authorise(rq, rq->route->needs) : RC_UNAUTHENTICATED;
}

/*
 * Browsers tell where a request came from. Without a referrer policy that allows it they say "null", which
 * tells nothing, so the token decides in any case.
 */
static bool is_foreign(const struct request *rq)
{
	struct str site = request_header(rq, "sec-fetch-site"), origin = request_header(rq, "origin");

	if (site.at && !str_is(site, "same-origin") && !str_is(site, "none"))
		return true;
	if (!origin.at || origin.len == 0 || str_is(origin, "null"))
		return false;
	ptrdiff_t at = str_find(origin, STR("://"));
	return at < 0 || !str_equal_nocase(str_slice(origin, (size_t)at + 3, origin.len), rq->host);
}

static enum rc check_origin(const struct program *program, const struct request *rq)
{
	if (!method_changes(rq->method) || (rq->route->flags & ROUTE_NO_CSRF))
		return RC_OK;
	if (is_foreign(rq))
		return RC_DENIED;
	return program->check_csrf ? program->check_csrf(rq) : RC_OK;
}

static enum rc call_handler(struct request *rq, struct response *rs)
{
	const bool may_write = method_changes(rq->method) || (rq->route->flags & ROUTE_WRITES) || !rq->db;
	bool before = may_write ? false : db_read_only(rq->db, true);
	enum rc rc = rq->program->call ? rq->program->call(rq, rs) : rq->route->handle(rq, rs);

	if (!may_write)
		db_read_only(rq->db, before);
	if (rq->db)
		db_archive_close(rq->db);
	if (rc == RC_OK && !rs->is_done)
		rc = FAULT("handler.no_answer", "%s %s", method_name(rq->method), rq->route->path);
	return rc;
}

static enum rc handle(const struct program *program, struct request *rq, struct response *rs)
{
	enum rc rc = find_route(program, rq);

	if (rc == RC_OK)
		rc = check_limits(rq);
	if (rc == RC_OK)
		rc = check_database(rq);
	if (rc == RC_OK)
		rc = identify(program, rq);
	if (rc == RC_OK)
		rc = authorise(program, rq);
	if (rc == RC_OK && rq->server)
		rc = body_read_upload(rq, &rq->server->limits);
	if (rc == RC_OK)
		rc = check_origin(program, rq);
	if (rc == RC_OK)
		rc = call_handler(rq, rs);
	return rc;
}

void program_refuse(struct request *rq, struct response *rs, enum rc rc)
{
	if (rq->server && !rq->catalogue)
		rq->catalogue = language_choose(rq->arena, rq->accept_language, rq->server->locales);
	respond_error(rq, rs, rc);
}

void program_handle(const struct program *program, struct request *rq, struct response *rs)
{
	*rs = (struct response){.body = TEXT_IN(rq->arena), .headers = TEXT_IN(rq->arena)};
	rq->program = program;
	if (rq->server && !rq->catalogue)
		rq->catalogue = language_choose(rq->arena, rq->accept_language, rq->server->locales);
	enum rc rc = handle(program, rq, rs);
	if (rc == RC_UNAVAILABLE && rq->server)
		rq->server->is_db_away = true;
	if (rc != RC_OK)
		respond_error(rq, rs, rc);
}
