#include "webhook/webhook_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "client/client_guard.h"
#include "event/submission.h"
#include "http/api_json.h"
#include "identity/page.h"
#include "organization/edit_pages.h"

static const char *const new_names[] = {"name", "url", "types", "environment", "owner_account_id", NULL};
static const struct form endpoint_form = {&webhook_endpoint_record, new_names, NULL};
static const struct rule no_rules[] = {RULE_END};

/* Whoever sets up a webhook may bring its secret. */
struct own_secret {
	struct str secret;
};
static const struct field own_secret_fields[] = {
	{.kind = FIELD_TEXT, .name = "secret", .offset = offsetof(struct own_secret, secret), .label = N_("A secret of your own"),
	 .flags = FIELD_SEALED, .max = 60, .hint = N_("Leave empty to get a new one: whsec_ and 32 bytes in base64")},
	FIELD_END,
};
static const struct record own_secret_record = {"own_secret", sizeof(struct own_secret), own_secret_fields};
static const char *const own_secret_names[] = {"secret", NULL};
static const struct form own_secret_form = {&own_secret_record, own_secret_names, NULL};

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{NULL, NULL},
};

/* --- secrets --- */

static const struct code overlap_rows[] = {
	{"", ""},
	{"now", N_("Ends at once")},
	{"day", N_("Is valid for another day")},
	{"days", N_("Is valid for another three days")},
	{"week", N_("Is valid for another week")},
	{NULL, NULL},
};
static const struct codes overlap_codes = {"overlap", overlap_rows};
static const int overlap_hours[] = {0, 0, 24, 72, 168};

struct rotation {
	int kind;
	int overlap;
};
#define AT(member) .name = #member, .offset = offsetof(struct rotation, member)
static const struct field rotation_fields[] = {
	{.kind = FIELD_CODE, AT(kind), .label = N_("Kind of signature"), .flags = FIELD_REQUIRED, .codes = &webhook_key_kind_codes},
	{.kind = FIELD_CODE, AT(overlap), .label = N_("The present secret"), .flags = FIELD_REQUIRED, .codes = &overlap_codes},
	FIELD_END,
};
#undef AT
static const struct record rotation_record = {"rotation", sizeof(struct rotation), rotation_fields};
static const char *const rotation_names[] = {"kind", "overlap", NULL};
static const struct form rotation_form = {&rotation_record, rotation_names, NULL};

enum rc webhook_pages_find(struct request *rq, struct webhook_endpoint *endpoint)
{
	return webhook_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "endpoint"), endpoint);
}

static struct str href_of(struct request *rq, const struct webhook_endpoint *endpoint, const char *rest)
{
	return arena_printf(rq->arena, "/admin/webhooks/%.*s%s", STR_ARG(endpoint->uuid), rest);
}

static enum rc note_key(struct db *db, const struct actor *actor, const struct webhook_endpoint *endpoint,
			const struct webhook_key *key)
{
	const struct audit_entry entry = {
		.action = "webhook_endpoint.secret_made",
		.subject = "webhook_endpoint",
		.subject_id = endpoint->id,
		.subject_version = endpoint->version,
		.reason = str_of(codes_label(&webhook_key_kind_codes, key->kind)),
	};

	return audit_append(db, actor, &entry);
}

/* --- the list --- */

static void add_endpoint(struct request *rq, struct view_list *list, const struct webhook_endpoint *endpoint)
{
	struct view *item = view_add(list);

	view_merge(item, &webhook_endpoint_record, endpoint);
	view_text(item, "href", href_of(rq, endpoint, ""));
	view_flag(item, "is_failing", endpoint->is_active && endpoint->failing_since != MOMENT_NONE);
	view_flag(item, "is_sandbox", str_is(str_of(codes_code(&webhook_environment_codes, endpoint->environment)), "sandbox"));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows");
	struct rows rows;
	enum rc rc = webhook_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++)
		add_endpoint(rq, list, ROW(struct webhook_endpoint, rows, i));
	page_said(rq, page, said);
	return respond_page(rq, rs, "webhook/list", page);
}

