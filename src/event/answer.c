#include "event/answer.h"

#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "event/answer_store.h"
#include "http/api_body.h"
#include "http/api_mount.h"
#include "http/api_once.h"
#include "http/pairs.h"
#include "identity/viewer.h"

enum { KEY_MOST = 255 };

/* --- what every request must fit --------------------------------------------- */

static enum rc spend(struct request *rq, struct response *rs)
{
	struct request_quota quota;
	const int64_t most = config_int(rq->config, "api.limit");
	const struct api_call *api = rq->api;

	if (!rq->viewer)
		return RC_OK;
	struct str subject = api->token_id ? arena_printf(rq->arena, "api key %lld", (long long)api->token_id)
					   : arena_printf(rq->arena, "api account %lld", (long long)rq->viewer->account_id);
	enum rc rc = request_spend(rq, subject.at, most, &quota);
	response_header(rs, "RateLimit-Policy", arena_printf(rq->arena, "\"default\";q=%lld;w=600", (long long)most));
	response_header(rs, "RateLimit", arena_printf(rq->arena, "\"default\";r=%lld;t=%lld", (long long)quota.left,
						      (long long)quota.seconds));
	return rc;
}

/* Does a media range of Accept (RFC 9110, 12.5.1) take the type? Parameters and weights do not matter, but q=0. */
static bool takes(struct str accept, struct str type)
{
	struct str range;

	while (str_split(&accept, ',', &range)) {
		struct str name;
		str_split(&range, ';', &name);
		name = str_trim(name);
		const bool is_refused = str_find(range, STR("q=0")) >= 0 && str_find(range, STR("q=0.")) < 0;
		struct str family = str_slice(name, 0, name.len > 1 ? name.len - 1 : 0);
		const bool is_taken = str_is(name, "*/*") || str_equal_nocase(name, type) ||
				      (str_ends(name, STR("/*")) && str_starts(type, family));
		if (is_taken && !is_refused)
			return true;
	}
	return false;
}

static enum rc check_accept(const struct request *rq, const struct api_operation *operation)
{
	struct str accept = request_header(rq, "accept"), types = str_of(operation->types), type;

	if (!accept.len || takes(accept, STR("application/json")) || takes(accept, STR("application/problem+json")))
		return RC_OK;
	while (str_split(&types, ' ', &type))
		if (takes(accept, type))
			return RC_OK;
	return RC_NOT_ACCEPTABLE;
}

static bool has_type(const struct request *rq, const char *type)
{
	struct str sent = rq->content_type, name;

	str_split(&sent, ';', &name);
	return str_equal_nocase(str_trim(name), str_of(type));
}

static enum rc check_content(const struct request *rq, const struct api_operation *operation)
{
	if (!method_changes(rq->method) || (operation->flags & API_RAW) || has_type(rq, "application/json"))
		return RC_OK;
	if ((rq->route->flags & ROUTE_UPLOAD) && has_type(rq, "multipart/form-data"))
		return RC_OK;
	if (rq->method == METHOD_PATCH && has_type(rq, "application/merge-patch+json"))
		return RC_OK;
	return rq->body.len > 0 || rq->form.count > 0 ? RC_UNSUPPORTED : RC_OK;
}

static const char *const list_names[] = {"after", "limit", NULL};

static bool is_known(const struct api_operation *operation, struct str name)
{
	for (size_t i = 0; (operation->flags & API_LISTED) && list_names[i]; i++)
		if (str_is(name, list_names[i]))
			return true;
	for (const struct api_parameter *p = operation->query; p && p->name; p++)
		if (str_is(name, p->name))
			return true;
	for (const struct filter_parameter *p = operation->filters; p && p->name; p++)
		if (str_is(name, p->name))
			return true;
	return (operation->sorts && str_is(name, "sort")) || (operation->answer && str_is(name, "fields"));
}

/* A name that means nothing is a mistake of the client, who otherwise would get more than was asked for. */
static enum rc check_query(struct request *rq, const struct api_operation *operation)
{
	const size_t problems = rq->problem_count;
	int64_t limit;

