#include "notify/notify_rule_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/backtest.h"
#include "notify/message_preview_view.h"
#include "notify/notify_rule_view.h"
#include "notify/policy_store.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"

enum { DAYS_TRIED = 90, SHOWN_MOST = 60 };

static const char *const rule_names[] = {
	"recipient", "role", "by_inbox", "by_mail", "by_sms", "by_push", "register", "severity", "report_type", "environment",
	"establishment_id", "department_id", "is_mandatory", "may_wait", "breaks_quiet", "tells_actor", "is_active", NULL,
};
static const struct form rule_form = {&notify_rule_record, rule_names, NULL};

struct editing {
	const struct notify_rule *before; /* NULL: a new one */
	struct notify_rule rule;
	const struct event_kind_row *kind;
	struct notify_policy policy;
	struct notify_rules rules;
};

static enum rc load(struct request *rq, struct editing *e)
{
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &e->policy);

	if (rc == RC_OK)
		rc = policy_rules(rq->db, &e->policy, &e->rules);
	if (rc == RC_OK)
		rc = choices_establishments(rq, "establishment_id", e->rule.establishment_id);
	return rc == RC_OK ? choices_units(rq, "department_id", UNIT_DEPARTMENT, e->rule.department_id) : rc;
}

static enum rc begin_new(struct request *rq, struct editing *e)
{
	struct str kind = pairs_get(method_changes(rq->method) ? &rq->form : &rq->query, "kind");

	*e = (struct editing){.kind = event_kind_find(kind)};
	record_clear(&notify_rule_record, &e->rule);
	e->rule.is_active = e->rule.by_inbox = true;
	e->rule.event_kind = kind.at ? kind : STR("");
	e->rule.code = arena_printf(rq->arena, "own-%.*s", STR_ARG(uuid_new(rq->arena, rq->now)));
	return load(rq, e);
}

static enum rc begin_stored(struct request *rq, struct editing *e)
{
	struct notify_rule *before = ARENA_NEW(rq->arena, struct notify_rule);
	enum rc rc = policy_rule(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "code"), before);

	if (rc != RC_OK)
		return rc;
	*e = (struct editing){.before = before, .rule = *before, .kind = event_kind_find(before->event_kind)};
	return load(rq, e);
}

/* --- the trial ------------------------------------------------------------------------ */

static void add_counts(struct request *rq, struct view *item, const struct backtest_person *person)
{
	struct view_list *list = view_list(item, "counts");

	for (int i = 0; i < CHANNEL_COUNT; i++) {
		struct view *cell = view_add(list);
		view_text(cell, "channel", rq_tr(rq, channel_label((enum channel)i)));
		view_int(cell, "before", person->before[i]);
		view_int(cell, "after", person->after[i]);
		view_flag(cell, "differs", person->before[i] != person->after[i]);
	}
}

/* What is read by each way of the rule, with the facts of a past message. */
static enum rc add_words(struct request *rq, struct view *trial, const struct editing *e)
{
	struct view_list *list = view_list(trial, "words");
	struct message_example example;
	struct message_style style;
	enum rc rc = message_style_of(rq, notification_language(rq->catalogue), &style);

	if (rc == RC_OK)
		rc = message_example_find(rq, e->kind, &example);
	if (rc != RC_OK)
		return rc;
	example.notification.recipients = recipient_set_text(rq->arena, RECIPIENT_BIT(e->rule.recipient));
	example.notification.created_at = rq->now;
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		if (!notify_rule_uses(&e->rule, (enum channel)i))
			continue;
		const enum message_family family = message_family_of((enum channel)i);
		const struct words words = notification_words(rq->arena, &style, family, &example.notification);
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, channel_label((enum channel)i)));
		if (i == CHANNEL_MAIL || i == CHANNEL_PUSH)
			view_text(item, "subject", words.subject);
		view_text(item, "text", words.text);
	}
	view_cstr(trial, "kind", e->kind->kind);
	return RC_OK;
}

static enum rc run_trial(struct request *rq, const struct editing *e, struct backtest *out)
{
	const struct judging judging = {
		.db = rq->db, .arena = rq->arena, .policy = &e->policy, .rules = e->rules, .now = rq->now,
		.candidates = candidates_new(rq->db, rq->arena, rq->viewer->organization_id, rq->now), .delay = plan_delay(),
	};

