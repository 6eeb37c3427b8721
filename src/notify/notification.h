#ifndef NOTIFY_NOTIFICATION_H
#define NOTIFY_NOTIFICATION_H

#include "notify/plan.h"
#include "view/catalogue.h"

/* One person was told of one event: what, why and by which channels. The words are made when it is read, in the
 * reader's language. */
struct notification {
	int64_t id;
	int64_t organization_id;
	int environment;
	int64_t account_id;
	int64_t person_id;
	int64_t event_id;
	struct str kind;
	int64_t incident_id;
	int64_t capa_id;
	struct str number;
	struct str action;
	int status;
	int severity;
	struct str what;
	moment due_at;
	bool is_due_by_day;
	struct str recipients;       /* recipient_set_text */
	struct str rules;            /* "incident.assigned-manager:1,..." */
	int64_t away_id;
	struct str channels;         /* "inbox=now,mail=later" */
	bool in_inbox;
	moment shown_at;
	moment read_at;
	moment digest_at;
	moment digested_at;
	moment created_at;
};
extern const struct record notification_record;

/* What is stored of a line of the plan. */
struct notification notification_of(struct arena *arena, const struct occurrence *o, const struct plan_line *line, moment now);

/* "now", "later" ... for traces. */
extern const struct codes sending_codes;
/* What was decided for a channel. */
enum sending notification_sending(const struct notification *notification, enum channel channel);

/* The words, with {facts} filled in; zone is the reader's. */
struct words {
	struct str subject;
	struct str text;
};
struct words notification_words(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
				const struct notification *notification);
/* What is said where not even the number may be told: on the way to people outside of the portal. */
struct words notification_plain_words(const struct catalogue *catalogue, bool is_reporter);

/* The page that it leads to: of the incident, the action, or the inbox. */
struct str notification_target(struct arena *arena, const struct notification *notification);

#endif
