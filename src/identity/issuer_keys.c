#include "identity/issuer_keys.h"

#include "base/file.h"
#include "base/log.h"
#include "client/client_http.h"
#include "http/host.h"
#include "identity/issuer_keys_store.h"

/* A request of somebody who waits may take less of it than the worker's. */
enum { SECONDS_IN_REQUEST = 2, SECONDS_OF_WORKER = 10, LIFETIME_USUAL = 3600, LIFETIME_LEAST = 300, LIFETIME_MOST = 86400 };
static const moment looked_for = SECONDS(30), pause_between = MINUTES(1), pause_after_failure = MINUTES(1);

/* What this process has of it. */
static struct {
	struct arena *arena;
	struct jwk_set set;
	struct str url;      /* of the set; empty: it came from the file */
	uint64_t stamp;      /* of the file; 0: it holds nothing that counts */
	moment fetched_at;   /* of the set from the address */
	moment looked_at;    /* at the row */
	moment tried_at;     /* as the row says */
	bool has_failed;     /* the last request for it */
} kept;

static struct str url_of(const struct config *config)
{
	return config_text(config, "api.issuer_keys_url");
}

bool issuer_keys_are_on(const struct config *config)
{
	return config_text(config, "api.issuer").len && (url_of(config).len || config_text(config, "api.issuer_keys").len);
}

int64_t issuer_keys_lifetime(struct str cache_control)
{
	struct str directive;
	int64_t seconds = LIFETIME_USUAL;

	while (str_split(&cache_control, ',', &directive)) {
		directive = str_trim(directive);
		if (str_equal_nocase(directive, STR("no-store")) || str_equal_nocase(directive, STR("no-cache")))
			return LIFETIME_LEAST;
		if (str_equal_nocase(str_slice(directive, 0, 8), STR("max-age=")) &&
		    !str_to_int(str_slice(directive, 8, directive.len), 0, INT64_MAX, &seconds))
			seconds = LIFETIME_USUAL;
	}
	return seconds < LIFETIME_LEAST ? LIFETIME_LEAST : seconds > LIFETIME_MOST ? LIFETIME_MOST : seconds;
}

/* --- the address ----------------------------------------------------------------- */

/* Over the network with TLS only: whoever could change the keys on their way could be anybody. */
static bool is_safe(struct str url)
{
	struct str rest = str_slice(url, sizeof "http://" - 1, url.len), host;

	return str_starts(url, STR("https://")) ||
	       (str_starts(url, STR("http://")) && str_split(&rest, '/', &host) && host_is_local(host));
}

static bool is_json(struct arena *arena, const struct client_answer *answer)
{
	struct str type = client_answer_type(arena, answer);

	return str_is(type, "application/json") || str_is(type, "application/jwk-set+json");
}

/* What the address gives now. RC_UNAVAILABLE: *failure says why it is of no use. */
static enum rc fetch(struct arena *arena, const struct config *config, int seconds, struct client_answer *answer,
		     struct jwk_set *set, struct str *failure)
{
	const struct client_header accept = {STR("accept"), STR("application/jwk-set+json, application/json")};
	const struct client_request request = {.config = config, .url = url_of(config), .headers = &accept, .header_count = 1,
					       .timeout = seconds, .most_bytes = JWKS_BYTES_MOST};

	if (!is_safe(request.url))
		*failure = STR("the address is not https");
	else if (client_send(arena, &request, answer) != RC_OK)
		*failure = answer->failure;
	else if (answer->status != 200)
		*failure = arena_printf(arena, "the answer is HTTP %d", answer->status);
	else if (answer->is_cut)
		*failure = STR("the answer is too large");
	else if (!is_json(arena, answer))
		*failure = STR("the answer is no JSON");
	else if (!str_is_utf8(answer->body) || jwks_parse(arena, answer->body, set) != RC_OK)
		*failure = STR("there is no key in it that can be used");
	else
		return RC_OK;
	return RC_UNAVAILABLE;
}

