#include "identity/oidc_pages.h"

#include "base/log.h"
#include "base/random.h"
#include "identity/kept.h"
#include "identity/logout_token_store.h"
#include "identity/oidc.h"
#include "identity/session_store.h"

static const char trip_name[] = "muster-trip";
/* Whose form waits: only the browser that typed it can have it back. */
static const char kept_name[] = "muster-kept";
static const char trip_purpose[] = "sign-in trip";
enum { TRIP_SECONDS = 900 };
/* How long ago the fresh authentication may have been, and how long the form may wait afterwards. */
static const moment fresh_time = SECONDS(60), confirmed_time = MINUTES(10);

/* --- there ------------------------------------------------------------------------------------ */

static enum rc set_out(struct request *rq, struct response *rs, const struct oidc_trip *trip)
{
	const struct oidc_provider *provider;
	enum rc rc = oidc_find(rq->arena, rq->config, rq->now, &provider);

	if (rc == RC_UNAVAILABLE)
		return enter_refuse(rq, rs, ENTER_AWAY, "discovery", config_text(rq->config, "oidc.issuer"));
	if (rc != RC_OK)
		return rc;
	struct str sealed = secret_seal(rq->arena, request_secret(rq), trip_purpose,
					oidc_trip_text(rq->arena, trip), rq->now + SECONDS(TRIP_SECONDS));
	response_cookie(rq, rs, trip_name, sealed, TRIP_SECONDS);
	return respond_elsewhere(rq, rs, oidc_authorize_url(rq->arena, rq->config, provider, trip));
}

/* Takes the form of this browser along, where the link says that there is one. */
static struct str kept_of(struct request *rq, struct response *rs)
{
	struct str kept = pairs_has(&rq->query, "kept") ? request_cookie(rq, kept_name) : STR_NONE;

	if (kept.len)
		response_cookie(rq, rs, kept_name, STR(""), 0);
	return kept.len ? kept : STR_NONE;
}

static enum rc start_get(struct request *rq, struct response *rs)
{
	struct oidc_trip trip = oidc_trip_new(rq->arena);

	if (!oidc_is_on(rq->config))
		return RC_NOT_FOUND;
	trip.next = enter_next(pairs_get(&rq->query, "next"));
	trip.kept = kept_of(rq, rs);
	return set_out(rq, rs, &trip);
}

/* The page that leads on; a form may not lead elsewhere itself. */
static enum rc show_leave(struct request *rq, struct response *rs, struct str kept, const char *href, bool is_confirming)
{
	struct view *page = view_new(rq->arena);

	if (kept.at)
		response_cookie(rq, rs, kept_name, kept, TRIP_SECONDS);
	view_text(page, "provider", oidc_name(rq->config));
	view_cstr(page, "href", href);
	view_flag(page, "is_confirming", is_confirming);
	rs->cache = "no-store";
	return respond_page(rq, rs, "identity/sign-in-leave", page);
}

/* From the sign-in page of an expired form. */
static enum rc start_post(struct request *rq, struct response *rs)
{
	struct str kept;

	if (!oidc_is_on(rq->config))
		return RC_NOT_FOUND;
	enum rc rc = kept_store(rq, &kept);
	return rc == RC_OK ? show_leave(rq, rs, kept, "/sign-in/oidc?kept=1", false) : rc;
}

enum rc oidc_confirm_page(struct request *rq, struct response *rs)
{
	struct str kept;
	enum rc rc = kept_store(rq, &kept);

	if (rc != RC_OK || !kept.at)
		return rc == RC_OK ? RC_DENIED : rc;
	rs->status = rc_http_status(RC_UNAUTHENTICATED);
	return show_leave(rq, rs, kept, "/sign-in/oidc/confirm?kept=1", true);
}

static enum rc confirm_get(struct request *rq, struct response *rs)
{
	struct oidc_trip trip = oidc_trip_new(rq->arena);
	struct str kept = kept_of(rq, rs);

	if (!oidc_is_on(rq->config) || !kept.at)
		return RC_NOT_FOUND;
	trip.is_confirming = true;
	trip.account_id = rq->viewer->account_id;
	trip.kept = kept;
	return set_out(rq, rs, &trip);
}

/* --- and back ------------------------------------------------------------------------------------ */

