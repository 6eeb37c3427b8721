#include "identity/api_token.h"

#include "base/log.h"
#include "base/random.h"
#include "identity/account_store.h"
#include "identity/api_key_store.h"
#include "identity/issuer_keys.h"
#include "identity/jwt.h"
#include "identity/session.h"
#include "identity/viewer_kept.h"

/* Our own keys, read again when the file was replaced. */
static struct {
	struct arena *arena;
	struct jwk_set set;
	uint64_t stamp;
} own;

static struct str key_path(const struct request *rq)
{
	return config_path(rq->arena, rq->config, "api.signing_keys");
}

static enum rc own_keys(const struct request *rq, const struct jwk_set **set)
{
	uint64_t stamp = jwks_file_stamp(rq->arena, key_path(rq));
	enum rc rc = RC_OK;

	if (!own.arena)
		own.arena = arena_new(0);
	if (!stamp || stamp != own.stamp) {
		arena_reset(own.arena);
		rc = jwks_file_load(own.arena, key_path(rq), JWK_EDDSA, &own.set);
		own.stamp = rc == RC_OK ? jwks_file_stamp(rq->arena, key_path(rq)) : 0;
	}
	*set = &own.set;
	return rc;
}

/* What a token has shown: who may act, and how far. */
struct shown {
	int64_t account_id;
	int64_t directory_version;
	const char *method;
	uint64_t scopes;
	int64_t token_id;
	bool is_sandbox;
};

static enum rc take(struct request *rq, const struct shown *shown)
{
	struct viewer *viewer = ARENA_NEW(rq->arena, struct viewer);
	const struct session session = {.account_id = shown->account_id,
					.method = str_of(shown->method),
					.created_at = rq->now,
					.directory_version = shown->directory_version};
	enum rc rc = viewer_of_session(rq->db, &session, rq->now, viewer);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rq->api->scopes = shown->scopes;
	rq->api->token_id = shown->token_id;
	rq->api->is_sandbox = viewer->is_sandbox = shown->is_sandbox;
	viewer->is_production = !shown->is_sandbox;
	rq->viewer = viewer;
	/* Times are told in UTC and read with their zone; days are those of the organization. */
	return zone_find(viewer->organization_zone, &rq->zone) == RC_FAULT ? RC_FAULT : RC_OK;
}

static enum rc identify_key(struct request *rq, struct str token)
{
	const day today = zone_day(NULL, rq->now);
	struct api_key key;
	enum rc rc = api_key_by_token(rq->db, rq->arena, sha256(rq->arena, token), &key);

	if (rc == RC_NOT_FOUND || (rc == RC_OK && !api_key_is_valid(&key, today)))
		return RC_OK;
	if (rc == RC_OK && key.used_on != today)
		rc = api_key_touch(rq->db, key.id, today);
	if (rc != RC_OK)
		return rc;
	return take(rq, &(struct shown){key.account_id, key.directory_version, "api_key", api_key_scopes(key.scopes, ','),
					key.id, str_is(key.environment, "sandbox")});
}

/* --- signed tokens --------------------------------------------------------------- */

static struct str own_audience(const struct request *rq)
{
	struct str site = config_text(rq->config, "web.public_url");

	return arena_printf(rq->arena, "%.*s/api/v1", STR_ARG(site));
}

static enum rc take_account(struct request *rq, const struct jwt *jwt, int64_t account_id, bool is_own)
{
	struct api_account account;
	enum rc rc = api_account_find(rq->db, rq->arena, account_id, is_own ? jwt_text(jwt, "key") : STR_NONE, &account);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	const uint64_t scopes = api_key_scopes(jwt_text(jwt, "scope"), ' ');
	return take(rq, &(struct shown){account.account_id, account.directory_version, is_own ? "token" : "token_outside", scopes, 0,
					is_own && str_is(jwt_text(jwt, "env"), "sandbox")});
}

static enum rc identify_own(struct request *rq, struct str token)
{
	const struct jwk_set *keys;
	struct jwt jwt;
	int64_t account_id;
	const struct jwt_expected expected = {
		.issuer = config_text(rq->config, "web.public_url"), .audience = own_audience(rq), .now = rq->now};
	enum rc rc = own_keys(rq, &keys);

	if (rc == RC_OK)
		rc = jwt_verify(rq->arena, token, keys, JWK_EDDSA | JWK_RS256, &jwt);
	if (rc != RC_OK)
		return rc == RC_FAULT ? rc : RC_OK;
	if (jwt_refusal(&jwt, &expected) || !str_to_int(jwt_text(&jwt, "sub"), 1, INT64_MAX, &account_id))
		return RC_OK;
	return take_account(rq, &jwt, account_id, true);
}

static enum rc identify_outside(struct request *rq, struct str token)
{
	struct account account;
	struct jwt jwt;
	const struct jwt_expected expected = {.issuer = config_text(rq->config, "api.issuer"),
					      .audience = config_text(rq->config, "api.issuer_audience"),
					      .now = rq->now};
	enum rc rc = issuer_keys_verify(rq->db, rq->arena, rq->config, rq->now, token, &jwt);

