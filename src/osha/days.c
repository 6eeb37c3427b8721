#include "osha/days.h"

#include <stdlib.h>

#include "base/record.h"
#include "base/text.h"

enum { SPANS_MOST = 200 };

static bool parse_span(struct str text, struct day_span *span, const char **why)
{
	ptrdiff_t dots = str_find(text, STR(".."));
	struct str first = str_trim(dots < 0 ? text : str_slice(text, 0, (size_t)dots));
	struct str last = dots < 0 ? first : str_trim(str_slice(text, (size_t)dots + 2, text.len));

	*span = (struct day_span){.last = DAY_NONE};
	if (str_ends(last, STR("~"))) {
		span->estimated = true;
		last = str_trim(str_slice(last, 0, last.len - 1));
		if (dots < 0)
			first = last;
	}
	if (!day_parse(first, &span->first) || (last.len > 0 && !day_parse(last, &span->last))) {
		*why = N_("is not a range of dates like 2026-03-03..2026-03-08");
		return false;
	}
	if (span->last != DAY_NONE && span->last < span->first) {
		*why = N_("ends before it begins");
		return false;
	}
	return true;
}

enum rc days_parse(struct arena *arena, struct str text, struct day_spans *out, const char **why)
{
	struct str rest = str_trim(text), part;
	size_t count = 1;

	*out = (struct day_spans){NULL, 0};
	if (rest.len == 0 || str_is(rest, "none"))
		return RC_OK;
	for (size_t i = 0; i < rest.len; i++)
		count += rest.at[i] == '+';
	if (count > SPANS_MOST) {
		*why = N_("has too many ranges");
		return RC_INVALID;
	}
	struct day_span *spans = ARENA_ARRAY(arena, struct day_span, count);
	for (size_t i = 0; str_split(&rest, '+', &part); i++)
		if (!parse_span(part, &spans[i], why))
			return RC_INVALID;
	*out = (struct day_spans){spans, count};
	return RC_OK;
}

struct str days_text(struct arena *arena, struct day_spans spans)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < spans.count; i++) {
		if (i > 0)
			text_char(&out, '+');
		text_add(&out, day_text(arena, spans.at[i].first));
		text_cstr(&out, "..");
		text_add(&out, day_text(arena, spans.at[i].last));
		if (spans.at[i].estimated)
			text_char(&out, '~');
	}
	return text_str(&out);
}

/* Spans with known ends, sorted, without overlap. */
struct run {
	struct day_segment *at;
	size_t count;
};

static int by_first(const void *a, const void *b)
{
	const struct day_segment *x = a, *y = b;
	return (x->first > y->first) - (x->first < y->first);
}

/* The day behind the last one that may count for a kind of days; says which date is the nearest. */
static day stop_day(const struct days_case *c, enum day_status status, const day **which)
{
	const day *dates[] = {&c->released_on, &c->left_on, &c->permanent_on};
	size_t count = status == DAY_RESTRICTED ? 3 : 2;
	day stop = INT32_MAX;

	*which = NULL;
	for (size_t i = 0; i < count; i++) {
		if (*dates[i] != DAY_NONE && *dates[i] < stop) {
			stop = *dates[i];
			*which = dates[i];
		}
	}
	return stop;
}

/* Cuts a span at the day of injury and at the stop; false when nothing is left. */
static bool clip(const struct days_case *c, const struct day_span *span, enum day_status status,
		 struct day_segment *out, struct days_count *count)
{
	const day *which;
	day stop = stop_day(c, status, &which);

	*out = (struct day_segment){span->first, span->last, status, 0};
	if (span->last == DAY_NONE) {
		count->running = true;
		out->last = c->as_of != DAY_NONE && c->as_of > span->first ? c->as_of : span->first;
	}
	if (c->injury_on != DAY_NONE && out->first <= c->injury_on) {
		out->first = c->injury_on + 1;
		count->injury_day_dropped = true;
	}
	if (out->last >= stop) {
		out->last = stop - 1;
		count->released_early |= which == &c->released_on;
		count->left_early |= which == &c->left_on;
		count->made_permanent |= which == &c->permanent_on;
	}
	count->estimated |= out->first <= out->last && (span->estimated || span->last == DAY_NONE);
	return out->first <= out->last;
}

