#include "notify/preview_pages.h"

#include <stddef.h>

#include "capa/capa_store.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/incident_detail_store.h"
#include "notify/judge.h"
#include "notify/message.h"
#include "notify/message_text_store.h"
#include "notify/notify_rule_view.h"
#include "notify/policy_store.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"

/* What is asked: an event, and the incident or action that it is about, or an imagined incident. */
struct asked {
	struct str number;
	int reg;
	int severity;
	int report_type;
	int environment;
	int64_t establishment_id;
	int64_t department_id;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(number), .label = N_("Number of an incident or action"), .max = 24},
	{.kind = FIELD_CODE, .name = "register", .offset = offsetof(struct asked, reg), .label = N_("Register"), .codes = &register_codes},
	{.kind = FIELD_CODE, OFFSET(severity), .label = N_("Severity"), .codes = &severity_codes},
	{.kind = FIELD_CODE, OFFSET(report_type), .label = N_("Type of report"), .codes = &report_type_codes},
	{.kind = FIELD_CODE, OFFSET(environment), .label = N_("Environment"), .codes = &environment_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department")},
	FIELD_END,
};
#undef OFFSET
static const struct record asked_record = {"preview", sizeof(struct asked), asked_fields};
static const char *const asked_names[] = {
	"number", "register", "severity", "report_type", "environment", "establishment_id", "department_id", NULL,
};
static const struct form asked_form = {&asked_record, asked_names, NULL};

static enum rc find_incident(struct request *rq, int64_t id, struct str number, struct occurrence *o)
{
	const int64_t organization_id = rq->viewer->organization_id;
	enum rc rc = id ? incident_by_id(rq->db, rq->arena, organization_id, id, &o->incident)
			: incident_by_number(rq->db, rq->arena, organization_id, number, &o->incident);

	if (rc == RC_OK && !incident_is_visible(rq->viewer, &o->incident))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK) {
		o->has_incident = true;
		o->environment = o->incident.environment;
		o->number = o->incident.number;
	}
	return rc;
}

static enum rc find_named(struct request *rq, struct str number, struct occurrence *o)
{
	enum rc rc = capa_by_number(rq->db, rq->arena, rq->viewer->organization_id, number, &o->action);

	if (rc == RC_OK) {
		o->has_action = true;
		o->number = o->action.number;
		o->environment = o->action.environment;
		rc = o->action.incident_id ? find_incident(rq, o->action.incident_id, STR_NONE, o) : RC_OK;
	} else if (rc == RC_NOT_FOUND) {
		rc = find_incident(rq, 0, number, o);
	}
	return rc == RC_NOT_FOUND ? problem_add(rq, "number", N_("There is no incident or action of that number")) : rc;
}

static void imagine(struct request *rq, const struct asked *asked, struct occurrence *o)
{
	struct incident *incident = &o->incident;

	incident->organization_id = rq->viewer->organization_id;
	incident->reg = asked->reg ? asked->reg : REGISTER_SAFETY;
	incident->severity = asked->severity ? asked->severity : SEVERITY_MEDIUM;
	incident->report_type = asked->report_type ? asked->report_type : REPORT_INCIDENT;
	incident->environment = asked->environment ? asked->environment : ENVIRONMENT_PROD;
	incident->reporting = REPORTING_NAMED;
	incident->establishment_id = asked->establishment_id;
	incident->department_id = asked->department_id;
	o->has_incident = true;
	o->environment = incident->environment;
}

static enum rc make_occurrence(struct request *rq, const struct asked *asked, const struct event_kind_row *kind, struct occurrence *o)
{
	enum rc rc = RC_OK;

	*o = (struct occurrence){.kind = kind, .organization_id = rq->viewer->organization_id, .at = rq->now,
				 .number = STR(""), .what = STR(""), .due_at = MOMENT_NONE};
	record_clear(&incident_record, &o->incident);
	if (asked->number.len)
		rc = find_named(rq, asked->number, o);
	else
		imagine(rq, asked, o);
	/* Somebody whom no rule leaves out; of an anonymous report the one whom nobody knows. */
	o->actor_account_id = o->incident.reporting == REPORTING_ANONYMOUS ? 0 : -1;
	if (!o->person_id)
		o->person_id = occurrence_principal(o);
	return rc;
}

/* What all lines of the answer share. */
struct answering {
	const struct occurrence *occurrence;
	const struct notify_policy *policy;
	struct message_texts texts;
};

bool preview_hides(const struct occurrence *o, const struct plan_line *line)
{
	return o->incident.reporting == REPORTING_CONFIDENTIAL && line->as == RECIPIENT_BIT(RECIPIENT_REPORTER);
}

unsigned preview_as(const struct occurrence *o, const struct plan_line *line)
{
	return o->incident.reporting == REPORTING_CONFIDENTIAL && !preview_hides(o, line)
		       ? line->as & ~RECIPIENT_BIT(RECIPIENT_REPORTER)
		       : line->as;
}

/* By each way in use, in the language of who is told. */
static void show_words(struct request *rq, struct view *item, const struct answering *a, const struct plan_line *line)
{
	struct notification n = notification_of(rq->arena, a->occurrence, line, rq->now);
	struct view_list *list = view_list(item, "words");

	if (!n.number.len)
		n.number = STR("INC-…");
	struct message message = message_of(rq->arena, a->policy, a->occurrence, line, &n);
	message.config = rq->config;
	message.texts = &a->texts;
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		if (line->channels[i].sending == SENDING_NONE)
			continue;
		const bool is_inside = i == CHANNEL_INBOX;
		struct message shown = message;
		shown.is_plain = shown.is_plain && !is_inside;
		const struct words words = message_words(rq->arena, &shown, (enum channel)i);
		struct view *entry = view_add(list);
		view_text(entry, "label", rq_tr(rq, channel_label((enum channel)i)));
		view_text(entry, "lang", line->who->locale.len ? line->who->locale : STR("en"));
		if (i == CHANNEL_MAIL || i == CHANNEL_PUSH)
			view_text(entry, "subject", words.subject);
		view_text(entry, "text", words.text);
	}
}

