#include "notify/preference_api.h"

#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/policy_store.h"
#include "notify/preference_pages.h"
#include "notify/preference_store.h"
#include "organization/choices_view.h"

static const char *const names[] = {
	"quiet_from", "quiet_until", "quiet_weekends", "zone", "digest", "digest_weekday", "digest_at", "absent_from", "absent_until", NULL,
};
static const struct form fields = {&notify_preference_record, names, NULL};
static const struct api_schema use_schema = {
	"GroupUse", "Which channels a group of events uses",
	(const struct api_member[]){
		{API_BOOL, "inbox"},
		{API_CODE, "mail", .codes = &preference_mail_codes},
		{API_BOOL, "sms"},
		{API_BOOL, "push"},
		{API_TEXTS, "mandatory", .help = "kinds of events that nobody switches off"},
		API_MEMBERS_END,
	}};
#define OF_GROUP(name_) {API_OBJECT, name_, .of = &use_schema}
static const struct api_schema groups_schema = {
	"GroupUses", "By group of events",
	(const struct api_member[]){
		OF_GROUP("work"), OF_GROUP("incident"), OF_GROUP("message"), OF_GROUP("investigation"), OF_GROUP("action"),
		OF_GROUP("deadline"), OF_GROUP("compliance"), OF_GROUP("record"), API_MEMBERS_END,
	}};
static const struct api_schema schema = {
	"NotificationChoices", "How one wants to be told; version 0: nothing was chosen, all comes at once",
	(const struct api_member[]){
		{API_FIELDS, .form = &fields},
		{API_TEXT, "delegate", .flags = API_NULLABLE, .help = "who is told as well while one is away: number and name"},
		{API_OBJECT, "use", .of = &groups_schema},
		API_MEMBERS_END,
	}};

static struct str mandatory_of(struct request *rq, struct notify_rules rules, enum notify_group group)
{
	struct text out = TEXT_IN(rq->arena);
	const char *last = "";

	for (size_t i = 0; i < rules.count; i++) {
		const struct event_kind_row *kind = event_kind_find(rules.at[i].event_kind);
		if (!rules.at[i].is_active || !rules.at[i].is_mandatory || !kind || kind->group != group || kind->kind == last)
			continue;
		last = kind->kind;
		text_printf(&out, "%s%s", out.len ? "," : "", last);
	}
	return text_str(&out);
}

static void put_use(struct request *rq, struct api_json *json, const struct notify_preference *p, struct notify_rules rules, int at)
{
	const enum notify_group group = (enum notify_group)at;

	api_json_begin(json, codes_code(&notify_group_codes, at));
	api_json_bool(json, "inbox", !preference_is_off(p, group, CHANNEL_INBOX));
	api_json_code(json, "mail", &preference_mail_codes, preference_pages_mail(p, group));
	api_json_bool(json, "sms", !preference_is_off(p, group, CHANNEL_SMS));
	api_json_bool(json, "push", !preference_is_off(p, group, CHANNEL_PUSH));
	api_json_texts(json, "mandatory", mandatory_of(rq, rules, group));
	api_json_end(json);
}

static enum rc choices_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct notify_preference p;
	struct notify_policy policy;
	struct notify_rules rules;
	struct str delegate;
	enum rc rc = preference_of(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &p);

	if (rc == RC_OK)
		rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);
	if (rc == RC_OK)
		rc = policy_rules(rq->db, &policy, &rules);
	if (rc == RC_OK)
		rc = choices_person_text(rq, p.delegate_id, &delegate);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &fields, &p);
	api_json_text(&json, "delegate", delegate.len ? delegate : STR_NONE);
	api_json_begin(&json, "use");
	for (int group = GROUP_NONE + 1; group < GROUP_SYSTEM; group++)
		put_use(rq, &json, &p, rules, group);
	api_json_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, api_call_version(p.version));
}

const struct route preference_api_routes[] = {
	{METHOD_GET, "/api/v1/account/notifications", MAY_SIGN_IN, 0, choices_get, "how one wants to be told",
	 &(const struct api_operation){.id = "getNotificationChoices", .tag = "Account", .scope = API_ACCOUNT_READ,
				       .flags = API_VERSIONED, .answer = &schema}},
	ROUTE_END,
};
