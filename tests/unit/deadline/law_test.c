/* What the law counts: every branch of 1904.39 as a running clock, the seven days of 1904.29, and the yearly dates. */
#include "../unit.h"

#include "deadline/deadline.h"
#include "deadline/law.h"
#include "environment/release_duty.h"
#include "incident/anonymous.h"
#include "osha/coverage.h"

static const struct zone *zone_of(const char *name)
{
	const struct zone *zone = NULL;

	assert_int_equal(zone_find(str_of(name), &zone), RC_OK);
	return zone;
}

static moment at(const char *text)
{
	moment out = MOMENT_NONE;

	assert_true(moment_parse(str_of(text), &out));
	return out;
}

static moment local(const char *zone, const char *text)
{
	moment out = MOMENT_NONE;

	assert_true(zone_input_parse(zone_of(zone), str_of(text), &out));
	return out;
}

/* 29 CFR 1904.29(b)(3): calendar days, whatever day of the week, in the zone of the place. */
static void seven_days_are_calendar_days(void **state)
{
	static const struct {
		const char *zone, *learned, *by;
	} table[] = {
		{"America/New_York", "2026-03-06T09:00", "2026-03-13"}, /* over a change of the clocks */
		{"America/New_York", "2026-10-30T23:59", "2026-11-06"}, /* and back */
		{"America/New_York", "2026-12-28T10:00", "2027-01-04"}, /* over the end of a year */
		{"America/Chicago", "2028-02-24T10:00", "2028-03-02"},  /* leap year */
		{"America/Chicago", "2026-02-24T10:00", "2026-03-03"},
		{"America/New_York", "2026-11-20T16:00", "2026-11-27"}, /* Friday to the Friday after Thanksgiving */
		{"Pacific/Honolulu", "2026-05-30T23:30", "2026-06-06"}, /* the next day in universal time already */
		{"Pacific/Guam", "2026-05-30T00:30", "2026-06-06"},     /* the day before in universal time */
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_str(day_text(*state, law_record_by(zone_of(table[i].zone), local(table[i].zone, table[i].learned))),
			   table[i].by);
}

/* Its end: the first moment of the next day there, 23 or 25 hours after the beginning where the clocks change. */
static void a_day_ends_where_it_holds(void **state)
{
	static const struct {
		const char *zone, *on, *end;
	} table[] = {
		{"America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"},
		{"America/New_York", "2026-03-07", "2026-03-08T05:00:00Z"},
		{"America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"},
		{"America/Phoenix", "2026-03-08", "2026-03-09T07:00:00Z"},
		{"America/Sao_Paulo", "2026-12-31", "2027-01-01T03:00:00Z"},
		{"America/New_York", "2028-02-29", "2028-03-01T05:00:00Z"},
		{"America/Havana", "2026-03-07", "2026-03-08T05:00:00Z"}, /* its clocks change at midnight: the gap moves on */
	};
	day on;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_true(day_parse(str_of(table[i].on), &on));
		assert_str(moment_text(*state, deadline_day_end(zone_of(table[i].zone), on)), table[i].end);
	}
	assert_true(deadline_day_end(NULL, DAY_NONE) == MOMENT_NONE);
}

static struct case_facts facts_of(void)
{
	struct case_facts facts;

	record_clear(&case_facts_record, &facts);
	case_facts_assume(&facts);
	facts.keeps_records = ANSWER_YES;
	facts.kind = 1;
	facts.incident_at = at("2026-03-07T20:00:00Z");
	facts.injury_on = zone_day(NULL, facts.incident_at);
	facts.cause = CAUSE_WORK;
	facts.work_env = ANSWER_YES;
	facts.scene = SCENE_WORKPLACE;
	return facts;
}

static struct law_clock clock_of(struct arena *arena, const struct case_facts *facts, enum urgent_event event)
{
	struct urgent_answer answers[URGENT_COUNT];

	urgent_decide(arena, facts, zone_of("America/New_York"), answers);
	return law_urgent(&answers[event], facts, at("2026-03-07T21:00:00Z"));
}

#define ASSERT_CLOCK(clock, due, provisional)                                  \
	do {                                                                   \
		struct law_clock c_ = (clock);                                 \
		assert_str(moment_text(*state, c_.due_at), due);               \
		assert_int_equal(c_.is_provisional, provisional);              \
	} while (0)

/* 1904.39(a)(1), (b)(6), (b)(7): eight hours that run, from when the employer was told; elapsed over a change of the clocks. */
static void a_death_runs_eight_hours(void **state)
{
	struct case_facts facts = facts_of();

	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "", false); /* nobody died */
	facts.death_on = facts.injury_on;
	facts.death_known_at = at("2026-03-08T05:00:00Z");
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "2026-03-08T13:00:00Z", false);
	facts.work_related_known_at = at("2026-03-08T06:30:00Z"); /* (b)(8): learned later that work was the cause */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "2026-03-08T14:30:00Z", false);
	facts.death_on = facts.injury_on + 30;
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "2026-03-08T14:30:00Z", false);
	facts.death_on = facts.injury_on + 31; /* (b)(6): too late to be told */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "", false);
}

/* 1904.39(a)(2): twenty-four hours for hospitalization, amputation and loss of an eye within a day of the incident. */
static void severe_injuries_run_a_day(void **state)
{
	static const enum urgent_event events[] = {URGENT_HOSPITAL, URGENT_AMPUTATION, URGENT_EYE};

	for (size_t i = 0; i < 3; i++) {
		struct case_facts facts = facts_of();
		moment *event_at = i == 0 ? &facts.hospitalized_at : i == 1 ? &facts.amputation_at : &facts.eye_loss_at;
		ASSERT_CLOCK(clock_of(*state, &facts, events[i]), "", false);
		*event_at = facts.incident_at + HOURS(24);
		facts.hospitalized_for_care = ANSWER_YES;
		facts.severe_known_at = at("2026-03-08T06:00:00Z"); /* before the event: the event counts */
		ASSERT_CLOCK(clock_of(*state, &facts, events[i]), "2026-03-09T20:00:00Z", false);
		*event_at = facts.incident_at + HOURS(24) + 1; /* (b)(6) */
		ASSERT_CLOCK(clock_of(*state, &facts, events[i]), "", false);
	}
}

