#include "notify/backtest.h"

#include <stdlib.h>
#include <string.h>

#include "notify/backtest_store.h"
#include "notify/occurrence_store.h"

struct trial {
	const struct judging *judging;
	struct notify_rules changed;
	struct backtest *out;
	size_t room;
};

bool backtest_differs(const struct backtest_person *person)
{
	return memcmp(person->before, person->after, sizeof person->before) != 0;
}

/* Nobody is to learn from figures who reported in confidence. */
static bool is_hidden(const struct occurrence *o, const struct plan_line *line)
{
	return o->incident.reporting == REPORTING_CONFIDENTIAL && line->as & RECIPIENT_BIT(RECIPIENT_REPORTER);
}

static struct backtest_person *person_of(struct trial *t, int64_t person_id, struct str name)
{
	struct backtest *out = t->out;

	for (size_t i = 0; i < out->count; i++)
		if (out->people[i].person_id == person_id)
			return &out->people[i];
	if (out->count == t->room) {
		t->room = t->room ? 2 * t->room : 64;
		out->people = arena_grow(t->judging->arena, out->people, out->count * sizeof *out->people,
					 t->room * sizeof *out->people);
	}
	out->people[out->count] = (struct backtest_person){.person_id = person_id, .name = name};
	return &out->people[out->count++];
}

static void count(struct trial *t, const struct occurrence *o, const struct plan *plan, bool is_after)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_line *line = &plan->lines[i];
		if (!plan_line_reaches(line))
			continue;
		bool hidden = is_hidden(o, line);
		struct backtest_person *person =
			person_of(t, hidden ? 0 : line->who->person_id, hidden ? STR("") : line->who->name);
		for (int c = 0; c < CHANNEL_COUNT; c++) {
			enum sending sending = line->channels[c].sending;
			bool is_sent = sending == SENDING_NOW || sending == SENDING_LATER || sending == SENDING_DIGEST;
			*(is_after ? &person->after[c] : &person->before[c]) += is_sent;
			*(is_after ? &t->out->total.after[c] : &t->out->total.before[c]) += is_sent;
		}
	}
}

static enum rc try_event(struct trial *t, const struct event_row *event, const struct event_kind_row *kind)
{
	struct judging judging = *t->judging;
	struct payload payload;
	struct occurrence occurrence;
	struct plan before, after;

	if (payload_read(judging.arena, event->payload, &payload) != RC_OK)
		return RC_OK;
	const char *told_as = payload_kind(&payload, event->kind);
	if (!str_is(told_as ? str_of(told_as) : event->kind, kind->kind) && !str_is(str_of(kind->kind), "incident.severe_injury"))
		return RC_OK;
	enum rc rc = occurrence_load(judging.db, judging.arena, event, &payload, kind, &occurrence);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = judge_plan(&judging, &occurrence, &before);
	judging.rules = t->changed;
	if (rc == RC_OK)
		rc = judge_plan(&judging, &occurrence, &after);
	if (rc != RC_OK)
		return rc;
	t->out->events++;
	count(t, &occurrence, &before, false);
	count(t, &occurrence, &after, true);
	return RC_OK;
}

static int64_t sum(const int64_t counts[CHANNEL_COUNT])
{
	int64_t all = 0;

	for (int i = 0; i < CHANNEL_COUNT; i++)
		all += counts[i];
	return all;
}

static int compare(const void *a, const void *b)
{
	const struct backtest_person *left = a, *right = b;

	if (backtest_differs(left) != backtest_differs(right))
		return backtest_differs(left) ? -1 : 1;
	int64_t more = sum(right->after) + sum(right->before) - sum(left->after) - sum(left->before);
	return more ? (more > 0 ? 1 : -1) : str_compare(left->name, right->name);
}

enum rc backtest_run(const struct judging *judging, const struct event_kind_row *kind, struct notify_rules changed, int64_t days,
		     struct backtest *out)
{
	struct trial trial = {.judging = judging, .changed = changed, .out = out};
	struct rows events;

	*out = (struct backtest){.days = days};
	enum rc rc = backtest_events(judging->db, judging->arena, judging->policy->organization_id, str_of(kind->kind),
				     judging->now - DAYS(days), BACKTEST_EVENTS_MOST + 1, &events);
	for (size_t i = 0; rc == RC_OK && i < events.count && i < BACKTEST_EVENTS_MOST; i++)
		rc = try_event(&trial, ROW(struct event_row, events, i), kind);
	out->is_cut = rc == RC_OK && events.count > BACKTEST_EVENTS_MOST;
	if (rc == RC_OK && out->count)
		qsort(out->people, out->count, sizeof *out->people, compare);
	return rc;
}
