#include "identity/api_key_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/api_key_store.h"
#include "identity/confirm.h"
#include "identity/page.h"

static const struct code said[] = {
	{"revoked", N_("The key is revoked. Whoever uses it is refused from now on.")},
	{NULL, NULL},
};

static const char *const new_names[] = {"name", "expires_on", "is_sandbox", NULL};
static enum rc check_new(struct request *rq, const void *row);
static const struct form new_form = {&api_key_record, new_names, check_new};

struct typed {
	struct str password;
};
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT,
	 .name = "password",
	 .offset = offsetof(struct typed, password),
	 .label = N_("Your password, once more"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = 200,
	 .autocomplete = "current-password"},
	FIELD_END,
};
static const struct record typed_record = {"api_key_typed", sizeof(struct typed), typed_fields};
static const char *const typed_names[] = {"password", NULL};
static const struct form typed_form = {&typed_record, typed_names, NULL};

static day today(const struct request *rq)
{
	return zone_day(NULL, rq->now);
}

static enum rc check_new(struct request *rq, const void *row)
{
	const struct api_key *key = row;
	const day last = today(rq) + (day)config_int(rq->config, "api.key_days");

	if (key->expires_on < today(rq))
		return problem_add(rq, "expires_on", N_("This day is over already"));
	if (key->expires_on > last)
		return problem_add_text(rq, "expires_on",
					arena_printf(rq->arena, "%.*s %.*s",
						     STR_ARG(rq_tr(rq, N_("Choose a day no later than"))),
						     STR_ARG(day_text(rq->arena, last))));
	return RC_OK;
}

/* --- lists -------------------------------------------------------------------------- */

static void add_scopes(struct view *item, struct request *rq, struct str codes)
{
	struct view_list *list = view_list(item, "may");
	const uint64_t bits = api_key_scopes(codes, ',');

	for (int scope = 1; scope < API_SCOPE_COUNT; scope++)
		if (bits & UINT64_C(1) << scope)
			view_text(view_add(list), "scope", rq_tr(rq, codes_label(&api_scope_codes, scope)));
}

static enum rc add_keys(struct request *rq, struct view *page, int64_t account_id, int64_t before_id)
{
	struct view_list *list = view_list(page, "keys");
	struct rows rows;
	enum rc rc = api_key_list(rq->db, rq->arena, rq->viewer->organization_id, account_id, before_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count && i < API_KEY_PAGE; i++) {
		const struct api_key_line *line = ROW(struct api_key_line, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &api_key_line_record, line);
		view_flag(item, "is_sandbox", str_is(line->environment, "sandbox"));
		view_flag(item, "is_over", line->expires_on < today(rq));
		view_flag(item, "is_used", line->revoked_at == MOMENT_NONE && line->expires_on >= today(rq));
		add_scopes(item, rq, line->scopes);
	}
	if (rc == RC_OK && rows.count > API_KEY_PAGE)
		view_printf(page, "next_href", "%.*s?before=%lld", STR_ARG(rq->path),
			    (long long)ROW(struct api_key_line, rows, API_KEY_PAGE - 1)->id);
	page_said(rq, page, said);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return rc;
}

static enum rc own_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	enum rc rc = add_keys(rq, page, rq->viewer->account_id, 0);

	view_cstr(page, "revoke_path", "/account/keys");
	return rc == RC_OK ? respond_page(rq, rs, "identity/api-keys", page) : rc;
}

static enum rc all_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	int64_t before = 0;

	str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &before);
	enum rc rc = add_keys(rq, page, 0, before);
	view_flag(page, "is_all", true);
	view_cstr(page, "revoke_path", "/admin/keys");
	return rc == RC_OK ? respond_page(rq, rs, "identity/api-keys", page) : rc;
}

/* --- a new one ------------------------------------------------------------------------ */

