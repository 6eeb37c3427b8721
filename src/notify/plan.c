#include "notify/plan.h"

#include <stddef.h>

#include "base/random.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct notify_policy, member)
static const struct field policy_fields[] = {
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	/* Raised by changes of rules and texts alone, which may happen meanwhile. */
	{.kind = FIELD_INT, OFFSET(rules_version), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(texts_version), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_BOOL, OFFSET(mail_title), .label = N_("Mails may hold the title of an incident"), .flags = FIELD_STORED,
	 .hint = N_("Never that of a report in confidence, of an anonymous one or of a privacy case.")},
	{.kind = FIELD_TEXT, OFFSET(sandbox_people), .label = N_("Who is told of the sandbox"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 500,
	 .hint = N_("Employee numbers with commas between them. Nobody else hears of what is practised there.")},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record notify_policy_record = {"notify_policy", sizeof(struct notify_policy), policy_fields};

bool notify_policy_hears_sandbox(const struct notify_policy *policy, struct str employee_number)
{
	struct str rest = policy->sandbox_people, part;

	while (str_split(&rest, ',', &part))
		if (str_equal(str_trim(part), employee_number))
			return true;
	return false;
}

moment plan_delay(void)
{
	return MINUTES(5) + SECONDS(random_below(25 * 60));
}

static bool may_see(const struct occurrence *o, const struct candidate *who)
{
	/* Who is on the list of the sandbox looks at it as those do who practise there. */
	struct viewer seeing = who->viewer;
	const struct viewer *viewer = &seeing;
	const struct incident *incident = o->has_incident ? &o->incident : NULL;

	seeing.is_sandbox = o->environment == ENVIRONMENT_SANDBOX;

	switch (o->kind->sight) {
	case SIGHT_SYSTEM:
		return viewer_may(viewer, MAY_ADMINISTER);
	case SIGHT_OSHA:
		return viewer_may_in(viewer, MAY_SEE_OSHA, occurrence_scope(o)) &&
		       (!incident || incident_is_visible(viewer, incident));
	case SIGHT_WORK:
		return incident && incident_shows_work(viewer, incident);
	case SIGHT_INCIDENT:
		break;
	}
	if (o->has_action && capa_rights(viewer, &o->action, incident) & CAPA_MAY_SEE)
		return true;
	if (incident)
		return incident_is_visible(viewer, incident);
	/* A date of a place, such as the posting of the annual summary, or of a person. */
	const bool is_named = who->person_id == o->person_id || who->person_id == o->superior_id ||
			      who->person_id == o->superior_2_id;
	return !o->has_action && (is_named || viewer_may_in(viewer, MAY_SEE_OSHA, occurrence_scope(o)));
}

const char *plan_refusal(const struct plan_asked *asked, const struct candidate *who, bool tells_actor)
{
	const struct occurrence *o = asked->occurrence;

	if (!who->has_account)
		return N_("has no account in use");
	if (!may_see(o, who))
		return N_("may not see it");
	if (o->environment == ENVIRONMENT_SANDBOX && !notify_policy_hears_sandbox(asked->policy, who->employee_number))
		return N_("is not on the list of the sandbox");
	if (o->actor_account_id && o->actor_account_id == who->viewer.account_id && !tells_actor)
		return N_("did it");
	return NULL;
}

static struct plan_line *line_of(struct plan *plan, const struct candidate *who)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->lines[i].who == who)
			return &plan->lines[i];
	plan->lines[plan->count] = (struct plan_line){.who = who};
	return &plan->lines[plan->count++];
}

static void add_rule(struct arena *arena, struct plan_line *line, const struct notify_rule *rule, size_t most)
{
	if (!line->rules)
		line->rules = ARENA_ARRAY(arena, const struct notify_rule *, most);
	for (size_t i = 0; i < line->rule_count; i++)
		if (line->rules[i] == rule)
			return;
	line->rules[line->rule_count++] = rule;
	line->as |= RECIPIENT_BIT(rule->recipient);
}

/* What all rules together say of one channel: used by some, mandatory by one, able to wait by all that use it. */
struct demand {
	bool is_used, is_mandatory, may_wait, breaks_quiet;
};

static struct demand demand_of(const struct plan_line *line, enum channel channel)
{
	struct demand demand = {.may_wait = true};