	return backtest_run(&judging, e->kind, notify_rules_with(rq->arena, e->rules, &e->rule), DAYS_TRIED, out);
}

static enum rc show_trial(struct request *rq, struct view *page, const struct editing *e)
{
	struct backtest backtest;
	enum rc rc = run_trial(rq, e, &backtest);

	if (rc != RC_OK)
		return rc;
	struct view *trial = view_object(page, "trial");
	struct view_list *list = view_list(trial, "people");
	view_int(trial, "days", backtest.days);
	view_int(trial, "events", (int64_t)backtest.events);
	view_flag(trial, "is_cut", backtest.is_cut);
	view_flag(trial, "differs", backtest_differs(&backtest.total));
	add_counts(rq, view_object(trial, "total"), &backtest.total);
	for (size_t i = 0; i < backtest.count && i < SHOWN_MOST; i++) {
		struct view *item = view_add(list);
		const struct backtest_person *person = &backtest.people[i];
		view_text(item, "name", person->person_id ? person->name : rq_tr(rq, N_("Reporters in confidence")));
		view_flag(item, "differs", backtest_differs(person));
		add_counts(rq, item, person);
	}
	view_int(trial, "more", backtest.count > SHOWN_MOST ? (int64_t)(backtest.count - SHOWN_MOST) : 0);
	view_flag(trial, "has_more", backtest.count > SHOWN_MOST);
	return add_words(rq, trial, e);
}

/* --- the form ------------------------------------------------------------------------- */

static void add_kinds(struct request *rq, struct view *page, struct str chosen)
{
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);
	struct view_list *list = view_list(page, "kinds");

	for (size_t i = 0; i < count; i++) {
		struct view *option = view_add(list);
		view_cstr(option, "code", kinds[i].kind);
		view_printf(option, "label", "%.*s: %.*s", STR_ARG(rq_tr(rq, codes_label(&notify_group_codes, (int)kinds[i].group))),
			    STR_ARG(rq_tr(rq, kinds[i].label)));
		view_flag(option, "selected", str_is(chosen, kinds[i].kind));
	}
}

static enum rc show(struct request *rq, struct response *rs, const struct editing *e, bool tries)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct str person = pairs_get(&rq->form, "person");
	enum rc rc = person.at ? RC_OK : choices_person_text(rq, e->rule.person_id, &person);

	if (rc == RC_OK && tries)
		rc = show_trial(rq, page, e);
	if (rc != RC_OK)
		return rc;
	struct str title = rq_tr(rq, e->kind ? e->kind->label : N_("New rule"));
	form_view(rq, page, "form", &rule_form, &e->rule);
	add_kinds(rq, page, e->rule.event_kind);
	view_flag(page, "is_new", !e->before);
	view_flag(page, "ships", e->before && !e->before->organization_id);
	view_text(page, "page_title", title);
	view_text(page, "kind_problem", problem_of(rq, "kind"));
	view_text(page, "person_text", person);
	view_text(page, "person_problem", problem_of(rq, "person"));
	view_text(page, "reason", pairs_get(&rq->form, "reason"));
	view_text(page, "reason_problem", problem_of(rq, "reason"));
	view_int(page, "version", e->before ? e->before->version : 0);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_cstr(page, "cancel_href", "/admin/notifications");
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/notifications", rq_tr(rq, N_("Who is told")));
	edit_crumb(page, &crumbs, "", title);
	return respond_page(rq, rs, "notify/rule", page);
}

static enum rc read_rule(struct request *rq, struct editing *e)
{
	const char *field, *why;
	enum rc rc = form_read(rq, &rule_form, &e->rule);

	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	if (!e->kind)
		return problem_add(rq, "kind", N_("Choose the event"));
	if (e->rule.recipient != RECIPIENT_NAMED)
		e->rule.person_id = 0;
	else if (pairs_has(&rq->form, "person")) {
		enum rc person = choices_person(rq, "person", pairs_get(&rq->form, "person"), &e->rule.person_id);
		if (person != RC_OK)
			return person;
	}
	if (e->rule.recipient != RECIPIENT_ROLE)
		e->rule.role = ROLE_NONE;
	if (rc != RC_OK)
		return rc;
	why = notify_rule_refusal(&e->rule, &field);
	return why ? problem_add(rq, field, why) : RC_OK;
}

