#include "webhook/webhook_log_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/delivery_log_store.h"
#include "event/submission.h"
#include "http/api_call.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "webhook/webhook_consumer.h"
#include "webhook/webhook_pages.h"

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{"tested", N_("A test message is on its way; its outcome shows below.")},
	{"again", N_("It is sent again, under the same message id.")},
	{"range", N_("The messages of that time are sent again, under their message ids.")},
	{"none", N_("There is nothing of that time to send again.")},
	{"on", N_("It is switched on.")},
	{"off", N_("It is switched off: nothing is sent to it.")},
	{NULL, NULL},
};

struct asked {
	struct str reason;
	moment from, until;
	bool with_sent;
};
#define AT(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_TEXT, AT(reason), .label = N_("Reason"), .flags = FIELD_REQUIRED, .max = 300,
	 .hint = N_("Kept in the audit trail.")},
	{.kind = FIELD_MOMENT, AT(from), .label = N_("From"), .flags = FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_MOMENT, AT(until), .label = N_("To"), .flags = FIELD_REQUIRED},
	{.kind = FIELD_BOOL, AT(with_sent), .label = N_("Also those that were delivered")},
	FIELD_END,
};
#undef AT
static const struct record asked_record = {"asked", sizeof(struct asked), asked_fields};

static enum rc check_range(struct request *rq, const void *row)
{
	const struct asked *asked = row;

	return asked->until > asked->from ? RC_OK : problem_add(rq, "until", N_("lies before the beginning"));
}
static const char *const switch_names[] = {"reason", NULL};
static const struct form switch_form = {&asked_record, switch_names, NULL};
static const char *const range_names[] = {"from", "until", "with_sent", NULL};
static const struct form range_form = {&asked_record, range_names, check_range};

static struct str href_of(struct request *rq, const struct webhook_endpoint *endpoint, const char *rest)
{
	return arena_printf(rq->arena, "/admin/webhooks/%.*s%s", STR_ARG(endpoint->uuid), rest);
}

/* --- one endpoint and its log --- */

static void add_tabs(struct request *rq, struct view *page, const struct webhook_endpoint *endpoint, int state)
{
	struct view_list *tabs = view_list(page, "tabs");

	for (int i = 0; i < DELIVERY_STATE_DROPPED; i++) {
		struct view *tab = view_add(tabs);
		struct str rest = i ? arena_printf(rq->arena, "?state=%s", codes_code(&delivery_state_codes, i)) : STR("");
		view_text(tab, "href", href_of(rq, endpoint, rest.at));
		view_text(tab, "label", i ? rq_tr(rq, codes_label(&delivery_state_codes, i)) : rq_tr(rq, N_("All")));
		view_flag(tab, "current", i == state);
	}
}

static void add_lines(struct view *page, const struct webhook_endpoint *endpoint, int state, const struct rows *rows)
{
	struct view_list *list = view_list(page, "deliveries");
	size_t count = rows->count > DELIVERY_LOG_PAGE ? DELIVERY_LOG_PAGE : rows->count;

	for (size_t i = 0; i < count; i++) {
		const struct delivery_line *line = ROW(struct delivery_line, *rows, i);
		struct view *item = view_add(list);
		view_merge(item, &delivery_line_record, line);
		view_printf(item, "href", "/admin/webhooks/%.*s/deliveries/%.*s", STR_ARG(endpoint->uuid), STR_ARG(line->uuid));
	}
	if (rows->count > count)
		view_printf(page, "older_href", "/admin/webhooks/%.*s?state=%s&before=%lld", STR_ARG(endpoint->uuid),
			    codes_code(&delivery_state_codes, state),
			    (long long)ROW(struct delivery_line, *rows, count - 1)->id);
}

static enum rc add_endpoint(struct request *rq, struct view *page, const struct webhook_endpoint *endpoint)
{
	struct webhook_owner owner = {0};
	enum rc rc = webhook_owner_find(rq->db, rq->arena, endpoint->organization_id, endpoint->owner_account_id, &owner);

	view_record(page, "endpoint", &webhook_endpoint_record, endpoint);
	view_text(page, "href", href_of(rq, endpoint, ""));
	view_text(page, "owner", owner.name);
	view_flag(page, "is_failing", endpoint->is_active && endpoint->failing_since != MOMENT_NONE);
	view_flag(page, "is_slow", endpoint->slow_until != MOMENT_NONE && endpoint->slow_until > rq->now);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc show(struct request *rq, struct response *rs, const struct webhook_endpoint *endpoint)
{
	struct view *page = view_new(rq->arena);
	struct rows rows;
	int state = codes_find(&delivery_state_codes, pairs_get(&rq->query, "state"));
	int64_t before = 0;

	if (!str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &before))
		before = 0;
	state = state > 0 ? state : 0;
	enum rc rc = delivery_log_endpoint(rq->db, rq->arena, endpoint->organization_id, endpoint->id, state, before, &rows);
	if (rc == RC_OK)
		rc = add_endpoint(rq, page, endpoint);
	if (rc != RC_OK)
		return rc;
	add_tabs(rq, page, endpoint, state);
	add_lines(page, endpoint, state, &rows);
	form_view(rq, page, "switch", &switch_form, NULL);
	form_view(rq, page, "range", &range_form, NULL);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "webhook/endpoint", page);
}