/* A box for each scope; those that were ticked stay so. */
static void add_choices(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "scopes");
	struct str problem = problem_of(rq, "scope");

	for (int scope = 1; scope < API_SCOPE_COUNT; scope++) {
		struct view *item = view_add(list);
		bool is_ticked = false;
		struct str sent;
		for (size_t i = 0; (sent = pairs_nth(&rq->form, "scope", i)).at; i++)
			is_ticked = is_ticked || str_is(sent, codes_code(&api_scope_codes, scope));
		view_cstr(item, "code", codes_code(&api_scope_codes, scope));
		view_text(item, "label", rq_tr(rq, codes_label(&api_scope_codes, scope)));
		view_flag(item, "checked", is_ticked);
		view_printf(item, "id", scope == 1 ? "f-scope" : "f-scope-%d", scope);
	}
	view_text(page, "scope_problem", problem.at ? problem : STR(""));
}

static enum rc show_new(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct api_key key;

	record_clear(&api_key_record, &key);
	key.expires_on = today(rq) + (day)(config_int(rq->config, "api.key_days") < 90 ? config_int(rq->config, "api.key_days") : 90);
	form_view(rq, page, "form", &new_form, &key);
	form_view(rq, page, "confirm", &typed_form, NULL);
	add_choices(rq, page);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "identity/api-key-new", page);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	return show_new(rq, rs);
}

struct making {
	struct change change;
	struct api_key key;
	struct str token;
};

static enum rc write_new(struct db *db, void *closure)
{
	struct making *m = closure;
	enum rc rc = api_key_insert(db, &m->key);

	return rc == RC_OK ? audit_change(db, m->change.rq->arena, &m->change.actor, "api_key.created", &api_key_record, m->key.id,
					  0, NULL, &m->key, STR(""))
			   : rc;
}

static struct str scopes_ticked(struct request *rq)
{
	uint64_t bits = 0;
	struct str sent;

	for (size_t i = 0; (sent = pairs_nth(&rq->form, "scope", i)).at; i++)
		bits |= api_key_scopes(sent, ',');
	if (!bits)
		problem_add(rq, "scope", N_("Tick what the key may do"));
	return api_key_scopes_text(rq->arena, bits, ",");
}

/* The only answer that ever shows the token. */
static enum rc show_made(struct request *rq, struct response *rs, void *closure)
{
	struct view *page = view_new(rq->arena);
	const struct making *m = closure;

	view_record(page, "key", &api_key_record, &m->key);
	view_text(page, "token", m->token);
	view_text(page, "site", config_text(rq->config, "web.public_url"));
	return respond_page(rq, rs, "identity/api-key-made", page);
}

static const char *const made_names[] = {"uuid", "name", "beginning", "expires_on", "is_sandbox", NULL};
static const struct form made_fields = {&api_key_record, made_names, NULL};
static const struct api_schema made_schema = {
	"ApiKeyMade", "A new key",
	(const struct api_member[]){
		{API_FIELDS, .form = &made_fields},
		{API_TEXTS, "scopes", .codes = &api_scope_codes},
		{API_TEXT, "token", .flags = API_ONCE, .help = "the key itself, for Authorization: Bearer"},
		API_MEMBERS_END,
	}};

static enum rc answer_made(struct request *rq, void *closure, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);
	const struct making *m = closure;

	api_json_begin(&json, NULL);
	api_json_fields(&json, &made_fields, &m->key);
	api_json_texts(&json, "scopes", m->key.scopes);
	api_json_text(&json, "token", m->token);
	api_json_end(&json);
	answer->status = 201;
	answer->body = api_json_str(&json);
	return RC_OK;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct making m = {.change = change_of(rq), .token = api_key_new(rq->arena)};
	enum rc rc;

	record_clear(&api_key_record, &m.key);
	rc = form_read(rq, &new_form, &m.key);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	m.key.scopes = scopes_ticked(rq);
	rc = rq->problem_count ? RC_INVALID : identity_confirm_owner(rq, "password");
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_new(rq, rs) : rc;
	m.key.organization_id = rq->viewer->organization_id;
	m.key.account_id = m.key.created_by_id = rq->viewer->account_id;
	m.key.uuid = uuid_new(rq->arena, rq->now);
	m.key.beginning = api_key_beginning(rq->arena, m.token);
	m.key.token_hash = sha256(rq->arena, m.token);
	m.key.environment = m.key.is_sandbox ? STR("sandbox") : STR("prod");
	m.key.created_at = rq->now;
	m.key.version = 1;
	m.change.answer = STR("/account/keys");
	return change_run_once(&m.change, rs, "api_key_new", write_new, &m, &(const struct change_secret){answer_made, show_made});
}

