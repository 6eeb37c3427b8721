#include "base/moment.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/zone_rule.h"

/*
 * Reader of the system's zone files (TZif, RFC 9636). The C library keeps one
 * zone for the whole process; a page shows the times of many establishments.
 */

enum { SECONDS_A_DAY = 86400, MICROSECONDS = 1000000, LAST_DAY = 106000000 };
enum { HEADER_SIZE = 44, LARGEST_FILE = 256 * 1024 };

struct zone {
	struct zone *next;
	struct str name;
	size_t transition_count;
	int64_t *transitions;        /* seconds since 1970, ascending */
	int32_t *offsets;            /* seconds ahead of UTC, from the transition of the same index on */
	int32_t first_offset;        /* before the first transition */
	struct zone_rule rule;
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
	struct str footer = {(const char *)c.at, c.left}, rule, rest;
	if (!str_take(&footer, '\n'))
		return NULL;
	rest = footer;
	if (!str_split(&rest, '\n', &rule) || !rest.at || !zone_rule_read(rule, &zone->rule))
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
		return zone_rule_offset(&zone->rule, second);
	return low ? zone->offsets[low - 1] : zone->first_offset;
}

struct civil zone_civil(const struct zone *zone, moment at)
{
	int64_t second = zone_floor(at, MICROSECONDS);
	int64_t local = second + offset_at(zone, second);
	int64_t days = zone_floor(local, SECONDS_A_DAY);
	int rest = (int)(local - days * SECONDS_A_DAY);
	struct civil civil = day_civil((day)days);

	civil.hour = rest / 3600;
	civil.minute = rest / 60 % 60;
	civil.second = rest % 60;
	int below = (int)(at % MICROSECONDS);
	civil.microsecond = below < 0 ? below + MICROSECONDS : below;
	return civil;
}

day zone_day(const struct zone *zone, moment at)
{
	if (at == MOMENT_NONE)
		return DAY_NONE;
	int64_t second = zone_floor(at, MICROSECONDS);
	return (day)zone_floor(second + offset_at(zone, second), SECONDS_A_DAY);
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
		char c = name.at[i];
		bool is_slash = c == '/' && name.at[i - 1] != '/';
		bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!is_letter && !(c >= '0' && c <= '9') && c != '_' && c != '+' && c != '-' && !is_slash)
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
