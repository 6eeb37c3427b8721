/* The calendar as RFC 5545 wants it: folding, escaping, and what an event and a task hold. */
#include "../unit.h"

#include <string.h>

#include "base/random.h"
#include "deadline/calendar_view.h"

/* The value of a line as a reader puts it together again, and each piece measured. */
static struct str unfolded(struct arena *arena, struct str lines)
{
	struct text out = TEXT_IN(arena);

	while (lines.len) {
		const ptrdiff_t end = str_find(lines, STR("\r\n"));
		assert_true(end >= 0);
		struct str line = str_slice(lines, 0, (size_t)end);
		assert_true(line.len <= 75);
		assert_true(str_is_utf8(line));
		lines = str_slice(lines, (size_t)end + 2, lines.len);
		if (out.len)
			assert_true(str_take(&line, ' '));
		text_add(&out, line);
	}
	return text_str(&out);
}

static void folding_loses_nothing(void **state)
{
	static const char *const pieces[] = {"a", "é", "ß", "中", "😀", " ", ";", "longer "};

	for (int n = 0; n < 5000; n++) {
		struct text value = TEXT_IN(*state), out = TEXT_IN(*state);
		for (uint32_t i = random_below(200); i > 0; i--)
			text_cstr(&value, pieces[random_below(sizeof pieces / sizeof *pieces)]);
		calendar_line(&out, "SUMMARY", text_str(&value));
		const struct str whole = unfolded(*state, text_str(&out));
		assert_true(str_starts(whole, STR("SUMMARY:")));
		assert_true(str_equal(str_slice(whole, 8, whole.len), text_str(&value)));
		arena_reset(*state);
	}
}

static void lines_of_exactly_75_octets_are_whole(void **state)
{
	struct text out = TEXT_IN(*state), value = TEXT_IN(*state);

	for (int i = 0; i < 73; i++)
		text_char(&value, 'x');
	calendar_line(&out, "X", text_str(&value));
	assert_int_equal(out.len, 77);
	text_char(&value, 'x');
	out.len = 0;
	calendar_line(&out, "X", text_str(&value));
	assert_int_equal(out.len, 81);
}

static void text_is_escaped(void **state)
{
	assert_str(calendar_text(*state, STR("a,b;c\\d\ne\rf\x01")), "a\\,b\\;c\\\\d\\nef");
}

static struct deadline one(enum deadline_kind kind)
{
	struct deadline d;

	record_clear(&deadline_record, &d);
	d.kind = (int)kind;
	d.uuid = STR("0190a5c0-0000-7000-8000-000000000001");
	d.reference = STR("INC-20260301-0007");
	d.sequence = 4;
	assert_true(moment_parse(STR("2026-03-03T19:05:00Z"), &d.due_at));
	assert_true(moment_parse(STR("2026-03-02T10:00:00Z"), &d.updated_at));
	d.created_at = d.updated_at;
	return d;
}

static struct str written(struct arena *arena, const struct deadline *d, bool as_events)
{
	static struct deadline_rule rules[DEADLINE_KIND_COUNT];
	static const struct view_style style = {NULL, NULL};

	for (int i = 0; i < DEADLINE_KIND_COUNT; i++)
		rules[i] = deadline_rule_default(1, (enum deadline_kind)i);
	const struct calendar calendar = {STR("Deadlines"), STR("https://muster.example"), &style, rules, as_events};
	return calendar_write(arena, &calendar, d, 1);
}

static void assert_holds(struct str text, const char *line)
{
	if (str_find(text, str_of(line)) < 0)
		fail_msg("%s is not in %.*s", line, STR_ARG(text));
}

static void an_hour_is_an_event_that_ends_then(void **state)
{
	struct deadline d = one(DEADLINE_OSHA_DEATH);
	const struct str text = written(*state, &d, false);

	assert_true(str_starts(text, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")));
	assert_true(str_ends(text, STR("END:VEVENT\r\nEND:VCALENDAR\r\n")));
	assert_holds(text, "UID:deadline-0190a5c0-0000-7000-8000-000000000001\r\n");
	assert_holds(text, "DTSTAMP:20260302T100000Z\r\n");
	assert_holds(text, "SEQUENCE:4\r\n");
	assert_holds(text, "DTSTART:20260303T183500Z\r\nDTEND:20260303T190500Z\r\n");
	assert_holds(text, "SUMMARY:INC-20260301-0007: Report the death to OSHA\r\n");
	assert_holds(text, "DESCRIPTION:29 CFR 1904.39(a)(1)\r\n");
	assert_holds(text, "URL:https://muster.example/incidents/INC-20260301-0007/osha\r\n");
	assert_holds(text, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
	assert_holds(text, "TRIGGER:-PT360M\r\n");
	assert_holds(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n");
	d.cancelled_at = d.updated_at;
	assert_holds(written(*state, &d, false), "STATUS:CANCELLED\r\n");
	assert_true(str_find(written(*state, &d, false), STR("VALARM")) < 0);
	d.cancelled_at = MOMENT_NONE;
	d.met_at = d.updated_at;
	assert_true(str_find(written(*state, &d, false), STR("VEVENT")) < 0);
}

static void an_action_is_a_task(void **state)
{
	struct deadline d = one(DEADLINE_CAPA);

	d.due_on = day_of(2026, 12, 31);
	assert_holds(written(*state, &d, false), "DUE;VALUE=DATE:20261231\r\nSTATUS:NEEDS-ACTION\r\n");
	assert_holds(written(*state, &d, false), "TRIGGER;RELATED=END:-P2DT15H\r\n");
	assert_holds(written(*state, &d, true), "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
	d.met_at = d.updated_at;
	assert_holds(written(*state, &d, false), "STATUS:COMPLETED\r\nCOMPLETED:20260302T100000Z\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(folding_loses_nothing),
		UNIT(lines_of_exactly_75_octets_are_whole),
		UNIT(text_is_escaped),
		UNIT(an_hour_is_an_event_that_ends_then),
		UNIT(an_action_is_a_task),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
