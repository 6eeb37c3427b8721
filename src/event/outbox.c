#include "event/outbox.h"

#include "base/log.h"
#include "base/random.h"
#include "event/delivery_store.h"
#include "event/outbox_store.h"

enum { BATCH = 20, PATIENCE = 3, PURGE_ROUNDS = 50 };
#define LEASE SECONDS(60)
#define LEAST_LEASE SECONDS(20)  /* with less left, the rest of a batch is given back */
/*
 * Then other tasks have their turn, and after `every` this one again: what has piled up is worked off beside the people
 * who wait for their pages, in a third of the time at most.
 */
#define BUDGET (SECONDS(1) / 4)
#define BEHIND SECONDS(1)

const moment outbox_pauses[] = {SECONDS(2), SECONDS(10), MINUTES(1), MINUTES(5), MINUTES(30), HOURS(2), HOURS(6)};
const size_t outbox_pause_count = sizeof outbox_pauses / sizeof *outbox_pauses;

static const struct event_consumer *const *consumers;

void outbox_use(const struct event_consumer *const *used)
{
	consumers = used;
}

bool outbox_memory_holds(struct outbox_memory *memory, const struct worker_call *call, int64_t organization_id)
{
	if (memory->batch && memory->batch == call->batch && memory->organization_id == organization_id)
		return true;
	if (memory->arena)
		arena_reset(memory->arena);
	else
		memory->arena = arena_new(0);
	memory->batch = 0;
	return false;
}

void outbox_memory_set(struct outbox_memory *memory, const struct worker_call *call, int64_t organization_id)
{
	memory->organization_id = organization_id;
	memory->batch = call->batch;
}

struct taking {
	struct worker_call call;         /* its arena is that of one event */
	struct str owner;
	const struct event_row *event;
	const char *failed;              /* consumer that did */
};

/* May run again after a conflict. RC_CONFLICT: held no more. RC_LOCKED: an earlier one of its subject waits. */
static enum rc take_body(struct db *db, void *closure)
{
	struct taking *t = closure;
	bool is_behind = false;
	enum rc rc = outbox_done(db, t->owner, t->event, t->call.now);

	t->failed = NULL;
	if (rc == RC_OK)
		rc = outbox_is_behind(db, t->call.arena, t->event, PATIENCE, &is_behind);
	if (rc == RC_OK && is_behind)
		return RC_LOCKED;
	for (size_t i = 0; rc == RC_OK && consumers && consumers[i]; i++) {
		rc = consumers[i]->take(&t->call, t->event);
		if (rc != RC_OK)
			t->failed = consumers[i]->name;
	}
	return rc;
}

moment outbox_spread(moment pause)
{
	return pause + SECONDS(random_below((uint32_t)(pause / 5000) + 1)) / 1000;
}

static enum rc note_failure(const struct taking *t, enum rc failure)
{
	const struct event_row *event = t->event;
	int64_t attempts = event->attempts;
	bool is_dead = attempts > (int64_t)outbox_pause_count;
	struct str reason = arena_printf(t->call.arena, "%s: %s", t->failed ? t->failed : "outbox", rc_meaning(failure));

	LOG(is_dead ? LOG_ERROR : LOG_WARN, "outbox.failed", "event %lld %.*s attempt %lld%s: %.*s", (long long)event->id,
	    STR_ARG(event->kind), (long long)attempts, is_dead ? ", dead" : "", STR_ARG(reason));
	return outbox_failed(t->call.db, t->owner, event->id, is_dead,
			     is_dead ? t->call.now : t->call.now + outbox_spread(outbox_pauses[attempts - 1]), reason);
}

static enum rc take_one(struct taking *t)
{
	struct event_row *event = record_copy(t->call.arena, &event_row_record, t->event);
	enum rc rc;

	t->call.now = moment_now();
	/* A lost holder was counted already; this attempt is the next one. */
	event->attempts++;
	t->event = event;
	if (event->attempts > (int64_t)outbox_pause_count + 1)
		return note_failure(t, RC_FAULT);
	rc = db_transaction(t->call.db, "outbox", take_body, t);
	if (rc == RC_LOCKED && !t->failed)
		return outbox_give_back(t->call.db, t->owner, event->id, t->call.now + BEHIND);
	if (rc == RC_OK || rc == RC_UNAVAILABLE || (rc == RC_CONFLICT && !t->failed))
		return rc == RC_CONFLICT ? RC_OK : rc;
	return note_failure(t, rc);
}

/* --- several of one subject --- */

struct group {
	struct worker_call call;
	struct str owner;
	const struct event_row **events;
	size_t count;
};

static enum rc take_by(const struct group *g, const struct event_consumer *consumer)
{
	enum rc rc = RC_OK;

	if (consumer->take_all)
		return consumer->take_all(&g->call, g->events, g->count);
	for (size_t i = 0; rc == RC_OK && i < g->count; i++)
		rc = consumer->take(&g->call, g->events[i]);
	return rc;
}

static enum rc group_body(struct db *db, void *closure)
{
	const struct group *g = closure;
	bool is_behind = false;
	enum rc rc = outbox_done_all(db, g->owner, g->events[0], g->count, g->call.now);

