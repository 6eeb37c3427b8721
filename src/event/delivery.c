#include "event/delivery.h"

#include "base/log.h"
#include "base/random.h"
#include "event/delivery_store.h"
#include "event/outbox.h"

enum { BATCH = 10 };
#define LEASE SECONDS(2 * DELIVERY_SECONDS)
#define BUDGET SECONDS(10)
#define AWAY SECONDS(30)         /* others of an endpoint that did not answer wait so long */

static const struct delivery_channel *const *channels;

void delivery_use(const struct delivery_channel *const *used)
{
	channels = used;
}

struct sending {
	struct worker_call call;         /* its arena is that of one delivery */
	struct str owner;
	const struct delivery_channel *channel;
	const struct delivery *delivery;
	struct delivery_outcome outcome;
	struct delivery_end end;
};

static bool is_last(const struct sending *s)
{
	return s->delivery->attempts > (int64_t)s->channel->pause_count;
}

static bool is_dead(const struct sending *s)
{
	enum delivery_result result = s->outcome.result;

	return result == DELIVERY_NEVER || result == DELIVERY_GONE || (result == DELIVERY_LATER && is_last(s));
}

/* The table's pause, or what the receiver asked for when that is longer. */
static moment next_due(const struct sending *s, moment now)
{
	moment pause = outbox_spread(s->channel->pauses[s->delivery->attempts - 1]);

	return now + (s->outcome.wait > pause ? s->outcome.wait : pause);
}

/* May run again after a conflict. RC_CONFLICT: held no more, the next holder will note its own attempt. */
static enum rc settle_body(struct db *db, void *closure)
{
	const struct sending *s = closure;
	enum rc rc = delivery_settle(db, s->owner, &s->end);

	if (rc == RC_OK && s->outcome.result == DELIVERY_LATER && s->outcome.is_endpoint_away)
		rc = delivery_hold(db, s->delivery, s->end.now + outbox_spread(AWAY));
	if (rc == RC_OK && s->channel->settle)
		rc = s->channel->settle(&s->call, s->delivery, &s->outcome, is_dead(s));
	return rc;
}

static enum rc settle(struct sending *s, moment started_at)
{
	bool dead = is_dead(s), sent = s->outcome.result == DELIVERY_SENT;

	s->call.now = moment_now();
	s->end = (struct delivery_end){
		.delivery = s->delivery, .outcome = &s->outcome, .started_at = started_at, .now = s->call.now,
		.state = sent ? "sent" : dead ? "dead" : "waiting",
		.due = sent || dead ? s->call.now : next_due(s, s->call.now),
	};
	if (!sent)
		LOG(dead ? LOG_ERROR : LOG_WARN, "delivery.failed", "%s delivery %lld attempt %lld%s: %lld %.*s",
		    s->channel->name, (long long)s->delivery->id, (long long)s->delivery->attempts, dead ? ", dead" : "",
		    (long long)s->outcome.status, STR_ARG(s->outcome.reason));
	enum rc rc = db_transaction(s->call.db, "delivery", settle_body, s);
	return rc == RC_CONFLICT ? RC_OK : rc;
}

/* May run again after a conflict. */
static enum rc hold_body(struct db *db, void *closure)
{
	const struct sending *s = closure;
	enum rc rc = delivery_give_back(db, s->owner, s->delivery->id, s->call.now + s->outcome.wait, true, s->outcome.reason);

	return rc == RC_OK && s->channel->held ? s->channel->held(&s->call, s->delivery) : rc;
}

static enum rc attempt(struct sending *s)
{
	moment now = moment_now();
	struct delivery *delivery = record_copy(s->call.arena, &delivery_record, s->delivery);
	enum rc rc = delivery_begin(s->call.db, s->owner, delivery->id, now, now + LEASE);

	if (rc != RC_OK)
		return rc == RC_CONFLICT ? RC_OK : rc;
	delivery->attempts++;
	s->delivery = delivery;
	s->call.now = now;
	/* Its workers died each time: not once more. */
	if (delivery->attempts > (int64_t)s->channel->pause_count + 1) {
		s->outcome = (struct delivery_outcome){.result = DELIVERY_NEVER, .reason = STR("no attempt came to an end")};
		return settle(s, now);
	}
	rc = s->channel->send(&s->call, delivery, &s->outcome);
	if (rc != RC_OK)
		s->outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .reason = str_of(rc_meaning(rc))};
	if (s->outcome.result == DELIVERY_HELD)
		return db_transaction(s->call.db, "delivery.held", hold_body, s);
	return settle(s, now);
}

/* After one whose endpoint does not answer, the rest of the batch for it goes back untried. */
struct away {
	bool is_known;
	int64_t endpoint_id;
};

static enum rc send_batch(const struct worker_call *call, struct str owner, const struct delivery_channel *channel,
			  const struct rows *rows)
{
	struct arena *arena = arena_new(0);
	struct away away = {0};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows->count; i++) {
		struct sending s = {.call = *call, .owner = owner, .channel = channel,
				    .delivery = ROW(struct delivery, *rows, i)};
		s.call.arena = arena;
		moment now = moment_now();
		if (away.is_known && away.endpoint_id == s.delivery->endpoint_id)
			rc = delivery_give_back(call->db, owner, s.delivery->id, now + outbox_spread(AWAY), false, STR_NONE);
		else if (worker_is_stopping() || now > call->now + BUDGET)
			rc = delivery_give_back(call->db, owner, s.delivery->id, now, false, STR_NONE);
		else
			rc = attempt(&s);
		if (s.outcome.result == DELIVERY_LATER && s.outcome.is_endpoint_away)
			away = (struct away){true, s.delivery->endpoint_id};
		arena_reset(arena);
	}
	arena_free(arena);
	return rc;
}

/* One batch of one channel; *more: there may be another. */
static enum rc send_some(const struct worker_call *call, struct str owner, const struct delivery_channel *channel,
			 bool *more)
{
	struct arena *arena = arena_new(0);
	struct str name = str_of(channel->name);
	struct rows rows = {0};
	moment now = moment_now();
	bool is_due = false;
	enum rc rc = delivery_is_due(call->db, arena, name, now, &is_due);

	if (rc == RC_OK && is_due)
		rc = delivery_claim(call->db, owner, name, now, now + LEASE, BATCH);
	if (rc == RC_OK && is_due)
		rc = delivery_owned(call->db, arena, owner, name, &rows);
	if (rc == RC_OK)
		rc = send_batch(call, owner, channel, &rows);
	*more = *more || rows.count > 0;
	arena_free(arena);
	return rc;
}

static enum rc run(const struct worker_call *call)
{
	struct str owner = call->worker.at ? call->worker : uuid_new(call->arena, call->now);
	bool more = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && more && !worker_is_stopping() && moment_now() < call->now + BUDGET) {
		more = false;
		for (size_t i = 0; rc == RC_OK && channels && channels[i]; i++)
			rc = send_some(call, owner, channels[i], &more);
	}
	return rc;
}

const struct worker_task delivery_task = {
	"deliveries", SECONDS(1) / 2, run, "sends what has to leave the house",
};
