#include "identity/oidc.h"

#include "base/log.h"
#include "base/text.h"
#include "client/client_http.h"
#include "http/host.h"

enum { SECONDS_TO_WAIT = 5, BLOCK = 8192 };
static const moment document_time = HOURS(1), keys_time = HOURS(12), pause_between = MINUTES(1), pause_after_failure = SECONDS(10);

/* What the process has of the provider. */
static struct {
	struct arena *arena;
	struct str wanted;      /* the setting it belongs to */
	struct oidc_provider provider;
	moment read_at;
	moment failed_at;
	struct arena *key_arena;
	struct jwk_set keys;
	moment keys_read_at;
} kept = {.read_at = MOMENT_NONE, .failed_at = MOMENT_NONE, .keys_read_at = MOMENT_NONE};

bool oidc_is_on(const struct config *config)
{
	return config_text(config, "oidc.issuer").len > 0;
}

static struct str after_scheme(struct str url)
{
	ptrdiff_t at = str_find(url, STR("://"));

	return at < 0 ? STR("") : str_slice(url, (size_t)at + 3, url.len);
}

static struct str host_of(struct str url)
{
	struct str rest = after_scheme(url), host;

	return str_split(&rest, '/', &host) ? host : STR("");
}

struct str oidc_name(const struct config *config)
{
	struct str name = config_text(config, "oidc.name");

	return name.len ? name : host_name(host_of(config_text(config, "oidc.issuer")));
}

/* Over the network only with TLS; plain on this machine. */
static bool is_address(struct str url)
{
	struct str host = host_of(url);

	return host.len && (str_starts(url, STR("https://")) ||
			    (str_starts(url, STR("http://")) && host_is_local(host)));
}

static enum rc fetch(struct arena *arena, const struct config *config, struct str url, struct client_answer *answer)
{
	const struct client_request request = {.config = config, .url = url, .timeout = SECONDS_TO_WAIT};
	enum rc rc = is_address(url) ? client_send(arena, &request, answer) : RC_INVALID;

	if (rc == RC_OK && answer->status == 200 && !answer->is_cut)
		return RC_OK;
	LOG(LOG_WARN, "oidc.fetch", "%.*s: %s %d", STR_ARG(host_of(url)), rc_name(rc), rc == RC_OK ? answer->status : 0);
	return RC_UNAVAILABLE;
}

static struct str optional(const struct jwt *document, const char *name)
{
	struct str value = jwt_text(document, name);

	return is_address(value) ? value : STR_NONE;
}

static enum rc read_document(const struct jwt *document, struct str issuer, struct oidc_provider *out)
{
	static const char methods[] = "token_endpoint_auth_methods_supported";

	*out = (struct oidc_provider){
		.issuer = jwt_text(document, "issuer"),
		.authorization_endpoint = jwt_text(document, "authorization_endpoint"),
		.token_endpoint = jwt_text(document, "token_endpoint"),
		.jwks_uri = jwt_text(document, "jwks_uri"),
		.userinfo_endpoint = optional(document, "userinfo_endpoint"),
		.end_session_endpoint = optional(document, "end_session_endpoint"),
		.posts_secret = jwt_lists(document, methods, STR("client_secret_post")) &&
				!jwt_lists(document, methods, STR("client_secret_basic")),
	};
	bool is_whole = str_equal(out->issuer, issuer) && is_address(out->authorization_endpoint) &&
			is_address(out->token_endpoint) && is_address(out->jwks_uri);
	if (!is_whole)
		LOG(LOG_WARN, "oidc.document", "the issuer names itself otherwise, or an address is missing or without TLS");
	return is_whole ? RC_OK : RC_UNAVAILABLE;
}

static enum rc read_provider(struct arena *arena, const struct config *config, struct oidc_provider *out)
{
	struct str issuer = config_text(config, "oidc.issuer");
	const char *slash = str_ends(issuer, STR("/")) ? "" : "/";
	struct client_answer answer;
	struct jwt document;
	enum rc rc = fetch(arena, config, arena_printf(arena, "%.*s%s.well-known/openid-configuration", STR_ARG(issuer),
						       slash), &answer);

	if (rc == RC_OK && jwt_document(arena, answer.body, &document) != RC_OK)
		rc = RC_UNAVAILABLE;
	return rc == RC_OK ? read_document(&document, issuer, out) : rc;
}

