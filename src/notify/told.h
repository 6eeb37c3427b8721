#ifndef NOTIFY_TOLD_H
#define NOTIFY_TOLD_H

#include "incident/incident_detail_view.h"
#include "notify/notification_store.h"
#include "notify/policy_store.h"
#include "organization/names_store.h"

/* Who was told of an incident, with everything that a page of it names, loaded once. */
struct told {
	struct incident_shown shown;
	struct rows rows;            /* struct notification, newest first */
	struct rows deliveries;      /* struct told_delivery */
	struct notify_rules rules;   /* that hold now */
	struct names *people;
	struct names *names;         /* of what rules name */
	bool shows_reporter;
};

/* Of the incident in the address, for those who work on it; others RC_NOT_FOUND. */
enum rc told_load(struct request *rq, struct told *told) MUST_CHECK;
/* In a report in confidence the list does not say who its reporter is, not even by leaving one out. */
bool told_leaves_out(const struct told *told, const struct notification *n);
/* As what somebody was told, as far as it may be said: bits of enum recipient. */
unsigned told_as(const struct told *told, const struct notification *n);

/* One rule that led to it: "incident.assigned-manager:3" of notification.rules, as it is called now. */
struct told_rule {
	struct str code;
	struct str version;          /* that decided then */
	const struct notify_rule *rule; /* NULL: it is there no more */
};
/* Takes the next from *rest (begins with n->rules); those that would name a reporter in confidence are passed over. */
bool told_next_rule(const struct told *told, unsigned as, struct str *rest, struct told_rule *out);
/* What became of it on that channel; NULL: nothing was sent there. */
const struct told_delivery *told_delivery_of(const struct told *told, const struct notification *n, enum channel channel);

#endif