static enum rc endpoint_get(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	return rc == RC_OK ? show(rq, rs, &endpoint) : rc;
}

/* --- changes --- */

struct altering {
	struct change change;
	struct webhook_endpoint endpoint;
	struct asked asked;
	int64_t delivery_id;
};

static enum rc note(struct db *db, const struct altering *a, const char *action, struct str reason)
{
	const struct audit_entry entry = {
		.action = action,
		.subject = "webhook_endpoint",
		.subject_id = a->endpoint.id,
		.subject_version = a->endpoint.version,
		.reason = reason,
	};

	return audit_append(db, &a->change.actor, &entry);
}

static enum rc write_test(struct db *db, void *closure)
{
	struct altering *a = closure;
	struct request *rq = a->change.rq;
	enum rc rc = webhook_consumer_test(db, rq->arena, rq->config, &a->endpoint, rq->viewer->organization_code, rq->now);

	a->change.answer = href_of(rq, &a->endpoint, "?said=tested");
	return rc == RC_OK ? note(db, a, "webhook_endpoint.tested", STR_NONE) : rc;
}

static enum rc test_post(struct request *rq, struct response *rs)
{
	struct altering a = {.change = change_of(rq)};
	enum rc rc = webhook_pages_find(rq, &a.endpoint);

	if (rc == RC_OK && !a.endpoint.is_active)
		rc = RC_CONFLICT;
	return rc == RC_OK ? change_run(&a.change, rs, "webhook_test", write_test, &a) : rc;
}

/* Switching on begins anew: what it failed before is forgotten. */
static enum rc write_switch(struct db *db, void *closure)
{
	struct altering *a = closure;
	struct request *rq = a->change.rq;
	struct webhook_endpoint after = a->endpoint;

	after.is_active = !a->endpoint.is_active;
	after.off_at = after.is_active ? MOMENT_NONE : rq->now;
	after.off_reason = after.is_active ? STR_NONE : a->asked.reason;
	after.failing_since = MOMENT_NONE;
	after.warned_at = MOMENT_NONE;
	after.slow_step = 0;
	after.slow_until = MOMENT_NONE;
	after.updated_at = rq->now;
	a->change.answer = href_of(rq, &a->endpoint, after.is_active ? "?said=on" : "?said=off");
	enum rc rc = webhook_update(db, &after);
	return rc == RC_OK ? note(db, a, after.is_active ? "webhook_endpoint.switched_on" : "webhook_endpoint.switched_off",
				  a->asked.reason)
			   : rc;
}

static enum rc switch_post(struct request *rq, struct response *rs)
{
	struct altering a = {.change = change_of(rq)};
	enum rc rc = webhook_pages_find(rq, &a.endpoint);

	record_clear(&asked_record, &a.asked);
	if (rc == RC_OK)
		rc = form_read(rq, &switch_form, &a.asked);
	if (rc == RC_OK)
		rc = change_run(&a.change, rs, "webhook_switch", write_switch, &a);
	return rc == RC_INVALID ? show(rq, rs, &a.endpoint) : rc;
}

static enum rc write_range(struct db *db, void *closure)
{
	struct altering *a = closure;
	struct request *rq = a->change.rq;
	int64_t count;
	enum rc rc = delivery_log_again_range(db, a->endpoint.organization_id, a->endpoint.id, a->asked.from, a->asked.until,
					      a->asked.with_sent, rq->now, &count);

	if (rc != RC_OK)
		return rc;
	a->change.answer = href_of(rq, &a->endpoint, count ? "?said=range" : "?said=none");
	return note(db, a, "webhook_endpoint.range_sent_again",
		    arena_printf(rq->arena, "%lld messages from %.*s to %.*s", (long long)count,
				 STR_ARG(moment_text(rq->arena, a->asked.from)), STR_ARG(moment_text(rq->arena, a->asked.until))));
}

static enum rc replay_post(struct request *rq, struct response *rs)
{
	struct altering a = {.change = change_of(rq)};
	enum rc rc = webhook_pages_find(rq, &a.endpoint);

	record_clear(&asked_record, &a.asked);
	if (rc == RC_OK)
		rc = form_read(rq, &range_form, &a.asked);
	if (rc == RC_OK)
		rc = change_run(&a.change, rs, "webhook_range", write_range, &a);
	return rc == RC_INVALID ? show(rq, rs, &a.endpoint) : rc;
}

/* --- one delivery --- */

static enum rc find_line(struct request *rq, const struct webhook_endpoint *endpoint, struct delivery_line *line)
{
	struct str uuid = param(rq, "delivery");
	enum rc rc = uuid_is_valid(uuid) ? delivery_log_one(rq->db, rq->arena, endpoint->organization_id, uuid, line)
					 : RC_NOT_FOUND;

	return rc == RC_OK && line->endpoint_id != endpoint->id ? RC_NOT_FOUND : rc;
}

