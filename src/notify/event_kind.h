#ifndef NOTIFY_EVENT_KIND_H
#define NOTIFY_EVENT_KIND_H

#include "notify/recipient.h"

/* Every kind of event that the product writes, and those that follow from one: what it is called, whom a rule may tell of
 * it, and in which words. The one table behind rules, messages, inbox and the pages of administration. */

/* What people choose by, on the page of their own notifications. */
enum notify_group {
	GROUP_NONE,
	GROUP_WORK,
	GROUP_INCIDENT,
	GROUP_MESSAGE,
	GROUP_INVESTIGATION,
	GROUP_ACTION,
	GROUP_DEADLINE,
	GROUP_COMPLIANCE,
	GROUP_RECORD,
	GROUP_SYSTEM,
	GROUP_COUNT
};
extern const struct codes notify_group_codes;

/* What somebody must be allowed to see to be told. */
enum sight {
	SIGHT_INCIDENT,  /* the incident; the action where it is about one */
	SIGHT_WORK,      /* and what those who work on it note down */
	SIGHT_OSHA,      /* the OSHA log of that establishment */
	SIGHT_SYSTEM,    /* nothing of an incident: administrators */
};

/* What texts may name in braces. */
enum fact {
	FACT_NUMBER = 1u << 0,   /* {number}: of the incident, or of the action that stands for itself */
	FACT_STATUS = 1u << 1,   /* {status} of the incident */
	FACT_SEVERITY = 1u << 2, /* {severity} of the incident */
	FACT_ACTION = 1u << 3,   /* {action}: number of the action */
	FACT_WHEN = 1u << 4,     /* {when}: "in 3 days" */
	FACT_WHAT = 1u << 5,     /* {what}: the deadline's name, the task that failed */
};

struct event_kind_row {
	const char *kind;        /* as in event.kind */
	const char *label;
	enum notify_group group;
	enum sight sight;
	unsigned recipients;     /* bits of enum recipient that a rule may name */
	unsigned facts;
	const char *subject;     /* English, with {facts} */
	const char *text;        /* for those in theirs */
	unsigned theirs;         /* bits: whom it concerns; 0: everybody alike */
	const char *others;      /* for the rest; NULL: text */
	const char *behind;      /* the part of the page, behind the incident's address; of SIGHT_SYSTEM the whole address */
};

/* NULL: no kind of ours. */
const struct event_kind_row *event_kind_find(struct str kind);
/* All of them, in the order in which they are shown. */
const struct event_kind_row *event_kind_all(size_t *count);

/* English, with {facts}: the words for somebody who is told as these recipients. */
struct str event_kind_text(const struct event_kind_row *kind, unsigned as);

/* Names of the facts without braces, in the order of their bits; ended by NULL. */
extern const char *const event_kind_fact_names[];
/* What each is, English, in the same order. */
extern const char *const event_kind_fact_labels[];

#endif