static void what_need_not_be_told_runs_no_clock(void **state)
{
	struct case_facts facts = facts_of();

	facts.hospitalized_at = facts.severe_known_at = facts.incident_at + HOURS(1);
	facts.hospitalized_for_care = ANSWER_NO; /* (b)(10): observation */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_HOSPITAL), "", false);
	facts.hospitalized_for_care = ANSWER_YES;
	facts.scene = SCENE_PUBLIC_ROAD; /* (b)(3) */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_HOSPITAL), "", false);
	facts.scene = SCENE_ROAD_WORK_ZONE; /* unless in a work zone */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_HOSPITAL), "2026-03-08T21:00:00Z", false);
	facts.scene = SCENE_PUBLIC_TRANSPORT; /* (b)(4) */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_HOSPITAL), "", false);
	facts.scene = SCENE_WORKPLACE;
	facts.cause = CAUSE_NONWORK_ONLY; /* no work-related case of ours */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_HOSPITAL), "", false);
}

/* While facts are missing the clock runs nevertheless, from what is known, and says that it is provisional. */
static void an_open_question_stops_no_clock(void **state)
{
	struct case_facts facts = facts_of();

	facts.death_on = facts.injury_on; /* when we were told is not entered: from the report of the incident */
	facts.death_known_at = MOMENT_NONE;
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "2026-03-08T05:00:00Z", true);
	facts.cause = 0; /* whether work caused it is open */
	facts.death_known_at = at("2026-03-07T23:00:00Z");
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_DEATH), "2026-03-08T07:00:00Z", true);
	facts = facts_of();
	facts.cause = 0;
	facts.amputation_at = facts.incident_at + HOURS(2); /* later than what we knew: the event counts */
	ASSERT_CLOCK(clock_of(*state, &facts, URGENT_AMPUTATION), "2026-03-08T22:00:00Z", true);
}

static void a_first_report_alone_starts_the_clock(void **state)
{
	const moment learned = at("2026-12-31T20:00:00Z");

	ASSERT_CLOCK(law_urgent_unkept(true, true, learned), "2027-01-01T04:00:00Z", true);
	ASSERT_CLOCK(law_urgent_unkept(false, true, learned), "2027-01-01T20:00:00Z", true);
	ASSERT_CLOCK(law_urgent_unkept(false, false, learned), "", false);
}

/* 1904.32(b)(6), 1904.41(c): dates of the year after, also of leap years. */
static void the_year_after(void **state)
{
	day today;

	assert_str(day_text(*state, coverage_posting_begins(2027)), "2028-02-01");
	assert_str(day_text(*state, coverage_posting_ends(2027)), "2028-04-30");
	assert_str(day_text(*state, coverage_filing_due(2027)), "2028-03-02");
	assert_str(day_text(*state, coverage_filing_due(2026)), "2027-03-02");
	assert_true(day_parse(STR("2027-01-01"), &today));
	assert_int_equal(law_first_year(today), 2026);
	assert_int_equal(law_first_year(today - 1), 2025);
}

/* First words within seven days, the outcome within three months, also into a shorter month and the next year. */
static void the_reporter_is_answered(void **state)
{
	struct anonymous_clock clock = anonymous_clock(day_of(2026, 11, 25));

	assert_str(day_text(*state, clock.first_by), "2026-12-02");
	assert_str(day_text(*state, clock.outcome_by), "2027-02-25");
	assert_str(day_text(*state, anonymous_clock(day_of(2027, 11, 29)).outcome_by), "2028-02-29");
	assert_str(day_text(*state, anonymous_clock(day_of(2026, 12, 31)).outcome_by), "2027-03-31");
}

/* 40 CFR 355.40(b), 355.42(b): the follow-up counts from knowledge; none after a release in transport. */
static void a_release_is_followed_up(void **state)
{
	struct release release;
	const struct release_site site = release_site_default(1, 1);
	const struct zone *zone = zone_of("America/Los_Angeles");

	record_clear(&release_record, &release);
	release.epcra = RELEASE_REPORT;
	release.cercla = RELEASE_REPORT;
	release.amount = 100;
	release.known_at = at("2028-02-01T07:30:00Z"); /* still 31 January there */
	struct release_duty duty = release_duty_of(&release, 1, NULL, 0, &site, zone);
	assert_str(day_text(*state, duty.due_on), "2028-03-01"); /* thirty days, over a 29 February */
	assert_true(release_duty_needs_nrc(&duty) && release_duty_needs_state(&duty) && release_duty_needs_local(&duty));
	release.is_transport = ANSWER_YES;
	duty = release_duty_of(&release, 1, NULL, 0, &site, zone);
	assert_true(duty.due_on == DAY_NONE);
	assert_true(!release_duty_needs_state(&duty) && release_duty_needs_local(&duty));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(seven_days_are_calendar_days),
		UNIT(a_day_ends_where_it_holds),
		UNIT(a_death_runs_eight_hours),
		UNIT(severe_injuries_run_a_day),
		UNIT(what_need_not_be_told_runs_no_clock),
		UNIT(an_open_question_stops_no_clock),
		UNIT(a_first_report_alone_starts_the_clock),
		UNIT(the_year_after),
		UNIT(the_reporter_is_answered),
		UNIT(a_release_is_followed_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