static void show_line(struct request *rq, struct view *item, const struct answering *a, const struct plan_line *line,
		      const struct names *names)
{
	const struct occurrence *o = a->occurrence;
	struct view_list *rules = view_list(item, "rules");
	const unsigned as = preview_as(o, line);

	view_text(item, "name", preview_hides(o, line) ? rq_tr(rq, N_("Whoever reported in confidence")) : line->who->name);
	if (line->away)
		view_text(item, "away_name", line->away->name);
	for (size_t i = 0; i < line->rule_count; i++) {
		const struct notify_rule *rule = line->rules[i];
		if (!(as & RECIPIENT_BIT(rule->recipient)))
			continue;
		struct view *entry = view_add(rules);
		view_text(entry, "code", rule->code);
		view_text(entry, "whom", notify_rule_words(rq, rule, names));
	}
	if (line->refusal)
		view_text(item, "refusal", rq_tr(rq, line->refusal));
	else
		notify_rule_view_channels(rq, item, line);
	if (!line->refusal)
		show_words(rq, item, a, line);
}

static void show_misfits(struct request *rq, struct view *page, const struct occurrence *o, struct notify_rules rules,
			 const struct names *names)
{
	struct view_list *list = view_list(page, "misfits");

	for (size_t i = 0; i < rules.count; i++) {
		const struct notify_rule *rule = &rules.at[i];
		const char *why = NULL;
		if (!str_is(rule->event_kind, o->kind->kind))
			continue;
		if (rule->is_active && notify_rule_fits(rule, o, &why))
			continue;
		struct view *item = view_add(list);
		view_text(item, "code", rule->code);
		view_text(item, "whom", notify_rule_words(rq, rule, names));
		view_text(item, "why", rq_tr(rq, rule->is_active ? why : N_("switched off")));
	}
}

static enum rc judge(struct request *rq, struct preview *out)
{
	struct notify_policy *policy = ARENA_NEW(rq->arena, struct notify_policy);
	struct judging judging = {.db = rq->db, .arena = rq->arena, .policy = policy, .now = rq->now, .delay = plan_delay()};
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, policy);

	out->policy = policy;
	if (rc == RC_OK)
		rc = policy_rules(rq->db, policy, &out->rules);
	judging.rules = out->rules;
	judging.candidates = candidates_new(rq->db, rq->arena, rq->viewer->organization_id, rq->now);
	if (rc == RC_OK)
		rc = judge_plan(&judging, &out->occurrence, &out->plan);
	return rc == RC_OK ? notify_rule_names(rq, out->rules, &out->names) : rc;
}

static enum rc show_result(struct request *rq, struct view *page, const struct preview *preview)
{
	const struct occurrence *o = &preview->occurrence;
	struct answering answering = {.occurrence = o, .policy = preview->policy};
	enum rc rc = message_texts_of(rq->db, preview->policy, &answering.texts);

	if (rc != RC_OK)
		return rc;
	struct view *result = view_object(page, "result");
	struct view_list *told = view_list(result, "told"), *others = view_list(result, "others");

	view_text(result, "kind", rq_tr(rq, o->kind->label));
	view_cstr(result, "code", o->kind->kind);
	view_text(result, "number", o->number);
	for (size_t i = 0; i < preview->plan.count; i++) {
		const struct plan_line *line = &preview->plan.lines[i];
		show_line(rq, view_add(plan_line_reaches(line) ? told : others), &answering, line, preview->names);
	}
	show_misfits(rq, result, o, preview->rules, preview->names);
	return RC_OK;
}

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

static enum rc read_asked(struct request *rq, struct asked *asked)
{
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&asked_record, asked);
	if (rc == RC_OK)
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, 0);
	return rc == RC_OK ? query_read(rq, &asked_form, asked) : rc;
}

enum rc preview_make(struct request *rq, const struct event_kind_row *kind, struct preview *out)
{
	struct asked asked;
	enum rc rc = read_asked(rq, &asked);

	if (rc == RC_OK)
		rc = make_occurrence(rq, &asked, kind, &out->occurrence);
	return rc == RC_OK ? judge(rq, out) : rc;
}

static enum rc preview_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct str chosen = pairs_get(&rq->query, "kind");
	const struct event_kind_row *kind = event_kind_find(chosen);
	struct preview preview;
	struct asked asked;
	enum rc rc = read_asked(rq, &asked);

	if (rc == RC_OK && kind)
		rc = make_occurrence(rq, &asked, kind, &preview.occurrence);
	if (rc == RC_OK && kind)
		rc = judge(rq, &preview);
	if (rc == RC_OK && kind)
		rc = show_result(rq, page, &preview);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	form_view(rq, page, "form", &asked_form, &asked);
	add_kinds(rq, page, chosen);
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/notifications", rq_tr(rq, N_("Who is told")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Who would be told")));
	return respond_page(rq, rs, "notify/preview", page);
}

const struct route preview_routes[] = {
	{METHOD_GET, "/admin/notifications/preview", MAY_ADMINISTER, 0, preview_get, "who would be told of an event, and why",
	 .offered_by = "previewNotifications"},
	ROUTE_END,
};
