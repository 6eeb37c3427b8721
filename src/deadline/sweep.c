#include "deadline/sweep.h"

#include "base/log.h"
#include "deadline/refresh.h"
#include "deadline/sweep_store.h"
#include "organization/organization.h"

enum {
	FEED_STEP = 2000,
	WINDOW = 500,        /* ids of incidents looked through at once */
	CAPAS_AT_ONCE = 200,
};
static const moment round_every = HOURS(6), wide_every = HOURS(1), budget = SECONDS(3);

/* --- one thing, in memory of its own --- */

/* begun: rules and days off of the organization, read once for many. */
static enum rc refresh_one(const struct refresh *begun, int64_t incident_id, int64_t capa_id)
{
	struct arena *arena = arena_new(0);
	struct refresh *refresh = ARENA_NEW(arena, struct refresh);
	enum rc rc;

	*refresh = *begun;
	refresh->arena = arena;
	rc = incident_id ? refresh_incident(refresh, incident_id) : refresh_capa(refresh, capa_id);
	arena_free(arena);
	if (rc != RC_OK && rc != RC_UNAVAILABLE)
		LOG(LOG_WARN, "deadline.refresh", "incident %lld, action %lld: %s", (long long)incident_id,
		    (long long)capa_id, rc_name(rc));
	return rc == RC_UNAVAILABLE ? rc : RC_OK;
}

static enum rc refresh_all_wide(struct db *db, moment now, int64_t organization_id)
{
	enum rc rc = RC_OK;

	for (const struct deadline_wide_source *source = source_wide; rc == RC_OK && source->name; source++) {
		struct arena *arena = arena_new(0);
		struct refresh *refresh = ARENA_NEW(arena, struct refresh);
		rc = refresh_begin(db, arena, organization_id, now, refresh);
		if (rc == RC_OK)
			rc = refresh_wide(refresh, source);
		arena_free(arena);
	}
	return rc;
}

/* --- events --- */

/* Rules, days off and specialists, read once for a batch. */
static enum rc begin(const struct worker_call *call, int64_t organization_id, struct refresh *refresh)
{
	static struct outbox_memory memory;
	static struct refresh kept;
	enum rc rc = RC_OK;

	if (!outbox_memory_holds(&memory, call, organization_id)) {
		rc = refresh_begin(call->db, memory.arena, organization_id, call->now, &kept);
		if (rc == RC_OK)
			outbox_memory_set(&memory, call, organization_id);
	}
	*refresh = kept;
	refresh->arena = call->arena;
	refresh->now = call->now;
	return rc;
}

/* A deadline's own events change none; those of actions stand for their incident. */
static enum rc take(const struct worker_call *call, const struct event_row *event)
{
	struct refresh *refresh = ARENA_NEW(call->arena, struct refresh);
	const bool is_capa = str_is(event->subject, "capa");

	if (!is_capa && !str_is(event->subject, "incident"))
		return RC_OK;
	enum rc rc = begin(call, event->organization_id, refresh);
	if (rc != RC_OK)
		return rc;
	return is_capa ? refresh_capa(refresh, event->subject_id) : refresh_incident(refresh, event->subject_id);
}

/* The records say what the deadlines are, whichever event led here. */
static enum rc take_all(const struct worker_call *call, const struct event_row *const *events, size_t count)
{
	return take(call, events[count - 1]);
}

const struct event_consumer deadline_consumer = {
	"deadline", "brings the deadlines of an incident or action up to date", take, take_all,
};

/* --- changes without events --- */

/* What moves deadlines that belong to no incident. */
static bool is_wide(struct str subject)
{
	static const char *const subjects[] = {"training_record",    "training_course", "role_grant",        "osha_certification",
					       "osha_step",          "establishment",   "establishment_year"};

	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
		if (str_is(subject, subjects[i]))
			return true;
	return false;
}

/* The same incident changes several times within a moment. */
static bool is_repeated(const struct rows *rows, size_t index)
{
	const struct sweep_change *change = ROW(struct sweep_change, *rows, index);

	for (size_t i = index + 1; i < rows->count && i < index + 100; i++) {
		const struct sweep_change *other = ROW(struct sweep_change, *rows, i);
		if (change->incident_id == other->incident_id &&
		    (change->incident_id ||
		     (change->subject_id == other->subject_id && str_equal(change->subject, other->subject))))
			return true;
	}
	return false;
}

static enum rc follow_one(const struct worker_call *call, struct refresh *begun, const struct sweep_change *change)
{
	const bool is_capa = str_is(change->subject, "capa");
	enum rc rc = RC_OK;

	if ((change->incident_id || is_capa) && begun->organization_id != change->organization_id)
		rc = refresh_begin(call->db, call->arena, change->organization_id, call->now, begun);
	if (rc != RC_OK)
		return rc;
	if (change->incident_id)
		return refresh_one(begun, change->incident_id, 0);
	if (is_capa)
		return refresh_one(begun, 0, change->subject_id);
	return is_wide(change->subject) ? sweep_wide_again(call->db, change->organization_id) : RC_OK;
}

