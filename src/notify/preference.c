#include "notify/preference.h"

#include <stddef.h>

#include "base/text.h"

enum { DIGEST_DEFAULT = 7 * 60 }; /* minutes: 07:00 */

static const struct code digest_rows[] = {
	{"", ""}, {"daily", N_("Every day")}, {"weekly", N_("Every week")}, {NULL, NULL},
};
const struct codes digest_codes = {"digest", digest_rows};

static const struct code weekday_rows[] = {
	{"", ""},
	{"1", N_("Monday")}, {"2", N_("Tuesday")}, {"3", N_("Wednesday")}, {"4", N_("Thursday")},
	{"5", N_("Friday")}, {"6", N_("Saturday")}, {"7", N_("Sunday")}, {NULL, NULL},
};
const struct codes weekday_codes = {"weekday", weekday_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct notify_preference, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(off), .label = N_("Switched off"), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 500},
	{.kind = FIELD_TEXT, OFFSET(gathered), .label = N_("In the digest"), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_CLOCK, OFFSET(quiet_from), .label = N_("Quiet from"), .flags = FIELD_STORED},
	{.kind = FIELD_CLOCK, OFFSET(quiet_until), .label = N_("Quiet until"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(quiet_weekends), .label = N_("Quiet on Saturday and Sunday too"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(zone), .label = N_("Time zone"), .flags = FIELD_STORED, .max = 60,
	 .hint = N_("A name such as America/Chicago. Empty: the zone of the organization.")},
	{.kind = FIELD_CODE, OFFSET(digest), .label = N_("Digest"), .flags = FIELD_STORED, .codes = &digest_codes},
	{.kind = FIELD_CODE, OFFSET(digest_weekday), .label = N_("Day of the weekly digest"), .flags = FIELD_STORED,
	 .codes = &weekday_codes},
	{.kind = FIELD_CLOCK, OFFSET(digest_at), .label = N_("Time of the digest"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY, OFFSET(absent_from), .label = N_("Away from"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY, OFFSET(absent_until), .label = N_("Last day away"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(delegate_id), .label = N_("Is told meanwhile"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record notify_preference_record = {"notify_preference", sizeof(struct notify_preference), fields};

struct notify_preference preference_none(int64_t organization_id, int64_t account_id)
{
	struct notify_preference preference;

	record_clear(&notify_preference_record, &preference);
	preference.organization_id = organization_id;
	preference.account_id = account_id;
	preference.off = preference.gathered = STR("");
	return preference;
}

static bool holds(struct str list, const char *wanted)
{
	struct str part;

	while (str_split(&list, ',', &part))
		if (str_is(part, wanted))
			return true;
	return false;
}

bool preference_is_off(const struct notify_preference *preference, enum notify_group group, enum channel channel)
{
	struct str list = preference->off, part, before;

	while (str_split(&list, ',', &part)) {
		if (str_split(&part, '.', &before) && str_is(before, codes_code(&notify_group_codes, (int)group)) &&
		    str_is(part, channel_code(channel)))
			return true;
	}
	return false;
}

bool preference_is_gathered(const struct notify_preference *preference, enum notify_group group)
{
	return preference->digest != DIGEST_NONE && holds(preference->gathered, codes_code(&notify_group_codes, (int)group));
}

struct str preference_off_text(struct arena *arena, bool on[GROUP_COUNT][CHANNEL_COUNT])
{
	struct text text = TEXT_IN(arena);

	for (int group = GROUP_NONE + 1; group < GROUP_COUNT; group++)
		for (int channel = 0; channel < CHANNEL_COUNT; channel++)
			if (!on[group][channel])
				text_printf(&text, "%s%s.%s", text.len ? "," : "", codes_code(&notify_group_codes, group),
					    channel_code((enum channel)channel));
	return text.len ? text_str(&text) : STR("");
}

bool preference_is_delegated(const struct notify_preference *preference, day today)
{
	return preference->delegate_id && preference->absent_from != DAY_NONE && today >= preference->absent_from &&
	       (preference->absent_until == DAY_NONE || today <= preference->absent_until);
}

static moment at_clock(const struct zone *zone, day on, clock_minutes minutes)
{
	struct civil civil = day_civil(on);

	civil.hour = minutes / 60;
	civil.minute = minutes % 60;
	return zone_moment(zone, civil);
}

static bool is_weekend(day on)
{
	int weekday = day_weekday(on);

	return weekday == 0 || weekday == 6;
}

/* When what is quiet at that moment ends; MOMENT_NONE where it is not quiet. */
static moment stretch_end(const struct notify_preference *p, const struct zone *zone, moment at)
{
	day today = zone_day(zone, at);
	struct civil civil = zone_civil(zone, at);
	clock_minutes clock = civil.hour * 60 + civil.minute;

	if (p->quiet_weekends && is_weekend(today))
		return at_clock(zone, today + 1, 0);
	if (p->quiet_from == CLOCK_NONE || p->quiet_until == CLOCK_NONE || p->quiet_from == p->quiet_until)
		return MOMENT_NONE;
	if (p->quiet_from < p->quiet_until)
		return clock >= p->quiet_from && clock < p->quiet_until ? at_clock(zone, today, p->quiet_until)
									 : MOMENT_NONE;
	if (clock >= p->quiet_from)
		return at_clock(zone, today + 1, p->quiet_until);
	return clock < p->quiet_until ? at_clock(zone, today, p->quiet_until) : MOMENT_NONE;
}

moment preference_quiet_ends(const struct notify_preference *preference, const struct zone *zone, moment at)
{
	enum { STRETCHES = 8 }; /* a night, a weekend, a night ... */

	for (int i = 0; i < STRETCHES; i++) {
		moment end = stretch_end(preference, zone, at);
		if (end == MOMENT_NONE || end <= at)
			return at;
		at = end;
	}
	return at;
}

moment preference_digest_at(const struct notify_preference *preference, const struct zone *zone, moment at)
{
	clock_minutes clock = preference->digest_at == CLOCK_NONE ? DIGEST_DEFAULT : preference->digest_at;
	int weekday = preference->digest_weekday ? preference->digest_weekday % 7 : 1;
	day on = zone_day(zone, at);

	if (at_clock(zone, on, clock) <= at)
		on++;
	while (preference->digest == DIGEST_WEEKLY && day_weekday(on) != weekday)
		on++;
	return at_clock(zone, on, clock);
}