struct saving {
	struct change change;
	const struct editing *editing;
	struct str reason;
};

static enum rc save(struct db *db, void *closure)
{
	struct saving *s = closure;
	struct notify_rule after = s->editing->rule;

	return policy_rule_save(db, s->change.rq->arena, &s->change.actor, s->editing->before, &after, s->reason);
}

static enum rc take(struct request *rq, struct response *rs, struct editing *e)
{
	const bool tries = pairs_get(&rq->form, "try").len > 0;
	struct saving saving = {.change = change_of(rq), .editing = e, .reason = str_trim(pairs_get(&rq->form, "reason"))};
	int64_t version = -1;
	enum rc rc = read_rule(rq, e);

	if (rc == RC_OK && !tries && !saving.reason.len)
		rc = problem_add(rq, "reason", N_("Say why, for those who come after you"));
	if (rc == RC_INVALID)
		return show(rq, rs, e, false);
	if (rc != RC_OK)
		return rc;
	if (tries)
		return show(rq, rs, e, true);
	str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
	if (e->before && version != e->before->version)
		return RC_CONFLICT;
	saving.change.answer = STR("/admin/notifications?said=saved");
	return change_run(&saving.change, rs, "notify_rule", save, &saving);
}

enum rc notify_rule_pages_try(struct request *rq, bool is_new, struct backtest *out)
{
	struct editing e;
	enum rc rc = is_new ? begin_new(rq, &e) : begin_stored(rq, &e);

	if (rc == RC_OK)
		rc = read_rule(rq, &e);
	return rc == RC_OK ? run_trial(rq, &e, out) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_new(rq, &e);

	return rc == RC_OK ? show(rq, rs, &e, false) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_new(rq, &e);

	return rc == RC_OK ? take(rq, rs, &e) : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_stored(rq, &e);

	return rc == RC_OK ? show(rq, rs, &e, false) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_stored(rq, &e);

	return rc == RC_OK ? take(rq, rs, &e) : rc;
}

const struct api_schema notify_rule_trial_body = {
	"NotificationRuleTrial", NULL,
	(const struct api_member[]){
		{API_FIELDS, .form = &rule_form},
		{API_TEXT, "kind", .help = "the event, of a new rule"},
		{API_TEXT, "person", .help = "employee number or name, where a named person is told"},
		API_MEMBERS_END,
	}};

#define RULE_BODY(name)                                                                                              \
	API_BODY(name, {API_FIELDS, .form = &rule_form}, {API_TEXT, "kind", .help = "the event, of a new rule"},      \
		 {API_TEXT, "person", .help = "employee number or name, where a named person is told"},               \
		 {API_TEXT, "reason", .flags = API_REQUIRED, .help = "goes into the audit trail"})

const struct route notify_rule_routes[] = {
	{METHOD_GET, "/admin/notifications/rules/new", MAY_ADMINISTER, 0, new_get, "the form for a new rule"},
	{METHOD_POST, "/admin/notifications/rules/new", MAY_ADMINISTER, 0, new_post, "tries it on the past, or adds it",
	 .api = API_CHANGE("addNotificationRule", "Notifications", API_ADMIN_WRITE, RULE_BODY("NewNotificationRule"), .status = 201,
			   .path = "/api/v1/notification-rules")},
	{METHOD_GET, "/admin/notifications/rules/{code}", MAY_ADMINISTER, 0, edit_get, "the form to change a rule or switch it off"},
	{METHOD_POST, "/admin/notifications/rules/{code}", MAY_ADMINISTER, 0, edit_post, "tries the change on the past, or keeps it",
	 .api = API_CHANGE("changeNotificationRule", "Notifications", API_ADMIN_WRITE, RULE_BODY("NotificationRuleChange"),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/notification-rules/{code}")},
	ROUTE_END,
};
