#include "notify/notify_admin_api.h"

#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/notify_rule_pages.h"
#include "notify/notify_rule_view.h"
#include "notify/preview_pages.h"
#include "notify/told.h"

/* --- what holds for all messages -------------------------------------------------------------- */

static const char *const policy_names[] = {"mail_title", "sandbox_people", NULL};
static const struct form policy_fields = {&notify_policy_record, policy_names, NULL};
static const struct api_schema policy_schema = API_RECORD_OF("NotificationPolicy", "What holds for all messages", &policy_fields);

static enum rc policy_get(struct request *rq, struct response *rs)
{
	struct notify_policy policy;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	return rc == RC_OK ? api_call_row(rq, rs, &policy_fields, &policy, api_call_version(policy.version)) : rc;
}

static const struct api_schema kind_schema = {
	"EventKind", "A kind of event that a rule may speak of",
	(const struct api_member[]){
		{API_TEXT, "kind"},
		{API_TEXT, "label", .help = "in the language of the request"},
		{API_CODE, "group", .codes = &notify_group_codes},
		{API_TEXTS, "recipients", .codes = &recipient_codes, .help = "whom a rule may tell of it"},
		API_MEMBERS_END,
	}};
static const struct api_schema kinds_schema = API_LIST_OF("EventKindList", "All of them", &kind_schema);

static void put_recipients(struct api_json *json, unsigned set)
{
	api_json_list(json, "recipients");
	for (int i = 1; i < codes_count(&recipient_codes); i++)
		if (set & RECIPIENT_BIT(i))
			api_json_cstr(json, NULL, codes_code(&recipient_codes, i));
	api_json_list_end(json);
}