	/* Ours are marked: what is still waiting before the last of them, perhaps between two, is another worker's. */
	if (rc == RC_OK)
		rc = outbox_is_behind(db, g->call.arena, g->events[g->count - 1], PATIENCE, &is_behind);
	if (rc == RC_OK && is_behind)
		rc = RC_LOCKED;
	for (size_t i = 0; rc == RC_OK && consumers && consumers[i]; i++)
		rc = take_by(g, consumers[i]);
	return rc;
}

static bool is_together(const struct event_row *a, const struct event_row *b)
{
	return a->organization_id == b->organization_id && a->subject_id == b->subject_id && str_equal(a->subject, b->subject);
}

/* The events of one subject from row `first` on, as first attempts; none where that is only one, or one was tried before. */
static size_t group_of(struct arena *arena, const struct rows *rows, size_t first, const struct event_row ***events)
{
	const struct event_row *begin = ROW(struct event_row, *rows, first);
	size_t count = 0;

	*events = ARENA_ARRAY(arena, const struct event_row *, rows->count - first);
	for (size_t i = first; i < rows->count; i++) {
		const struct event_row *row = ROW(struct event_row, *rows, i);
		if (!is_together(begin, row))
			continue;
		if (row->attempts || (row->created_at % DAYS(1) == 0) != (begin->created_at % DAYS(1) == 0))
			return 0;
		struct event_row *event = record_copy(arena, &event_row_record, row);
		event->attempts++;
		(*events)[count++] = event;
	}
	return count > 1 ? count : 0;
}

/* RC_CONFLICT: not taken, each is to be taken alone. */
static enum rc take_group(const struct taking *t, const struct rows *rows, size_t first)
{
	struct group g = {.call = t->call, .owner = t->owner};

	g.call.now = moment_now();
	g.count = group_of(t->call.arena, rows, first, &g.events);
	if (!g.count)
		return RC_CONFLICT;
	enum rc rc = db_transaction(t->call.db, "outbox", group_body, &g);
	return rc == RC_OK || rc == RC_UNAVAILABLE ? rc : RC_CONFLICT;
}

static void note_taken(const struct rows *rows, size_t first, bool *is_taken)
{
	for (size_t i = first; i < rows->count; i++)
		if (is_together(ROW(struct event_row, *rows, first), ROW(struct event_row, *rows, i)))
			is_taken[i] = true;
}

static enum rc take_batch(const struct worker_call *call, struct str owner, const struct rows *rows, moment until)
{
	bool *is_taken = ARENA_ARRAY(call->arena, bool, rows->count + 1);
	struct arena *arena = arena_new(0);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows->count; i++) {
		struct taking t = {.call = *call, .owner = owner, .event = ROW(struct event_row, *rows, i)};
		t.call.arena = arena;
		if (is_taken[i])
			continue;
		if (worker_is_stopping() || moment_now() > until - LEAST_LEASE) {
			rc = outbox_give_back(call->db, owner, t.event->id, moment_now());
		} else {
			rc = take_group(&t, rows, i);
			if (rc == RC_OK)
				note_taken(rows, i, is_taken);
			else if (rc == RC_CONFLICT)
				rc = take_one(&t);
		}
		arena_reset(arena);
	}
	arena_free(arena);
	return rc;
}

static enum rc run(const struct worker_call *call)
{
	static uint64_t batches;
	struct worker_call round = *call;
	struct str owner = call->worker.at ? call->worker : uuid_new(call->arena, call->now);
	bool is_due = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && is_due && !worker_is_stopping() && moment_now() < call->now + BUDGET) {
		struct rows rows = {0};
		moment until = moment_now() + LEASE;
		round.now = moment_now();
		round.arena = arena_new(0);
		round.batch = ++batches;
		rc = outbox_is_due(call->db, round.arena, round.now, &is_due);
		if (rc == RC_OK && is_due)
			rc = outbox_claim(call->db, &round, owner, until, BATCH);
		if (rc == RC_OK && is_due)
			rc = outbox_owned(call->db, round.arena, owner, &rows);
		if (rc == RC_OK)
			rc = take_batch(&round, owner, &rows, until);
		is_due = is_due && rows.count > 0;
		arena_free(round.arena);
	}
	return rc;
}

static enum rc run_purge(const struct worker_call *call)
{
	moment before = call->now - DAYS(config_int(call->config, "outbox.keep_days"));
	int64_t removed = 1, sent = 1, sum = 0;
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && removed + sent && i < PURGE_ROUNDS && !worker_is_stopping(); i++) {
		rc = outbox_purge(call->db, before, &removed);
		if (rc == RC_OK)
			rc = delivery_purge(call->db, before, &sent);
		sum += removed + sent;
	}
	if (rc == RC_OK && sum)
		LOG(LOG_INFO, "outbox.purge", "%lld removed", (long long)sum);
	return rc;
}

const struct worker_task outbox_task = {
	"outbox", SECONDS(1) / 2, run, "hands events to those who wait for them",
};
const struct worker_task outbox_purge_task = {
	"old-events", HOURS(6), run_purge, "removes events and deliveries that ended outbox.keep_days ago",
};
