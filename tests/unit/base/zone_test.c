#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/moment.h"
#include "base/zone_rule.h"

static const struct zone *zone(const char *name)
{
	const struct zone *found = NULL;

	if (zone_find(str_of(name), &found) != RC_OK)
		fail_msg("zone %s is missing", name);
	return found;
}

static moment utc(const char *text)
{
	moment at = MOMENT_NONE;

	if (!moment_parse(str_of(text), &at))
		fail_msg("%s is no moment", text);
	return at;
}

/* The local time typed on the left is the moment on the right. */
static void local_times(void **state)
{
	static const struct {
		const char *zone, *local, *utc, *shown;
	} cases[] = {
		{"America/New_York", "2026-01-15T12:00", "2026-01-15T17:00:00Z", "2026-01-15T12:00"},
		{"America/New_York", "2026-03-08T01:59", "2026-03-08T06:59:00Z", "2026-03-08T01:59"},
		{"America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z", "2026-03-08T03:30"},
		{"America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z", "2026-03-08T03:00"},
		{"America/New_York", "2026-11-01T00:59", "2026-11-01T04:59:00Z", "2026-11-01T00:59"},
		{"America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", "2026-11-01T01:30"},
		{"America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z", "2026-11-01T02:00"},
		{"America/New_York", "2050-07-04T12:00", "2050-07-04T16:00:00Z", "2050-07-04T12:00"},
		{"America/New_York", "2050-03-13T02:15", "2050-03-13T07:15:00Z", "2050-03-13T03:15"},
		{"America/New_York", "2050-11-06T01:30", "2050-11-06T05:30:00Z", "2050-11-06T01:30"},
		{"Europe/Madrid", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "2026-03-29T03:30"},
		{"Europe/Madrid", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T02:30"},
		{"Europe/Madrid", "2050-12-31T23:59", "2050-12-31T22:59:00Z", "2050-12-31T23:59"},
		/* Half an hour of summer time, in the southern summer. */
		{"Australia/Lord_Howe", "2026-01-01T00:00", "2025-12-31T13:00:00Z", "2026-01-01T00:00"},
		{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z", "2026-10-04T02:45"},
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", "2026-04-05T01:45"},
		{"Australia/Lord_Howe", "2050-07-01T10:30", "2050-07-01T00:00:00Z", "2050-07-01T10:30"},
		/* A zone that skipped a whole day. */
		{"Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z", "2011-12-31T12:00"},
		{"Asia/Kolkata", "2026-06-01T05:30", "2026-06-01T00:00:00Z", "2026-06-01T05:30"},
		/* Winter time is the one that is shifted. */
		{"Europe/Dublin", "2050-01-10T09:00", "2050-01-10T09:00:00Z", "2050-01-10T09:00"},
		{"Europe/Dublin", "2050-07-10T09:00", "2050-07-10T08:00:00Z", "2050-07-10T09:00"},
		{"America/Phoenix", "2026-07-01T00:00", "2026-07-01T07:00:00Z", "2026-07-01T00:00"},
		{"UTC", "2026-03-08T02:30", "2026-03-08T02:30:00Z", "2026-03-08T02:30"},
		{"UTC", "2050-03-08T02:30", "2050-03-08T02:30:00Z", "2050-03-08T02:30"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct zone *z = zone(cases[i].zone);
		moment at;
		assert_true(zone_input_parse(z, str_of(cases[i].local), &at));
		assert_str(moment_text(*state, at), cases[i].utc);
		assert_str(zone_input_text(*state, z, at), cases[i].shown);
	}
}

static void input_forms(void **state)
{
	static const char *const refused[] = {"", "2026-03-08", "2026-03-08T2:30", "2026-03-08T02:30Z",
					      "1899-03-08T02:30", "2200-01-01T00:00", "2026-03-08T02:30:"};
	moment at;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(zone_input_parse(NULL, str_of(refused[i]), &at));
	assert_true(zone_input_parse(NULL, STR("2026-03-08 02:30:15.5"), &at));
	assert_int_equal(at, utc("2026-03-08T02:30:15.5Z"));
	assert_str(zone_input_text(*state, NULL, MOMENT_NONE), "");
}

/* The C library reads the same files with other code. */
static void agrees_with_the_c_library(void **state)
{
	static const char *const names[] = {
		"America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo",
		"Europe/Madrid", "Europe/London", "Europe/Dublin", "Africa/Casablanca",
		"Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Antarctica/Troll",
		"Pacific/Apia", "Pacific/Chatham", "America/Nuuk", "UTC",
	};
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct zone *z = zone(names[i]);
		setenv("TZ", names[i], 1);
		tzset();
		/* About every two days from 1900 to 2100, at changing hours. */
		for (int64_t second = -2208988800; second < 4102444800; second += 171234) {
			time_t t = second;
			struct tm tm;
			localtime_r(&t, &tm);
			struct civil c = zone_civil(z, SECONDS(second));
			if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday ||
			    c.hour != tm.tm_hour || c.minute != tm.tm_min || c.second != tm.tm_sec)
				fail_msg("%s at %lld: %02d:%02d, expected %02d:%02d", names[i],
					 (long long)second, c.hour, c.minute, tm.tm_hour, tm.tm_min);
		}
	}
	unsetenv("TZ");
	tzset();
}

static void every_moment_comes_back_but_the_later_of_an_overlap(void **state)
{
	static const char *const names[] = {"America/New_York", "Europe/Madrid", "Australia/Lord_Howe"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (moment at = utc("2025-12-31T00:00:00Z"); at < utc("2027-01-02T00:00:00Z"); at += MINUTES(15)) {
			moment back = zone_moment(zone(names[i]), zone_civil(zone(names[i]), at));
			assert_true(back == at || back == at - HOURS(1) || back == at - MINUTES(30));
			if (back != at)
				assert_memory_equal(&(struct civil[]){zone_civil(zone(names[i]), back)},
						    &(struct civil[]){zone_civil(zone(names[i]), at)},
						    sizeof(struct civil));
		}
}

static void the_local_day(void **state)
{
	(void)state;
	moment at = utc("2026-01-01T03:00:00Z");

	assert_int_equal(zone_day(NULL, at), day_of(2026, 1, 1));
	assert_int_equal(zone_day(zone("America/New_York"), at), day_of(2025, 12, 31));
	assert_int_equal(zone_day(zone("Pacific/Auckland"), at), day_of(2026, 1, 1));
	assert_int_equal(zone_day(NULL, MOMENT_NONE), DAY_NONE);
	assert_int_equal(zone_day(NULL, -1), -1);
}

static void far_away_times_do_not_overflow(void **state)
{
	(void)state;
	const struct zone *z = zone("America/New_York");

	assert_int_equal(zone_moment(z, (struct civil){.year = 300000, .month = 1, .day = 1}), MOMENT_NONE);
	assert_int_equal(zone_moment(z, (struct civil){.year = INT32_MIN, .month = 1, .day = 1}), MOMENT_NONE);
	assert_int_equal(zone_civil(z, INT64_MAX).year, 294247);
	assert_int_equal(zone_civil(z, INT64_MIN + 1).year, -290308);
	assert_int_equal(zone_civil(NULL, -1).microsecond, 999999);
}

static void unsafe_and_unknown_names_are_not_found(void **state)
{
	static const char *const names[] = {
		"", "/etc/passwd", "../zoneinfo/UTC", "America/../UTC", "America//New_York", "America/",
		"America", "Mars/Olympus", "tzdata.zi", "zone.tab", "leapseconds", "right/UTC", "UTC\n",
	};
	const struct zone *found;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(zone_find(str_of(names[i]), &found), RC_NOT_FOUND);
		assert_null(found);
	}
	assert_int_equal(zone_find(STR_NONE, &found), RC_NOT_FOUND);
	assert_ptr_equal(zone("Europe/Madrid"), zone("Europe/Madrid"));
}

static void cut_or_damaged_files_are_refused(void **state)
{
	struct str whole;

	assert_int_equal(file_read(*state, "/usr/share/zoneinfo/Europe/Madrid", 65536, &whole), RC_OK);
	assert_non_null(zone_read(*state, whole));
	for (size_t len = 0; len < whole.len; len++) {
		struct arena *arena = arena_new(0);
		/* Copied, so that a read beyond the end is seen by the sanitizer. */
		char *cut = malloc(len + 1);
		assert_non_null(cut);
		memcpy(cut, whole.at, len);
		assert_null(zone_read(arena, (struct str){cut, len}));
		free(cut);
		arena_free(arena);
	}
	/* Any one byte changed: read or refused, never misread beyond the end. */
	for (size_t i = 0; i < whole.len; i++) {
		struct arena *arena = arena_new(0);
		char *changed = malloc(whole.len);
		assert_non_null(changed);
		memcpy(changed, whole.at, whole.len);
		changed[i] = (char)(changed[i] ^ 0xFF);
		struct zone *z = zone_read(arena, (struct str){changed, whole.len});
		if (z)
			(void)zone_moment(z, zone_civil(z, DAYS(20000)));
		free(changed);
		arena_free(arena);
	}
}

static void rules_of_posix(void **state)
{
	static const struct {
		const char *rule, *utc;
		int offset;
	} cases[] = {
		{"EST5", "2060-07-01T00:00:00Z", -18000},
		{"<+0530>-5:30", "2060-07-01T00:00:00Z", 19800},
		/* Day of the year with and without the leap day: 1 March. */
		{"AAA0BBB,J60/0,J300/0", "2028-02-29T12:00:00Z", 0},
		{"AAA0BBB,J60/0,J300/0", "2028-03-01T12:00:00Z", 3600},
		{"AAA0BBB,59/0,300/0", "2028-02-28T23:00:00Z", 0},
		{"AAA0BBB,59/0,300/0", "2028-02-29T12:00:00Z", 3600},
		/* Summer time all year (RFC 9636, section 3.3.1). */
		{"XXX3EDT4,0/0,J365/23", "2060-01-01T03:00:00Z", -14400},
		{"XXX3EDT4,0/0,J365/23", "2060-12-31T23:59:00Z", -14400},
		{"XXX3EDT4,0/0,J365/23", "2060-07-01T00:00:00Z", -14400},
		/* Times before midnight and beyond a day. */
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2060-03-28T00:59:59Z", -7200},
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2060-03-28T01:00:00Z", -3600},
		{"IST-2IDT,M3.4.4/26,M10.5.0", "2060-03-25T23:59:59Z", 7200},
		{"IST-2IDT,M3.4.4/26,M10.5.0", "2060-03-26T00:00:00Z", 10800},
	};
	static const char *const refused[] = {"E5", "EST", "EST25", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
					      "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J300",
					      "EST5EDT,M3.2.0,M11.1.0x", "<EST5", "EST5:60", "EST5EDT,M3.2.0/168,M11.1.0"};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct zone_rule rule = {0};
		assert_true(zone_rule_read(str_of(cases[i].rule), &rule));
		int offset = zone_rule_offset(&rule, utc(cases[i].utc) / 1000000);
		if (offset != cases[i].offset)
			fail_msg("%s at %s: %d", cases[i].rule, cases[i].utc, offset);
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct zone_rule rule = {0};
		if (zone_rule_read(str_of(refused[i]), &rule))
			fail_msg("%s was taken", refused[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(local_times),
		UNIT(input_forms),
		UNIT(agrees_with_the_c_library),
		UNIT(every_moment_comes_back_but_the_later_of_an_overlap),
		UNIT(the_local_day),
		UNIT(far_away_times_do_not_overflow),
		UNIT(unsafe_and_unknown_names_are_not_found),
		UNIT(cut_or_damaged_files_are_refused),
		UNIT(rules_of_posix),
	};
	return cmocka_run_group_tests_name("base/zone", tests, NULL, NULL);
}
