#ifndef EVENT_DELIVERY_H
#define EVENT_DELIVERY_H

#include "event/worker.h"

/*
 * What has to leave the house. A consumer adds a row in the transaction of its event; workers claim rows by lease,
 * count the attempt, hand the row to its channel and note the outcome. Counting before and noting after means: a
 * worker that dies while sending leaves a row that is sent once more when its lease has ended, with the same uuid,
 * by which receivers know it (at least once). A row whose worker dies each time runs out of attempts like any other.
 */
struct delivery {
	int64_t id;                  /* given by delivery_add */
	int64_t organization_id;
	struct str environment;      /* "prod", "sandbox"; STR_NONE: prod */
	struct str uuid;             /* given by delivery_add */
	struct str channel;          /* "mail", "sms", "push", "webhook" */
	int64_t event_id;            /* 0: not caused by one event */
	struct str recipient;        /* key, unique with event and channel; STR_NONE: never the same as another */
	int64_t notification_id;     /* 0: none */
	int64_t account_id;          /* 0: none */
	int64_t endpoint_id;         /* 0: none; what shares one waits while it is away */
	int64_t incident_id;         /* 0: none */
	struct str address;          /* mail address, telephone number, URL */
	struct str subject;
	struct str body_text;
	struct str body_html;
	struct str data;             /* JSON, for the channel */
	struct str thread;           /* what belongs together at the receiver: "incident-<uuid>" */
	moment created_at;           /* given by delivery_add */
	moment due_at;               /* given by delivery_add: not_before, or at once */
	int64_t attempts;            /* in send(): this one included */

	moment not_before;           /* for delivery_add only; 0 or MOMENT_NONE: at once */
};
extern const struct record delivery_record;

/*
 * Adds it, in the transaction of its event; now is the worker_call's or the request's. Adding one with the event,
 * channel and recipient of another is RC_OK and changes nothing. *id may be NULL; it is 0 when it existed already.
 */
enum rc delivery_add(struct db *db, struct arena *arena, const struct delivery *delivery, moment now,
		     int64_t *id) MUST_CHECK;

enum delivery_result {
	DELIVERY_NONE,
	DELIVERY_SENT,               /* taken by the receiver */
	DELIVERY_LATER,              /* failed, may do later: tried again by the channel's table */
	DELIVERY_NEVER,              /* refused for good: dead at once */
	DELIVERY_GONE,               /* the receiver is no more: dead, and the channel's settle closes it */
	DELIVERY_HELD,               /* not tried now, not counted as an attempt: wait says how long, reason why */
};

struct delivery_outcome {
	enum delivery_result result;
	moment wait;                 /* LATER: at least so long (Retry-After); HELD: exactly; 0: by the table */
	int64_t status;              /* HTTP status, SMTP reply; 0: none */
	struct str reason;           /* for the log and the administrator: English, without personal text */
	bool is_endpoint_away;       /* LATER: others of its endpoint_id (none: its channel) need not be tried now */
};

struct delivery_channel {
	const char *name;            /* "mail" */
	const char *help;            /* one line */
	const moment *pauses;        /* after the first, second ... failed attempt; then it is dead */
	size_t pause_count;
	/*
	 * One attempt, outside of any transaction, at most DELIVERY_SECONDS long. RC_OK with *outcome filled;
	 * anything else counts as DELIVERY_LATER with that as reason. Leaves the database alone, apart from reading.
	 */
	enum rc (*send)(const struct worker_call *call, const struct delivery *delivery,
			struct delivery_outcome *outcome);
	/* NULL, or what else the outcome means, in the transaction that notes it. is_dead: no further attempt. */
	enum rc (*settle)(const struct worker_call *call, const struct delivery *delivery,
			  const struct delivery_outcome *outcome, bool is_dead);
	/* NULL, or what being held means, in the transaction that gives it back. */
	enum rc (*held)(const struct worker_call *call, const struct delivery *delivery);
};

enum { DELIVERY_SECONDS = 60 };

/* The channels, ended by NULL; once per process, before delivery_task runs. */
void delivery_use(const struct delivery_channel *const *channels);

/* Sends what is due, a few of each channel in turn, until nothing is or its time is up. Every worker runs it. */
extern const struct worker_task delivery_task;

#endif
