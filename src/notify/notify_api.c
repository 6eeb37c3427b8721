#include "notify/notify_api.h"

#include "base/text.h"
#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/inbox_pages.h"
#include "notify/message_preview_view.h"
#include "notify/message_text_pages.h"
#include "notify/notification_store.h"
#include "notify/policy_store.h"

/* --- what one was told ---------------------------------------------------------------- */

static const char *const told_names[] = {
	"id", "kind", "number", "action", "severity", "due_at", "environment", "shown_at", "read_at", NULL,
};
static const struct form told_fields = {&notification_record, told_names, NULL};
static const struct api_schema told_schema = {
	"Notification", "Something that the holder of the token was told",
	(const struct api_member[]){
		{API_FIELDS, .form = &told_fields},
		{API_TEXT, "text", .help = "in the language of the request"},
		{API_TEXTS, "recipients", .codes = &recipient_codes, .help = "as what one is told"},
		{API_LINK, "page", .help = "for people: what it is about"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"NotificationList", "A page of notifications",
	(const struct api_member[]){
		{API_LIST, "items", .of = &told_schema},
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"},
		API_MEMBERS_END,
	}};
static const struct api_parameter list_query[] = {
	{"unread", API_BOOL, .help = "true: only what was not read yet"},
	{.name = NULL},
};

static void put_notification(struct request *rq, struct api_json *json, const struct message_style *style,
			     const struct notification *n)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &told_fields, n);
	api_json_text(json, "text", notification_words(rq->arena, style, FAMILY_SCREEN, n).text);
	api_json_texts(json, "recipients", n->recipients);
	api_json_text(json, "page", notification_target(rq->arena, n));
	api_json_end(json);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, NOTIFICATION_PAGE);
	struct str unread = pairs_get(&rq->query, "unread");
	struct inbox_asked asked = {.account_id = rq->viewer->account_id, .now = rq->now, .before_at = MOMENT_NONE,
				    .is_unread = str_is(unread, "true") || str_is(unread, "1"), .most = (int64_t)limit + 1};
	struct rows rows;

	notification_cursor(pairs_get(&rq->query, "after"), &asked);
	struct message_style style;
	enum rc rc = notification_inbox(rq->db, rq->arena, &asked, &rows);
	if (rc == RC_OK)
		rc = inbox_style(rq, &style);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	const size_t shown = rows.count > limit ? limit : rows.count;
	for (size_t i = 0; i < shown; i++)
		put_notification(rq, &json, &style, ROW(struct notification, rows, i));
	const struct notification *last = shown ? ROW(struct notification, rows, shown - 1) : NULL;
	return api_call_listed(rq, rs, &json, rows.count > shown ? notification_cursor_text(rq->arena, last) : STR_NONE);
}

/* --- rules ----------------------------------------------------------------------------- */

static const char *const rule_names[] = {
	"code", "event_kind", "recipient", "role", "by_inbox", "by_mail", "by_sms", "by_push", "register", "severity", "report_type",
	"environment", "establishment_id", "department_id", "is_mandatory", "may_wait", "breaks_quiet", "tells_actor", "is_active",
	"version", NULL,
};
static const struct form rule_fields = {&notify_rule_record, rule_names, NULL};
static const struct api_schema rule_schema = {
	"NotificationRule", "Which event is told to whom by which ways",
	(const struct api_member[]){
		{API_FIELDS, .form = &rule_fields},
		{API_BOOL, "is_own", .help = "false: it ships with the product"},
		API_MEMBERS_END,
	}};
static const struct api_schema rules_schema = {
	"NotificationRules", "All rules that hold, those that are switched off too",
	(const struct api_member[]){{API_LIST, "items", .of = &rule_schema}, API_MEMBERS_END}};

static void put_rule(struct api_json *json, const struct notify_rule *rule)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &rule_fields, rule);
	api_json_bool(json, "is_own", rule->organization_id != 0);
	api_json_end(json);
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 3);
	struct notify_policy policy;
	struct notify_rules rules;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	if (rc == RC_OK)
		rc = policy_rules(rq->db, &policy, &rules);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rules.count; i++)
		put_rule(&json, &rules.at[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct notify_rule rule;
	enum rc rc = policy_rule(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "code"), &rule);

	if (rc != RC_OK)
		return rc;
	put_rule(&json, &rule);
	return api_call_respond(rq, rs, &json, rule.version);
}

/* --- texts ------------------------------------------------------------------------------ */

static const struct api_schema text_schema = {
	"MessageText", "The words of an event's messages by one way in one language, as they hold",
	(const struct api_member[]){
		{API_TEXT, "kind", .help = "the event"},
		{API_CODE, "family", .codes = &message_family_codes},
		{API_CODE, "language", .codes = &message_language_codes},
		{API_TEXT, "subject", .help = "subject of mails, title of push messages; short messages have none"},
		{API_TEXT, "body"},
		{API_BOOL, "is_own", .help = "false: the standard text"},
		{API_TEXTS, "facts", .help = "what the words may name"},
		{API_INT, "version"},
		API_MEMBERS_END,
	}};