/* The trip that this browser is on; it ends here, whatever comes of it. */
static bool take_trip(struct request *rq, struct response *rs, struct oidc_trip *trip)
{
	struct str text;
	enum rc rc = secret_open(rq->arena, request_secret(rq), trip_purpose, request_cookie(rq, trip_name), rq->now,
				 &text);

	response_cookie(rq, rs, trip_name, STR(""), 0);
	return rc == RC_OK && oidc_trip_read(text, trip) && str_equal(trip->state, pairs_get(&rq->query, "state"));
}

struct confirming {
	struct request *rq;
	const struct session_origin *origin;
	struct str proof;
};

static enum rc write_confirmed(struct db *db, void *closure)
{
	const struct confirming *confirming = closure;
	struct request *rq = confirming->rq;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.confirmed", .subject = "account", .subject_id = rq->viewer->account_id};
	enum rc rc = session_confirm(db, rq->viewer->account_id, rq->viewer->session_id, confirming->origin,
				     sha256(rq->arena, confirming->proof), rq->now + confirmed_time);

	return rc == RC_OK ? audit_append(db, &actor, &entry) : rc;
}

/* The same person, authenticated a moment ago: the form comes back with what one signature may be made with. */
static enum rc confirmed(struct request *rq, struct response *rs, const struct oidc_trip *trip,
			 const struct enter_outside *outside, moment authenticated_at)
{
	struct confirming confirming = {rq, &outside->origin, token_new(rq->arena)};
	struct session_origin present;
	struct str issuer = outside->origin.issuer;

	if (!rq->viewer || rq->viewer->account_id != trip->account_id)
		return enter_refuse(rq, rs, ENTER_OTHER_PERSON, "session", issuer);
	enum rc rc = session_origin_of(rq->db, rq->arena, rq->viewer->account_id, rq->viewer->session_id, &present);
	if (rc != RC_OK)
		return rc;
	if (!str_equal(present.issuer, issuer) || !str_equal(present.subject, outside->origin.subject))
		return enter_refuse(rq, rs, ENTER_OTHER_PERSON, "sub", issuer);
	if (authenticated_at == MOMENT_NONE || rq->now - authenticated_at > fresh_time ||
	    authenticated_at - rq->now > fresh_time)
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, "auth_time", issuer);
	rc = kept_take(rq, trip->kept);
	if (rc == RC_NOT_FOUND)
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, "form", issuer);
	if (rc == RC_OK)
		rc = db_transaction(rq->db, "sign_in_confirmed", write_confirmed, &confirming);
	if (rc != RC_OK)
		return rc;
	kept_add(rq, "signing_proof", confirming.proof);
	return kept_offer(rq, rs);
}

static enum rc callback_get(struct request *rq, struct response *rs)
{
	struct oidc_trip trip;
	struct enter_outside outside;
	moment authenticated_at;
	const char *refusal;
	struct str issuer = config_text(rq->config, "oidc.issuer");
	struct str named = pairs_get(&rq->query, "iss"), code = pairs_get(&rq->query, "code");

	if (!oidc_is_on(rq->config))
		return RC_NOT_FOUND;
	if (!take_trip(rq, rs, &trip))
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, "state", issuer);
	/* RFC 9207: whose answer it is. */
	if (named.at && !str_equal(named, issuer))
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, "iss", issuer);
	if (!code.len)
		return enter_refuse(rq, rs, ENTER_CANCELLED, "error", issuer);
	enum rc rc = oidc_redeem(rq->arena, rq->config, rq->now, &trip, code, &outside, &authenticated_at, &refusal);
	if (rc == RC_UNAVAILABLE)
		return enter_refuse(rq, rs, ENTER_AWAY, refusal, issuer);
	if (rc == RC_DENIED)
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, refusal, issuer);
	if (rc != RC_OK)
		return rc;
	if (trip.is_confirming)
		return confirmed(rq, rs, &trip, &outside, authenticated_at);
	rc = enter_organization(rq, &outside.identity.organization_id);
	if (rc == RC_OK && trip.kept.at) {
		rc = kept_take(rq, trip.kept);
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	return rc == RC_OK ? enter_from_outside(rq, rs, &outside, trip.next) : rc;
}

/* --- logout ------------------------------------------------------------------------------------- */

struct ending {
	struct request *rq;
	const struct jwt *token;
};

