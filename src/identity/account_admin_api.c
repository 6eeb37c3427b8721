#include "identity/account_admin_api.h"

#include "http/api_call.h"
#include "identity/account_store.h"
#include "identity/permission.h"
#include "identity/provision_store.h"
#include "identity/role_grant_store.h"
#include "identity/role_mapping_pages.h"
#include "identity/role_mapping_store.h"
#include "identity/session_store.h"
#include "identity/viewer.h"

/* --- accounts ------------------------------------------------------------------------------ */

static const char *const line_names[] = {"id", "login", "given_name", "family_name", "email", "job_title", "employee_number", "is_active",
					 "is_break_glass", "totp_since", "signed_in_at", NULL};
static const struct form line_fields = {&account_line_record, line_names, NULL};
static const struct api_schema line_schema = {
	"AccountLine", "An account; totp_since: since when it has a second factor",
	(const struct api_member[]){
		{API_FIELDS, .form = &line_fields}, {API_TEXTS, "roles", .codes = &role_codes}, {API_LINK, "href"}, API_MEMBERS_END}};
static const struct api_schema lines_schema = API_LIST_OF("AccountList", "By sign-in name", &line_schema);

static const struct form grant_fields = {&role_grant_line_record, NULL, NULL};
static const struct api_schema grant_schema =
	API_RECORD_OF("RoleHeld", "A role with its limits; group_name: whose mapping gave it", &grant_fields);
static const char *const link_names[] = {"id", "issuer", "subject", "created_at", NULL};
static const struct form link_fields = {&identity_link_record, link_names, NULL};
static const struct api_schema link_schema = API_RECORD_OF("OutsideIdentity", "An identity of a provider that leads here", &link_fields);
static const struct api_schema account_schema = {
	"AccountEntry", "An account with its roles",
	(const struct api_member[]){
		{API_FIELDS, .form = &line_fields},
		{API_LIST, "roles", .of = &grant_schema},
		{API_LIST, "links", .of = &link_schema},
		{API_INT, "sessions", .help = "that have not ended"},
		API_MEMBERS_END,
	}};

static void put_line(struct request *rq, struct api_json *json, const struct account_line *line)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &line_fields, line);
	api_json_texts(json, "roles", line->roles.at ? line->roles : STR(""));
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/accounts/%lld", (long long)line->id));
	api_json_end(json);
}

static enum rc accounts_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, ACCOUNT_PAGE);
	struct str after = pairs_get(&rq->query, "after");
	struct rows rows;
	enum rc rc = account_page(rq->db, rq->arena, rq->viewer->organization_id, pairs_get(&rq->query, "q"), after, &rows);

	if (rc != RC_OK)
		return rc;
	const size_t shown = rows.count > limit ? limit : rows.count;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < shown; i++)
		put_line(rq, &json, ROW(struct account_line, rows, i));
	return api_call_listed(rq, rs, &json, rows.count > shown ? ROW(struct account_line, rows, shown - 1)->login : STR_NONE);
}

static void put_rows(struct api_json *json, const char *name, const struct form *fields, const struct rows *rows)
{
	api_json_list(json, name);
	for (size_t i = 0; i < rows->count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, fields, (const char *)rows->at + i * fields->record->size);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc account_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct rows grants, sessions, links;
	struct account_line line;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = account_line_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &line);
	if (rc == RC_OK)
		rc = role_grant_list(rq->db, rq->arena, id, &grants);
	if (rc == RC_OK)
		rc = session_list(rq->db, rq->arena, id, rq->now, &sessions);
	if (rc == RC_OK)
		rc = identity_link_list(rq->db, rq->arena, rq->viewer->organization_id, id, &links);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &line_fields, &line);
	put_rows(&json, "roles", &grant_fields, &grants);
	put_rows(&json, "links", &link_fields, &links);
	api_json_int(&json, "sessions", (int64_t)sessions.count);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- signing in ------------------------------------------------------------------------------ */

static const struct api_schema way_schema = {
	"SignInWay", "A way to sign in, as the settings of the installation say",
	(const struct api_member[]){
		{API_TEXT, "code", .help = "passwords, oidc, ldap or header"},
		{API_BOOL, "is_on"},
		{API_TEXT, "detail", .flags = API_NULLABLE, .help = "without secrets"},
		API_MEMBERS_END,
	}};
static const struct api_schema sign_in_schema = {
	"SignInSettings", "How people sign in; changed in the settings of the installation",
	(const struct api_member[]){
		{API_LIST, "ways", .of = &way_schema},
		{API_BOOL, "creates_accounts", .help = "whoever comes from outside for the first time gets an account"},
		API_MEMBERS_END,
	}};

static enum rc sign_in_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct sign_in_way ways[SIGN_IN_WAYS];

	role_mapping_pages_ways(rq, ways);
	api_json_begin(&json, NULL);
	api_json_list(&json, "ways");
	for (size_t i = 0; i < SIGN_IN_WAYS; i++) {
		api_json_begin(&json, NULL);
		api_json_cstr(&json, "code", ways[i].code);
		api_json_bool(&json, "is_on", ways[i].is_on);
		api_json_text(&json, "detail", ways[i].detail.len ? ways[i].detail : STR_NONE);
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_bool(&json, "creates_accounts", str_is(config_text(rq->config, "sign_in.create"), "on"));
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static const struct form mapping_fields = {&role_mapping_line_record, NULL, NULL};
static const struct api_schema mapping_schema =
	API_RECORD_OF("RoleMapping", "The role of an outside group; holders: how many have it by this", &mapping_fields);
static const struct api_schema mappings_schema = API_LIST_OF("RoleMappingList", "By source and group, at most 1,000", &mapping_schema);

static enum rc mappings_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = role_mapping_lines(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &mapping_fields, &rows, sizeof(struct role_mapping_line), STR_NONE) : rc;
}

#define READS(id_, answer_, ...)                                                                                       \
	&(const struct api_operation){.id = (id_), .tag = "Administration", .scope = API_ADMIN_READ, .answer = &(answer_), __VA_ARGS__}
static const struct api_parameter list_query[] = {{"q", API_TEXT, NULL, "words of sign-in name or name"}, {.name = NULL}};

const struct route account_admin_api_routes[] = {
	{METHOD_GET, "/api/v1/accounts", MAY_ADMINISTER, 0, accounts_get, "accounts",
	 READS("listAccounts", lines_schema, .flags = API_LISTED, .query = list_query)},
	{METHOD_GET, "/api/v1/accounts/{id}", MAY_ADMINISTER, 0, account_get, "one account with its roles",
	 READS("getOneAccount", account_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/sign-in", MAY_ADMINISTER, 0, sign_in_get, "ways to sign in", READS("getSignIn", sign_in_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/role-mappings", MAY_ADMINISTER, 0, mappings_get, "roles of outside groups",
	 READS("listRoleMappings", mappings_schema, .flags = 0)},
	ROUTE_END,
};
