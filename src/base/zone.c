#include "base/moment.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/*
 * Reader of the system's zone files (TZif, RFC 9636). The C library keeps one
 * zone for the whole process; a page shows the times of many establishments.
 */

enum { SECONDS_A_DAY = 86400, MICROSECONDS = 1000000, LAST_DAY = 106000000, HEADER_SIZE = 44, LARGEST_FILE = 256 * 1024 };

/* When the clocks change, every year: the date part of a POSIX TZ rule and the local time in seconds. */
struct change {
	enum { CHANGE_NTH_WEEKDAY, CHANGE_JULIAN, CHANGE_YEAR_DAY } kind;
	int month, week, weekday;
	int number;
	int second;
};

/* The rule that holds after the last listed transition. */
struct rule {
	bool is_given;
	bool has_summer;
	int standard, summer;        /* seconds ahead of UTC */
	struct change to_summer, to_standard;
};

struct zone {
	struct zone *next;
	struct str name;
	size_t transition_count;
	int64_t *transitions;        /* seconds since 1970, ascending */
	int32_t *offsets;            /* seconds ahead of UTC, from the transition of the same index on */
	int32_t first_offset;        /* before the first transition */
	struct rule rule;
};

/* Bytes still to be read of a file. */
struct cursor {
	const unsigned char *at;
	size_t left;
};

static bool skip(struct cursor *cursor, size_t bytes)
{
	if (bytes > cursor->left)
		return false;
	cursor->at += bytes;
	cursor->left -= bytes;
	return true;
}

static uint32_t big_endian_32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t big_endian_64(const unsigned char *at)
{
	return (int64_t)((uint64_t)big_endian_32(at) << 32 | big_endian_32(at + 4));
}

/* The footer: a POSIX TZ string such as EST5EDT,M3.2.0,M11.1.0. */

static bool take(struct cursor *c, char wanted)
{
	return c->left && *c->at == (unsigned char)wanted && skip(c, 1);
}

static bool take_number(struct cursor *c, int most, int *out)
{
	int value = 0, digits = 0;

	for (; c->left && *c->at >= '0' && *c->at <= '9'; digits++) {
		value = value * 10 + (*c->at - '0');
		if (value > most)
			return false;
		(void)skip(c, 1);
	}
	*out = value;
	return digits > 0;
}

