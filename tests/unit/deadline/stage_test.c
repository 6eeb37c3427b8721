/* When stages are reached and told: by the day, by the hour, over weekends, after outages; what a new date does. */
#include "../unit.h"

#include <stdlib.h>

#include "base/random.h"
#include "deadline/merge.h"
#include "deadline/stage.h"

static const struct zone *new_york(void)
{
	const struct zone *zone = NULL;

	assert_int_equal(zone_find(STR("America/New_York"), &zone), RC_OK);
	return zone;
}

static moment at(const char *text)
{
	moment out = MOMENT_NONE;

	assert_true(moment_parse(str_of(text), &out));
	return out;
}

static struct deadline by_day(const char *on, const char *since)
{
	struct deadline d;

	record_clear(&deadline_record, &d);
	d.kind = DEADLINE_CAPA;
	assert_true(day_parse(str_of(on), &d.due_on));
	d.due_at = deadline_day_end(new_york(), d.due_on);
	d.dated_at = d.created_at = at(since);
	d.round = 1;
	return d;
}

static struct deadline by_hour(const char *due, const char *since)
{
	struct deadline d = by_day("2026-01-01", since);

	d.kind = DEADLINE_OSHA_DEATH;
	d.due_on = DAY_NONE;
	d.due_at = at(due);
	return d;
}

static struct deadline_rule rule_of(const struct deadline *d)
{
	return deadline_rule_default(1, (enum deadline_kind)d->kind);
}

#define REACHED(d, rule, off, stage)                                                                         \
	moment_text(*state, stage_reached_at(&(struct stage_facts){(d), (rule), new_york(), (off)}, (stage)))

static void days_are_told_in_the_morning(void **state)
{
	struct deadline d = by_day("2026-03-10", "2026-03-01T12:00:00Z");
	struct deadline_rule rule = rule_of(&d);

	rule.escalate_steps = 2;
	assert_str(REACHED(&d, &rule, NULL, STAGE_APPROACHING), "2026-03-07T12:00:00Z"); /* before the clocks change */
	assert_str(REACHED(&d, &rule, NULL, STAGE_DUE), "2026-03-10T11:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_OVERDUE), "2026-03-11T11:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_ESCALATED), "2026-03-13T11:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_ESCALATED + 1), "2026-03-15T11:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_ESCALATED + 2), "");
}

static void working_days_wait_and_come_before(void **state)
{
	struct deadline d = by_day("2026-03-10", "2026-02-01T12:00:00Z"); /* a Tuesday; three days before is a Saturday */
	struct deadline_rule rule = rule_of(&d);
	const day holiday = day_of(2026, 3, 11);
	const struct days_off off = {&holiday, 1};

	rule.on_working_days = true;
	assert_str(REACHED(&d, &rule, &off, STAGE_APPROACHING), "2026-03-06T12:00:00Z"); /* Friday before */
	assert_str(REACHED(&d, &rule, &off, STAGE_OVERDUE), "2026-03-12T11:00:00Z");     /* behind the holiday */
	assert_str(REACHED(&d, &rule, &off, STAGE_ESCALATED), "2026-03-16T11:00:00Z");   /* Saturday waits for Monday */
	assert_false(stage_is_working_day(&off, holiday));
	assert_true(stage_is_working_day(NULL, holiday));
}