/* Asks the address and keeps what comes; again_at: when the worker is to ask when nothing does. The caller has the claim. */
static enum rc renew(struct db *db, struct arena *arena, const struct config *config, moment now, int seconds, moment again_at)
{
	struct client_answer answer;
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set);
	struct str url = url_of(config), failure = STR_NONE;

	if (fetch(arena, config, seconds, &answer, set, &failure) == RC_OK) {
		const moment lifetime = SECONDS(issuer_keys_lifetime(client_answer_header(&answer, "cache-control")));
		return issuer_keys_keep(db, url, answer.body, now, now + lifetime);
	}
	LOG(LOG_WARN, "issuer_keys.fetch", "%.*s", STR_ARG(failure));
	enum rc rc = issuer_keys_fail(db, url, str_slice(failure, 0, 300), again_at);
	return rc == RC_OK ? RC_UNAVAILABLE : rc;
}

enum rc issuer_keys_refresh(struct db *db, struct arena *arena, const struct config *config, moment now)
{
	struct issuer_keys row;

	if (!config_text(config, "api.issuer").len || !url_of(config).len)
		return RC_OK;
	enum rc rc = issuer_keys_find(db, arena, url_of(config), &row);
	if (rc == RC_NOT_FOUND)
		rc = issuer_keys_forget_others(db, url_of(config));
	else if (rc == RC_OK && row.next_due_at > now)
		return RC_OK;
	if (rc == RC_OK)
		rc = issuer_keys_claim(db, url_of(config), now, now - SECONDS(SECONDS_OF_WORKER));
	return rc == RC_OK ? renew(db, arena, config, now, SECONDS_OF_WORKER, now + pause_after_failure) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- what the process has ---------------------------------------------------------- */

static void use(struct str url)
{
	if (!kept.arena)
		kept.arena = arena_new(0);
	arena_reset(kept.arena);
	kept.set.count = 0;
	kept.url = arena_str(kept.arena, url);
	kept.stamp = 0;
	kept.fetched_at = MOMENT_NONE;
	kept.looked_at = MOMENT_NONE;
}

/* Takes over what lies in the database. */
static enum rc look(struct db *db, struct arena *arena, const struct config *config, moment now)
{
	struct issuer_keys row;
	enum rc rc = issuer_keys_find(db, arena, url_of(config), &row);

	if (rc == RC_NOT_FOUND)
		record_clear(&issuer_keys_record, &row);
	else if (rc != RC_OK)
		return rc;
	if (!kept.arena || !str_equal(kept.url, url_of(config)) || row.fetched_at != kept.fetched_at) {
		use(url_of(config));
		if (row.document.at && jwks_parse(kept.arena, row.document, &kept.set) != RC_OK)
			kept.set.count = 0;
	}
	kept.fetched_at = row.fetched_at;
	kept.looked_at = now;
	kept.tried_at = row.tried_at;
	kept.has_failed = row.failure.at || !row.document.at;
	return RC_OK;
}

static bool is_usable(const struct config *config, moment now)
{
	return kept.set.count && now - kept.fetched_at <= HOURS(config_int(config, "api.issuer_keys_hours"));
}

static enum rc verify_kept(struct arena *arena, const struct config *config, moment now, struct str token, struct jwt *out)
{
	return is_usable(config, now) ? jwt_verify(arena, token, &kept.set, JWK_ANY, out) : RC_UNAVAILABLE;
}

static enum rc verify_by_url(struct db *db, struct arena *arena, const struct config *config, moment now, struct str token,
			     struct jwt *out)
{
	enum rc rc = RC_OK;