static bool is_letter(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_abbreviation(struct cursor *c)
{
	size_t letters = 0;

	if (take(c, '<')) {
		while (c->left && *c->at != '>')
			(void)skip(c, 1);
		return take(c, '>');
	}
	for (; c->left && is_letter(*c->at); letters++)
		(void)skip(c, 1);
	return letters >= 3;
}

/* [+-]h[:mm[:ss]] in seconds. */
static bool take_time(struct cursor *c, int most_hours, int *out)
{
	int hours = 0, minutes = 0, seconds = 0;
	int sign = take(c, '-') ? -1 : 1;

	if (sign == 1)
		(void)take(c, '+');
	if (!take_number(c, most_hours, &hours))
		return false;
	if (take(c, ':')) {
		if (!take_number(c, 59, &minutes))
			return false;
		if (take(c, ':') && !take_number(c, 59, &seconds))
			return false;
	}
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool take_change(struct cursor *c, struct change *change)
{
	if (!take(c, ','))
		return false;
	if (take(c, 'M')) {
		change->kind = CHANGE_NTH_WEEKDAY;
		if (!take_number(c, 12, &change->month) || !take(c, '.') || !take_number(c, 5, &change->week) ||
		    !take(c, '.') || !take_number(c, 6, &change->weekday) || change->month < 1 ||
		    change->week < 1)
			return false;
	} else {
		change->kind = take(c, 'J') ? CHANGE_JULIAN : CHANGE_YEAR_DAY;
		if (!take_number(c, 365, &change->number) ||
		    (change->kind == CHANGE_JULIAN && change->number < 1))
			return false;
	}
	change->second = 2 * 3600;
	return !take(c, '/') || take_time(c, 167, &change->second);
}

static bool rule_read(struct cursor c, struct rule *rule)
{
	if (c.left == 0)
		return true;
	/* POSIX counts hours west of Greenwich. */
	if (!take_abbreviation(&c) || !take_time(&c, 24, &rule->standard))
		return false;
	rule->standard = -rule->standard;
	rule->is_given = true;
	if (c.left == 0)
		return true;
	if (!take_abbreviation(&c))
		return false;
	rule->has_summer = true;
	rule->summer = rule->standard + 3600;
	if (c.left && *c.at != ',') {
		if (!take_time(&c, 24, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return take_change(&c, &rule->to_summer) && take_change(&c, &rule->to_standard) && c.left == 0;
}

/* Seconds since 1970 on the local clock at which the change happens. */
static int64_t change_in(const struct change *change, int year)
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

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

static int rule_offset(const struct rule *rule, int64_t second)
{
	if (!rule->has_summer)
		return rule->standard;
	int year = day_civil((day)floor_div(second + rule->standard, SECONDS_A_DAY)).year;
	int64_t summer = change_in(&rule->to_summer, year) - rule->standard;
	int64_t standard = change_in(&rule->to_standard, year) - rule->summer;
	bool is_summer;
	if (summer < standard)
		is_summer = second >= summer && second < standard;
	else
		is_summer = second >= summer || second < standard;
	return is_summer ? rule->summer : rule->standard;
}

/* The zone file. */

struct header {
	char version;
	size_t is_ut, is_standard, leaps, times, types, letters;
};

static bool header_read(struct cursor *c, struct header *header)
{
	if (c->left < HEADER_SIZE || memcmp(c->at, "TZif", 4) != 0)
		return false;
	const unsigned char *counts = c->at + 20;
	*header = (struct header){
		.version = (char)c->at[4],
		.is_ut = big_endian_32(counts),
		.is_standard = big_endian_32(counts + 4),
		.leaps = big_endian_32(counts + 8),
		.times = big_endian_32(counts + 12),
		.types = big_endian_32(counts + 16),
		.letters = big_endian_32(counts + 20),
	};
	return skip(c, HEADER_SIZE);
}

/* The whole file is below LARGEST_FILE and the counts are 32 bits wide: no sum here can overflow. */
static size_t block_size(const struct header *h, size_t time_size)
{
	return h->times * (time_size + 1) + h->types * 6 + h->letters + h->leaps * (time_size + 4) +
	       h->is_standard + h->is_ut;
}

static bool transitions_read(struct zone *zone, struct arena *arena, const unsigned char *at,
			     const struct header *h)
{
	const unsigned char *indices = at + h->times * 8;
	const unsigned char *types = indices + h->times;

	zone->transition_count = h->times;
	zone->transitions = ARENA_ARRAY(arena, int64_t, h->times);
	zone->offsets = ARENA_ARRAY(arena, int32_t, h->times);
	zone->first_offset = (int32_t)big_endian_32(types);
	for (size_t i = 0; i < h->times; i++) {
		zone->transitions[i] = big_endian_64(at + i * 8);
		if (indices[i] >= h->types || (i && zone->transitions[i] <= zone->transitions[i - 1]))
			return false;
		zone->offsets[i] = (int32_t)big_endian_32(types + (size_t)indices[i] * 6);
		if (zone->offsets[i] < -2 * SECONDS_A_DAY || zone->offsets[i] > 2 * SECONDS_A_DAY)
			return false;
	}
	return zone->first_offset > -2 * SECONDS_A_DAY && zone->first_offset < 2 * SECONDS_A_DAY;
}

struct zone *zone_read(struct arena *arena, struct str bytes)
{
	struct cursor c = {(const unsigned char *)bytes.at, bytes.len};
	struct header header;

	if (bytes.len > LARGEST_FILE)
		return NULL;
	/* The first block has 32-bit times for old readers. */
	if (!header_read(&c, &header) || header.version < '2' || !skip(&c, block_size(&header, 4)))
		return NULL;
	/* Files that count leap seconds (right/...) do not agree with our seconds. */
	if (!header_read(&c, &header) || header.types == 0 || header.types > 256 || header.leaps)
		return NULL;
	struct zone *zone = ARENA_NEW(arena, struct zone);
	const unsigned char *data = c.at;
	if (!skip(&c, block_size(&header, 8)) || !transitions_read(zone, arena, data, &header))
		return NULL;
	if (!take(&c, '\n'))
		return NULL;
	const unsigned char *end = memchr(c.at, '\n', c.left);
	if (!end || !rule_read((struct cursor){c.at, (size_t)(end - c.at)}, &zone->rule))
		return NULL;
	return zone;
}

static int offset_at(const struct zone *zone, int64_t second)
{
	if (!zone)
		return 0;
	size_t low = 0, high = zone->transition_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (zone->transitions[middle] <= second)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->transition_count && zone->rule.is_given)
		return rule_offset(&zone->rule, second);
	return low ? zone->offsets[low - 1] : zone->first_offset;
}

struct civil zone_civil(const struct zone *zone, moment at)
{
	int64_t second = floor_div(at, MICROSECONDS);
	int64_t local = second + offset_at(zone, second);
	int64_t days = floor_div(local, SECONDS_A_DAY);
	int rest = (int)(local - days * SECONDS_A_DAY);
	struct civil civil = day_civil((day)days);

	civil.hour = rest / 3600;
	civil.minute = rest / 60 % 60;
	civil.second = rest % 60;
	civil.microsecond = (int)(at - second * MICROSECONDS);
	return civil;
}

day zone_day(const struct zone *zone, moment at)
{
	if (at == MOMENT_NONE)
		return DAY_NONE;
	int64_t second = floor_div(at, MICROSECONDS);
	return (day)floor_div(second + offset_at(zone, second), SECONDS_A_DAY);
}

moment zone_moment(const struct zone *zone, struct civil civil)
{
	day d = day_of(civil.year, civil.month, civil.day);
	moment at;

	/* Beyond these days microseconds do not fit. */
	if (d < -LAST_DAY || d > LAST_DAY)
		return MOMENT_NONE;
	int64_t local = (int64_t)d * SECONDS_A_DAY + (int64_t)civil.hour * 3600 + (int64_t)civil.minute * 60 +
			civil.second;
	int before = offset_at(zone, local - SECONDS_A_DAY);
	int after = offset_at(zone, local + SECONDS_A_DAY);
	/* The offset before a change serves both an overlap (earlier) and a gap (forward). */
	int64_t second = local - before;
	if (offset_at(zone, second) != before && offset_at(zone, local - after) == after)
		second = local - after;
	if (__builtin_mul_overflow(second, (int64_t)MICROSECONDS, &at) ||
	    __builtin_add_overflow(at, (int64_t)civil.microsecond, &at))
		return MOMENT_NONE;
	return at;
}

/* The zones of this process, read when first asked for. */
static struct {
	struct arena *arena;
	struct zone *first;
} loaded;

/* Path below the zone folder: letters, digits, "_", "+", "-" and single slashes inside. */
static bool name_is_safe(struct str name)
{
	if (name.len == 0 || name.len > 64 || name.at[0] == '/' || name.at[name.len - 1] == '/')
		return false;
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		bool is_slash = c == '/' && name.at[i - 1] != '/';
		if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '+' && c != '-' && !is_slash)
			return false;
	}
	return true;
}

enum rc zone_find(struct str name, const struct zone **out)
{
	*out = NULL;
	for (const struct zone *zone = loaded.first; zone; zone = zone->next)
		if (str_equal(zone->name, name)) {
			*out = zone;
			return RC_OK;
		}
	if (!name_is_safe(name))
		return RC_NOT_FOUND;

	const char *folder = getenv("TZDIR");
	struct arena *scratch = arena_new(0);
	struct str path =
		arena_printf(scratch, "%s/%.*s", folder ? folder : "/usr/share/zoneinfo", STR_ARG(name));
	struct str bytes;
	struct zone *zone = NULL;
	if (!loaded.arena)
		loaded.arena = arena_new(0);
	if (file_read(scratch, path.at, LARGEST_FILE, &bytes) == RC_OK)
		zone = zone_read(loaded.arena, bytes);
	arena_free(scratch);
	if (!zone)
		return RC_NOT_FOUND;
	zone->name = arena_str(loaded.arena, name);
	zone->next = loaded.first;
	loaded.first = zone;
	*out = zone;
	return RC_OK;
}