/* --- the form --- */

static enum rc offer_owners(struct request *rq)
{
	struct rows rows;
	enum rc rc = webhook_owners(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		choices[i] = (struct choice){ROW(struct webhook_owner, rows, i)->id, ROW(struct webhook_owner, rows, i)->name};
	form_choices(rq, "owner_account_id", choices, rows.count);
	return RC_OK;
}

/* What the limits of single fields do not say. */
static enum rc check_endpoint(struct request *rq, void *row)
{
	const struct webhook_endpoint *endpoint = row;
	const struct client_guard *guard;
	const char *problem = NULL;
	enum rc rc = client_guard_load(rq->arena, rq->config, &guard);

	if (rc != RC_OK)
		return rc;
	if (endpoint->url.len && client_guard_url(rq->arena, guard, endpoint->url, &problem) != RC_OK)
		rc = problem_add(rq, "url", problem);
	if (endpoint->types.len && !webhook_types_are_valid(endpoint->types))
		rc = problem_add(rq, "types", N_("Names of events such as incident.created, incident.* or *"));
	return rc;
}

static enum rc add_kinds(struct request *rq, struct view *page, const void *row)
{
	struct rows kinds;
	enum rc rc = webhook_kinds(rq->db, rq->arena, rq->viewer->organization_id, &kinds);

	(void)row;
	if (rc == RC_OK)
		view_records(page, "kinds", &webhook_kind_record, kinds.at, kinds.count);
	form_view(rq, page, "own", &own_secret_form, NULL);
	return rc;
}

static enum rc write_endpoint(struct db *db, struct arena *arena, const void *before, void *row)
{
	struct webhook_endpoint *endpoint = row;

	(void)arena;
	return before ? webhook_update(db, endpoint) : webhook_insert(db, endpoint);
}

static struct edit begin(struct request *rq, const struct webhook_endpoint *before, struct webhook_endpoint *endpoint)
{
	return (struct edit){
		.form = &endpoint_form,
		.rules = no_rules,
		.before = before,
		.row = endpoint,
		.complete = check_endpoint,
		.write = write_endpoint,
		.template = "webhook/form",
		.title = before ? before->name : rq_tr(rq, N_("New webhook")),
		.cancel_href = before ? href_of(rq, before, "") : STR("/admin/webhooks"),
		.answer = before ? arena_cstr(rq->arena, href_of(rq, before, "?said=saved")) : "",
		.decorate = add_kinds,
	};
}

static void begin_new(struct request *rq, struct webhook_endpoint *endpoint)
{
	record_clear(&webhook_endpoint_record, endpoint);
	endpoint->organization_id = rq->viewer->organization_id;
	endpoint->uuid = uuid_new(rq->arena, rq->now);
	endpoint->types = STR("*");
	endpoint->environment = codes_find(&webhook_environment_codes, STR("prod"));
	endpoint->owner_account_id = rq->viewer->account_id;
	endpoint->is_active = true;
	endpoint->created_at = rq->now;
	endpoint->updated_at = rq->now;
}

static enum rc show_new(struct request *rq, struct response *rs, struct webhook_endpoint *endpoint)
{
	struct edit edit = begin(rq, NULL, endpoint);

	return edit_show(rq, rs, &edit);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	enum rc rc = offer_owners(rq);

	begin_new(rq, &endpoint);
	return rc == RC_OK ? show_new(rq, rs, &endpoint) : rc;
}

struct making {
	struct change change;
	struct webhook_endpoint *endpoint;
	struct webhook_key key;
	moment others_end_at;
	bool is_new;
	bool is_own;                 /* the secret was brought along */
};

/* The endpoint and its first secret, or one more secret. */
static enum rc write_key(struct db *db, void *closure)
{
	struct making *m = closure;
	const struct request *rq = m->change.rq;
	const struct actor *actor = &m->change.actor;
	enum rc rc = RC_OK;