	for (size_t i = 0; i < line->rule_count; i++) {
		const struct notify_rule *rule = line->rules[i];
		if (!notify_rule_uses(rule, channel))
			continue;
		demand.is_used = true;
		demand.is_mandatory |= rule->is_mandatory;
		demand.breaks_quiet |= rule->breaks_quiet;
		demand.may_wait &= rule->may_wait;
	}
	return demand;
}

static struct plan_channel decide(const struct plan_asked *asked, const struct plan_line *line, enum channel channel)
{
	const struct demand demand = demand_of(line, channel);
	const struct candidate *who = line->who;
	const struct notify_preference *preference = &who->preference;
	enum notify_group group = asked->occurrence->kind->group;
	struct plan_channel out = {.sending = SENDING_NONE, .at = asked->now};

	if (!demand.is_used)
		return out;
	if (!demand.is_mandatory && preference_is_off(preference, group, channel)) {
		out.sending = SENDING_OFF;
		return out;
	}
	if (!who->reachable[channel]) {
		out.sending = SENDING_NO_ADDRESS;
		return out;
	}
	out.sending = SENDING_NOW;
	if (occurrence_is_anonymous(asked->occurrence)) {
		out.at = asked->now + asked->delay;
		out.sending = SENDING_LATER;
		out.why = N_("so that the time tells nothing of an anonymous reporter");
	}
	if (channel == CHANNEL_INBOX)
		return out;
	if (channel == CHANNEL_MAIL && demand.may_wait && preference_is_gathered(preference, group)) {
		out.sending = SENDING_DIGEST;
		out.at = preference_digest_at(preference, who->zone, out.at);
		return out;
	}
	moment quiet_ends = demand.breaks_quiet ? out.at : preference_quiet_ends(preference, who->zone, out.at);
	if (quiet_ends > out.at) {
		out.at = quiet_ends;
		out.sending = SENDING_LATER;
		out.why = N_("quiet hours");
	}
	return out;
}

static bool tells_actor(const struct plan_line *line)
{
	for (size_t i = 0; i < line->rule_count; i++)
		if (line->rules[i]->tells_actor)
			return true;
	return false;
}

static void settle(const struct plan_asked *asked, struct plan_line *line)
{
	line->refusal = plan_refusal(asked, line->who, tells_actor(line));
	for (int i = 0; !line->refusal && i < CHANNEL_COUNT; i++)
		line->channels[i] = decide(asked, line, (enum channel)i);
	line->shown_at = occurrence_is_anonymous(asked->occurrence) ? asked->now + asked->delay : asked->now;
}

/* Whoever is away and named somebody: that one is told as well, for them. */
static void add_delegates(struct arena *arena, const struct plan_asked *asked, struct plan *plan)
{
	const size_t count = plan->count;

	for (size_t i = 0; i < count; i++) {
		const struct plan_line line = plan->lines[i];
		const struct candidate *delegate;
		if (line.refusal || line.away || !preference_is_delegated(&line.who->preference, zone_day(line.who->zone, asked->now)))
			continue;
		delegate = asked->find(asked->people, line.who->preference.delegate_id);
		if (!delegate)
			continue;
		struct plan_line *told = line_of(plan, delegate);
		if (told->rule_count == 0)
			told->away = line.who;
		for (size_t r = 0; r < line.rule_count; r++)
			add_rule(arena, told, line.rules[r], asked->aim_count);
		settle(asked, told);
	}
}

struct plan plan_make(struct arena *arena, const struct plan_asked *asked)
{
	struct plan plan = {ARENA_ARRAY(arena, struct plan_line, 2 * asked->aim_count + 1), 0};

	for (size_t i = 0; i < asked->aim_count; i++) {
		const struct candidate *who = asked->find(asked->people, asked->aims[i].person_id);
		if (who)
			add_rule(arena, line_of(&plan, who), asked->aims[i].rule, asked->aim_count);
	}
	for (size_t i = 0; i < plan.count; i++)
		settle(asked, &plan.lines[i]);
	add_delegates(arena, asked, &plan);
	return plan;
}

bool plan_line_reaches(const struct plan_line *line)
{
	for (int i = 0; !line->refusal && i < CHANNEL_COUNT; i++) {
		enum sending sending = line->channels[i].sending;
		if (sending == SENDING_NOW || sending == SENDING_LATER || sending == SENDING_DIGEST)
			return true;
	}
	return false;
}
