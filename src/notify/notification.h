#ifndef NOTIFY_NOTIFICATION_H
#define NOTIFY_NOTIFICATION_H

#include "notify/message_text.h"
#include "notify/plan.h"
#include "view/wording.h"

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

/* How words are made: whose language and zone, and an organization's own texts (NULL: ours alone). */
struct message_style {
	const struct catalogue *catalogue;
	const struct zone *zone;
	const struct message_texts *texts;
};
struct words {
	struct str subject;          /* empty of FAMILY_SMS where the words are the organization's own */
	struct str text;
};
/* The words as they were when the notification was made, with its facts. */
struct words notification_words(struct arena *arena, const struct message_style *style, enum message_family family,
				const struct notification *notification);
/* The same with words that somebody is still writing. RC_INVALID: they have a problem (message_text_problem). */
enum rc notification_words_of(struct arena *arena, const struct message_style *style, const struct message_text *text,
			      const struct notification *notification, struct words *out) MUST_CHECK;
/* Of what somebody was told: "in 3 days" as it was then, labels in the language of the style; for the kind's facts. */
size_t notification_facts(struct arena *arena, const struct message_style *style, const struct notification *notification,
			  struct wording_fact facts[MESSAGE_FACTS]);
/* The language of a catalogue, English for NULL and for those that we have no texts in. */
enum message_language notification_language(const struct catalogue *catalogue);
/* What is said where not even the number may be told: on the way to people outside of the portal. */
struct words notification_plain_words(const struct catalogue *catalogue, bool is_reporter);

/* The page that it leads to: of the incident, the action, or the inbox. */
struct str notification_target(struct arena *arena, const struct notification *notification);

#endif
