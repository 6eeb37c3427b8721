#include "identity/oidc.h"

#include <jansson.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "client/client_http.h"
#include "identity/secret_file.h"

enum { SECONDS_TO_WAIT = 8, TRIP_PARTS = 7, NEXT_MOST = 1500, GROUPS_MOST = 1000 };

static const char logout_event[] = "http://schemas.openid.net/event/backchannel-logout";

/* --- the way there --------------------------------------------------------------------------------- */

struct oidc_trip oidc_trip_new(struct arena *arena)
{
	return (struct oidc_trip){
		.state = token_new(arena),
		.nonce = token_new(arena),
		.verifier = token_new(arena),
		.kept = STR_NONE,
		.next = STR("/"),
	};
}

struct str oidc_trip_text(struct arena *arena, const struct oidc_trip *trip)
{
	struct str next = trip->next.len <= NEXT_MOST ? trip->next : STR("/");

	return arena_printf(arena, "%d\n%lld\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", trip->is_confirming,
			    (long long)trip->account_id, STR_ARG(trip->state), STR_ARG(trip->nonce),
			    STR_ARG(trip->verifier), STR_ARG(trip->kept), STR_ARG(next));
}

bool oidc_trip_read(struct str text, struct oidc_trip *out)
{
	struct str parts[TRIP_PARTS] = {{0}}, rest = text;
	size_t count = 0;

	while (count < TRIP_PARTS && str_split(&rest, '\n', &parts[count]))
		count++;
	*out = (struct oidc_trip){
		.is_confirming = str_is(parts[0], "1"),
		.state = parts[2],
		.nonce = parts[3],
		.verifier = parts[4],
		.kept = parts[5].len ? parts[5] : STR_NONE,
		.next = parts[6],
	};
	return count == TRIP_PARTS && !rest.at && out->state.len && out->nonce.len && out->verifier.len &&
	       str_to_int(parts[1], 0, INT64_MAX, &out->account_id);
}

struct str oidc_redirect_uri(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "%.*s/sign-in/oidc/callback", STR_ARG(config_text(config, "web.public_url")));
}

static void add(struct text *to, const char *name, struct str value)
{
	if (to->len && to->at[to->len - 1] != '?')
		text_char(to, '&');
	text_cstr(to, name);
	text_char(to, '=');
	text_url(to, value);
}

/* The address with what may follow it. */
static struct text begin_url(struct arena *arena, struct str address)
{
	struct text url = TEXT_IN(arena);

	text_add(&url, address);
	if (str_find(address, STR("?")) < 0)
		text_char(&url, '?');
	return url;
}

struct str oidc_authorize_url(struct arena *arena, const struct config *config, const struct oidc_provider *provider,
			      const struct oidc_trip *trip)
{
	struct text url = begin_url(arena, provider->authorization_endpoint);
	struct str acr = config_text(config, "oidc.acr_values");

	add(&url, "response_type", STR("code"));
	add(&url, "client_id", config_text(config, "oidc.client_id"));
	add(&url, "redirect_uri", oidc_redirect_uri(arena, config));
	add(&url, "scope", config_text(config, "oidc.scopes"));
	add(&url, "state", trip->state);
	add(&url, "nonce", trip->nonce);
	add(&url, "code_challenge", base64_url(arena, sha256(arena, trip->verifier)));
	add(&url, "code_challenge_method", STR("S256"));
	if (acr.len)
		add(&url, "acr_values", acr);
	if (trip->is_confirming) {
		add(&url, "prompt", STR("login"));
		add(&url, "max_age", STR("0"));
	}
	return text_str(&url);
}

struct str oidc_logout_url(struct arena *arena, const struct config *config, const struct oidc_provider *provider,
			   struct str hint)
{
	struct text url;

	if (!provider->end_session_endpoint.at)
		return STR_NONE;
	url = begin_url(arena, provider->end_session_endpoint);
	add(&url, "client_id", config_text(config, "oidc.client_id"));
	add(&url, "post_logout_redirect_uri",
	    arena_printf(arena, "%.*s/sign-in", STR_ARG(config_text(config, "web.public_url"))));
	if (hint.len)
		add(&url, "id_token_hint", hint);
	return text_str(&url);
}

/* --- from code to identity --------------------------------------------------------------------------- */

/* A redeeming on its way. */
struct redeeming {
	struct arena *arena;
	const struct config *config;
	moment now;
	const struct oidc_provider *provider;
	struct jwt token;    /* the ID token */
	struct jwt userinfo; /* claims NULL: not asked for */
	struct str access_token;
};