/* --- revoking --------------------------------------------------------------------------- */

struct revoking {
	struct change change;
	bool is_all;                 /* an administrator's list: of anybody */
};

static enum rc write_revoke(struct db *db, void *closure)
{
	struct revoking *r = closure;
	struct request *rq = r->change.rq;
	struct api_key before, after;
	struct str uuid = param(rq, "uuid");
	enum rc rc = uuid_is_valid(uuid) ? api_key_by_uuid(db, rq->arena, rq->viewer->organization_id, uuid, &before) : RC_NOT_FOUND;

	if (rc == RC_OK && !r->is_all && before.account_id != rq->viewer->account_id)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK || before.revoked_at != MOMENT_NONE)
		return rc;
	after = before;
	after.revoked_at = rq->now;
	rc = api_key_update(db, &after);
	return rc == RC_OK ? audit_change(db, rq->arena, &r->change.actor, "api_key.revoked", &api_key_record, before.id, 0, &before,
					  &after, STR(""))
			   : rc;
}

static enum rc own_revoke(struct request *rq, struct response *rs)
{
	struct revoking r = {.change = change_of(rq)};

	r.change.answer = STR("/account/keys?said=revoked");
	return change_run(&r.change, rs, "api_key_revoke", write_revoke, &r);
}

static enum rc any_revoke(struct request *rq, struct response *rs)
{
	struct revoking r = {.change = change_of(rq), .is_all = true};

	r.change.answer = STR("/admin/keys?said=revoked");
	return change_run(&r.change, rs, "api_key_revoke", write_revoke, &r);
}

const struct route api_key_routes[] = {
	{METHOD_GET, "/account/keys", MAY_SIGN_IN, 0, own_get, "one's own API keys",
	 .offered_by = "listOwnApiKeys"},
	{METHOD_GET, "/account/keys/new", MAY_SIGN_IN, 0, new_get, "the form for a new key"},
	{METHOD_POST, "/account/keys/new", MAY_SIGN_IN, ROUTE_LIMITED, new_post, "makes it, and shows it once",
	 .api = &(const struct api_operation){
		 .id = "createApiKey", .tag = "Account", .scope = API_ACCOUNT_WRITE, .flags = API_PASSWORD, .status = 201,
		 .body = API_BODY("NewApiKey", {API_FIELDS, .form = &new_form},
				  {API_TEXTS, "scope", .codes = &api_scope_codes, .flags = API_REQUIRED}, API_OWNER),
		 .answer = &made_schema, .path = "/api/v1/account/keys"}},
	{METHOD_POST, "/account/keys/{uuid}/revoke", MAY_SIGN_IN, 0, own_revoke, "revokes one's own key",
	 .api = API_CHANGE("revokeOwnApiKey", "Account", API_ACCOUNT_WRITE, NULL)},
	{METHOD_GET, "/admin/keys", MAY_ADMINISTER, 0, all_get, "API keys of everybody",
	 .offered_by = "listApiKeys"},
	{METHOD_POST, "/admin/keys/{uuid}/revoke", MAY_ADMINISTER, 0, any_revoke, "revokes any key",
	 .api = API_CHANGE("revokeApiKey", "Administration", API_ADMIN_WRITE, NULL, .path = "/api/v1/keys/{uuid}/revoke")},
	ROUTE_END,
};