	if (!kept.arena || kept.looked_at == MOMENT_NONE || now - kept.looked_at >= looked_for ||
	    !str_equal(kept.url, url_of(config)))
		rc = look(db, arena, config, now);
	if (rc != RC_OK)
		return rc;
	rc = verify_kept(arena, config, now, token, out);
	if (rc != RC_NOT_FOUND && rc != RC_UNAVAILABLE)
		return rc;
	/* Another process may have fetched them already. */
	if (look(db, arena, config, now) != RC_OK)
		return RC_UNAVAILABLE;
	rc = verify_kept(arena, config, now, token, out);
	if (rc != RC_NOT_FOUND && rc != RC_UNAVAILABLE)
		return rc;
	if ((kept.tried_at == MOMENT_NONE || now - kept.tried_at >= pause_between) &&
	    issuer_keys_claim(db, url_of(config), now, now - pause_between) == RC_OK) {
		/* This process may have no network; the worker has, and asks next. */
		enum rc renewed = renew(db, arena, config, now, SECONDS_IN_REQUEST, now);
		if (look(db, arena, config, now) != RC_OK || renewed != RC_OK)
			return RC_UNAVAILABLE;
		rc = verify_kept(arena, config, now, token, out);
	}
	/* A key that was not there when the issuer last answered is none of its; when it did not answer, nobody can tell. */
	return rc == RC_NOT_FOUND && kept.has_failed ? RC_UNAVAILABLE : rc;
}

/* An administrator or a timer keeps the file up to date. */
static enum rc verify_by_file(struct arena *arena, const struct config *config, struct str token, struct jwt *out)
{
	struct str path = config_path(arena, config, "api.issuer_keys"), json;
	const uint64_t stamp = jwks_file_stamp(arena, path);

	if (!kept.arena || kept.url.len || stamp != kept.stamp) {
		use(STR(""));
		if (file_read(kept.arena, path.at, JWKS_BYTES_MOST, &json) == RC_OK &&
		    jwks_parse(kept.arena, json, &kept.set) == RC_OK)
			kept.stamp = stamp;
	}
	return kept.stamp ? jwt_verify(arena, token, &kept.set, JWK_ANY, out) : RC_UNAVAILABLE;
}

enum rc issuer_keys_verify(struct db *db, struct arena *arena, const struct config *config, moment now, struct str token,
			   struct jwt *out)
{
	if (!issuer_keys_are_on(config))
		return RC_NOT_FOUND;
	return url_of(config).len ? verify_by_url(db, arena, config, now, token, out)
				  : verify_by_file(arena, config, token, out);
}

/* --- muster doctor ------------------------------------------------------------------ */

static const char subject[] = "outside token issuer";

static void check_url(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct client_answer answer;
	struct issuer_keys row;
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set);
	struct str failure = STR_NONE;

	if (fetch(arena, config, SECONDS_OF_WORKER, &answer, set, &failure) == RC_OK)
		doctor_add(found, FINDING_OK, subject, arena_printf(arena, "%.*s publishes %zu keys",
								   STR_ARG(config_text(config, "api.issuer")), set->count), NULL);
	else
		doctor_add(found, FINDING_FAIL, subject, arena_printf(arena, "its keys cannot be fetched: %.*s", STR_ARG(failure)),
			   "look at api.issuer_keys_url, the network and client.ca_file");
	enum rc rc = issuer_keys_find(db, arena, url_of(config), &row);
	if ((rc == RC_OK && row.fetched_at == MOMENT_NONE) || rc == RC_NOT_FOUND)
		doctor_add(found, FINDING_WARN, subject, STR("the worker has not fetched its keys yet"),
			   "let the worker run, with a way to that address");
	else if (rc == RC_OK && row.failure.at)
		doctor_add(found, FINDING_WARN, subject,
			   arena_printf(arena, "the last refresh failed: %.*s", STR_ARG(row.failure)),
			   "the kept keys count for api.issuer_keys_hours; then its tokens are answered with 503");
}

static void check_file(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set);
	struct str path = config_path(arena, config, "api.issuer_keys"), json;
	const bool is_read = file_read(arena, path.at, JWKS_BYTES_MOST, &json) == RC_OK && jwks_parse(arena, json, set) == RC_OK;

	doctor_add(found, is_read ? FINDING_OK : FINDING_FAIL, subject,
		   is_read ? arena_printf(arena, "%zu keys in %.*s", set->count, STR_ARG(path))
			   : arena_printf(arena, "%.*s holds no key that can be used", STR_ARG(path)),
		   "set api.issuer_keys_url, or put the issuer's JWK Set into that file");
}

void issuer_keys_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	if (!issuer_keys_are_on(config))
		return;
	if (url_of(config).len)
		check_url(db, arena, config, found);
	else
		check_file(arena, config, found);
}