static enum rc kinds_get(struct request *rq, struct response *rs)
{
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);
	struct api_json json = api_call_list(rq);

	for (size_t i = 0; i < count; i++) {
		api_json_begin(&json, NULL);
		api_json_cstr(&json, "kind", kinds[i].kind);
		api_json_text(&json, "label", rq_tr(rq, kinds[i].label));
		api_json_code(&json, "group", &notify_group_codes, (int)kinds[i].group);
		put_recipients(&json, kinds[i].recipients);
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

/* --- who was told ------------------------------------------------------------------------------- */

static const struct code channel_rows[] = {{"", ""}, {"inbox", ""}, {"mail", ""}, {"sms", ""}, {"push", ""}, {NULL, NULL}};
static const struct codes channel_codes = {"notify_channel", channel_rows};

static const struct api_schema told_rule_schema = {
	"ToldRule", "A rule that led to it",
	(const struct api_member[]){
		{API_TEXT, "code"},
		{API_INT, "version", .flags = API_NULLABLE, .help = "that decided then"},
		{API_TEXT, "whom", .flags = API_NULLABLE, .help = "in the language of the request; null: it is there no more"},
		API_MEMBERS_END,
	}};
static const struct api_schema told_channel_schema = {
	"ToldChannel", "What was decided for a channel, and what became of it",
	(const struct api_member[]){
		{API_CODE, "channel", .codes = &channel_codes},
		{API_CODE, "sending", .codes = &sending_codes},
		{API_TEXT, "state", .flags = API_NULLABLE, .help = "waiting, sent, dead or dropped; of the inbox read or unread"},
		{API_MOMENT, "at", .flags = API_NULLABLE, .help = "when it was sent or read, or is due"},
		{API_TEXT, "reason", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema told_schema = {
	"Told", "Somebody who was told of an incident",
	(const struct api_member[]){
		{API_TEXT, "name", .help = "of the person"},
		{API_TEXT, "away_name", .flags = API_NULLABLE, .help = "told in place of this person, who is away"},
		{API_TEXT, "kind", .help = "of the event"},
		{API_MOMENT, "shown_at", .flags = API_NULLABLE},
		{API_LIST, "rules", .of = &told_rule_schema},
		{API_LIST, "channels", .of = &told_channel_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema tolds_schema = API_LIST_OF("ToldList", "Newest first, at most 300", &told_schema);

static void put_told_rules(struct request *rq, struct api_json *json, const struct told *told, const struct notification *n)
{
	struct str rest = n->rules;
	struct told_rule one;
	int64_t version;

	api_json_list(json, "rules");
	while (told_next_rule(told, told_as(told, n), &rest, &one)) {
		api_json_begin(json, NULL);
		api_json_text(json, "code", one.code);
		if (str_to_int(one.version, 0, INT64_MAX, &version))
			api_json_int(json, "version", version);
		else
			api_json_null(json, "version");
		api_json_text(json, "whom", one.rule ? notify_rule_words(rq, one.rule, told->names) : STR_NONE);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_told_channel(struct api_json *json, const struct told *told, const struct notification *n, enum channel channel)
{
	const enum sending sending = notification_sending(n, channel);
	const struct told_delivery *d = channel == CHANNEL_INBOX ? NULL : told_delivery_of(told, n, channel);
	struct str state = d ? d->state : STR_NONE;
	moment at = d ? (d->done_at != MOMENT_NONE ? d->done_at : d->due_at) : MOMENT_NONE;

	if (sending == SENDING_NONE)
		return;
	if (channel == CHANNEL_INBOX) {
		state = n->read_at != MOMENT_NONE ? STR("read") : STR("unread");
		at = n->read_at;
	} else if (sending == SENDING_DIGEST) {
		at = n->digested_at != MOMENT_NONE ? n->digested_at : n->digest_at;
	}
	api_json_begin(json, NULL);
	api_json_cstr(json, "channel", channel_code(channel));
	api_json_code(json, "sending", &sending_codes, (int)sending);
	api_json_text(json, "state", state);
	api_json_moment(json, "at", at);
	api_json_text(json, "reason", d && d->reason.len ? d->reason : STR_NONE);
	api_json_end(json);
}

static void put_told(struct request *rq, struct api_json *json, const struct told *told, const struct notification *n)
{
	const struct str away = names_get(told->people, NAMES_PERSON, n->away_id);

	api_json_begin(json, NULL);
	api_json_text(json, "name", names_get(told->people, NAMES_PERSON, n->person_id));
	api_json_text(json, "away_name", away.len ? away : STR_NONE);
	api_json_text(json, "kind", n->kind);
	api_json_moment(json, "shown_at", n->shown_at);
	put_told_rules(rq, json, told, n);
	api_json_list(json, "channels");
	for (int channel = 0; channel < CHANNEL_COUNT; channel++)
		put_told_channel(json, told, n, (enum channel)channel);
	api_json_list_end(json);
	api_json_end(json);
}

static enum rc told_get(struct request *rq, struct response *rs)
{
	struct told told;
	enum rc rc = told_load(rq, &told);

	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < told.rows.count; i++) {
		const struct notification *n = ROW(struct notification, told.rows, i);
		if (!told_leaves_out(&told, n))
			put_told(rq, &json, &told, n);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

/* --- who would be told ---------------------------------------------------------------------------- */

static const struct api_schema plan_channel_schema = {
	"PlannedChannel", "What would become of it on a channel",
	(const struct api_member[]){
		{API_CODE, "channel", .codes = &channel_codes},
		{API_CODE, "sending", .codes = &sending_codes},
		{API_MOMENT, "at", .flags = API_NULLABLE},
		{API_TEXT, "why", .flags = API_NULLABLE, .help = "of what comes later"},
		API_MEMBERS_END,
	}};
static const struct api_schema plan_rule_schema = {
	"PlannedRule", "A rule that leads there",
	(const struct api_member[]){{API_TEXT, "code"}, {API_TEXT, "whom"}, API_MEMBERS_END}};
static const struct api_schema plan_line_schema = {
	"PlannedPerson", "Somebody at whom a rule aims",
	(const struct api_member[]){
		{API_TEXT, "name", .flags = API_NULLABLE, .help = "null: whoever reported in confidence"},
		{API_TEXT, "away_name", .flags = API_NULLABLE},
		{API_LIST, "rules", .of = &plan_rule_schema},
		{API_TEXT, "refusal", .flags = API_NULLABLE, .help = "why nobody tells them; null: they are told"},
		{API_LIST, "channels", .of = &plan_channel_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema misfit_schema = {
	"PlannedMisfit", "A rule for this event that does not hold here",
	(const struct api_member[]){{API_TEXT, "code"}, {API_TEXT, "whom"}, {API_TEXT, "why"}, API_MEMBERS_END}};
static const struct api_schema preview_schema = {
	"NotificationPreview", "Who would be told of an event now, and why others would not",
	(const struct api_member[]){
		{API_TEXT, "kind"},
		{API_TEXT, "number", .flags = API_NULLABLE},
		{API_LIST, "told", .of = &plan_line_schema},
		{API_LIST, "others", .of = &plan_line_schema, .help = "not told by any channel"},
		{API_LIST, "misfits", .of = &misfit_schema},
		API_MEMBERS_END,
	}};

static void put_channels(struct request *rq, struct api_json *json, const struct plan_line *line)
{
	api_json_list(json, "channels");
	for (int i = 0; !line->refusal && i < CHANNEL_COUNT; i++) {
		const struct plan_channel *channel = &line->channels[i];
		const bool has_time = channel->sending == SENDING_LATER || channel->sending == SENDING_DIGEST;
		if (channel->sending == SENDING_NONE)
			continue;
		api_json_begin(json, NULL);
		api_json_cstr(json, "channel", channel_code((enum channel)i));
		api_json_code(json, "sending", &sending_codes, (int)channel->sending);
		api_json_moment(json, "at", has_time ? channel->at : MOMENT_NONE);
		api_json_text(json, "why", channel->why ? rq_tr(rq, channel->why) : STR_NONE);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_line(struct request *rq, struct api_json *json, const struct preview *preview, const struct plan_line *line)
{
	const unsigned as = preview_as(&preview->occurrence, line);

	api_json_begin(json, NULL);
	api_json_text(json, "name", preview_hides(&preview->occurrence, line) ? STR_NONE : line->who->name);
	api_json_text(json, "away_name", line->away ? line->away->name : STR_NONE);
	api_json_list(json, "rules");
	for (size_t i = 0; i < line->rule_count; i++) {
		if (!(as & RECIPIENT_BIT(line->rules[i]->recipient)))
			continue;
		api_json_begin(json, NULL);
		api_json_text(json, "code", line->rules[i]->code);
		api_json_text(json, "whom", notify_rule_words(rq, line->rules[i], preview->names));
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_text(json, "refusal", line->refusal ? rq_tr(rq, line->refusal) : STR_NONE);
	put_channels(rq, json, line);
	api_json_end(json);
}

static void put_lines(struct request *rq, struct api_json *json, const char *name, const struct preview *preview, bool reaches)
{
	api_json_list(json, name);
	for (size_t i = 0; i < preview->plan.count; i++)
		if (plan_line_reaches(&preview->plan.lines[i]) == reaches)
			put_line(rq, json, preview, &preview->plan.lines[i]);
	api_json_list_end(json);
}

static void put_misfits(struct request *rq, struct api_json *json, const struct preview *preview)
{
	api_json_list(json, "misfits");
	for (size_t i = 0; i < preview->rules.count; i++) {
		const struct notify_rule *rule = &preview->rules.at[i];
		const char *why = NULL;
		if (!str_is(rule->event_kind, preview->occurrence.kind->kind))
			continue;
		if (rule->is_active && notify_rule_fits(rule, &preview->occurrence, &why))
			continue;
		api_json_begin(json, NULL);
		api_json_text(json, "code", rule->code);
		api_json_text(json, "whom", notify_rule_words(rq, rule, preview->names));
		api_json_text(json, "why", rq_tr(rq, rule->is_active ? why : N_("switched off")));
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc preview_get(struct request *rq, struct response *rs)
{
	const struct event_kind_row *kind = event_kind_find(param(rq, "kind"));
	struct api_json json = api_call_json(rq, 1);
	struct preview preview;
	enum rc rc = kind ? preview_make(rq, kind, &preview) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc == RC_INVALID ? RC_BAD_REQUEST : rc;
	api_json_begin(&json, NULL);
	api_json_cstr(&json, "kind", kind->kind);
	api_json_text(&json, "number", preview.occurrence.number.len ? preview.occurrence.number : STR_NONE);
	put_lines(rq, &json, "told", &preview, true);
	put_lines(rq, &json, "others", &preview, false);
	put_misfits(rq, &json, &preview);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- a rule tried on the past ------------------------------------------------------------------------ */

static const struct api_schema counts_schema = {
	"TrialCounts", "Messages by channel",
	(const struct api_member[]){{API_INT, "inbox"}, {API_INT, "mail"}, {API_INT, "sms"}, {API_INT, "push"}, API_MEMBERS_END}};
static const struct api_schema person_schema = {
	"TrialPerson", "What somebody would have got",
	(const struct api_member[]){
		{API_TEXT, "name", .flags = API_NULLABLE, .help = "null: those who reported in confidence, together"},
		{API_OBJECT, "before", .of = &counts_schema},
		{API_OBJECT, "after", .of = &counts_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema trial_schema = {
	"NotificationTrial", "A rule tried on the events of the past, with people and choices as they are now",
	(const struct api_member[]){
		{API_INT, "days"},
		{API_INT, "events", .help = "of that kind that were looked at"},
		{API_BOOL, "is_cut", .help = "there were more: these are the newest"},
		{API_OBJECT, "before", .of = &counts_schema, .help = "of all people"},
		{API_OBJECT, "after", .of = &counts_schema, .help = "of all people"},
		{API_LIST, "people", .of = &person_schema, .help = "those with a difference first"},
		API_MEMBERS_END,
	}};

static void put_counts(struct api_json *json, const char *name, const int64_t counts[CHANNEL_COUNT])
{
	api_json_begin(json, name);
	for (int i = 0; i < CHANNEL_COUNT; i++)
		api_json_int(json, channel_code((enum channel)i), counts[i]);
	api_json_end(json);
}

static enum rc respond_trial(struct request *rq, struct response *rs, bool is_new)
{
	struct api_json json = api_call_json(rq, 1);
	struct backtest trial;
	enum rc rc = notify_rule_pages_try(rq, is_new, &trial);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_int(&json, "days", trial.days);
	api_json_int(&json, "events", (int64_t)trial.events);
	api_json_bool(&json, "is_cut", trial.is_cut);
	put_counts(&json, "before", trial.total.before);
	put_counts(&json, "after", trial.total.after);
	api_json_list(&json, "people");
	for (size_t i = 0; i < trial.count; i++) {
		const struct backtest_person *person = &trial.people[i];
		api_json_begin(&json, NULL);
		api_json_text(&json, "name", person->person_id ? person->name : STR_NONE);
		put_counts(&json, "before", person->before);
		put_counts(&json, "after", person->after);
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc new_trial(struct request *rq, struct response *rs)
{
	return respond_trial(rq, rs, true);
}

static enum rc stored_trial(struct request *rq, struct response *rs)
{
	return respond_trial(rq, rs, false);
}

#define ADMIN(id_, scope_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = "Administration", .scope = (scope_), .answer = &(answer_), __VA_ARGS__}
static const struct api_parameter preview_query[] = {
	{"number", API_TEXT, NULL, "of an incident or action; without: an imagined incident"},
	{"register", API_CODE, &register_codes, NULL},
	{"severity", API_CODE, &severity_codes, NULL},
	{"report_type", API_CODE, &report_type_codes, NULL},
	{"environment", API_CODE, &environment_codes, NULL},
	{"establishment_id", API_INT, NULL, NULL},
	{"department_id", API_INT, NULL, NULL},
	{.name = NULL},
};

const struct route notify_admin_api_routes[] = {
	{METHOD_GET, "/api/v1/notification-policy", MAY_ADMINISTER, 0, policy_get, "what holds for all messages",
	 ADMIN("getNotificationPolicy", API_ADMIN_READ, policy_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/event-kinds", MAY_ADMINISTER, 0, kinds_get, "kinds of events that rules speak of",
	 ADMIN("listEventKinds", API_ADMIN_READ, kinds_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/event-kinds/{kind}/preview", MAY_ADMINISTER, 0, preview_get, "who would be told of an event, and why",
	 ADMIN("previewNotifications", API_ADMIN_READ, preview_schema, .query = preview_query)},
	{METHOD_POST, "/api/v1/notification-rules/trial", MAY_ADMINISTER, 0, new_trial, "tries a new rule on the past",
	 ADMIN("tryNewNotificationRule", API_ADMIN_READ, trial_schema, .body = &notify_rule_trial_body)},
	{METHOD_POST, "/api/v1/notification-rules/{code}/trial", MAY_ADMINISTER, 0, stored_trial, "tries a change of a rule on the past",
	 ADMIN("tryNotificationRule", API_ADMIN_READ, trial_schema, .body = &notify_rule_trial_body, .flags = API_PARTIAL)},
	{METHOD_GET, "/api/v1/incidents/{number}/told", MAY_SEE_INCIDENTS, 0, told_get,
	 "who was told of an incident, by which rule, and what became of it",
	 &(const struct api_operation){.id = "listTold", .tag = "Incidents", .scope = API_INCIDENTS_READ, .answer = &tolds_schema}},
	ROUTE_END,
};
