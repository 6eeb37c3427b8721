#include "identity/api_token_api.h"

#include "http/api_call.h"
#include "identity/api_key.h"
#include "identity/api_token.h"
#include "identity/permission.h"

static const struct api_schema token_request = {
	"TokenRequest", "What the token may be used for",
	(const struct api_member[]){
		{API_TEXTS, "scopes", .codes = &api_scope_codes, .help = "fewer than those of the key; without: all of them"},
		API_MEMBERS_END,
	}};
static const struct api_schema token_schema = {
	"Token", "A signed token (JWT)",
	(const struct api_member[]){
		{API_TEXT, "access_token"},
		{API_TEXT, "token_type", .help = "Bearer"},
		{API_INT, "expires_in", .help = "seconds"},
		{API_TEXT, "scope", .help = "with blanks between"},
		API_MEMBERS_END,
	}};

static enum rc token_post(struct request *rq, struct response *rs)
{
	struct api_json json = API_JSON_IN(rq->arena);
	uint64_t scopes = 0;
	struct str wanted, token;

	for (size_t i = 0; (wanted = pairs_nth(&rq->form, "scopes", i)).at; i++) {
		const uint64_t bit = api_key_scopes(wanted, ',');
		if (!bit || !(bit & rq->api->scopes))
			problem_add(rq, "scopes", N_("The key does not have this scope"));
		scopes |= bit;
	}
	if (rq->problem_count)
		return RC_INVALID;
	enum rc rc = api_token_issue(rq, scopes ? scopes : UINT64_MAX, &token);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "access_token", token);
	api_json_cstr(&json, "token_type", "Bearer");
	api_json_int(&json, "expires_in", config_int(rq->config, "api.token_minutes") * 60);
	api_json_text(&json, "scope", api_key_scopes_text(rq->arena, (scopes ? scopes : UINT64_MAX) & rq->api->scopes, " "));
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc keys_get(struct request *rq, struct response *rs)
{
	struct str json;
	enum rc rc = api_token_keys(rq, &json);

	rs->cache = "public, max-age=3600";
	return rc == RC_OK ? respond_json(rq, rs, json) : rc;
}

static const struct api_schema me_schema = {
	"Me", "Who the token stands for",
	(const struct api_member[]){
		{API_TEXT, "organization", .help = "its code"},
		{API_TEXT, "login"},
		{API_TEXT, "name"},
		{API_INT, "person_id"},
		{API_TEXTS, "roles", .codes = &role_codes},
		{API_TEXTS, "scopes", .codes = &api_scope_codes},
		{API_TEXT, "environment", .help = "prod or sandbox"},
		{API_TEXT, "zone", .help = "time zone of the organization"},
		API_MEMBERS_END,
	}};

static enum rc me_get(struct request *rq, struct response *rs)
{
	const struct viewer *viewer = rq->viewer;
	struct api_json json = api_call_json(rq, 1);

	api_json_begin(&json, NULL);
	api_json_text(&json, "organization", viewer->organization_code);
	api_json_text(&json, "login", viewer->login);
	api_json_text(&json, "name", viewer->name);
	api_json_id(&json, "person_id", viewer->person_id);
	api_json_list(&json, "roles");
	for (int role = 1; role < ROLE_COUNT; role++)
		if (viewer->roles & 1u << role)
			api_json_cstr(&json, NULL, codes_code(&role_codes, role));
	api_json_list_end(&json);
	api_json_texts(&json, "scopes", api_key_scopes_text(rq->arena, rq->api->scopes, ","));
	api_json_cstr(&json, "environment", rq->api->is_sandbox ? "sandbox" : "prod");
	api_json_text(&json, "zone", viewer->organization_zone);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

const struct route api_token_routes[] = {
	{METHOD_POST, "/api/v1/token", MAY_SIGN_IN, 0, token_post, "a signed token for a key or a session",
	 &(const struct api_operation){.id = "createToken", .tag = "Tokens", .flags = API_COOKIE | API_SANDBOX,
				       .body = &token_request, .answer = &token_schema}},
	{METHOD_GET, "/api/v1/me", MAY_SIGN_IN, 0, me_get, "who the token stands for",
	 &(const struct api_operation){.id = "getMe", .tag = "Tokens", .flags = API_SANDBOX, .answer = &me_schema}},
	{METHOD_GET, "/.well-known/jwks.json", 0, ROUTE_PUBLIC, keys_get, "the keys that verify our tokens"},
	ROUTE_END,
};
