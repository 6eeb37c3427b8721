#include "insight/figure_tally.h"

#include <stdlib.h>
#include <string.h>

/* With a place or of all, with a department or of all. */
enum { WAYS = 4, KINDS = FIGURE_OPEN + 1, FRESH_MOST = 4096 * WAYS * KINDS, KEYS = 8, NO_TARGET = 2932896 /* 9999-12-31 */ };

/* Fresh sums are collected, sorted and then merged into those that are sorted already. */
struct figure_tally {
	struct arena *arena;
	const struct zone *zone;
	struct figure_sum *fresh, *sorted, *spare;
	size_t fresh_count, sorted_count, room;
};

struct figure_tally *figure_tally_new(struct arena *arena, const struct zone *zone)
{
	struct figure_tally *tally = ARENA_NEW(arena, struct figure_tally);

	tally->arena = arena;
	tally->zone = zone;
	tally->fresh = ARENA_ARRAY(arena, struct figure_sum, FRESH_MOST);
	return tally;
}

static int by_key(const void *a, const void *b)
{
	const struct figure_sum *left = a, *right = b;
	const int64_t x[KEYS] = {
		left->reg,      left->establishment_id, left->department_id, left->kind,
		left->month_on, left->category_id,      left->report_type,   left->severity};
	const int64_t y[KEYS] = {
		right->reg,      right->establishment_id, right->department_id, right->kind,
		right->month_on, right->category_id,      right->report_type,   right->severity};

	for (int i = 0; i < KEYS; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* Appends to sums, or adds to the last of them. */
static void append(struct figure_sum *sums, size_t *count, const struct figure_sum *sum)
{
	if (*count && by_key(&sums[*count - 1], sum) == 0)
		sums[*count - 1].incidents += sum->incidents;
	else
		sums[(*count)++] = *sum;
}

static void make_room(struct figure_tally *tally, size_t needed)
{
	if (needed <= tally->room)
		return;
	tally->room = 2 * needed;
	struct figure_sum *sorted = ARENA_ARRAY(tally->arena, struct figure_sum, tally->room);
	if (tally->sorted_count)
		memcpy(sorted, tally->sorted, tally->sorted_count * sizeof *sorted);
	tally->sorted = sorted;
	tally->spare = ARENA_ARRAY(tally->arena, struct figure_sum, tally->room);
}

static void merge(struct figure_tally *tally)
{
	size_t a = 0, b = 0, count = 0;

	if (tally->fresh_count == 0)
		return;
	qsort(tally->fresh, tally->fresh_count, sizeof *tally->fresh, by_key);
	make_room(tally, tally->sorted_count + tally->fresh_count);
	while (a < tally->sorted_count || b < tally->fresh_count) {
		bool is_old = b == tally->fresh_count ||
			      (a < tally->sorted_count && by_key(&tally->sorted[a], &tally->fresh[b]) <= 0);
		append(tally->spare, &count, is_old ? &tally->sorted[a++] : &tally->fresh[b++]);
	}
	struct figure_sum *old = tally->sorted;
	tally->sorted = tally->spare;
	tally->spare = old;
	tally->sorted_count = count;
	tally->fresh_count = 0;
}

static void add_ways(struct figure_tally *tally, const struct figure_change *change, struct figure_sum sum)
{
	int64_t department = change->department_id ? change->department_id : FIGURE_NONE_GIVEN;

	sum.reg = change->reg;
	sum.severity = change->severity;
	sum.incidents = change->sign;
	for (int way = 0; way < WAYS; way++) {
		sum.establishment_id = way & 1 ? change->establishment_id : 0;
		sum.department_id = way & 2 ? department : 0;
		tally->fresh[tally->fresh_count++] = sum;
	}
}

void figure_tally_add(struct figure_tally *tally, const struct figure_change *change)
{
	day month = figure_month(zone_day(tally->zone, change->occurred_at), 0);
	int64_t category = change->category_id ? change->category_id : FIGURE_NONE_GIVEN;

	add_ways(tally, change,
		 (struct figure_sum){.kind = FIGURE_BY_MONTH, .month_on = month, .report_type = change->report_type});
	add_ways(tally, change,
		 (struct figure_sum){.kind = FIGURE_BY_CATEGORY,
				     .month_on = month,
				     .category_id = category,
				     .report_type = change->report_type});
	if (change->is_open)
		add_ways(tally, change,
			 (struct figure_sum){.kind = FIGURE_OPEN,
					     .month_on = change->target_on == DAY_NONE ? NO_TARGET : change->target_on});
	if (tally->fresh_count > FRESH_MOST - WAYS * KINDS)
		merge(tally);
}

const struct figure_sum *figure_tally_sums(struct figure_tally *tally, size_t *count)
{
	size_t kept = 0;

	merge(tally);
	for (size_t i = 0; i < tally->sorted_count; i++)
		if (tally->sorted[i].incidents != 0)
			tally->sorted[kept++] = tally->sorted[i];
	*count = tally->sorted_count = kept;
	return tally->sorted;
}