/* Another worker may follow the same stretch; what is right already is not written twice. */
static enum rc follow(const struct worker_call *call)
{
	const moment until = moment_now() + budget;
	struct refresh *begun = ARENA_NEW(call->arena, struct refresh);
	int64_t seq, last;
	struct rows rows;
	enum rc rc = sweep_feed(call->db, call->arena, &last);

	for (seq = last - 1; rc == RC_OK && last != seq && moment_now() < until;) {
		seq = last;
		rc = sweep_changes(call->db, call->arena, seq, FEED_STEP, &rows, &last);
		for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
			if (!is_repeated(&rows, i))
				rc = follow_one(call, begun, ROW(struct sweep_change, rows, i));
		if (rc == RC_OK && last != seq)
			rc = sweep_feed_set(call->db, last);
	}
	return rc;
}

/* --- the slow round --- */

static enum rc pass_capas(struct db *db, struct arena *arena, moment now, struct sweep *sweep, size_t *count)
{
	struct refresh *begun = ARENA_NEW(arena, struct refresh);
	struct rows rows;
	enum rc rc = sweep_capas(db, arena, sweep->organization_id, sweep->capa_id, CAPAS_AT_ONCE, &rows);

	if (rc == RC_OK)
		rc = refresh_begin(db, arena, sweep->organization_id, now, begun);
	*count = rc == RC_OK ? rows.count : 0;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		sweep->capa_id = ROW(struct sweep_id, rows, i)->id;
		rc = refresh_one(begun, 0, sweep->capa_id);
	}
	return rc;
}

static enum rc pass_incidents(struct db *db, struct arena *arena, moment now, struct sweep *sweep)
{
	const int64_t until = sweep->incident_id + WINDOW;
	struct refresh *begun = ARENA_NEW(arena, struct refresh);
	struct rows rows;
	enum rc rc = sweep_incidents(db, arena, sweep->organization_id, sweep->incident_id, until, &rows);

	if (rc == RC_OK)
		rc = refresh_begin(db, arena, sweep->organization_id, now, begun);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		rc = refresh_one(begun, ROW(struct sweep_id, rows, i)->id, 0);
	if (rc == RC_OK)
		sweep->incident_id = until;
	return rc;
}

/* Goes on where it stopped until the round is through or the time is up. */
static enum rc go_round(struct db *db, moment now, struct sweep *sweep, moment until)
{
	int64_t last = 0;
	size_t capas = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		struct arena *arena = arena_new(0);
		rc = sweep_last_incident(db, arena, &last);
		if (rc == RC_OK && sweep->incident_id < last)
			rc = pass_incidents(db, arena, now, sweep);
		else if (rc == RC_OK)
			rc = pass_capas(db, arena, now, sweep, &capas);
		arena_free(arena);
		if (capas == 0) {
			sweep->incident_id = sweep->capa_id = 0;
			sweep->rounded_at = now;
			break;
		}
		if (moment_now() >= until)
			break;
	}
	return rc;
}

static bool is_past(moment at, moment every, moment now)
{
	return at == MOMENT_NONE || at + every <= now;
}

static enum rc sweep_one(const struct worker_call *call, int64_t organization_id)
{
	struct sweep sweep;
	enum rc rc = sweep_find(call->db, call->arena, organization_id, call->now, &sweep);
	const bool is_wide_due = rc == RC_OK && is_past(sweep.wide_at, wide_every, call->now);
	const bool is_round_due = rc == RC_OK && (sweep.incident_id || sweep.capa_id ||
						  is_past(sweep.rounded_at, round_every, call->now));

	if (is_wide_due) {
		rc = refresh_all_wide(call->db, call->now, organization_id);
		sweep.wide_at = call->now;
	}
	if (rc == RC_OK && is_round_due)
		rc = go_round(call->db, call->now, &sweep, moment_now() + budget);
	return rc == RC_OK && (is_wide_due || is_round_due) ? sweep_put(call->db, &sweep) : rc;
}

static enum rc run(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = follow(call);

	if (rc == RC_OK)
		rc = organization_list(call->db, call->arena, &organizations);
	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++)
		rc = sweep_one(call, ROW(struct organization, organizations, i)->id);
	return rc;
}

enum rc sweep_organization(struct db *db, moment now, int64_t organization_id)
{
	struct arena *arena = arena_new(0);
	struct sweep sweep;
	enum rc rc = sweep_find(db, arena, organization_id, now, &sweep);

	sweep.incident_id = sweep.capa_id = 0;
	if (rc == RC_OK)
		rc = refresh_all_wide(db, now, organization_id);
	sweep.wide_at = now;
	if (rc == RC_OK)
		rc = go_round(db, now, &sweep, INT64_MAX);
	if (rc == RC_OK)
		rc = sweep_put(db, &sweep);
	arena_free(arena);
	return rc;
}

const struct worker_task sweep_task = {
	.name = "deadline-sweep",
	.every = SECONDS(15),
	.run = run,
	.help = "keeps deadlines as their records say, where no event tells of a change",
};
