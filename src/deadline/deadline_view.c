#include "deadline/deadline_view.h"

#include "view/format.h"

const struct zone *deadline_view_zone(const struct view_style *style, const struct deadline *deadline)
{
	const struct zone *zone;

	return deadline->zone.len && zone_find(deadline->zone, &zone) == RC_OK ? zone : style->zone;
}

struct str deadline_view_due(struct arena *arena, const struct view_style *style, const struct deadline *deadline)
{
	const struct view_style there = {deadline_view_zone(style, deadline), style->catalogue};
	struct text out = TEXT_IN(arena);

	if (deadline->due_on != DAY_NONE)
		format_day(&out, &there, deadline->due_on);
	else
		format_moment(&out, &there, deadline->due_at);
	return text_str(&out);
}

/* Zero is left out by sections: a day is "today", less than a minute is one. */
static void add_countdown(struct view *item, const struct deadline *deadline, struct countdown left)
{
	const int64_t amount = left.amount ? left.amount : 1;

	view_flag(item, "is_today", left.unit == COUNTDOWN_DAYS && left.amount == 0 && deadline->due_on != DAY_NONE);
	if (left.unit == COUNTDOWN_DAYS && left.amount)
		view_int(item, "days", amount);
	else if (left.unit == COUNTDOWN_HOURS)
		view_int(item, "hours", amount);
	else if (left.unit == COUNTDOWN_MINUTES)
		view_int(item, "minutes", amount);
}

void deadline_view(struct view *item, struct arena *arena, const struct view_style *style,
		   const struct deadline *deadline, moment now)
{
	const struct countdown left = deadline_countdown(deadline, deadline_view_zone(style, deadline), now);
	struct text iso = TEXT_IN(arena);

	if (deadline->due_on != DAY_NONE)
		format_day_iso(&iso, deadline->due_on);
	else
		format_moment_iso(&iso, deadline->due_at);
	view_text(item, "title", tr(style->catalogue, deadline_title(deadline)));
	view_text(item, "reference", deadline->reference);
	view_text(item, "href", deadline_href(arena, deadline));
	view_cstr(item, "citation", deadline_citation(deadline));
	view_code(item, "kind", &deadline_kind_codes, deadline->kind);
	view_text(item, "due", deadline_view_due(arena, style, deadline));
	view_text(item, "due_iso", text_str(&iso));
	view_moment(item, "met_at", deadline->met_at);
	view_flag(item, "is_met", deadline->met_at != MOMENT_NONE);
	view_flag(item, "is_gone", deadline->cancelled_at != MOMENT_NONE);
	view_flag(item, "is_open", deadline_is_open(deadline));
	view_flag(item, "is_exact", deadline->due_on == DAY_NONE);
	view_flag(item, "is_late", deadline_is_late(deadline, now));
	view_flag(item, "is_window", deadline_is_window((enum deadline_kind)deadline->kind));
	view_flag(item, "is_provisional", deadline->is_provisional);
	add_countdown(item, deadline, left);
}