static const char *const message_names[] = {
	"uuid", "subject", "state", "data", "created_at", "due_at", "attempts", "attempted_at", "done_at", "status", "reason", NULL,
};
static const struct form message_fields = {&delivery_line_record, message_names, NULL};
static const struct form attempt_fields = {&delivery_attempt_record, NULL, NULL};
static const struct api_schema attempt_schema = API_RECORD_OF("WebhookAttempt", "One attempt to send it", &attempt_fields);
static const struct api_schema message_schema = {
	"WebhookMessageShown", "A message as it was sent, with its attempts",
	(const struct api_member[]){
		{API_FIELDS, .form = &message_fields},
		{API_LIST, "tries", .of = &attempt_schema},
		API_MEMBERS_END,
	}};

static enum rc respond_message(struct request *rq, struct response *rs, const struct delivery_line *line, const struct rows *attempts)
{
	struct api_json json = api_call_json(rq, 1);

	api_json_begin(&json, NULL);
	api_json_fields(&json, &message_fields, line);
	api_json_list(&json, "tries");
	for (size_t i = 0; i < attempts->count; i++) {
		api_json_begin(&json, NULL);
		api_json_fields(&json, &attempt_fields, ROW(struct delivery_attempt_line, *attempts, i));
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc delivery_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct webhook_endpoint endpoint;
	struct delivery_line line;
	struct rows attempts;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	if (rc == RC_OK)
		rc = find_line(rq, &endpoint, &line);
	if (rc == RC_OK)
		rc = delivery_log_attempts(rq->db, rq->arena, line.id, &attempts);
	if (rc == RC_OK && rq->api)
		return respond_message(rq, rs, &line, &attempts);
	if (rc == RC_OK)
		rc = add_endpoint(rq, page, &endpoint);
	if (rc != RC_OK)
		return rc;
	view_record(page, "delivery", &delivery_line_record, &line);
	view_records(page, "attempts", &delivery_attempt_record, attempts.at, attempts.count);
	view_flag(page, "may_repeat", line.state != DELIVERY_STATE_WAITING && endpoint.is_active);
	view_flag(page, "is_waiting", line.state == DELIVERY_STATE_WAITING);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "webhook/delivery", page);
}

static enum rc write_again(struct db *db, void *closure)
{
	struct altering *a = closure;
	struct request *rq = a->change.rq;
	enum rc rc = delivery_log_again(db, a->endpoint.organization_id, a->delivery_id, rq->now);

	a->change.answer = href_of(rq, &a->endpoint, "?said=again");
	return rc == RC_OK ? note(db, a, "webhook_endpoint.sent_again", param(rq, "delivery")) : rc;
}

static enum rc again_post(struct request *rq, struct response *rs)
{
	struct altering a = {.change = change_of(rq)};
	struct delivery_line line;
	enum rc rc = webhook_pages_find(rq, &a.endpoint);

	if (rc == RC_OK)
		rc = find_line(rq, &a.endpoint, &line);
	if (rc != RC_OK)
		return rc;
	a.delivery_id = line.id;
	return change_run(&a.change, rs, "webhook_again", write_again, &a);
}

#define ONE "/admin/webhooks/{endpoint}"
const struct route webhook_log_routes[] = {
	{METHOD_GET, ONE, MAY_ADMINISTER, 0, endpoint_get, "a webhook and what was sent to it",
	 .offered_by = "getWebhook listWebhookMessages"},
	{METHOD_POST, ONE "/test", MAY_ADMINISTER, 0, test_post, "send it a test message",
	 .api = API_CHANGE("testWebhook", "Administration", API_ADMIN_WRITE, NULL, .path = "/api/v1/webhooks/{endpoint}/test")},
	{METHOD_POST, ONE "/switch", MAY_ADMINISTER, 0, switch_post, "switch it off or on, with a reason",
	 .api = API_CHANGE("switchWebhook", "Administration", API_ADMIN_WRITE, API_FORM("WebhookSwitch", &switch_form),
			   .path = "/api/v1/webhooks/{endpoint}/switch")},
	{METHOD_POST, ONE "/replay", MAY_ADMINISTER, 0, replay_post, "send the messages of a time again",
	 .api = API_CHANGE("replayWebhook", "Administration", API_ADMIN_WRITE, API_FORM("WebhookReplay", &range_form),
			   .path = "/api/v1/webhooks/{endpoint}/replay")},
	{METHOD_GET, ONE "/deliveries/{delivery}", MAY_ADMINISTER, 0, delivery_get, "one message with its attempts",
	 .api = &(const struct api_operation){.id = "getWebhookMessage", .tag = "Administration", .scope = API_ADMIN_READ, .answer = &message_schema,
					      .path = "/api/v1/webhooks/{endpoint}/messages/{delivery}"}},
	{METHOD_POST, ONE "/deliveries/{delivery}/again", MAY_ADMINISTER, 0, again_post, "send it again",
	 .api = API_CHANGE("repeatWebhookMessage", "Administration", API_ADMIN_WRITE, NULL,
			   .path = "/api/v1/webhooks/{endpoint}/messages/{delivery}/again")},
	ROUTE_END,
};
