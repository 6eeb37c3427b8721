#include "identity/session.h"

#include "base/random.h"
#include "identity/language_pages.h"
#include "identity/session_store.h"
#include "identity/viewer_kept.h"

static const char cookie_name[] = "muster";
/* seen_at is written at most this often. */
static const moment touch_interval = MINUTES(1);

struct str session_agent(struct arena *arena, struct str agent)
{
	/* Order matters: Edge and Opera also call themselves Chrome, Chrome calls itself Safari. */
	static const struct {
		const char *mark, *name;
	} browsers[] =
		{
			{"Edg", "Edge"},     {"OPR", "Opera"},     {"Firefox", "Firefox"},
			{"Chrom", "Chrome"}, {"Safari", "Safari"},
		},
	  systems[] = {
		  {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		  {"Windows", "Windows"}, {"Mac OS", "macOS"},  {"Linux", "Linux"},
	  };
	const char *browser = NULL, *system = NULL;

	for (size_t i = 0; !browser && i < sizeof browsers / sizeof browsers[0]; i++)
		if (str_find(agent, str_of(browsers[i].mark)) >= 0)
			browser = browsers[i].name;
	for (size_t i = 0; !system && i < sizeof systems / sizeof systems[0]; i++)
		if (str_find(agent, str_of(systems[i].mark)) >= 0)
			system = systems[i].name;
	if (browser && system)
		return arena_printf(arena, "%s on %s", browser, system);
	return str_of(browser ? browser : system ? system : "");
}

/* What others name is cut to its column; a token too long to be kept is only a hint less. */
static struct str fitting(struct str s)
{
	return s.len <= SESSION_NAME ? s : STR_NONE;
}

enum rc session_begin(struct request *rq, struct str token, const struct viewer *viewer, const char *method,
		      bool is_pending, const struct session_origin *origin)
{
	moment lifetime = is_pending ? MINUTES(10) : HOURS(config_int(rq->config, "session.absolute_hours"));
	struct session session = {
		.organization_id = viewer->organization_id,
		.account_id = viewer->account_id,
		.is_pending = is_pending,
		.method = str_of(method),
		.agent = session_agent(rq->arena, request_header(rq, "user-agent")),
		.created_at = rq->now,
		.seen_at = rq->now,
		.ends_at = rq->now + lifetime,
	};
	struct str id_token = STR_NONE;
	if (origin) {
		session.issuer = origin->issuer;
		session.subject = origin->subject;
		session.sid = fitting(origin->sid);
		session.acr = fitting(origin->acr);
		session.amr = fitting(origin->amr);
		id_token = origin->id_token.len <= SESSION_HINT ? origin->id_token : STR_NONE;
	}
	return session_insert(rq->db, &session, sha256(rq->arena, token), id_token);
}

void session_hand_over(struct request *rq, struct response *rs, struct str token)
{
	if (rq->api)
		return;
	response_cookie(rq, rs, cookie_name, token, -1);
	rq->csrf = csrf_token(rq->arena, request_secret(rq), token);
}

enum rc session_end(struct request *rq)
{
	enum rc rc = session_delete(rq->db, rq->viewer->account_id, rq->viewer->session_id);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

void session_forget(struct request *rq, struct response *rs)
{
	response_cookie(rq, rs, cookie_name, STR(""), 0);
}

enum rc session_renew(struct request *rq, struct str token)
{
	/* A token of the JSON interface has no session. */
	if (!rq->viewer->session_id)
		return RC_OK;
	return session_set_token(rq->db, rq->viewer->account_id, rq->viewer->session_id, sha256(rq->arena, token));
}

enum rc session_pending(struct request *rq, struct session *session)
{
	struct str token = request_cookie(rq, cookie_name);

	if (!token.len)
		return RC_NOT_FOUND;
	enum rc rc = session_by_token(rq->db, rq->arena, sha256(rq->arena, token), rq->now, session);
	return rc == RC_OK && !session->is_pending ? RC_NOT_FOUND : rc;
}

static bool is_idle(const struct request *rq, const struct session *session)
{
	return rq->now - session->seen_at > MINUTES(config_int(rq->config, "session.idle_minutes"));
}

/* A language of their own choice goes before what the browser asks for. */
static enum rc take_viewer(struct request *rq, struct viewer *viewer)
{
	rq->viewer = viewer;
	if (viewer->locale.len)
		rq->catalogue =
			catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), viewer->locale);
	return zone_find(viewer->organization_zone, &rq->zone) == RC_FAULT ? RC_FAULT : RC_OK;
}

enum rc session_identify(struct request *rq)
{
	struct str token = request_cookie(rq, cookie_name);
	struct viewer *viewer = ARENA_NEW(rq->arena, struct viewer);
	struct session session;

	language_take(rq);
	if (!token.len)
		return RC_OK;
	enum rc rc = session_by_token(rq->db, rq->arena, sha256(rq->arena, token), rq->now, &session);
	if (rc == RC_OK && (session.is_pending || is_idle(rq, &session)))
		return RC_OK;
	if (rc == RC_OK)
		rc = viewer_of_session(rq->db, &session, rq->now, viewer);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = take_viewer(rq, viewer);
	if (rc != RC_OK)
		return rc;
	rq->csrf = csrf_token(rq->arena, request_secret(rq), token);
	if (rq->now - session.seen_at > touch_interval && !(rq->route->flags & ROUTE_QUIET))
		rc = session_touch(rq->db, session.id, rq->now);
	return rc;
}

enum rc session_authorise(const struct request *rq, int needs)
{
	if (!rq->viewer)
		return RC_UNAUTHENTICATED;
	return viewer_may(rq->viewer, (enum permission)needs) ? RC_OK : RC_DENIED;
}

enum rc session_check_csrf(const struct request *rq)
{
	/* Public forms, such as a second tab's sign-in: the origin check of the dispatcher stands alone. */
	if (!rq->viewer || (rq->route->flags & ROUTE_PUBLIC))
		return RC_OK;
	return session_sent_form(rq) ? RC_OK : RC_DENIED;
}

bool session_sent_form(const struct request *rq)
{
	return csrf_check(request_secret(rq), request_cookie(rq, cookie_name), pairs_get(&rq->form, "csrf"));
}

struct str session_form_token(struct request *rq)
{
	struct str token = request_cookie(rq, cookie_name);

	return token.len ? csrf_token(rq->arena, request_secret(rq), token) : STR("");
}