static enum rc write_ending(struct db *db, void *closure)
{
	const struct ending *ending = closure;
	struct request *rq = ending->rq;
	struct str issuer = jwt_text(ending->token, "iss"), sid = jwt_text(ending->token, "sid");
	struct str once = arena_printf(rq->arena, "%.*s %.*s", STR_ARG(issuer), STR_ARG(jwt_text(ending->token, "jti")));
	struct rows ended;
	enum rc rc = logout_token_insert(db, sha256(rq->arena, once),
					 jwt_moment(ending->token, "exp") + SECONDS(2 * JWT_SKEW_SECONDS));

	if (rc == RC_OK)
		rc = session_delete_outside(db, rq->arena, issuer, jwt_text(ending->token, "sub"),
					    sid.len ? sid : STR_NONE, &ended);
	for (size_t i = 0; rc == RC_OK && i < ended.count; i++) {
		const struct session *session = ROW(struct session, ended, i);
		struct actor actor = actor_command(session->organization_id, "system", "logout of the provider", rq->now);
		struct audit_entry entry = {
			.action = "session.ended_outside", .subject = "account", .subject_id = session->account_id};
		actor.request_id = rq->id;
		rc = audit_append(db, &actor, &entry);
	}
	return rc;
}

static enum rc refuse_logout(struct request *rq, struct response *rs, const char *refusal)
{
	LOG(LOG_WARN, "oidc.logout", "refused: %s", refusal);
	rs->status = rc_http_status(RC_BAD_REQUEST);
	rs->cache = "no-store";
	return respond_json(rq, rs, STR("{\"error\":\"invalid_request\"}"));
}

/* OpenID Connect Back-Channel Logout 1.0: the provider tells us itself. */
static enum rc logout_post(struct request *rq, struct response *rs)
{
	struct jwt token;
	const char *refusal;

	if (!oidc_is_on(rq->config))
		return RC_NOT_FOUND;
	enum rc rc = oidc_check(rq->arena, rq->config, rq->now, pairs_get(&rq->form, "logout_token"), STR_NONE, &token,
				&refusal);
	if (rc == RC_OK)
		refusal = oidc_logout_refusal(&token);
	if (rc == RC_DENIED || (rc == RC_OK && refusal))
		return refuse_logout(rq, rs, refusal);
	if (rc != RC_OK)
		return rc;
	struct ending ending = {rq, &token};
	rc = db_transaction(rq->db, "sign_out_outside", write_ending, &ending);
	if (rc == RC_DUPLICATE)
		return refuse_logout(rq, rs, "jti");
	rs->cache = "no-store";
	return rc == RC_OK ? respond_json(rq, rs, STR("{}")) : rc;
}

enum rc oidc_signed_out(struct request *rq, struct response *rs, const struct session_origin *origin)
{
	const struct oidc_provider *provider;
	struct view *page = view_new(rq->arena);

	if (!oidc_is_on(rq->config) || !str_equal(origin->issuer, config_text(rq->config, "oidc.issuer")) ||
	    oidc_find(rq->arena, rq->config, rq->now, &provider) != RC_OK)
		return RC_NOT_FOUND;
	struct str url = oidc_logout_url(rq->arena, rq->config, provider, origin->id_token);
	if (!url.at)
		return RC_NOT_FOUND;
	view_text(page, "provider", oidc_name(rq->config));
	view_text(page, "href", url);
	rs->cache = "no-store";
	return respond_page(rq, rs, "identity/signed-out", page);
}

const struct route oidc_routes[] = {
	{.method = METHOD_GET,
	 .path = "/sign-in/oidc",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED | ROUTE_WRITES,
	 .handle = start_get,
	 .help = "to the OpenID provider"},
	{.method = METHOD_POST,
	 .path = "/sign-in/oidc",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = start_post,
	 .help = "the same with a form that waits"},
	{.method = METHOD_GET,
	 .path = "/sign-in/oidc/confirm",
	 .needs = MAY_SIGN_IN,
	 .flags = ROUTE_WRITES,
	 .handle = confirm_get,
	 .help = "to the OpenID provider, to sign in anew for a signature"},
	{.method = METHOD_GET,
	 .path = "/sign-in/oidc/callback",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED | ROUTE_WRITES,
	 .handle = callback_get,
	 .help = "back from the OpenID provider"},
	{.method = METHOD_POST,
	 .path = "/sign-in/oidc/logout",
	 .flags = ROUTE_PUBLIC | ROUTE_NO_CSRF | ROUTE_LIMITED,
	 .handle = logout_post,
	 .help = "the provider ends sessions (back-channel logout)"},
	ROUTE_END,
};
