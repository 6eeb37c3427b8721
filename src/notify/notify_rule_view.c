#include "notify/notify_rule_view.h"

#include <stddef.h>

#include "identity/viewer.h"
#include "notify/notification.h"

enum rc notify_rule_names(struct request *rq, struct notify_rules rules, struct names **out)
{
	const struct {
		enum names_kind kind;
		size_t offset;
	} columns[] = {
		{NAMES_PERSON, offsetof(struct notify_rule, person_id)},
		{NAMES_ESTABLISHMENT, offsetof(struct notify_rule, establishment_id)},
		{NAMES_UNIT, offsetof(struct notify_rule, department_id)},
	};
	struct notify_rule *copy = ARENA_ARRAY(rq->arena, struct notify_rule, rules.count + 1);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < rules.count; i++)
		copy[i] = rules.at[i];
	*out = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	for (size_t i = 0; rc == RC_OK && i < sizeof columns / sizeof *columns; i++)
		rc = names_load_column(*out, columns[i].kind, (struct rows){copy, rules.count}, sizeof *copy, columns[i].offset);
	return rc;
}

struct str notify_rule_whom(struct request *rq, const struct notify_rule *rule, const struct names *names)
{
	struct str label = rq_tr(rq, codes_label(&recipient_codes, rule->recipient));

	if (rule->recipient == RECIPIENT_ROLE)
		return arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(label), STR_ARG(rq_tr(rq, codes_label(&role_codes, rule->role))));
	if (rule->recipient == RECIPIENT_NAMED)
		return names_get(names, NAMES_PERSON, rule->person_id);
	return label;
}

static void add_condition(struct view_list *list, struct str words)
{
	if (words.len)
		view_text(view_add(list), "label", words);
}

static void add_conditions(struct request *rq, struct view *view, const struct notify_rule *rule, const struct names *names)
{
	struct view_list *list = view_list(view, "conditions");

	if (rule->reg)
		add_condition(list, rq_tr(rq, codes_label(&register_codes, rule->reg)));
	if (rule->severity)
		add_condition(list, arena_printf(rq->arena, "%.*s %.*s", STR_ARG(rq_tr(rq, codes_label(&severity_codes, rule->severity))),
						 STR_ARG(rq_tr(rq, N_("or worse")))));
	if (rule->report_type)
		add_condition(list, rq_tr(rq, codes_label(&report_type_codes, rule->report_type)));
	if (rule->environment)
		add_condition(list, rq_tr(rq, codes_label(&environment_codes, rule->environment)));
	add_condition(list, names_get(names, NAMES_ESTABLISHMENT, rule->establishment_id));
	add_condition(list, names_get(names, NAMES_UNIT, rule->department_id));
}

void notify_rule_view(struct request *rq, struct view *view, const struct notify_rule *rule, const struct names *names)
{
	const struct event_kind *kind = event_kind_find(rule->event_kind);
	struct view_list *channels = view_list(view, "channels");

	view_merge(view, &notify_rule_record, rule);
	view_text(view, "kind_label", kind ? rq_tr(rq, kind->label) : rule->event_kind);
	view_text(view, "whom", notify_rule_whom(rq, rule, names));
	view_flag(view, "is_own", rule->organization_id != 0);
	add_conditions(rq, view, rule, names);
	for (int channel = 0; channel < CHANNEL_COUNT; channel++)
		if (notify_rule_uses(rule, (enum channel)channel))
			view_text(view_add(channels), "label", rq_tr(rq, channel_label((enum channel)channel)));
}

void notify_rule_view_channels(struct request *rq, struct view *view, const struct plan_line *line)
{
	struct view_list *list = view_list(view, "channels");

	for (int i = 0; i < CHANNEL_COUNT; i++) {
		const struct plan_channel *channel = &line->channels[i];
		if (channel->sending == SENDING_NONE)
			continue;
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, channel_label((enum channel)i)));
		view_code(item, "sending", &sending_codes, (int)channel->sending);
		view_flag(item, "has_time", channel->sending == SENDING_LATER || channel->sending == SENDING_DIGEST);
		view_moment(item, "at", channel->at);
		if (channel->why)
			view_text(item, "why", rq_tr(rq, channel->why));
	}
}
