#include "event/channel_api.h"

#include "event/bounce_store.h"
#include "event/channel_pages.h"
#include "event/channel_store.h"
#include "event/contact.h"
#include "event/phone_store.h"
#include "event/push_key.h"
#include "event/push_store.h"
#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"

/* --- channels ------------------------------------------------------------------------------ */

static const struct api_schema channel_schema = {
	"Channel", "A way out of the house",
	(const struct api_member[]){
		{API_TEXT, "code", .help = "mail, sms or push"},
		{API_BOOL, "is_set_up"},
		{API_TEXT, "way", .flags = API_NULLABLE, .help = "where messages go, without secrets; null: not set up"},
		{API_MOMENT, "success_at", .flags = API_NULLABLE, .help = "within a minute"},
		{API_MOMENT, "failure_at", .flags = API_NULLABLE},
		{API_TEXT, "failure", .flags = API_NULLABLE},
		{API_BOOL, "is_failing", .help = "the last attempt failed"},
		API_MEMBERS_END,
	}};
static const struct api_schema channels_schema = API_LIST_OF("ChannelList", "All of them", &channel_schema);

static const struct channel_state *state_of(const struct rows *rows, const char *code)
{
	for (size_t i = 0; i < rows->count; i++)
		if (str_is(ROW(struct channel_state, *rows, i)->channel, code))
			return ROW(struct channel_state, *rows, i);
	return NULL;
}

static void put_channel(struct api_json *json, const struct channel_way *way, const struct channel_state *state)
{
	api_json_begin(json, NULL);
	api_json_cstr(json, "code", way->code);
	api_json_bool(json, "is_set_up", way->way.at != NULL);
	api_json_text(json, "way", way->way);
	api_json_moment(json, "success_at", state ? state->success_at : MOMENT_NONE);
	api_json_moment(json, "failure_at", state ? state->failure_at : MOMENT_NONE);
	api_json_text(json, "failure", state && state->failure.len ? state->failure : STR_NONE);
	api_json_bool(json, "is_failing", channel_pages_fails(state));
	api_json_end(json);
}

static enum rc channels_get(struct request *rq, struct response *rs)
{
	struct channel_way ways[CHANNEL_WAYS];
	struct rows rows;
	enum rc rc = channel_states(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	channel_pages_ways(rq, ways);
	for (size_t i = 0; i < CHANNEL_WAYS; i++)
		put_channel(&json, &ways[i], state_of(&rows, ways[i].code));
	return api_call_listed(rq, rs, &json, STR_NONE);
}

static const char *const bounce_names[] = {"id", "address", "soft_count", "last_at", "status", "reason", "stopped_at", NULL};
static const struct form bounce_fields = {&mail_bounce_record, bounce_names, NULL};
static const struct api_schema bounce_schema = API_RECORD_OF("MailBounce", "An address to which no mails go, because they came back", &bounce_fields);
static const struct api_schema bounces_schema = API_LIST_OF("MailBounceList", "The newest first, at most 100", &bounce_schema);

static enum rc bounces_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = bounce_stopped(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &bounce_fields, &rows, sizeof(struct mail_bounce), STR_NONE) : rc;
}

/* --- how messages reach oneself --------------------------------------------------------------- */

static const char *const browser_names[] = {"id", "agent", "created_at", NULL};
static const struct form browser_fields = {&push_subscription_record, browser_names, NULL};
static const struct api_schema browser_schema = API_RECORD_OF("PushBrowser", "A browser that takes web push", &browser_fields);
static const struct api_schema contact_schema = {
	"Contact", "How messages reach the holder of the token",
	(const struct api_member[]){
		{API_TEXT, "mail", .flags = API_NULLABLE},
		{API_MOMENT, "mail_stopped_at", .flags = API_NULLABLE, .help = "since then no mails go there: they came back"},
		{API_TEXT, "phone", .flags = API_NULLABLE, .help = "mobile number, E.164"},
		{API_MOMENT, "phone_confirmed_at", .flags = API_NULLABLE, .help = "null: a code waits to be typed in"},
		{API_TEXT, "push_key", .flags = API_NULLABLE, .help = "public key of this installation for subscriptions (VAPID); null: no web push"},
		{API_LIST, "browsers", .of = &browser_schema},
		API_MEMBERS_END,
	}};

static enum rc find_phone(struct request *rq, struct account_phone *phone)
{
	enum rc rc = phone_find(rq->db, rq->arena, rq->viewer->account_id, phone);

	if (rc != RC_NOT_FOUND)
		return rc;
	*phone = (struct account_phone){.number = STR_NONE, .confirmed_at = MOMENT_NONE};
	return RC_OK;
}

static enum rc contact_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct str key = STR_NONE;
	struct contact contact;
	struct account_phone phone;
	struct rows browsers;
	enum rc rc = contact_of(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &contact);

	if (rc == RC_OK)
		rc = find_phone(rq, &phone);
	if (rc == RC_OK)
		rc = push_subscription_list(rq->db, rq->arena, rq->viewer->account_id, &browsers);
	if (rc != RC_OK)
		return rc;
	if (!push_key_is_used(rq->config) || push_key_public(rq->arena, rq->config, &key) != RC_OK)
		key = STR_NONE;
	api_json_begin(&json, NULL);
	api_json_text(&json, "mail", contact_mail(&contact));
	api_json_moment(&json, "mail_stopped_at", contact.mail_stopped_at);
	api_json_text(&json, "phone", phone.number);
	api_json_moment(&json, "phone_confirmed_at", phone.confirmed_at);
	api_json_text(&json, "push_key", key);
	api_json_list(&json, "browsers");
	for (size_t i = 0; i < browsers.count; i++) {
		api_json_begin(&json, NULL);
		api_json_fields(&json, &browser_fields, ROW(struct push_subscription, browsers, i));
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

#define READS(id_, tag_, scope_, answer_) &(const struct api_operation){.id = (id_), .tag = (tag_), .scope = (scope_), .answer = &(answer_)}
const struct route channel_api_routes[] = {
	{METHOD_GET, "/api/v1/channels", MAY_ADMINISTER, 0, channels_get, "ways out of the house and how they work",
	 READS("listChannels", "Administration", API_ADMIN_READ, channels_schema)},
	{METHOD_GET, "/api/v1/channels/bounces", MAY_ADMINISTER, 0, bounces_get, "addresses from which mails came back",
	 READS("listBounces", "Administration", API_ADMIN_READ, bounces_schema)},
	{METHOD_GET, "/api/v1/account/contact", MAY_SIGN_IN, 0, contact_get, "how messages reach oneself",
	 READS("getContact", "Account", API_ACCOUNT_READ, contact_schema)},
	ROUTE_END,
};