/* RFC 6749, 2.3.1: both are encoded as in a form before they are joined. */
static struct str basic_credentials(struct arena *arena, struct str id, struct str secret)
{
	struct text pair = TEXT_IN(arena);

	text_url(&pair, id);
	text_char(&pair, ':');
	text_url(&pair, secret);
	return arena_printf(arena, "Basic %.*s", STR_ARG(base64(arena, text_str(&pair))));
}

static enum rc request_token(struct redeeming *r, const struct oidc_trip *trip, struct str code,
			     struct client_answer *answer)
{
	struct text form = TEXT_IN(r->arena);
	struct str id = config_text(r->config, "oidc.client_id"), secret;
	struct client_header headers[3] = {
		{STR("Accept"), STR("application/json")},
		{STR("Content-Type"), STR("application/x-www-form-urlencoded")},
	};
	enum rc rc = secret_file_read(r->arena, r->config, "oidc.client_secret_file", &secret);

	if (rc != RC_OK)
		return rc;
	add(&form, "grant_type", STR("authorization_code"));
	add(&form, "code", code);
	add(&form, "redirect_uri", oidc_redirect_uri(r->arena, r->config));
	add(&form, "code_verifier", trip->verifier);
	const bool is_basic = secret.len && !r->provider->posts_secret;
	if (is_basic)
		headers[2] = (struct client_header){STR("Authorization"), basic_credentials(r->arena, id, secret)};
	else
		add(&form, "client_id", id);
	if (secret.len && !is_basic)
		add(&form, "client_secret", secret);
	const struct client_request request = {
		.config = r->config,
		.method = "POST",
		.url = r->provider->token_endpoint,
		.headers = headers,
		.header_count = is_basic ? 3 : 2,
		.body = text_str(&form),
		.timeout = SECONDS_TO_WAIT,
	};
	rc = client_send(r->arena, &request, answer);
	if (rc != RC_OK)
		LOG(LOG_WARN, "oidc.token", "%s", rc_name(rc));
	return rc == RC_OK ? RC_OK : RC_UNAVAILABLE;
}

/* RC_DENIED: the provider does not take the code, or answers something else than tokens. */
static enum rc read_tokens(struct redeeming *r, const struct client_answer *answer, struct str *id_token)
{
	struct jwt document;

	if (answer->status >= 500)
		return RC_UNAVAILABLE;
	if (answer->status != 200 || jwt_document(r->arena, answer->body, &document) != RC_OK) {
		LOG(LOG_WARN, "oidc.token", "answered with %d", answer->status);
		return RC_DENIED;
	}
	*id_token = jwt_text(&document, "id_token");
	r->access_token = jwt_text(&document, "access_token");
	return id_token->len ? RC_OK : RC_DENIED;
}

/* Some providers put into the ID token only who it is; the rest is fetched. What it says must be of the same person. */
static enum rc read_userinfo(struct redeeming *r)
{
	struct client_answer answer;
	struct client_header header = {STR("Authorization"),
				       arena_printf(r->arena, "Bearer %.*s", STR_ARG(r->access_token))};
	const struct client_request request = {.config = r->config,
					       .url = r->provider->userinfo_endpoint,
					       .headers = &header,
					       .header_count = 1,
					       .timeout = SECONDS_TO_WAIT};

	if (!r->provider->userinfo_endpoint.at || !r->access_token.len ||
	    (jwt_has(&r->token, arena_cstr(r->arena, config_text(r->config, "oidc.claim_email"))) &&
	     jwt_has(&r->token, arena_cstr(r->arena, config_text(r->config, "oidc.claim_groups")))))
		return RC_OK;
	for (size_t i = 0; i < r->access_token.len; i++)
		if ((unsigned char)r->access_token.at[i] <= ' ' || (unsigned char)r->access_token.at[i] >= 0x7f)
			return RC_DENIED;
	if (client_send(r->arena, &request, &answer) != RC_OK)
		return RC_UNAVAILABLE;
	if (answer.status != 200 || jwt_document(r->arena, answer.body, &r->userinfo) != RC_OK)
		return RC_OK; /* a signed or refused answer: the ID token has to do */
	return str_equal(jwt_text(&r->userinfo, "sub"), jwt_text(&r->token, "sub")) ? RC_OK : RC_DENIED;
}

/* Where a claim stands, the ID token before the userinfo; NULL: nowhere. */
static const struct jwt *holder_of(const struct redeeming *r, const char *claim)
{
	if (jwt_has(&r->token, claim))
		return &r->token;
	return r->userinfo.claims && jwt_has(&r->userinfo, claim) ? &r->userinfo : NULL;
}

static const char *claim_name(const struct redeeming *r, const char *key)
{
	return arena_cstr(r->arena, config_text(r->config, key));
}

