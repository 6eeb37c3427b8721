#include "base/moment.h"

#include <stdlib.h>
#include <time.h>

#include "base/digits.h"

moment moment_now(void)
{
	struct timespec now;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		abort();
	return SECONDS(now.tv_sec) + now.tv_nsec / 1000;
}

/*
 * Proleptic Gregorian calendar, counted from 1 March so that the leap day is
 * the last of its year and 400 years are one period of 146097 days.
 */
day day_of(int year, int month, int day_of_month)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day_of_month - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	int64_t days = era * 146097 + day_of_era - 719468;

	return days <= INT32_MIN || days > INT32_MAX ? DAY_NONE : (day)days;
}

struct civil day_civil(day d)
{
	int64_t days = (int64_t)d + 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

	return (struct civil){
		.year = (int)(year_of_era + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

bool day_is_valid(int year, int month, int day_of_month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month < 1 || month > 12 || day_of_month < 1)
		return false;
	return day_of_month <= lengths[month - 1] + (month == 2 && leap);
}

int day_weekday(day d)
{
	/* 1970-01-01 was a Thursday. */
	int weekday = (int)(((int64_t)d + 4) % 7);
	return weekday < 0 ? weekday + 7 : weekday;
}

/* Takes exactly count digits off the front of *s. */
static bool take_digits(struct str *s, size_t count, int *out)
{
	int64_t value;
	struct str part = str_slice(*s, 0, count);

	if (part.len != count || part.at[0] == '-' || !str_to_int(part, 0, INT32_MAX, &value))
		return false;
	*s = str_slice(*s, count, s->len);
	*out = (int)value;
	return true;
}

static bool take_date(struct str *s, struct civil *civil)
{
	return take_digits(s, 4, &civil->year) && str_take(s, '-') && take_digits(s, 2, &civil->month) &&
	       str_take(s, '-') && take_digits(s, 2, &civil->day) &&
	       day_is_valid(civil->year, civil->month, civil->day);
}

static bool take_hour_minute(struct str *s, struct civil *civil)
{
	return take_digits(s, 2, &civil->hour) && str_take(s, ':') && take_digits(s, 2, &civil->minute) &&
	       civil->hour < 24 && civil->minute < 60;
}

/* ".ffffff" with one to nine digits; what is below a microsecond is dropped. */
static bool take_fraction(struct str *s, struct civil *civil)
{
	int digit, count = 0, scale = 100000;

	if (!str_take(s, '.'))
		return true;
	for (; count < 9 && take_digits(s, 1, &digit); count++, scale /= 10)
		civil->microsecond += digit * scale;
	return count > 0;
}

/* A leap second (60) is taken as the first second of the next minute. */
static bool take_second(struct str *s, struct civil *civil)
{
	return take_digits(s, 2, &civil->second) && civil->second <= 60 && take_fraction(s, civil);
}

static bool year_is_usual(int year)
{
	return year >= 1900 && year <= 2199;
}

/* Years of other lengths come from no form and no column. */
static bool has_usual_digits(const struct civil *c)
{
	return c->year >= 0 && c->year <= 9999;
}

static char *put_day(char *at, const struct civil *c)
{
	at = digits_put(at, (unsigned)c->year, 4);
	*at++ = '-';
	at = digits_put(at, (unsigned)c->month, 2);
	*at++ = '-';
	return digits_put(at, (unsigned)c->day, 2);
}

struct str day_text(struct arena *arena, day d)
{
	char text[sizeof "YYYY-MM-DD"];

	if (d == DAY_NONE)
		return STR("");
	struct civil c = day_civil(d);
	if (!has_usual_digits(&c))
		return arena_printf(arena, "%d-%02d-%02d", c.year, c.month, c.day);
	return arena_str(arena, (struct str){text, (size_t)(put_day(text, &c) - text)});
}

bool day_parse(struct str s, day *out)
{
	struct civil civil = {0};

	if (!take_date(&s, &civil) || s.len || !year_is_usual(civil.year))
		return false;
	*out = day_of(civil.year, civil.month, civil.day);
	return true;
}

struct str clock_text(struct arena *arena, clock_minutes minutes)
{
	if (minutes < 0 || minutes >= 24 * 60)
		return STR("");
	return arena_printf(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

bool clock_parse(struct str s, clock_minutes *out)
{
	struct civil civil = {0};

	if (!take_hour_minute(&s, &civil))
		return false;
	/* <input type="time"> may add seconds. */
	if (str_take(&s, ':') && !take_second(&s, &civil))
		return false;
	if (s.len)
		return false;
	*out = civil.hour * 60 + civil.minute;
	return true;
}

struct str moment_text(struct arena *arena, moment at)
{
	if (at == MOMENT_NONE)
		return STR("");
	struct civil c = zone_civil(NULL, at);
	if (!has_usual_digits(&c))
		return arena_printf(arena, "%d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute,
				    c.second);
	char text[sizeof "YYYY-MM-DDThh:mm:ssZ"], *end = put_day(text, &c);
	*end++ = 'T';
	end = digits_put(end, (unsigned)c.hour, 2);
	*end++ = ':';
	end = digits_put(end, (unsigned)c.minute, 2);
	*end++ = ':';
	end = digits_put(end, (unsigned)c.second, 2);
	*end++ = 'Z';
	return arena_str(arena, (struct str){text, (size_t)(end - text)});
}

/* "Z" or "+HH:MM"; the seconds by which local time is ahead. */
static bool take_offset(struct str *s, int *seconds)
{
	struct civil civil = {0};

	*seconds = 0;
	if (str_take(s, 'Z') || str_take(s, 'z'))
		return true;
	int sign = str_take(s, '+') ? 1 : str_take(s, '-') ? -1 : 0;
	if (sign == 0 || !take_hour_minute(s, &civil))
		return false;
	*seconds = sign * (civil.hour * 60 + civil.minute) * 60;
	return true;
}

bool moment_parse(struct str s, moment *out)
{
	struct civil civil = {0};
	int offset = 0;

	if (!take_date(&s, &civil) || civil.year == 0)
		return false;
	bool has_t = str_take(&s, 'T') || str_take(&s, 't');
	if (!has_t && !str_take(&s, ' '))
		return false;
	if (!take_hour_minute(&s, &civil) || !str_take(&s, ':') || !take_second(&s, &civil))
		return false;
	/* Only the form with a blank, as the database writes it, may leave its zone out. */
	if ((has_t || s.len) && !take_offset(&s, &offset))
		return false;
	if (s.len)
		return false;
	*out = zone_moment(NULL, civil) - SECONDS(offset);
	return true;
}

struct str moment_http(struct arena *arena, moment at)
{
	static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	if (at == MOMENT_NONE)
		return STR("");
	struct civil c = zone_civil(NULL, at);
	const char *weekday = weekdays[day_weekday(zone_day(NULL, at))];
	return arena_printf(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", weekday, c.day, months[c.month - 1],
			    c.year, c.hour, c.minute, c.second);
}

struct str zone_input_text(struct arena *arena, const struct zone *zone, moment at)
{
	if (at == MOMENT_NONE)
		return STR("");
	struct civil c = zone_civil(zone, at);
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

bool zone_input_parse(const struct zone *zone, struct str s, moment *out)
{
	struct civil civil = {0};

	if (!take_date(&s, &civil) || !year_is_usual(civil.year))
		return false;
	if (!str_take(&s, 'T') && !str_take(&s, ' '))
		return false;
	if (!take_hour_minute(&s, &civil))
		return false;
	if (str_take(&s, ':') && !take_second(&s, &civil))
		return false;
	if (s.len)
		return false;
	*out = zone_moment(zone, civil);
	return true;
}