static const struct api_schema texts_schema = {
	"MessageTexts", "The words of all messages",
	(const struct api_member[]){{API_LIST, "items", .of = &text_schema}, API_MEMBERS_END}};
static const struct api_parameter texts_query[] = {
	{"own", API_BOOL, .help = "true: only those that differ from the standard"},
	{.name = NULL},
};

static void put_text(struct request *rq, struct api_json *json, const struct message_style *style, const struct message_slot *slot)
{
	const struct message_text *own = message_text_at(style->texts, slot, MOMENT_NONE);
	const struct message_text text = own ? *own : message_text_standard(rq->arena, style->catalogue, slot);
	const char *names[MESSAGE_FACTS];
	const size_t count = message_text_facts(slot->kind, names);
	struct text facts = TEXT_IN(rq->arena);

	for (size_t i = 0; i < count; i++)
		text_printf(&facts, "%s%s", i ? "," : "", names[i]);
	api_json_begin(json, NULL);
	api_json_cstr(json, "kind", slot->kind->kind);
	api_json_cstr(json, "family", codes_code(&message_family_codes, (int)slot->family));
	api_json_cstr(json, "language", codes_code(&message_language_codes, (int)slot->language));
	api_json_text(json, "subject", text.subject);
	api_json_text(json, "body", text.body);
	api_json_bool(json, "is_own", own != NULL);
	api_json_texts(json, "facts", text_str(&facts));
	api_json_int(json, "version", message_text_shown_version(message_text_newest(style->texts, slot)));
	api_json_end(json);
}

static void put_texts_of(struct request *rq, struct api_json *json, const struct message_style styles[LANGUAGE_COUNT],
			 const struct event_kind_row *kind, bool only_own)
{
	for (int family = FAMILY_NONE + 1; family < FAMILY_COUNT; family++)
		for (int language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
			const struct message_slot slot = {kind, (enum message_family)family, (enum message_language)language};
			if (!only_own || message_text_at(styles[language].texts, &slot, MOMENT_NONE))
				put_text(rq, json, &styles[language], &slot);
		}
}

static enum rc texts_get(struct request *rq, struct response *rs)
{
	const struct str own = pairs_get(&rq->query, "own");
	const bool only_own = str_is(own, "true") || str_is(own, "1");
	struct message_style styles[LANGUAGE_COUNT];
	struct api_json json = api_call_json(rq, 3);
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);

	for (int language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
		enum rc rc = message_style_of(rq, (enum message_language)language, &styles[language]);
		if (rc != RC_OK)
			return rc;
	}
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < count; i++)
		put_texts_of(rq, &json, styles, &kinds[i], only_own);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc text_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct message_style style;
	struct message_slot slot;
	enum rc rc = message_text_slot(rq, &slot);

	if (rc == RC_OK)
		rc = message_style_of(rq, slot.language, &style);
	if (rc != RC_OK)
		return rc;
	put_text(rq, &json, &style, &slot);
	return api_call_respond(rq, rs, &json, message_text_shown_version(message_text_newest(style.texts, &slot)));
}

#define OPERATION .tag = "Notifications"

const struct route notify_api_routes[] = {
	{METHOD_GET, "/api/v1/notifications", MAY_SIGN_IN, 0, list_get, "what one was told, the newest first, by pages",
	 &(const struct api_operation){.id = "listNotifications", OPERATION, .flags = API_LISTED, .answer = &list_schema,
				       .query = list_query}},
	{METHOD_GET, "/api/v1/notification-rules", MAY_ADMINISTER, 0, rules_get, "who is told of what",
	 &(const struct api_operation){.id = "listNotificationRules", OPERATION, .scope = API_ADMIN_READ, .answer = &rules_schema}},
	{METHOD_GET, "/api/v1/notification-rules/{code}", MAY_ADMINISTER, 0, rule_get, "one rule",
	 &(const struct api_operation){.id = "getNotificationRule", OPERATION, .scope = API_ADMIN_READ, .flags = API_VERSIONED,
				       .answer = &rule_schema}},
	{METHOD_GET, "/api/v1/message-texts", MAY_ADMINISTER, 0, texts_get, "the words of messages, those that are own ones too",
	 &(const struct api_operation){.id = "listMessageTexts", OPERATION, .scope = API_ADMIN_READ, .answer = &texts_schema,
				       .query = texts_query}},
	{METHOD_GET, "/api/v1/message-texts/{kind}/{family}/{language}", MAY_ADMINISTER, 0, text_get, "the words of one message",
	 &(const struct api_operation){.id = "getMessageText", OPERATION, .scope = API_ADMIN_READ, .flags = API_VERSIONED,
				       .answer = &text_schema}},
	ROUTE_END,
};