	for (size_t i = 0; i < rq->query.count && !(operation->flags & API_RAW); i++)
		if (!is_known(operation, rq->query.at[i].name))
			problem_add(rq, arena_printf(rq->arena, "?%.*s", STR_ARG(rq->query.at[i].name)).at,
				    N_("There is no parameter of this name"));
	struct str sent = pairs_get(&rq->query, "limit");
	if (sent.at && (operation->flags & API_LISTED) && !str_to_int(sent, 1, 1000, &limit))
		problem_add(rq, "?limit", N_("Send a number from 1 to 1000"));
	return rq->problem_count > problems ? RC_BAD_REQUEST : RC_OK;
}

/* "12-ab34" or "12", in quotes; anything else matches nothing: 0. */
static int64_t version_of(struct str tag)
{
	struct str number;
	int64_t version;

	tag = str_trim(tag);
	if (tag.len < 2 || tag.at[0] != '"')
		return 0;
	tag = str_slice(tag, 1, tag.len - 2);
	if (!str_split(&tag, '-', &number) || !str_to_int(number, 0, INT64_MAX, &version))
		return 0;
	return version ? version : RESPONSE_DEFAULTS;
}

static enum rc check_version(struct request *rq, const struct api_operation *operation)
{
	struct str tag = request_header(rq, "if-match");

	if (!method_changes(rq->method) || !(operation->flags & API_VERSIONED))
		return RC_OK;
	if (!tag.len)
		return RC_VERSION_NEEDED;
	rq->api->expected = version_of(tag);
	return rq->api->expected ? RC_OK : RC_STALE;
}

/* --- Idempotency-Key ---------------------------------------------------------- */

static void hash_part(struct text *all, struct str part)
{
	text_int(all, (int64_t)part.len);
	text_char(all, ':');
	text_add(all, part);
}

static struct str content_hash(struct request *rq)
{
	struct text all = TEXT_IN(rq->arena);

	hash_part(&all, str_of(method_name(rq->method)));
	hash_part(&all, rq->path);
	hash_part(&all, rq->raw_query);
	hash_part(&all, rq->body);
	for (size_t i = 0; i < rq->form.count; i++) {
		hash_part(&all, rq->form.at[i].name);
		hash_part(&all, rq->form.at[i].value);
	}
	for (size_t i = 0; i < rq->upload_count; i++) {
		hash_part(&all, rq->uploads[i].file_name);
		text_int(&all, rq->uploads[i].size);
	}
	return sha256(rq->arena, text_str(&all));
}

static struct kept_answer answer_of(const struct request *rq)
{
	const struct api_answer *answer = &rq->api->answer;

	return (struct kept_answer){
		.account_id = rq->viewer->account_id,
		.key_hash = rq->api->key_hash,
		.organization_id = rq->viewer->organization_id,
		.body_hash = rq->api->body_hash,
		.status = answer->status,
		.location = answer->location.at ? answer->location : STR(""),
		.version = answer->version,
		.body = answer->body.at ? answer->body : STR(""),
		.created_at = rq->now,
	};
}

/* What is kept of the answer: no secret that it shows once. */
static enum rc settle(struct db *db, struct request *rq)
{
	const struct api_schema *schema = rq->route->api->answer;
	struct kept_answer kept = answer_of(rq);
	enum rc rc = RC_OK;

	if (api_once_in(schema) && kept.body.len)
		rc = api_once_without(rq->arena, schema, kept.body, &kept.body);
	return rc == RC_OK ? answer_settle(db, &kept) : rc;
}

