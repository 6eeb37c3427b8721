#include "osha/calendar_view.h"

enum { MONTHS_MOST = 14 };

static const char *const month_names[] = {
	N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
	N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

/* The segment that covers a day, and whether the day is behind those that count. */
static const struct day_segment *segment_at(const struct days_count *count, day on, bool *is_behind)
{
	for (size_t i = 0; i < count->segment_count; i++) {
		const struct day_segment *segment = &count->segments[i];
		if (on < segment->first || on > segment->last)
			continue;
		*is_behind = on - segment->first >= segment->counted;
		return segment;
	}
	return NULL;
}

static void add_day(struct view_list *days, const struct days_count *count, day on, day injury_on, day today)
{
	bool is_behind = false;
	const struct day_segment *segment = segment_at(count, on, &is_behind);
	struct view *item = view_add(days);

	view_int(item, "n", day_civil(on).day);
	view_flag(item, "is_day", true);
	view_flag(item, "is_injury", on == injury_on);
	view_flag(item, "is_today", on == today);
	view_flag(item, "is_behind", is_behind);
	view_flag(item, "is_away", segment && !is_behind && segment->status == DAY_AWAY);
	view_flag(item, "is_restricted", segment && !is_behind && segment->status == DAY_RESTRICTED);
}

static void add_blanks(struct view_list *days, int count)
{
	for (int i = 0; i < count; i++)
		view_flag(view_add(days), "is_blank", true);
}

static void add_month(struct request *rq, struct view_list *months, struct civil first,
		      const struct days_count *count, day injury_on, day today)
{
	enum { WEEK = 7 };
	struct view *month = view_add(months);
	struct view_list *weeks = view_list(month, "weeks");
	day on = day_of(first.year, first.month, 1);
	day end = day_of(first.month == 12 ? first.year + 1 : first.year, first.month % 12 + 1, 1);

	view_text(month, "name", rq_tr(rq, month_names[first.month - 1]));
	view_int(month, "year", first.year);
	while (on < end) {
		struct view_list *days = view_list(view_add(weeks), "days");
		int filled = day_weekday(on);
		add_blanks(days, filled);
		for (; filled < WEEK && on < end; filled++, on++)
			add_day(days, count, on, injury_on, today);
		add_blanks(days, WEEK - filled);
	}
}

void calendar_view(struct request *rq, struct view *page, day injury_on, const struct days_count *count,
		   day today)
{
	struct view_list *months = view_list(page, "months");

	if (injury_on == DAY_NONE)
		return;
	struct civil at = day_civil(injury_on);
	struct civil last = day_civil(count->last_on != DAY_NONE ? count->last_on : injury_on);
	for (int i = 0; i < MONTHS_MOST && at.year * 12 + at.month <= last.year * 12 + last.month; i++) {
		add_month(rq, months, at, count, injury_on, today);
		at.year += at.month == 12;
		at.month = at.month % 12 + 1;
	}
}
