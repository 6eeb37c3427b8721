#ifndef NOTIFY_PLAN_H
#define NOTIFY_PLAN_H

#include "identity/viewer.h"
#include "notify/notify_rule.h"

/*
 * Who is told of what happened, by which channels and when, and why others are not. The same function decides for real
 * events, for the page that asks "who would be told" and for trying a changed rule on the past. Pure.
 */

/* Somebody who may come to be told. */
struct candidate {
	int64_t person_id;
	struct str name;
	struct str employee_number;
	struct str locale;
	bool has_account;            /* in use; without one nobody is told */
	bool reachable[CHANNEL_COUNT]; /* an address that works, a confirmed number, a browser that takes pushes */
	const struct zone *zone;     /* of the preference */
	struct viewer viewer;        /* what they may see */
	struct notify_preference preference;
};

/* A rule that fits, and somebody at whom it aims. */
struct aim {
	const struct notify_rule *rule;
	int64_t person_id;
};

/* What the organization has settled for all messages. */
struct notify_policy {
	int64_t organization_id;
	int64_t rules_version;       /* grows with every change of a rule */
	int64_t texts_version;       /* and this one with every change of a message text */
	bool mail_title;             /* mails may hold the title of an incident that is not discreet */
	struct str sandbox_people;   /* employee numbers, comma separated: who hears of the sandbox */
	int64_t version;
};
extern const struct record notify_policy_record;
/* Whether the person hears of what happens in the sandbox. */
bool notify_policy_hears_sandbox(const struct notify_policy *policy, struct str employee_number);

enum sending {
	SENDING_NONE,                /* no rule uses the channel */
	SENDING_NOW,
	SENDING_LATER,               /* quiet hours, or so that the time tells nothing */
	SENDING_DIGEST,
	SENDING_OFF,                 /* switched off by the person */
	SENDING_NO_ADDRESS,
};
struct plan_channel {
	enum sending sending;
	moment at;                   /* NOW, LATER, DIGEST */
	const char *why;             /* of LATER: English */
};

/* One person, once, whatever the number of rules. */
struct plan_line {
	const struct candidate *who;
	const struct candidate *away; /* told as the delegate of this one; NULL: for themselves */
	unsigned as;                 /* bits of enum recipient */
	const struct notify_rule **rules; /* all that led here */
	size_t rule_count;
	const char *refusal;         /* not told at all: why, in English; NULL: told */
	moment shown_at;             /* in the inbox */
	struct plan_channel channels[CHANNEL_COUNT];
};

struct plan {
	struct plan_line *lines;
	size_t count;
};

struct plan_asked {
	const struct occurrence *occurrence;
	const struct notify_policy *policy;
	const struct aim *aims;
	size_t aim_count;
	/* Everybody at whom is aimed, and delegates; by person. NULL: nobody of that id. */
	const struct candidate *(*find)(const void *people, int64_t person_id);
	const void *people;
	moment now;
	moment delay;                /* of what anonymous reporters do, ANO-09; see plan_delay */
};

struct plan plan_make(struct arena *arena, const struct plan_asked *asked);
/* At random, 5 to 30 minutes. */
moment plan_delay(void);
/* The person is told by at least one channel, or will be. */
bool plan_line_reaches(const struct plan_line *line);
/* Why somebody may not be told; NULL: they may. */
const char *plan_refusal(const struct plan_asked *asked, const struct candidate *who, bool tells_actor);

#endif