	if (m->is_new)
		rc = webhook_insert(db, m->endpoint);
	if (rc == RC_OK && m->is_new)
		rc = audit_change(db, rq->arena, actor, "webhook_endpoint.created", &webhook_endpoint_record, m->endpoint->id, 0,
				  NULL, m->endpoint, STR_NONE);
	if (rc == RC_OK)
		rc = webhook_key_add(db, rq->arena, request_secret(rq), m->endpoint, &m->key, rq->now, m->others_end_at);
	return rc == RC_OK ? note_key(db, actor, m->endpoint, &m->key) : rc;
}

/* Shown in the answer of the form that made it and never again. */
static enum rc show_secret(struct request *rq, struct response *rs, void *closure)
{
	const struct making *m = closure;
	struct view *page = view_new(rq->arena);

	view_text(page, "name", m->endpoint->name);
	view_text(page, "secret", webhook_key_text(rq->arena, &m->key));
	view_flag(page, "is_public", m->key.kind == WEBHOOK_KEY_ED25519);
	view_text(page, "href", href_of(rq, m->endpoint, ""));
	return respond_page(rq, rs, "webhook/secret", page);
}

static const struct api_schema made_schema = {
	"WebhookSecret", "A webhook's new secret",
	(const struct api_member[]){
		{API_LINK, "resource", .help = "address of the webhook"},
		{API_CODE, "kind", .codes = &webhook_key_kind_codes},
		{API_TEXT, "secret", .flags = API_ONCE, .help = "whsec_..., of Ed25519 the public key whpk_...; null: you brought it"},
		API_MEMBERS_END,
	}};

static enum rc answer_secret(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct making *m = closure;
	struct api_json json = API_JSON_IN(rq->arena);

	api_json_begin(&json, NULL);
	api_json_text(&json, "resource", arena_printf(rq->arena, "/api/v1/webhooks/%.*s", STR_ARG(m->endpoint->uuid)));
	api_json_code(&json, "kind", &webhook_key_kind_codes, m->key.kind);
	api_json_text(&json, "secret", m->is_own ? STR_NONE : webhook_key_text(rq->arena, &m->key));
	api_json_end(&json);
	answer->body = api_json_str(&json);
	return RC_OK;
}

/* Nothing to show to whoever brings the secret. */
static enum rc make_key(struct making *m, struct response *rs)
{
	const struct change_secret secret = {answer_secret, show_secret};
	enum rc rc;

	api_call_answers(m->change.rq, answer_secret, m);
	if (m->is_own)
		rc = change_run(&m->change, rs, "webhook_new", write_key, m);
	else
		rc = change_run_once(&m->change, rs, "webhook_key", write_key, m, &secret);
	webhook_key_wipe(&m->key);
	return rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	struct own_secret own = {STR_NONE};
	struct making making = {.change = change_of(rq), .endpoint = &endpoint, .others_end_at = rq->now, .is_new = true};
	enum rc rc = offer_owners(rq);

	begin_new(rq, &endpoint);
	if (rc == RC_OK)
		rc = form_read(rq, &endpoint_form, &endpoint);
	if (rc == RC_OK)
		rc = form_read(rq, &own_secret_form, &own);
	if (rc == RC_OK)
		rc = check_endpoint(rq, &endpoint);
	if (rc == RC_OK && own.secret.len && !webhook_key_read(rq->arena, own.secret, &making.key))
		rc = problem_add(rq, "secret", N_("Not whsec_ and 32 bytes in base64"));
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_new(rq, rs, &endpoint) : rc;
	making.is_own = own.secret.len > 0;
	if (!making.is_own)
		making.key = webhook_key_new(WEBHOOK_KEY_HMAC);
	making.change.answer = href_of(rq, &endpoint, "");
	return make_key(&making, rs);
}

static enum rc begin_stored(struct request *rq, struct webhook_endpoint *before, struct edit *edit)
{
	enum rc rc = webhook_pages_find(rq, before);

