#include "notify/notify_rule.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct notify_rule, member)
#define KEPT .flags = FIELD_STORED
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_INT, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(code), .flags = FIELD_STORED | FIELD_KEY, .max = 80},
	{.kind = FIELD_TEXT, OFFSET(event_kind), .flags = FIELD_STORED | FIELD_KEY, .max = 60},
	{.kind = FIELD_CODE, OFFSET(recipient), .label = N_("Who is told"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &recipient_codes},
	{.kind = FIELD_CODE, OFFSET(role), .label = N_("Role"), KEPT, .codes = &role_codes,
	 .hint = N_("Where holders of a role are told: those whose limits cover the place")},
	{.kind = FIELD_ID, OFFSET(person_id), .label = N_("Person"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(by_inbox), .label = N_("In the portal"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(by_mail), .label = N_("E-mail"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(by_sms), .label = N_("SMS"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(by_push), .label = N_("Push"), KEPT},
	{.kind = FIELD_CODE, .name = "register", .offset = offsetof(struct notify_rule, reg), .label = N_("Register"), KEPT,
	 .codes = &register_codes},
	{.kind = FIELD_CODE, OFFSET(severity), .label = N_("Severity, or worse"), KEPT, .codes = &severity_codes},
	{.kind = FIELD_CODE, OFFSET(report_type), .label = N_("Type of report"), KEPT, .codes = &report_type_codes},
	{.kind = FIELD_CODE, OFFSET(environment), .label = N_("Environment"), KEPT, .codes = &environment_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment"), KEPT},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(is_mandatory), .label = N_("People cannot switch it off"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(may_wait), .label = N_("Mails may wait for a digest"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(breaks_quiet), .label = N_("Comes in quiet hours too"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(tells_actor), .label = N_("Tells also the one who did it"), KEPT},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), KEPT},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record notify_rule_record = {"notify_rule", sizeof(struct notify_rule), fields};

bool notify_rule_uses(const struct notify_rule *rule, enum channel channel)
{
	const bool uses[CHANNEL_COUNT] = {
		[CHANNEL_INBOX] = rule->by_inbox, [CHANNEL_MAIL] = rule->by_mail, [CHANNEL_SMS] = rule->by_sms,
		[CHANNEL_PUSH] = rule->by_push,
	};
	return uses[channel];
}

bool notify_rule_fits(const struct notify_rule *rule, const struct occurrence *o, const char **why)
{
	const struct scope scope = occurrence_scope(o);
	const struct {
		bool holds;
		const char *not_so;
	} conditions[] = {
		{!rule->reg || rule->reg == o->incident.reg, N_("another register")},
		{!rule->severity || o->incident.severity >= rule->severity, N_("not severe enough")},
		{!rule->report_type || rule->report_type == o->incident.report_type, N_("another type of report")},
		{!rule->environment || rule->environment == o->environment, N_("another environment")},
		{!rule->establishment_id || rule->establishment_id == scope.establishment_id, N_("another establishment")},
		{!rule->department_id || rule->department_id == scope.department_id, N_("another department")},
	};

	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		if (conditions[i].holds)
			continue;
		if (why)
			*why = conditions[i].not_so;
		return false;
	}
	if (why)
		*why = NULL;
	return true;
}

const char *notify_rule_refusal(const struct notify_rule *rule, const char **field)
{
	const struct event_kind_row *kind = event_kind_find(rule->event_kind);

	*field = "recipient";
	if (!kind || !(kind->recipients & RECIPIENT_BIT(rule->recipient)))
		return N_("This event has nobody of that kind");
	*field = "role";
	if (rule->recipient == RECIPIENT_ROLE && !rule->role)
		return N_("Say which role");
	*field = "person";
	if (rule->recipient == RECIPIENT_NAMED && !rule->person_id)
		return N_("Name the person");
	*field = "by_inbox";
	if (!rule->by_inbox && !rule->by_mail && !rule->by_sms && !rule->by_push)
		return N_("Choose at least one channel");
	*field = "may_wait";
	if (rule->may_wait && rule->breaks_quiet)
		return N_("What comes in quiet hours cannot wait for a digest");
	*field = NULL;
	return NULL;
}

struct notify_rules notify_rules_effective(struct arena *arena, const struct notify_rule *rules, size_t count)
{
	struct notify_rule *kept = ARENA_ARRAY(arena, struct notify_rule, count + 1);
	struct notify_rules effective = {kept, 0};

	for (size_t i = 0; i < count; i++)
		if (!effective.count || !str_equal(kept[effective.count - 1].code, rules[i].code))
			kept[effective.count++] = rules[i];
	return effective;
}

struct notify_rules notify_rules_with(struct arena *arena, struct notify_rules rules, const struct notify_rule *changed)
{
	struct notify_rule *copy = ARENA_ARRAY(arena, struct notify_rule, rules.count + 1);
	size_t count = 0;
	bool is_known = false;

	for (; count < rules.count; count++) {
		bool is_it = str_equal(rules.at[count].code, changed->code);
		copy[count] = is_it ? *changed : rules.at[count];
		is_known = is_known || is_it;
	}
	if (!is_known)
		copy[count++] = *changed;
	return (struct notify_rules){copy, count};
}