static struct run merge(struct arena *arena, const struct days_case *c, enum day_status status,
			struct days_count *count)
{
	struct day_spans spans = status == DAY_AWAY ? c->away : c->restricted;
	struct run run = {ARENA_ARRAY(arena, struct day_segment, spans.count + 1), 0};
	size_t kept = 0;

	for (size_t i = 0; i < spans.count; i++)
		kept += clip(c, &spans.at[i], status, &run.at[kept], count);
	if (kept == 0)
		return run;
	qsort(run.at, kept, sizeof *run.at, by_first);
	for (size_t i = 1; i < kept; i++) {
		struct day_segment *last = &run.at[run.count];
		if (run.at[i].first > last->last + 1)
			run.at[++run.count] = run.at[i];
		else if (run.at[i].last > last->last)
			last->last = run.at[i].last;
	}
	run.count++;
	return run;
}

/* All of away and what it leaves of restricted, in order of time. */
static struct run interleave(struct arena *arena, struct run away, struct run restricted)
{
	struct run out = {ARENA_ARRAY(arena, struct day_segment, 2 * away.count + restricted.count + 1), 0};
	size_t a = 0;

	for (size_t r = 0; r < restricted.count; r++) {
		struct day_segment left = restricted.at[r];
		while (a < away.count && away.at[a].first <= left.last) {
			if (left.first < away.at[a].first)
				out.at[out.count++] = (struct day_segment){left.first, away.at[a].first - 1,
									   DAY_RESTRICTED, 0};
			if (away.at[a].last + 1 > left.first)
				left.first = away.at[a].last + 1;
			if (away.at[a].last > left.last)
				break;
			out.at[out.count++] = away.at[a++];
		}
		if (left.first <= left.last)
			out.at[out.count++] = left;
	}
	while (a < away.count)
		out.at[out.count++] = away.at[a++];
	return out;
}

static int days_until(const struct day_segment *segment, day limit)
{
	day last = segment->first + segment->counted - 1;
	if (limit != DAY_NONE && limit < last)
		last = limit;
	return last >= segment->first ? last - segment->first + 1 : 0;
}

static void add_up(struct run run, day as_of, struct days_count *count)
{
	int used = 0;

	for (size_t i = 0; i < run.count; i++) {
		struct day_segment *segment = &run.at[i];
		int length = segment->last - segment->first + 1;
		segment->counted = length > DAYS_CAP - used ? DAYS_CAP - used : length;
		count->capped |= segment->counted < length;
		used += segment->counted;
		int so_far = days_until(segment, as_of);
		*(segment->status == DAY_AWAY ? &count->away : &count->restricted) += segment->counted;
		*(segment->status == DAY_AWAY ? &count->away_so_far : &count->restricted_so_far) += so_far;
		count->estimated |= so_far < segment->counted;
		if (segment->counted > 0)
			count->last_on = segment->first + segment->counted - 1;
	}
}

struct days_count days_count(struct arena *arena, const struct days_case *c)
{
	struct days_count count = {.last_on = DAY_NONE};
	struct run away = merge(arena, c, DAY_AWAY, &count);
	struct run restricted = merge(arena, c, DAY_RESTRICTED, &count);
	struct run run = interleave(arena, away, restricted);

	add_up(run, c->as_of, &count);
	/* A permanent change counts one day at least, 1904.7(b)(4)(xi); within the cap, so K gives way. */
	if (c->permanent_on != DAY_NONE && count.restricted == 0) {
		count.restricted = count.restricted_so_far = 1;
		count.least_one = true;
		if (count.away == DAYS_CAP)
			count.away--;
		if (count.away_so_far == DAYS_CAP)
			count.away_so_far--;
	}
	count.segments = run.at;
	count.segment_count = run.count;
	return count;
}