	if (rc == RC_OK)
		rc = offer_owners(rq);
	if (rc == RC_OK)
		*edit = begin(rq, before, record_copy(rq->arena, &webhook_endpoint_record, before));
	return rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct webhook_endpoint before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct webhook_endpoint before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

/* --- rotation --- */

static enum rc show_rotation(struct request *rq, struct response *rs, const struct webhook_endpoint *endpoint)
{
	struct view *page = view_new(rq->arena);
	struct rotation usual = {WEBHOOK_KEY_HMAC, codes_find(&overlap_codes, STR("day"))};
	struct rows keys;
	enum rc rc = webhook_keys(rq->db, rq->arena, endpoint->id, rq->now, &keys);

	if (rc != RC_OK)
		return rc;
	view_record(page, "endpoint", &webhook_endpoint_record, endpoint);
	view_text(page, "href", href_of(rq, endpoint, ""));
	view_records(page, "keys", &webhook_key_row_record, keys.at, keys.count);
	form_view(rq, page, "form", &rotation_form, &usual);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", href_of(rq, endpoint, ""));
	return respond_page(rq, rs, "webhook/rotate", page);
}

static enum rc keys_get(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	return rc == RC_OK ? show_rotation(rq, rs, &endpoint) : rc;
}

static enum rc keys_post(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	struct rotation rotation;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	record_clear(&rotation_record, &rotation);
	if (rc == RC_OK)
		rc = form_read(rq, &rotation_form, &rotation);
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_rotation(rq, rs, &endpoint) : rc;
	struct making making = {.change = change_of(rq), .endpoint = &endpoint, .key = webhook_key_new(rotation.kind),
				.others_end_at = rq->now + HOURS(overlap_hours[rotation.overlap])};
	making.change.answer = href_of(rq, &endpoint, "");
	return make_key(&making, rs);
}

#define ONE "/admin/webhooks/{endpoint}"
const struct route webhook_routes[] = {
	{METHOD_GET, "/admin/webhooks", MAY_ADMINISTER, 0, list_get, "other systems that are told of events",
	 .offered_by = "listWebhooks"},
	{METHOD_GET, "/admin/webhooks/new", MAY_ADMINISTER, 0, new_get, "the form for a new webhook"},
	{METHOD_POST, "/admin/webhooks/new", MAY_ADMINISTER, 0, new_post, "add it; answers with its secret, once",
	 .api = &(const struct api_operation){
		 .id = "addWebhook", .tag = "Administration", .scope = API_ADMIN_WRITE, .status = 201, .path = "/api/v1/webhooks",
		 .body = API_BODY("NewWebhook", {API_FIELDS, .form = &endpoint_form},
				  {API_TEXT, "secret", .help = "of your own: whsec_ and 32 random bytes in base64; without, one is made"}),
		 .answer = &made_schema}},
	{METHOD_GET, ONE "/edit", MAY_ADMINISTER, 0, edit_get, "the form of a webhook"},
	{METHOD_POST, ONE "/edit", MAY_ADMINISTER, 0, edit_post, "change it",
	 .api = API_CHANGE("changeWebhook", "Administration", API_ADMIN_WRITE, API_FORM("Webhook", &endpoint_form),
			   .method = METHOD_PATCH, .path = "/api/v1/webhooks/{endpoint}", .flags = API_VERSIONED | API_PARTIAL)},
	{METHOD_GET, ONE "/keys", MAY_ADMINISTER, 0, keys_get, "its secrets, and the form for another one"},
	{METHOD_POST, ONE "/keys", MAY_ADMINISTER, 0, keys_post, "make a new secret; answers with it, once",
	 .api = &(const struct api_operation){
		 .id = "rotateWebhookSecret", .tag = "Administration", .scope = API_ADMIN_WRITE,
		 .body = API_FORM("WebhookRotation", &rotation_form), .answer = &made_schema,
		 .path = "/api/v1/webhooks/{endpoint}/keys"}},
	ROUTE_END,
};
