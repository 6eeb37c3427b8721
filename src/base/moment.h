#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include "base/str.h"

/*
 * Times. A moment is microseconds since 1970-01-01T00:00:00Z (names end in
 * _at), a day is days since 1970-01-01 in no zone (names end in _on), a clock
 * is minutes since midnight. MOMENT_NONE, DAY_NONE and CLOCK_NONE mean "not known".
 */
typedef int64_t moment;
typedef int32_t day;
typedef int32_t clock_minutes;

#define MOMENT_NONE INT64_MIN
#define DAY_NONE INT32_MIN
#define CLOCK_NONE INT32_MIN

#define SECONDS(n) ((moment)(n) * 1000000)
#define MINUTES(n) SECONDS((moment)(n) * 60)
#define HOURS(n) MINUTES((moment)(n) * 60)
#define DAYS(n) HOURS((moment)(n) * 24)

struct civil {
	int year, month, day;        /* month and day from 1 */
	int hour, minute, second;
	int microsecond;
};

/* The only place that reads the system clock. */
moment moment_now(void);

/* month is 1-12; a day of the month beyond its end runs on. DAY_NONE when out of range. */
day day_of(int year, int month, int day_of_month);
/* Fills year, month and day; the time of day is 0. */
struct civil day_civil(day d);
bool day_is_valid(int year, int month, int day_of_month);
/* 0 = Sunday .. 6 = Saturday. */
int day_weekday(day d);

/* "YYYY-MM-DD"; DAY_NONE gives the empty string. */
struct str day_text(struct arena *arena, day d);
/* Accepts "YYYY-MM-DD" with years 1900-2199 only. */
bool day_parse(struct str s, day *out);
/* "HH:MM", 24 hours; CLOCK_NONE gives the empty string. Seconds are accepted and dropped. */
struct str clock_text(struct arena *arena, clock_minutes minutes);
bool clock_parse(struct str s, clock_minutes *out);

/* "YYYY-MM-DDTHH:MM:SSZ" (RFC 3339); MOMENT_NONE gives the empty string. */
struct str moment_text(struct arena *arena, moment at);
/* Takes RFC 3339 with zone, or "YYYY-MM-DD HH:MM:SS[.ffffff]" read as UTC; years 1-9999. */
bool moment_parse(struct str s, moment *out);
/* For HTTP headers: "Tue, 03 Mar 2026 10:00:00 GMT" (RFC 9110). */
struct str moment_http(struct arena *arena, moment at);

/* A time zone from the system's zone files; NULL stands for UTC in every function below. */
struct zone;

/* Loaded once per process and kept; NULL with RC_NOT_FOUND when the name is unknown or unsafe. */
enum rc zone_find(struct str name, const struct zone **out) MUST_CHECK;
/* The zone described by a zone file (TZif version 2 or later, RFC 9636); NULL when it is malformed. */
struct zone *zone_read(struct arena *arena, struct str bytes);
/* Local wall clock at a moment. */
struct civil zone_civil(const struct zone *zone, moment at);
/*
 * The moment at which the zone's clocks show civil; a gap moves forward, an overlap takes the earlier.
 * MOMENT_NONE when the year is too far away.
 */
moment zone_moment(const struct zone *zone, struct civil civil);
/* The local calendar day of a moment. */
day zone_day(const struct zone *zone, moment at);
/* The value of <input type="datetime-local">: "YYYY-MM-DDTHH:MM". */
struct str zone_input_text(struct arena *arena, const struct zone *zone, moment at);
/* The same with a blank for the T and seconds with fraction allowed; years 1900-2199 only. */
bool zone_input_parse(const struct zone *zone, struct str s, moment *out);

#endif
