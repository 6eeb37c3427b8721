#ifndef EVENT_OUTBOX_H
#define EVENT_OUTBOX_H

#include "event/worker.h"

/*
 * The outbox is emptied by the workers. An event is claimed by a lease and then taken by all consumers in one
 * transaction, which begins with marking it done: whatever dies meanwhile leaves either everything or nothing,
 * so that every consumer takes every event exactly once. Consumers write rows only; what has to leave the house
 * becomes a delivery (event/delivery.h). Events of one subject that were claimed together share a transaction; if
 * anything fails in it, each gets its own.
 *
 * Order: events of one subject are taken in the order in which they were written. One that fails holds back the
 * later ones of its subject for its first attempts only, then they go past it. A failing event is tried again
 * after growing pauses and in the end set aside as dead, for a person to look at (/admin/outbox).
 */
struct event_row {
	int64_t id;
	struct str uuid;
	int64_t organization_id;
	struct str environment;      /* "prod" or "sandbox" */
	struct str kind;             /* "incident.created" */
	struct str subject;          /* "incident" */
	int64_t subject_id;
	struct str payload;          /* JSON object of ids and codes */
	moment created_at;           /* that of an anonymous actor is cut to the day */
	int64_t attempts;            /* this one included */
	int64_t actor_account_id;    /* who did it; 0: anonymous or the system */
};
extern const struct record event_row_record;

struct event_consumer {
	const char *name;            /* "notify", in logs and reasons */
	const char *help;            /* one line */
	/*
	 * Inside the event's transaction on call->db; may run again after a conflict; call->now is the time of
	 * the attempt. Anything but RC_OK rolls back what all consumers did with this event. An event that does
	 * not concern it is RC_OK.
	 */
	enum rc (*take)(const struct worker_call *call, const struct event_row *event);
	/* Optional: does once what `take` would do for each of several events of one subject. */
	enum rc (*take_all)(const struct worker_call *call, const struct event_row *const *events, size_t count);
};

/*
 * What a consumer keeps of one organization's settings for the events of a batch. It asks whether its memory holds; if
 * not, the memory is empty: the consumer reads into its arena and says with outbox_memory_set that it is filled.
 */
struct outbox_memory {
	struct arena *arena;
	int64_t organization_id;
	uint64_t batch;              /* 0: not filled */
};
bool outbox_memory_holds(struct outbox_memory *memory, const struct worker_call *call, int64_t organization_id);
void outbox_memory_set(struct outbox_memory *memory, const struct worker_call *call, int64_t organization_id);

/* Who takes events, ended by NULL; once per process, before outbox_task runs. */
void outbox_use(const struct event_consumer *const *consumers);

/* Takes what is due until nothing is or its time is up. Every worker runs it. */
extern const struct worker_task outbox_task;
/* Removes done and dropped events and deliveries after outbox.keep_days. */
extern const struct worker_task outbox_purge_task;

/* Pauses after the first, second ... failed attempt; after the last one the event is dead. */
extern const moment outbox_pauses[];
extern const size_t outbox_pause_count;
/* The pause and up to a fifth of it more, at random, so that what failed together does not come back together. */
moment outbox_spread(moment pause);

#endif