static void hours_are_told_at_any_time(void **state)
{
	struct deadline d = by_hour("2026-03-08T10:00:00Z", "2026-03-08T02:00:00Z");
	const struct deadline_rule rule = rule_of(&d);

	assert_str(REACHED(&d, &rule, NULL, STAGE_APPROACHING), "2026-03-08T04:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_DUE), "");
	assert_str(REACHED(&d, &rule, NULL, STAGE_OVERDUE), "2026-03-08T10:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_ESCALATED), "2026-03-08T11:00:00Z");
}

/* Who learns of it late is told that it is late before anybody above is. */
static void what_comes_in_late_escalates_later(void **state)
{
	struct deadline d = by_hour("2026-03-08T10:00:00Z", "2026-03-09T10:00:00Z");
	struct deadline_rule rule = rule_of(&d);

	assert_str(REACHED(&d, &rule, NULL, STAGE_OVERDUE), "2026-03-09T10:00:00Z");
	assert_str(REACHED(&d, &rule, NULL, STAGE_ESCALATED), "2026-03-09T11:00:00Z");
	d = by_day("2026-03-10", "2026-03-09T10:00:00Z");
	rule = rule_of(&d);
	assert_str(REACHED(&d, &rule, NULL, STAGE_APPROACHING), ""); /* set for tomorrow: that is no reminder */
	assert_str(REACHED(&d, &rule, NULL, STAGE_DUE), "2026-03-10T11:00:00Z");
}

static void windows_end_without_anybody_late(void **state)
{
	struct deadline d = by_day("2026-04-30", "2026-02-01T10:00:00Z");

	d.kind = DEADLINE_OSHA_POSTED;
	const struct deadline_rule rule = rule_of(&d);
	const struct stage_facts facts = {&d, &rule, new_york(), NULL};
	assert_str(REACHED(&d, &rule, NULL, STAGE_OVERDUE), "");
	assert_int_equal(stage_now(&facts, at("2027-01-01T00:00:00Z")), STAGE_DUE);
	assert_false(deadline_is_late(&d, at("2027-01-01T00:00:00Z")));
}

/*
 * Whatever is set and whenever somebody looks: no stage is told twice or after a higher one, all that is reached is
 * caught up with in one step, and nothing is told before its time.
 */
static void telling_is_monotonous(void **state)
{
	(void)state;
	for (int n = 0; n < 20000; n++) {
		struct deadline d = random_below(2) ? by_day("2026-03-10", "2026-03-01T12:00:00Z")
						    : by_hour("2026-03-10T10:00:00Z", "2026-03-01T12:00:00Z");
		struct deadline_rule rule = rule_of(&d);
		rule.lead_minutes = random_below(6 * 1440);
		rule.is_due_told = random_below(2);
		rule.escalate_minutes = random_below(3 * 1440);
		rule.escalate_steps = random_below(DEADLINE_STEPS_MOST + 1);
		rule.on_working_days = random_below(2);
		d.dated_at += HOURS(random_below(300));
		const struct stage_facts facts = {&d, &rule, new_york(), NULL};
		moment now = at("2026-02-27T00:00:00Z");
		for (int tick = 0; tick < 12; tick++, now += MINUTES(random_below(4 * 1440))) {
			const moment next = stage_next_at(&facts);
			const int64_t reached = stage_now(&facts, now);
			if (reached > d.stage) {
				assert_true(next != MOMENT_NONE && next <= now);
				assert_true(stage_reached_at(&facts, reached) <= now);
				d.stage = reached;
			} else if (next != MOMENT_NONE) {
				assert_true(next > now);
			}
		}
		now = at("2027-01-01T00:00:00Z");
		if (stage_now(&facts, now) > d.stage)
			d.stage = stage_now(&facts, now);
		assert_true(stage_next_at(&facts) == MOMENT_NONE);
	}
}

static void a_new_date_begins_a_round(void **state)
{
	const moment now = at("2026-03-12T00:00:00Z");
	const struct deadline wanted = by_day("2026-03-10", "2026-03-01T12:00:00Z");
	struct deadline row = merge_new(&wanted, false, at("2026-03-01T12:00:00Z")), out, later = wanted;

	(void)state;
	row.stage = STAGE_OVERDUE;
	assert_false(merge_changed(&row, &wanted, false, now, &out));
	later.responsible_id = 9;
	assert_true(merge_changed(&row, &later, false, now, &out));
	assert_int_equal(out.round, 1);
	assert_int_equal(out.stage, STAGE_OVERDUE);
	assert_int_equal(out.sequence, 1);
	later = by_day("2026-04-10", "2026-03-01T12:00:00Z");
	assert_true(merge_changed(&row, &later, false, now, &out));
	assert_int_equal(out.round, 2);
	assert_int_equal(out.stage, STAGE_NONE);
	assert_true(out.dated_at == now);
}

static void what_is_done_stays_done_until_it_opens_again(void **state)
{
	const moment now = at("2026-03-12T00:00:00Z");
	const struct deadline wanted = by_day("2026-03-10", "2026-03-01T12:00:00Z");
	struct deadline row = merge_new(&wanted, false, at("2026-03-01T12:00:00Z")), met = wanted, out;

	(void)state;
	met.met_at = now;
	assert_true(merge_changed(&row, &met, false, now, &out));
	assert_false(deadline_is_open(&out));
	row = out;
	assert_false(merge_changed(&row, &met, false, now + 1, &out));
	assert_false(merge_changed(&row, NULL, false, now + 1, &out));
	assert_true(merge_changed(&row, &wanted, true, now + 1, &out)); /* reopened, and late since long ago */
	assert_int_equal(out.round, 2);
	assert_true(out.is_quiet);
	assert_true(merge_changed(&out, NULL, false, now + 2, &row));
	assert_true(row.cancelled_at == now + 2 && row.next_at == MOMENT_NONE);
}

static void countdowns_say_what_people_say(void **state)
{
	static const struct {
		const char *now;
		bool is_late;
		enum countdown_unit unit;
		int64_t amount;
	} hours[] = {
		{"2026-03-03T13:29:59Z", false, COUNTDOWN_HOURS, 5},    {"2026-03-03T17:30:00Z", false, COUNTDOWN_MINUTES, 95},
		{"2026-03-03T19:04:30Z", false, COUNTDOWN_MINUTES, 0},  {"2026-03-03T19:05:00Z", true, COUNTDOWN_MINUTES, 0},
		{"2026-03-04T19:05:00Z", true, COUNTDOWN_HOURS, 24},    {"2026-03-07T19:05:00Z", true, COUNTDOWN_DAYS, 4},
		{"2026-02-20T19:05:00Z", false, COUNTDOWN_DAYS, 11},
	}, days[] = {
		{"2026-03-10T03:59:59Z", false, COUNTDOWN_DAYS, 1}, /* the evening of the 9th there */
		{"2026-03-10T04:00:00Z", false, COUNTDOWN_DAYS, 0}, {"2026-03-11T03:59:59Z", false, COUNTDOWN_DAYS, 0},
		{"2026-03-11T04:00:00Z", true, COUNTDOWN_DAYS, 1},
	};
	const struct deadline hour = by_hour("2026-03-03T19:05:00Z", "2026-03-01T00:00:00Z");
	const struct deadline on = by_day("2026-03-10", "2026-03-01T00:00:00Z");

	(void)state;
	for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
		const struct countdown left = deadline_countdown(&hour, new_york(), at(hours[i].now));
		assert_int_equal(left.is_late, hours[i].is_late);
		assert_int_equal(left.unit, hours[i].unit);
		assert_int_equal(left.amount, hours[i].amount);
	}
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		const struct countdown left = deadline_countdown(&on, new_york(), at(days[i].now));
		assert_int_equal(left.is_late, days[i].is_late);
		assert_int_equal(left.unit, days[i].unit);
		assert_int_equal(left.amount, days[i].amount);
	}
}