/* The key is taken: the kept answer, or why there is none. */
static enum rc answer_again(struct request *rq, struct response *rs, const struct kept_answer *mine, bool *is_answered)
{
	struct kept_answer found;
	enum rc rc = answer_find(rq->db, rq->arena, mine->account_id, mine->key_hash, &found);
	const moment given_up = SECONDS(config_int(rq->config, "http.request_seconds"));

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_CONFLICT : rc;
	const moment age = rq->now - found.created_at;
	if (age > HOURS(ANSWER_KEPT_HOURS) || (!found.status && age > given_up))
		return answer_take_over(rq->db, &found, mine);
	if (!str_equal(found.body_hash, mine->body_hash))
		return problem_add(rq, "?Idempotency-Key", N_("This key was used for something else"));
	if (!found.status) {
		rq->retry_after = 1;
		problem_add(rq, "?Idempotency-Key", N_("The first request with this key is not done yet"));
		return RC_CONFLICT;
	}
	*is_answered = true;
	response_header(rs, "Idempotent-Replayed", STR("true"));
	return api_call_put(rq, rs, &(struct api_answer){(int)found.status, found.location, found.version, found.body});
}

/* Claims the key that was sent; *is_answered: the answer of the first request was given again. */
static enum rc claim_key(struct request *rq, struct response *rs, bool *is_answered)
{
	struct str key = request_header(rq, "idempotency-key");

	if (!key.len || rq->method != METHOD_POST || !rq->viewer)
		return RC_OK;
	if (key.len > KEY_MOST) {
		problem_add(rq, "?Idempotency-Key", N_("A key has at most 255 characters"));
		return RC_BAD_REQUEST;
	}
	rq->api->key_hash = sha256(rq->arena, key);
	rq->api->body_hash = content_hash(rq);
	struct kept_answer mine = answer_of(rq);
	enum rc rc = answer_claim(rq->db, &mine);
	return rc == RC_DUPLICATE ? answer_again(rq, rs, &mine, is_answered) : rc;
}

/* --- what a change answers ------------------------------------------------------ */

static void done_body(struct request *rq, struct str page, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);

	api_json_begin(&json, NULL);
	api_json_text(&json, "resource", api_call_resource(rq, page));
	api_json_text(&json, "page", page);
	api_json_end(&json);
	answer->body = api_json_str(&json);
}

enum rc answer_change(struct db *db, struct request *rq, struct str page)
{
	struct api_call *api = rq->api;
	enum rc rc = RC_OK;

	if (!api)
		return RC_OK;
	const struct api_operation *operation = rq->route->api;
	api->answer = (struct api_answer){.status = operation->status ? operation->status : 200};
	if (api->answering)
		rc = api->answering(rq, api->closure, &api->answer);
	else if (operation->answer)
		done_body(rq, page, &api->answer);
	if (rc == RC_OK && api->key_hash.at)
		rc = settle(db, rq);
	api->is_settled = rc == RC_OK;
	return rc;
}

/* A page's handler has redirected without change_run, or shows its form again. */
static enum rc finish_page(struct request *rq, struct response *rs)
{
	if (rs->is_page && rq->problem_count)
		return rs->status == rc_http_status(RC_CONFLICT) ? RC_CONFLICT : RC_INVALID;
	if (rs->is_page && rs->status == rc_http_status(RC_CONFLICT))
		return RC_CONFLICT;
	if (rs->is_page)
		return problem_add(rq, "", N_("This needs a step that only the page has"));
	return rs->status == 303 ? answer_change(rq->db, rq, rs->location) : RC_OK;
}

/* Headers that stay when a handler's answer is replaced by the one of the interface. */
static void start_over(struct request *rq, struct response *rs, struct text headers)
{
	*rs = (struct response){.body = TEXT_IN(rq->arena), .headers = headers};
}

/* As the forms of pages send it. */
static void add_version(struct request *rq, int64_t expected)
{
	const int64_t version = expected == RESPONSE_DEFAULTS ? 0 : expected;

	pairs_add(rq->arena, &rq->form, STR("version"), arena_printf(rq->arena, "%lld", (long long)version));
}

static enum rc run_handler(struct request *rq, struct response *rs)
{
	const struct api_operation *operation = rq->route->api;
	const struct text headers = rs->headers;
	struct api_call *api = rq->api;
	enum rc rc = RC_OK;

