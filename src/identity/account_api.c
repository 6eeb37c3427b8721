#include "identity/account_api.h"

#include "http/api_call.h"
#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/api_key_store.h"
#include "identity/role_grant_store.h"
#include "identity/second_factor.h"
#include "identity/session_store.h"
#include "identity/totp.h"
#include "identity/viewer.h"

/* --- the account ------------------------------------------------------------------- */

static const char *const line_names[] = {"login", "given_name", "family_name", "email", "job_title", "employee_number",
					 "totp_since", "signed_in_at", NULL};
static const struct form line_fields = {&account_line_record, line_names, NULL};
static const struct form role_fields = {&role_grant_line_record, NULL, NULL};
static const struct api_schema role_schema = API_RECORD_OF("HeldRole", "A role and where it holds", &role_fields);
static const struct api_schema account_schema = {
	"Account", "One's own account",
	(const struct api_member[]){
		{API_FIELDS, .form = &line_fields},
		{API_TEXT, "locale", .flags = API_NULLABLE, .help = "chosen language; null: as the browser asks"},
		{API_BOOL, "has_password", .help = "one of its own; others sign in elsewhere"},
		{API_INT, "recovery_codes_left"},
		{API_LIST, "roles", .of = &role_schema},
		API_MEMBERS_END,
	}};

struct own {
	struct account_line line;
	struct account account;
	int64_t codes_left;
	struct rows roles;
};

static enum rc load(struct request *rq, struct own *own)
{
	const int64_t id = rq->viewer->account_id;
	enum rc rc = account_line_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &own->line);

	if (rc == RC_OK)
		rc = account_active(rq->db, rq->arena, id, &own->account);
	if (rc == RC_OK)
		rc = account_token_left(rq->db, rq->arena, id, "recovery", &own->codes_left);
	return rc == RC_OK ? role_grant_list(rq->db, rq->arena, id, &own->roles) : rc;
}

static enum rc account_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct own own;
	enum rc rc = load(rq, &own);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &line_fields, &own.line);
	api_json_text(&json, "locale", own.account.locale);
	api_json_bool(&json, "has_password", own.account.password_hash.len > 0);
	api_json_int(&json, "recovery_codes_left", own.codes_left);
	api_json_list(&json, "roles");
	for (size_t i = 0; i < own.roles.count; i++) {
		api_json_begin(&json, NULL);
		api_json_fields(&json, &role_fields, ROW(struct role_grant_line, own.roles, i));
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- sessions ------------------------------------------------------------------------ */

static const char *const session_names[] = {"id", "method", "agent", "created_at", "seen_at", "ends_at", NULL};
static const struct form session_fields = {&session_record, session_names, NULL};
static const struct api_schema session_schema = API_RECORD_OF("Session", "A signed-in browser", &session_fields);
static const struct api_schema sessions_schema = API_LIST_OF("SessionList", "Newest use first", &session_schema);

static enum rc sessions_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = session_list(rq->db, rq->arena, rq->viewer->account_id, rq->now, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &session_fields, &rows, sizeof(struct session), STR_NONE) : rc;
}

/* --- keys ---------------------------------------------------------------------------- */

static const char *const key_names[] = {"uuid", "name", "beginning", "environment", "login", "expires_on", "used_on",
					"revoked_at", "created_at", NULL};
static const struct form key_fields = {&api_key_line_record, key_names, NULL};
static const struct api_schema key_schema = {
	"ApiKey", "A key, without its token",
	(const struct api_member[]){
		{API_FIELDS, .form = &key_fields},
		{API_TEXTS, "scopes", .codes = &api_scope_codes},
		API_MEMBERS_END,
	}};
static const struct api_schema keys_schema = API_LIST_OF("ApiKeyList", "Newest first", &key_schema);

static enum rc list_keys(struct request *rq, struct response *rs, int64_t account_id)
{
	struct str next = STR_NONE, after = pairs_get(&rq->query, "after");
	const size_t limit = api_call_limit(rq, API_KEY_PAGE);
	struct api_json json = api_call_list(rq);
	int64_t before = 0;
	struct rows rows;

	if (after.len && !str_to_int(after, 1, INT64_MAX, &before)) {
		problem_add(rq, "?after", N_("Take it from `next` of the page before"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = api_key_list(rq->db, rq->arena, rq->viewer->organization_id, account_id, before, &rows);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count && i < limit; i++) {
		const struct api_key_line *line = ROW(struct api_key_line, rows, i);
		api_json_begin(&json, NULL);
		api_json_fields(&json, &key_fields, line);
		api_json_texts(&json, "scopes", line->scopes);
		api_json_end(&json);
		if (i + 1 == limit && rows.count > limit)
			next = arena_printf(rq->arena, "%lld", (long long)line->id);
	}
	return api_call_listed(rq, rs, &json, next);
}

static enum rc own_keys_get(struct request *rq, struct response *rs)
{
	return list_keys(rq, rs, rq->viewer->account_id);
}

static enum rc keys_get(struct request *rq, struct response *rs)
{
	return list_keys(rq, rs, 0);
}

/* --- the second factor ------------------------------------------------------------------ */

static const struct api_schema setup_schema = {
	"SecondFactorSetup", "A new secret; nothing is stored before confirmSecondFactor",
	(const struct api_member[]){
		{API_TEXT, "secret", .flags = API_ONCE, .help = "base32, in groups"},
		{API_TEXT, "address", .flags = API_ONCE, .help = "otpauth: address, as in the QR code of the page"},
		{API_TEXT, "setup", .flags = API_ONCE, .help = "to be sent back with the first code, within a quarter of an hour"},
		API_MEMBERS_END,
	}};

/* Writes nothing, so no answer is kept: asked again there is another secret. */
static enum rc setup_post(struct request *rq, struct response *rs)
{
	struct api_json json = API_JSON_IN(rq->arena);
	struct account account;
	enum rc rc = account_active(rq->db, rq->arena, rq->viewer->account_id, &account);

	if (rc == RC_OK && account_has_totp(&account))
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	const struct str secret = totp_secret_new(rq->arena);
	api_json_begin(&json, NULL);
	api_json_text(&json, "secret", totp_key_text(rq->arena, secret));
	api_json_text(&json, "address", totp_address(rq->arena, secret, STR("Muster"), rq->viewer->login));
	api_json_text(&json, "setup", second_factor_setup(rq, secret));
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

#define READS(id_, tag_, scope_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = (tag_), .scope = (scope_), .answer = &(answer_), __VA_ARGS__}
const struct route account_api_routes[] = {
	{METHOD_GET, "/api/v1/account", MAY_SIGN_IN, 0, account_get, "one's own account",
	 READS("getAccount", "Account", API_ACCOUNT_READ, account_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/account/sessions", MAY_SIGN_IN, 0, sessions_get, "one's own sessions",
	 READS("listSessions", "Account", API_ACCOUNT_READ, sessions_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/account/keys", MAY_SIGN_IN, 0, own_keys_get, "one's own API keys",
	 READS("listOwnApiKeys", "Account", API_ACCOUNT_READ, keys_schema, .flags = API_LISTED)},
	{METHOD_GET, "/api/v1/keys", MAY_ADMINISTER, 0, keys_get, "API keys of everybody",
	 READS("listApiKeys", "Administration", API_ADMIN_READ, keys_schema, .flags = API_LISTED)},
	{METHOD_POST, "/api/v1/account/second-factor/setup", MAY_SIGN_IN, 0, setup_post, "a secret for a second factor",
	 READS("beginSecondFactor", "Account", API_ACCOUNT_WRITE, setup_schema, .flags = 0)},
	ROUTE_END,
};
