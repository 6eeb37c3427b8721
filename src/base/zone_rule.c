#include "base/zone_rule.h"

enum { SECONDS_A_DAY = 86400 };

static bool take_number(struct str *c, int most, int *out)
{
	int value = 0, digits = 0;

	for (; c->len && *c->at >= '0' && *c->at <= '9'; digits++) {
		value = value * 10 + (*c->at - '0');
		if (value > most)
			return false;
		*c = str_slice(*c, 1, c->len);
	}
	*out = value;
	return digits > 0;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_abbreviation(struct str *c)
{
	size_t letters = 0;

	if (str_take(c, '<')) {
		while (c->len && *c->at != '>')
			*c = str_slice(*c, 1, c->len);
		return str_take(c, '>');
	}
	for (; c->len && is_letter(*c->at); letters++)
		*c = str_slice(*c, 1, c->len);
	return letters >= 3;
}

/* [+-]h[:mm[:ss]] in seconds. */
static bool take_time(struct str *c, int most_hours, int *out)
{
	int hours = 0, minutes = 0, seconds = 0;
	int sign = str_take(c, '-') ? -1 : 1;

	if (sign == 1)
		(void)str_take(c, '+');
	if (!take_number(c, most_hours, &hours))
		return false;
	if (str_take(c, ':')) {
		if (!take_number(c, 59, &minutes))
			return false;
		if (str_take(c, ':') && !take_number(c, 59, &seconds))
			return false;
	}
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool take_change(struct str *c, struct zone_change *change)
{
	if (!str_take(c, ','))
		return false;
	if (str_take(c, 'M')) {
		change->kind = CHANGE_NTH_WEEKDAY;
		if (!take_number(c, 12, &change->month) || !str_take(c, '.') ||
		    !take_number(c, 5, &change->week) || !str_take(c, '.') ||
		    !take_number(c, 6, &change->weekday) || change->month < 1 || change->week < 1)
			return false;
	} else {
		change->kind = str_take(c, 'J') ? CHANGE_JULIAN : CHANGE_YEAR_DAY;
		if (!take_number(c, 365, &change->number) ||
		    (change->kind == CHANGE_JULIAN && change->number < 1))
			return false;
	}
	change->second = 2 * 3600;
	return !str_take(c, '/') || take_time(c, 167, &change->second);
}

bool zone_rule_read(struct str c, struct zone_rule *rule)
{
	if (c.len == 0)
		return true;
	/* POSIX counts hours west of Greenwich. */
	if (!take_abbreviation(&c) || !take_time(&c, 24, &rule->standard))
		return false;
	rule->standard = -rule->standard;
	rule->is_given = true;
	if (c.len == 0)
		return true;
	if (!take_abbreviation(&c))
		return false;
	rule->has_summer = true;
	rule->summer = rule->standard + 3600;
	if (c.len && *c.at != ',') {
		if (!take_time(&c, 24, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return take_change(&c, &rule->to_summer) && take_change(&c, &rule->to_standard) && c.len == 0;
}

/* Seconds since 1970 on the local clock at which the change happens. */
static int64_t change_in(const struct zone_change *change, int year)
{
	day d;

	if (change->kind == CHANGE_NTH_WEEKDAY) {
		day first = day_of(year, change->month, 1);
		int ahead = (change->weekday - day_weekday(first) + 7) % 7;
		int day_of_month = 1 + ahead + 7 * (change->week - 1);
		/* Week 5 means the last one. */
		while (!day_is_valid(year, change->month, day_of_month))
			day_of_month -= 7;
		d = first + day_of_month - 1;
	} else if (change->kind == CHANGE_JULIAN) {
		/* Counted from 1 without ever counting 29 February. */
		bool after_leap_day = change->number >= 60 && day_is_valid(year, 2, 29);
		d = day_of(year, 1, 1) + change->number - 1 + after_leap_day;
	} else {
		d = day_of(year, 1, 1) + change->number;
	}
	return (int64_t)d * SECONDS_A_DAY + change->second;
}

int zone_rule_offset(const struct zone_rule *rule, int64_t second)
{
	if (!rule->has_summer)
		return rule->standard;
	int year = day_civil((day)zone_floor(second + rule->standard, SECONDS_A_DAY)).year;
	int64_t summer = change_in(&rule->to_summer, year) - rule->standard;
	int64_t standard = change_in(&rule->to_standard, year) - rule->summer;
	bool is_summer;
	if (summer < standard)
		is_summer = second >= summer && second < standard;
	else
		is_summer = second >= summer || second < standard;
	return is_summer ? rule->summer : rule->standard;
}
