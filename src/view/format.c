#include "view/format.h"

#include <string.h>

#include "base/digits.h"

/*
 * Written by hand rather than with printf: a list page shows a hundred of them.
 * Spanish is that of the United States, which writes numbers as English does.
 */

static const char *const months[12] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

static char *put_clock(char *at, int hour, int minute)
{
	at = digits_put(at, (unsigned)hour, 2);
	*at++ = ':';
	return digits_put(at, (unsigned)minute, 2);
}

static char *put_iso_day(char *at, const struct civil *civil)
{
	at = digits_put(at, (unsigned)civil->year, 4);
	*at++ = '-';
	at = digits_put(at, (unsigned)civil->month, 2);
	*at++ = '-';
	return digits_put(at, (unsigned)civil->day, 2);
}

/* Four digits are all that the stored types and their texts allow. */
static bool is_writable(const struct civil *civil)
{
	return civil->year >= 0 && civil->year <= 9999 && civil->month >= 1 && civil->month <= 12;
}

static void add_day(struct text *out, const struct view_style *style, const struct civil *civil)
{
	char digits[4];
	int width = civil->day > 9 ? 2 : 1;

	text_add(out, (struct str){digits, (size_t)(digits_put(digits, (unsigned)civil->day, width) - digits)});
	text_char(out, ' ');
	text_add(out, tr(style->catalogue, months[civil->month - 1]));
	text_char(out, ' ');
	text_add(out, (struct str){digits, (size_t)(digits_put(digits, (unsigned)civil->year, 4) - digits)});
}

void format_moment(struct text *out, const struct view_style *style, moment at)
{
	char clock[8] = ", ";

	if (at == MOMENT_NONE)
		return;
	struct civil civil = zone_civil(style->zone, at);
	if (!is_writable(&civil))
		return;
	add_day(out, style, &civil);
	text_add(out, (struct str){clock, (size_t)(put_clock(clock + 2, civil.hour, civil.minute) - clock)});
}

void format_day(struct text *out, const struct view_style *style, day on)
{
	if (on == DAY_NONE)
		return;
	struct civil civil = day_civil(on);
	if (is_writable(&civil))
		add_day(out, style, &civil);
}

void format_clock(struct text *out, clock_minutes minutes)
{
	if (minutes < 0 || minutes >= 24 * 60)
		return;
	out->len = (size_t)(put_clock(text_reserve(out, 5), minutes / 60, minutes % 60) - out->at);
}

static void add_iso(struct text *out, const struct civil *civil, bool with_seconds)
{
	if (!is_writable(civil))
		return;
	char *at = put_iso_day(text_reserve(out, 20), civil);
	*at++ = 'T';
	at = put_clock(at, civil->hour, civil->minute);
	if (with_seconds) {
		*at++ = ':';
		at = digits_put(at, (unsigned)civil->second, 2);
		*at++ = 'Z';
	}
	out->len = (size_t)(at - out->at);
}

void format_moment_iso(struct text *out, moment at)
{
	if (at == MOMENT_NONE)
		return;
	struct civil civil = zone_civil(NULL, at);
	add_iso(out, &civil, true);
}

void format_moment_input(struct text *out, const struct view_style *style, moment at)
{
	if (at == MOMENT_NONE)
		return;
	struct civil civil = zone_civil(style->zone, at);
	add_iso(out, &civil, false);
}

void format_day_iso(struct text *out, day on)
{
	if (on == DAY_NONE)
		return;
	struct civil civil = day_civil(on);
	if (is_writable(&civil))
		out->len = (size_t)(put_iso_day(text_reserve(out, 10), &civil) - out->at);
}

void format_number(struct text *out, int64_t value, int places, bool is_grouped, bool keeps_zeros)
{
	char digits[40], *at = digits + sizeof digits;
	uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
	bool keeps = keeps_zeros;

	for (int i = 0; i < places; i++, size /= 10) {
		keeps = keeps || size % 10;
		if (keeps)
			*--at = (char)('0' + size % 10);
	}
	if (keeps && places > 0)
		*--at = '.';
	int count = 0;
	do {
		if (is_grouped && count && count % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + size % 10);
		count++;
	} while (size /= 10);
	if (value < 0)
		*--at = '-';
	text_add(out, (struct str){at, (size_t)(digits + sizeof digits - at)});
}