enum rc oidc_find(struct arena *arena, const struct config *config, moment now, const struct oidc_provider **out)
{
	struct oidc_provider fresh;

	(void)arena;
	*out = &kept.provider;
	if (kept.arena && now - kept.read_at < document_time &&
	    str_equal(kept.wanted, config_text(config, "oidc.issuer")))
		return RC_OK;
	if (!oidc_is_on(config) || (kept.failed_at != MOMENT_NONE && now - kept.failed_at < pause_after_failure))
		return RC_UNAVAILABLE;
	struct arena *room = arena_new(BLOCK);
	enum rc rc = read_provider(room, config, &fresh);
	if (rc != RC_OK) {
		arena_free(room);
		kept.failed_at = now;
		/* What was known an hour ago is better than nobody who can sign in. */
		return kept.arena ? RC_OK : rc;
	}
	arena_free(kept.arena);
	kept.arena = room;
	kept.wanted = arena_str(room, config_text(config, "oidc.issuer"));
	kept.provider = fresh;
	kept.read_at = now;
	kept.failed_at = MOMENT_NONE;
	return RC_OK;
}

static enum rc read_keys(const struct config *config, moment now, struct str url)
{
	struct arena *room = arena_new(BLOCK);
	struct client_answer answer;
	struct jwk_set *fresh = ARENA_NEW(room, struct jwk_set);
	enum rc rc = fetch(room, config, url, &answer);

	kept.keys_read_at = now;
	if (rc == RC_OK && jwks_parse(room, answer.body, fresh) != RC_OK) {
		LOG(LOG_WARN, "oidc.keys", "no key that can be used");
		rc = RC_UNAVAILABLE;
	}
	if (rc != RC_OK) {
		arena_free(room);
		return rc;
	}
	arena_free(kept.key_arena);
	kept.key_arena = room;
	kept.keys = *fresh;
	return RC_OK;
}

static unsigned allowed_algorithms(const struct config *config)
{
	struct str rest = config_text(config, "oidc.algorithms"), name;
	unsigned allowed = 0;

	while (str_split(&rest, ' ', &name))
		allowed |= jwk_algorithm_of(name);
	return allowed;
}

/* Tries the keys at hand, then once those of now, but not more often than once a minute. */
static enum rc verify(struct arena *arena, const struct config *config, moment now, struct str jwks_uri,
		      struct str token, struct jwt *out)
{
	const unsigned allowed = allowed_algorithms(config);
	const bool is_stale = !kept.key_arena || now - kept.keys_read_at > keys_time;
	enum rc rc = RC_OK;

	if (is_stale && (kept.keys_read_at == MOMENT_NONE || now - kept.keys_read_at > pause_after_failure))
		rc = read_keys(config, now, jwks_uri);
	if (!kept.key_arena)
		return rc == RC_OK ? RC_UNAVAILABLE : rc;
	rc = jwt_verify(arena, token, &kept.keys, allowed, out);
	if (rc == RC_NOT_FOUND && now - kept.keys_read_at >= pause_between && read_keys(config, now, jwks_uri) == RC_OK)
		rc = jwt_verify(arena, token, &kept.keys, allowed, out);
	return rc;
}

enum rc oidc_check(struct arena *arena, const struct config *config, moment now, struct str token, struct str nonce,
		   struct jwt *out, const char **refusal)
{
	const struct oidc_provider *provider;
	enum rc rc = oidc_find(arena, config, now, &provider);

	*refusal = "away";
	if (rc == RC_OK)
		rc = verify(arena, config, now, provider->jwks_uri, token, out);
	if (rc == RC_UNAVAILABLE)
		return rc;
	if (rc != RC_OK) {
		*refusal = rc == RC_NOT_FOUND ? "kid" : rc == RC_INVALID ? "alg" : "signature";
		return RC_DENIED;
	}
	const struct jwt_expected expected = {
		.issuer = provider->issuer,
		.audience = config_text(config, "oidc.client_id"),
		.client = config_text(config, "oidc.client_id"),
		.nonce = nonce,
		.now = now,
	};
	*refusal = jwt_refusal(out, &expected);
	return *refusal ? RC_DENIED : RC_OK;
}