	if (rc == RC_UNAVAILABLE)
		rq->api->away = N_("The keys of the issuer of this token cannot be reached. Nobody can tell whether it is good.");
	if (rc != RC_OK)
		return rc == RC_FAULT || rc == RC_UNAVAILABLE ? rc : RC_OK;
	const char *refusal = jwt_refusal(&jwt, &expected);
	if (refusal) {
		LOG(LOG_INFO, "api.token_refused", "%s", refusal);
		return RC_OK;
	}
	struct str login = jwt_text(&jwt, config_text(rq->config, "api.issuer_claim").at);
	if (!login.len)
		return RC_OK;
	rc = account_by_login(rq->db, rq->arena, account_login(rq->arena, login), &account);
	return rc == RC_OK ? take_account(rq, &jwt, account.id, false) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Only a token that names its issuer leads to that issuer's keys: others cost no request to it. */
static enum rc identify_signed(struct request *rq, struct str token)
{
	struct jwt jwt;

	if (token.len > JWT_BYTES_MOST || jwt_read(rq->arena, token, &jwt) != RC_OK)
		return RC_OK;
	struct str issuer = jwt_text(&jwt, "iss");
	if (str_equal(issuer, config_text(rq->config, "web.public_url")))
		return identify_own(rq, token);
	return issuer.len && str_equal(issuer, config_text(rq->config, "api.issuer")) ? identify_outside(rq, token) : RC_OK;
}

/* --- who asks ---------------------------------------------------------------------- */

/* A page of ours reads, or asks for a token; another site's page gets no use of the cookie. */
static enum rc identify_browser(struct request *rq)
{
	const bool is_own_page = str_is(request_header(rq, "sec-fetch-site"), "same-origin");
	const struct api_operation *operation = rq->route->api;
	const bool is_taken = !method_changes(rq->method) || (operation && (operation->flags & API_COOKIE));

	/* The guide is a page as any other. */
	if (!operation && !method_changes(rq->method))
		return session_identify(rq);
	if (!is_own_page || !is_taken)
		return RC_OK;
	rq->api->is_cookie = true;
	rq->api->scopes = UINT64_MAX;
	return session_identify(rq);
}

enum rc api_token_identify(struct request *rq)
{
	struct str sent = request_header(rq, "authorization"), scheme;

	rq->api = ARENA_NEW(rq->arena, struct api_call);
	if (!sent.len)
		return identify_browser(rq);
	if (!str_split(&sent, ' ', &scheme) || !str_equal_nocase(scheme, STR("bearer")))
		return RC_OK;
	struct str token = str_trim(sent);
	return api_key_is_token(token) ? identify_key(rq, token) : identify_signed(rq, token);
}

enum rc api_token_authorise(const struct request *rq, int needs)
{
	const struct api_operation *operation = rq->route->api;

	if (!rq->viewer)
		return RC_UNAUTHENTICATED;
	if (operation && operation->scope && !(rq->api->scopes & UINT64_C(1) << operation->scope))
		return RC_DENIED;
	return needs == NO_PERMISSION || viewer_may(rq->viewer, (enum permission)needs) ? RC_OK : RC_DENIED;
}

enum rc api_token_issue(struct request *rq, uint64_t scopes, struct str *token)
{
	const struct viewer *viewer = rq->viewer;
	const int64_t seconds = rq->now / SECONDS(1);
	const struct jwk_set *keys;
	struct api_json json = API_JSON_IN(rq->arena);
	struct api_key key = {.uuid = STR_NONE};
	struct str bearer = request_header(rq, "authorization");
	enum rc rc = own_keys(rq, &keys);

	if (rc == RC_OK && rq->api->token_id) {
		bearer = str_trim(str_slice(bearer, sizeof "bearer" - 1, bearer.len));
		rc = api_key_by_token(rq->db, rq->arena, sha256(rq->arena, bearer), &key);
	}
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "iss", config_text(rq->config, "web.public_url"));
	api_json_text(&json, "aud", own_audience(rq));
	api_json_text(&json, "sub", arena_printf(rq->arena, "%lld", (long long)viewer->account_id));
	api_json_text(&json, "scope", api_key_scopes_text(rq->arena, scopes & rq->api->scopes, " "));
	api_json_cstr(&json, "env", rq->api->is_sandbox ? "sandbox" : "prod");
	if (key.uuid.len)
		api_json_text(&json, "key", key.uuid);
	api_json_text(&json, "jti", uuid_new(rq->arena, rq->now));
	api_json_int(&json, "iat", seconds);
	api_json_int(&json, "exp", seconds + config_int(rq->config, "api.token_minutes") * 60);
	api_json_end(&json);
	return jwt_sign(rq->arena, jwks_signer(keys), "JWT", api_json_str(&json), token);
}

enum rc api_token_keys(struct request *rq, struct str *json)
{
	const struct jwk_set *keys;
	enum rc rc = own_keys(rq, &keys);

	if (rc == RC_OK)
		*json = jwks_text(rq->arena, keys);
	return rc;
}