	if (operation->body && !(operation->flags & API_RAW) && !has_type(rq, "multipart/form-data"))
		rc = api_body_read(rq, operation->body, (operation->flags & API_PARTIAL) != 0);
	if (rc == RC_OK && api->expected)
		add_version(rq, api->expected);
	if (rc == RC_OK)
		rc = rq->route->handle(rq, rs);
	if (rc == RC_OK && !api->is_settled && (rs->is_page || rs->status == 303))
		rc = finish_page(rq, rs);
	if (rc == RC_CONFLICT && api->expected)
		rc = RC_STALE;
	if (rc == RC_OK && api->is_settled) {
		start_over(rq, rs, headers);
		rc = api_call_put(rq, rs, &api->answer);
	}
	return rc;
}

/* Nothing was written: the key is free for another try. */
static void give_back(struct request *rq)
{
	if (!rq->api->key_hash.at || !rq->viewer)
		return;
	if (answer_release(rq->db, rq->viewer->account_id, rq->api->key_hash) != RC_OK)
		LOG(LOG_WARN, "api.key_kept", "it is given up after http.request_seconds");
}

/* The route of a GET at the address, or, of a step ("/propose"), at the address of what it is a step of. */
static const struct route *shown_at(struct request *rq, struct str path)
{
	const struct route *route = request_route(rq, METHOD_GET, path);

	if (route)
		return route;
	while (path.len > 1 && path.at[path.len - 1] != '/')
		path.len--;
	return path.len > 1 ? request_route(rq, METHOD_GET, str_slice(path, 0, path.len - 1)) : NULL;
}

/* Tells the present version with a refusal for another one. */
static void tell_version(struct request *rq, struct response *rs, struct str path)
{
	const struct route *changed = rq->route, *shown = shown_at(rq, path);
	struct response other = {.body = TEXT_IN(rq->arena), .headers = TEXT_IN(rq->arena)};

	if (!shown || !shown->api)
		return;
	rq->route = shown;
	enum rc rc = shown->handle(rq, &other);
	rq->route = changed;
	if (rc != RC_OK || !other.version)
		return;
	const int64_t version = other.version == RESPONSE_DEFAULTS ? 0 : other.version;
	struct str tag = arena_printf(rq->arena, "\"%lld\"", (long long)version);
	response_header(rs, "ETag", tag);
	rq->problem_count = 0;
	problem_add_text(rq, "?If-Match", arena_printf(rq->arena, "%.*s: %.*s",
						       STR_ARG(rq_tr(rq, N_("The present version is"))), STR_ARG(tag)));
}

/* An address of a page is known to its handler without what stands before it here. */
static void enter_page(struct request *rq)
{
	const bool is_pages = api_mount_is_page(rq->route) || rq->route->api->flags & API_STREAMED;

	if (is_pages && str_starts(rq->path, STR("/api/v1/")))
		rq->path = str_slice(rq->path, strlen("/api/v1"), rq->path.len);
}

enum rc answer_call(struct request *rq, struct response *rs)
{
	const struct api_operation *operation = rq->route->api;
	bool is_answered = false;

	if (!operation || !rq->api) {
		rq->api = NULL;
		return rq->route->handle(rq, rs);
	}
	enum rc rc = spend(rq, rs);
	if (rc == RC_OK && rq->api->is_sandbox && !(operation->flags & API_SANDBOX))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = check_accept(rq, operation);
	if (rc == RC_OK)
		rc = check_content(rq, operation);
	if (rc == RC_OK)
		rc = check_query(rq, operation);
	if (rc == RC_OK)
		rc = check_version(rq, operation);
	if (rc == RC_OK)
		rc = claim_key(rq, rs, &is_answered);
	if (rc != RC_OK || is_answered)
		return rc;
	const struct str path = rq->path;
	enter_page(rq);
	rc = run_handler(rq, rs);
	if (rc == RC_STALE)
		tell_version(rq, rs, path);
	/* Also where nothing was written: such an answer, a token say, is made anew. */
	if (!rq->api->is_settled)
		give_back(rq);
	return rc;
}