static struct str claim(const struct redeeming *r, const char *key)
{
	const char *name = claim_name(r, key);
	const struct jwt *holder = holder_of(r, name);
	struct str value = holder ? jwt_text(holder, name) : STR_NONE;

	return value.len && str_is_utf8(value) ? value : STR_NONE;
}

/*
 * The groups. Too many of them for a token are named by a reference instead (_claim_names, hasgroups): that is not said
 * here, and less than everything is nothing.
 */
static void read_groups(const struct redeeming *r, struct provision_identity *out)
{
	const char *name = claim_name(r, "oidc.claim_groups");
	const struct jwt *holder = holder_of(r, name);
	const bool is_elsewhere = json_object_get(json_object_get(r->token.claims, "_claim_names"), name) ||
				  jwt_is_true(&r->token, "hasgroups");
	struct str *groups = ARENA_ARRAY(r->arena, struct str, GROUPS_MOST);

	if (!holder || is_elsewhere)
		return;
	while (out->group_count < GROUPS_MOST && jwt_nth(holder, name, out->group_count).at) {
		groups[out->group_count] = jwt_nth(holder, name, out->group_count);
		out->group_count++;
	}
	out->groups = groups;
	out->has_groups = true;
}

/* "pwd otp" of the list. */
static struct str means_of(const struct redeeming *r)
{
	struct text means = TEXT_IN(r->arena);

	for (size_t i = 0; jwt_nth(&r->token, "amr", i).at; i++) {
		if (i)
			text_char(&means, ' ');
		text_add(&means, jwt_nth(&r->token, "amr", i));
	}
	return means.len ? text_str(&means) : STR_NONE;
}

static void read_identity(const struct redeeming *r, struct str id_token, struct enter_outside *out)
{
	const struct jwt *verified = holder_of(r, "email_verified");
	const bool is_trusted = str_is(config_text(r->config, "oidc.trust_email"), "on");

	*out = (struct enter_outside){
		.method = "oidc",
		.identity = {.source = PROVISION_OIDC,
			     .issuer = jwt_text(&r->token, "iss"),
			     .subject = jwt_text(&r->token, "sub"),
			     .login = claim(r, "oidc.claim_login"),
			     .employee_number = claim(r, "oidc.claim_number"),
			     .given_name = claim(r, "oidc.claim_given_name"),
			     .family_name = claim(r, "oidc.claim_family_name"),
			     .email = claim(r, "oidc.claim_email"),
			     .is_email_proven = is_trusted || (verified && jwt_is_true(verified, "email_verified"))},
	};
	read_groups(r, &out->identity);
	out->origin = (struct session_origin){
		.issuer = out->identity.issuer,
		.subject = out->identity.subject,
		.sid = jwt_text(&r->token, "sid"),
		.acr = jwt_text(&r->token, "acr"),
		.amr = means_of(r),
		.id_token = id_token,
	};
}

enum rc oidc_redeem(struct arena *arena, const struct config *config, moment now, const struct oidc_trip *trip,
		    struct str code, struct enter_outside *out, moment *authenticated_at, const char **refusal)
{
	struct redeeming r = {.arena = arena, .config = config, .now = now};
	struct client_answer answer;
	struct str id_token;
	enum rc rc = oidc_find(arena, config, now, &r.provider);

	*refusal = "code";
	if (rc == RC_OK)
		rc = request_token(&r, trip, code, &answer);
	if (rc == RC_OK)
		rc = read_tokens(&r, &answer, &id_token);
	if (rc == RC_OK)
		rc = oidc_check(arena, config, now, id_token, trip->nonce, &r.token, refusal);
	if (rc != RC_OK)
		return rc;
	*refusal = "sub";
	if (!jwt_text(&r.token, "sub").len)
		return RC_DENIED;
	*refusal = "userinfo";
	rc = read_userinfo(&r);
	if (rc != RC_OK)
		return rc;
	read_identity(&r, id_token, out);
	*authenticated_at = jwt_moment(&r.token, "auth_time");
	return RC_OK;
}

const char *oidc_logout_refusal(const struct jwt *jwt)
{
	const json_t *event = json_object_get(json_object_get(jwt->claims, "events"), logout_event);

	if (!json_is_object(event))
		return "events";
	if (jwt_has(jwt, "nonce"))
		return "nonce";
	if (!jwt_text(jwt, "jti").len)
		return "jti";
	if (jwt_moment(jwt, "iat") == MOMENT_NONE)
		return "iat";
	return jwt_text(jwt, "sid").len || jwt_text(jwt, "sub").len ? NULL : "sub";
}
