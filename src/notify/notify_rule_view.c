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
		return arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(rq_tr(rq, N_("Role"))),
				    STR_ARG(rq_tr(rq, codes_label(&role_codes, rule->role))));
	if (rule->recipient == RECIPIENT_NAMED)
		return names_get(names, NAMES_PERSON, rule->person_id);
	return label;
}

/* The conditions in words, at most CONDITIONS; returns how many. */
enum { CONDITIONS = 6 };

static size_t condition_words(struct request *rq, const struct notify_rule *rule, const struct names *names,
			      struct str words[CONDITIONS])
{
	size_t count = 0;

	if (rule->reg)
		words[count++] = rq_tr(rq, codes_label(&register_codes, rule->reg));
	if (rule->severity)
		words[count++] = arena_printf(rq->arena, "%.*s %.*s", STR_ARG(rq_tr(rq, codes_label(&severity_codes, rule->severity))),
					      STR_ARG(rq_tr(rq, N_("or worse"))));
	if (rule->report_type)
		words[count++] = rq_tr(rq, codes_label(&report_type_codes, rule->report_type));
	if (rule->environment)
		words[count++] = rq_tr(rq, codes_label(&environment_codes, rule->environment));
	if (rule->establishment_id)
		words[count++] = names_get(names, NAMES_ESTABLISHMENT, rule->establishment_id);
	if (rule->department_id)
		words[count++] = names_get(names, NAMES_UNIT, rule->department_id);
	return count;
}

struct str notify_rule_words(struct request *rq, const struct notify_rule *rule, const struct names *names)
{
	struct str words[CONDITIONS];
	struct text text = TEXT_IN(rq->arena);
	const size_t count = condition_words(rq, rule, names, words);

	text_add(&text, notify_rule_whom(rq, rule, names));
	for (size_t i = 0; i < count; i++)
		text_printf(&text, "%s%.*s", i ? ", " : " (", STR_ARG(words[i]));
	if (count)
		text_char(&text, ')');
	return text_str(&text);
}

void notify_rule_view(struct request *rq, struct view *view, const struct notify_rule *rule, const struct names *names)
{
	const struct event_kind_row *kind = event_kind_find(rule->event_kind);
	struct view_list *channels = view_list(view, "channels");

	view_merge(view, &notify_rule_record, rule);
	view_text(view, "kind_label", kind ? rq_tr(rq, kind->label) : rule->event_kind);
	view_text(view, "whom", notify_rule_whom(rq, rule, names));
	view_flag(view, "is_own", rule->organization_id != 0);
	struct view_list *conditions = view_list(view, "conditions");
	struct str words[CONDITIONS];
	const size_t count = condition_words(rq, rule, names, words);
	for (size_t i = 0; i < count; i++)
		view_text(view_add(conditions), "label", words[i]);
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
