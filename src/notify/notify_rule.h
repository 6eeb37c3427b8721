#ifndef NOTIFY_NOTIFY_RULE_H
#define NOTIFY_NOTIFY_RULE_H

#include "identity/permission.h"
#include "notify/occurrence.h"
#include "notify/preference.h"

/* Who is told of which events by which channels: one row for an event kind and a recipient. Pure. */

/* A condition that is not given (0) fits everything. */
struct notify_rule {
	int64_t id;
	int64_t organization_id;     /* 0: ships with the product, holds where the organization has none of that code */
	struct str code;             /* stable, names it in traces: "incident.assigned-manager" */
	struct str event_kind;
	int recipient;               /* enum recipient */
	int role;                    /* RECIPIENT_ROLE: enum role */
	int64_t person_id;           /* RECIPIENT_NAMED */
	bool by_inbox, by_mail, by_sms, by_push;
	int reg;                     /* column register */
	int severity;                /* this one or worse */
	int report_type;
	int environment;
	int64_t establishment_id;
	int64_t department_id;
	bool is_mandatory;           /* nobody switches it off */
	bool may_wait;               /* mails may be gathered in a digest */
	bool breaks_quiet;           /* quiet hours do not hold it back */
	bool tells_actor;            /* also whoever did it */
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record notify_rule_record;

bool notify_rule_uses(const struct notify_rule *rule, enum channel channel);
/* The rule's conditions hold; why (may be NULL) is the first that does not, in English, else NULL. Kind and activity are not asked. */
bool notify_rule_fits(const struct notify_rule *rule, const struct occurrence *o, const char **why);
/* NULL when it may be kept, else what is wrong in English; *field is the one to mend. */
const char *notify_rule_refusal(const struct notify_rule *rule, const char **field);

/*
 * What holds in an organization, out of its own rules and those that ship: one of each code, its own before the other.
 * rules are ordered by code, the organization's own first.
 */
struct notify_rules {
	const struct notify_rule *at;
	size_t count;
};
struct notify_rules notify_rules_effective(struct arena *arena, const struct notify_rule *rules, size_t count);
/* The same with one of them exchanged or added, by its code: for trying it. */
struct notify_rules notify_rules_with(struct arena *arena, struct notify_rules rules, const struct notify_rule *changed);

#endif
