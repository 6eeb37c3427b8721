/* Quiet hours, digests and absence. */
#include "../unit.h"

#include "notify/preference.h"

static const struct zone *chicago;

static moment at(const char *text)
{
	moment at = MOMENT_NONE;

	assert_true(zone_input_parse(chicago, str_of(text), &at));
	return at;
}

static struct notify_preference quiet(const char *from, const char *until)
{
	struct notify_preference p = preference_none(1, 1);

	assert_true(clock_parse(str_of(from), &p.quiet_from));
	assert_true(clock_parse(str_of(until), &p.quiet_until));
	return p;
}

static void quiet_hours_hold_back_until_their_end(void **state)
{
	(void)state;
	struct notify_preference night = quiet("22:00", "06:30"), noon = quiet("12:00", "13:00");
	static const struct {
		bool is_night;
		const char *at, *sent;
	} cases[] = {
		{true, "2026-03-03T21:59", "2026-03-03T21:59"}, {true, "2026-03-03T22:00", "2026-03-04T06:30"},
		{true, "2026-03-04T02:00", "2026-03-04T06:30"}, {true, "2026-03-04T06:30", "2026-03-04T06:30"},
		{false, "2026-03-03T12:10", "2026-03-03T13:00"}, {false, "2026-03-03T13:00", "2026-03-03T13:00"},
		/* The night in which an hour is left out still ends at 06:30 by the clock. */
		{true, "2026-03-08T01:30", "2026-03-08T06:30"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (preference_quiet_ends(cases[i].is_night ? &night : &noon, chicago, at(cases[i].at)) != at(cases[i].sent))
			fail_msg("%s", cases[i].at);
}

static void quiet_weekends_run_into_the_quiet_night(void **state)
{
	(void)state;
	struct notify_preference p = quiet("20:00", "07:00");

	p.quiet_weekends = true;
	/* Saturday noon: until Monday, and then until the night ends. */
	assert_int_equal(preference_quiet_ends(&p, chicago, at("2026-03-07T12:00")), at("2026-03-09T07:00"));
	assert_int_equal(preference_quiet_ends(&p, chicago, at("2026-03-06T21:00")), at("2026-03-09T07:00"));
	p.quiet_from = p.quiet_until = CLOCK_NONE;
	assert_int_equal(preference_quiet_ends(&p, chicago, at("2026-03-08T12:00")), at("2026-03-09T00:00"));
	p.quiet_weekends = false;
	assert_int_equal(preference_quiet_ends(&p, chicago, at("2026-03-08T12:00")), at("2026-03-08T12:00"));
}

static void digests_come_at_the_next_time_that_was_chosen(void **state)
{
	(void)state;
	struct notify_preference p = preference_none(1, 1);

	p.digest = DIGEST_DAILY;
	assert_int_equal(preference_digest_at(&p, chicago, at("2026-03-03T06:59")), at("2026-03-03T07:00"));
	assert_int_equal(preference_digest_at(&p, chicago, at("2026-03-03T07:00")), at("2026-03-04T07:00"));
	p.digest = DIGEST_WEEKLY;
	p.digest_weekday = 5;
	p.digest_at = 16 * 60;
	assert_int_equal(preference_digest_at(&p, chicago, at("2026-03-03T09:00")), at("2026-03-06T16:00"));
	assert_int_equal(preference_digest_at(&p, chicago, at("2026-03-06T16:00")), at("2026-03-13T16:00"));
	p.digest_weekday = 7;
	assert_int_equal(preference_digest_at(&p, chicago, at("2026-03-03T09:00")), at("2026-03-08T16:00"));
}

static void switches_hold_for_their_group_and_channel_alone(void **state)
{
	bool on[GROUP_COUNT][CHANNEL_COUNT];
	struct notify_preference p = preference_none(1, 1);

	for (int group = 0; group < GROUP_COUNT; group++)
		for (int channel = 0; channel < CHANNEL_COUNT; channel++)
			on[group][channel] = true;
	assert_str(preference_off_text(*state, on), "");
	on[GROUP_RECORD][CHANNEL_MAIL] = on[GROUP_ACTION][CHANNEL_PUSH] = false;
	p.off = preference_off_text(*state, on);
	assert_str(p.off, "action.push,record.mail");
	assert_true(preference_is_off(&p, GROUP_RECORD, CHANNEL_MAIL));
	assert_false(preference_is_off(&p, GROUP_RECORD, CHANNEL_PUSH));
	assert_false(preference_is_off(&p, GROUP_ACTION, CHANNEL_MAIL));
	p.gathered = STR("record");
	assert_false(preference_is_gathered(&p, GROUP_RECORD));
	p.digest = DIGEST_DAILY;
	assert_true(preference_is_gathered(&p, GROUP_RECORD));
	assert_false(preference_is_gathered(&p, GROUP_ACTION));
}

static void absence_counts_from_its_first_to_its_last_day(void **state)
{
	(void)state;
	struct notify_preference p = preference_none(1, 1);

	p.absent_from = 100;
	p.absent_until = 102;
	assert_false(preference_is_delegated(&p, 101));
	p.delegate_id = 7;
	assert_false(preference_is_delegated(&p, 99));
	assert_true(preference_is_delegated(&p, 100));
	assert_true(preference_is_delegated(&p, 102));
	assert_false(preference_is_delegated(&p, 103));
	p.absent_until = DAY_NONE;
	assert_true(preference_is_delegated(&p, 900));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(quiet_hours_hold_back_until_their_end),
		UNIT(quiet_weekends_run_into_the_quiet_night),
		UNIT(digests_come_at_the_next_time_that_was_chosen),
		UNIT(switches_hold_for_their_group_and_channel_alone),
		UNIT(absence_counts_from_its_first_to_its_last_day),
	};

	if (zone_find(STR("America/Chicago"), &chicago) != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