static void rules_are_entered_in_units(void **state)
{
	struct deadline_rule rule = deadline_rule_default(1, DEADLINE_OPEN_CRITICAL);

	(void)state;
	rule.lead_minutes = 90;
	rule.escalate_minutes = 3 * 1440;
	deadline_rule_split(&rule);
	assert_int_equal(rule.term, 1);
	assert_str(str_of(codes_code(&deadline_unit_codes, rule.term_unit)), "hours");
	assert_int_equal(rule.lead, 90);
	assert_int_equal(rule.escalate, 3);
	rule.lead = 2;
	rule.lead_unit = codes_find(&deadline_unit_codes, STR("hours"));
	deadline_rule_join(&rule);
	assert_int_equal(rule.lead_minutes, 120);
	assert_int_equal(rule.escalate_minutes, 3 * 1440);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(days_are_told_in_the_morning),
		UNIT(working_days_wait_and_come_before),
		UNIT(hours_are_told_at_any_time),
		UNIT(what_comes_in_late_escalates_later),
		UNIT(windows_end_without_anybody_late),
		UNIT(telling_is_monotonous),
		UNIT(a_new_date_begins_a_round),
		UNIT(what_is_done_stays_done_until_it_opens_again),
		UNIT(countdowns_say_what_people_say),
		UNIT(rules_are_entered_in_units),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
