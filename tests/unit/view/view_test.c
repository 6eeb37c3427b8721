/* Views and records in templates: what each kind of value shows, and that a template cannot inject. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/view_source.h"

struct sample {
	int64_t id;
	struct str title;
	struct str story;
	int64_t days;
	int64_t rate;
	int64_t cost;
	bool is_open;
	enum answer was_inpatient;
	moment reported_at;
	day happened_on;
	clock_minutes began_at;
	int severity;
	struct str uuid;
	struct str secret;
};

static const struct code severity_rows[] = {
	{"", ""}, {"low", N_("Low")}, {"high", N_("High & rising")}, {NULL, NULL},
};
static const struct codes severities = {"severity", severity_rows};

static const struct field sample_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct sample, id)},
	{.kind = FIELD_TEXT, .name = "title", .offset = offsetof(struct sample, title)},
	{.kind = FIELD_PROSE, .name = "story", .offset = offsetof(struct sample, story)},
	{.kind = FIELD_INT, .name = "days", .offset = offsetof(struct sample, days)},
	{.kind = FIELD_DECIMAL, .name = "rate", .offset = offsetof(struct sample, rate)},
	{.kind = FIELD_MONEY, .name = "cost", .offset = offsetof(struct sample, cost)},
	{.kind = FIELD_BOOL, .name = "is_open", .offset = offsetof(struct sample, is_open)},
	{.kind = FIELD_ANSWER, .name = "was_inpatient", .offset = offsetof(struct sample, was_inpatient)},
	{.kind = FIELD_MOMENT, .name = "reported_at", .offset = offsetof(struct sample, reported_at)},
	{.kind = FIELD_DAY, .name = "happened_on", .offset = offsetof(struct sample, happened_on)},
	{.kind = FIELD_CLOCK, .name = "began_at", .offset = offsetof(struct sample, began_at)},
	{.kind = FIELD_CODE, .name = "severity", .offset = offsetof(struct sample, severity), .codes = &severities},
	{.kind = FIELD_UUID, .name = "uuid", .offset = offsetof(struct sample, uuid)},
	{.kind = FIELD_BYTES, .name = "secret", .offset = offsetof(struct sample, secret)},
	FIELD_END,
};
static const struct record sample_record = {"sample", sizeof(struct sample), sample_fields};

/* 2026-03-03T14:05:09Z */
static const moment tuesday = INT64_C(1772546709) * 1000000;

static struct sample full_sample(void)
{
	return (struct sample){
		.id = 1234567, .title = STR("Fall <from> \"B\""), .story = STR("First\nsecond"), .days = 12345,
		.rate = 2500000, .cost = 123450, .is_open = true, .was_inpatient = ANSWER_YES,
		.reported_at = tuesday, .happened_on = day_of(2026, 3, 2), .began_at = 7 * 60 + 5,
		.severity = 2, .uuid = STR("0190a5c8-0000-7000-8000-000000000000"), .secret = STR("\x01"),
	};
}

static void expect(const struct view *view, const struct zone *zone, const char *source, const char *expected)
{
	struct arena *arena = arena_new(0);
	const struct view_style style = {.zone = zone};
	const struct mustache_dialect dialect = {.is_product = true};
	struct view_reader reader = {.style = &style};
	struct mustache_value root = view_value(view);
	struct text out = TEXT_IN(arena);
	struct mustache_error error = {0};
	struct mustache *template;

	assert_int_equal(mustache_compile(arena, str_of(source), &dialect, &template, &error), RC_OK);
	/* Twice, because names remember where they were found. */
	for (int i = 0; i < 2; i++) {
		out.len = 0;
		assert_int_equal(mustache_render(template, &view_source, &reader, &root, &out, &error), RC_OK);
		assert_string_equal(text_str(&out).at, expected);
	}
	arena_free(arena);
}

static void test_members(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);

	(void)state;
	view_text(view, "name", STR("O'Neil & <sons>"));
	view_cstr(view, "nothing", NULL);
	view_printf(view, "ratio", "%d of %d", 3, 4);
	view_int(view, "count", 1234567);
	view_int(view, "loss", -1500);
	view_flag(view, "on", true);
	view_flag(view, "off", false);
	view_moment(view, "at", tuesday);
	view_moment(view, "never", MOMENT_NONE);
	view_day(view, "on_day", day_of(2025, 12, 31));
	view_code(view, "severity", &severities, 1);
	view_code(view, "none", &severities, 0);

	expect(view, NULL, "{{name}}", "O&#39;Neil &amp; &lt;sons&gt;");
	expect(view, NULL, "[{{nothing}}{{#nothing}}x{{/nothing}}{{unknown}}]", "[]");
	expect(view, NULL, "{{ratio}}", "3 of 4");
	expect(view, NULL, "{{count}} {{count.grouped}} {{loss.grouped}}", "1234567 1,234,567 -1,500");
	expect(view, NULL, "{{#on}}1{{/on}}{{^off}}0{{/off}} {{on}} {{off}} {{on.input}}", "10 Yes No true");
	expect(view, NULL, "{{at}} | {{at.iso}} | {{at.date}} | {{at.time}} | {{at.input}}",
	       "3 Mar 2026, 14:05 | 2026-03-03T14:05:09Z | 3 Mar 2026 | 14:05 | 2026-03-03T14:05");
	expect(view, NULL, "[{{never}}{{never.iso}}{{never.date}}{{#never}}x{{/never}}]", "[]");
	expect(view, NULL, "{{on_day}} {{on_day.iso}} {{on_day.input}}", "31 Dec 2025 2025-12-31 2025-12-31");
	expect(view, NULL, "{{severity}} {{severity.code}} {{#severity.is_low}}low{{/severity.is_low}}"
			   "{{#severity.is_high}}high{{/severity.is_high}}{{^severity.is_high}}!{{/severity.is_high}}",
	       "Low low low!");
	expect(view, NULL, "[{{none}}{{none.code}}{{#none}}x{{/none}}]", "[]");
	arena_free(arena);
}

static void test_the_later_of_two_members_counts(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);

	(void)state;
	view_cstr(view, "title", "first");
	view_cstr(view, "title", "second");
	expect(view, NULL, "{{title}}", "second");
	arena_free(arena);
}

static void test_only_trusted_html_is_left_as_it_is(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);

	(void)state;
	view_html(view, "body", STR("<p>Hi</p>"));
	view_cstr(view, "name", "<script>");
	expect(view, NULL, "{{{body}}}{{&body}}", "<p>Hi</p><p>Hi</p>");
	expect(view, NULL, "{{body}}", "&lt;p&gt;Hi&lt;/p&gt;");
	expect(view, NULL, "{{{name}}}{{&name}}{{name.t}}", "&lt;script&gt;&lt;script&gt;&lt;script&gt;");
	expect(view, NULL, "{{{body.url}}}", "%3Cp%3EHi%3C%2Fp%3E");
	arena_free(arena);
}

static void test_objects_and_lists(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena), *other = view_new(arena);
	struct view_list *list = view_list(view, "people");

	(void)state;
	view_list(view, "empty");
	view_cstr(view, "site", "Mill");
	view_cstr(view_object(view, "owner"), "name", "Ana");
	view_cstr(other, "name", "Bo");
	view_child(view, "deputy", other);
	for (int i = 0; i < 30; i++)
		view_int(view_add(list), "n", i);
	expect(view, NULL, "{{owner.name}} {{#deputy}}{{name}} at {{site}}{{/deputy}}", "Ana Bo at Mill");
	expect(view, NULL, "{{#people}}{{n}},{{/people}}",
	       "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,");
	expect(view, NULL, "{{#people.any}}<ul>{{people.count}}</ul>{{/people.any}}", "<ul>30</ul>");
	expect(view, NULL, "[{{#empty}}x{{/empty}}{{#empty.any}}x{{/empty.any}}]{{^empty}}none{{/empty}}", "[]none");
	expect(view, NULL, "[{{owner}}{{people}}{{people.other}}{{owner.name.first}}]", "[]");
	arena_free(arena);
}

static void test_records(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct sample full = full_sample();

	(void)state;
	view_record(view, "it", &sample_record, &full);
	expect(view, NULL, "{{#it}}{{id}} {{title}} {{story}}{{/it}}",
	       "1234567 Fall &lt;from&gt; &quot;B&quot; First\nsecond");
	expect(view, NULL, "{{it.days}} {{it.days.grouped}} {{it.rate}} {{it.cost}} {{it.cost.input}}",
	       "12345 12,345 2.5 1,234.50 1234.50");
	expect(view, NULL, "{{it.is_open}} {{it.was_inpatient}} {{it.was_inpatient.code}}"
			   "{{#it.was_inpatient.is_yes}}!{{/it.was_inpatient.is_yes}}",
	       "Yes Yes yes!");
	expect(view, NULL, "{{it.reported_at}} {{it.happened_on}} {{it.began_at}} {{it.began_at.time}}",
	       "3 Mar 2026, 14:05 2 Mar 2026 07:05 07:05");
	expect(view, NULL, "{{it.severity}} {{it.severity.code}} {{#it.severity.is_high}}x{{/it.severity.is_high}}",
	       "High &amp; rising high x");
	expect(view, NULL, "[{{it.secret}}{{#it.secret}}x{{/it.secret}}]", "[]");
	expect(view, NULL, "[{{it.title.iso}}{{it.days.t}}{{it.title.grouped}}{{it.title.url.url}}]", "[]");
	arena_free(arena);
}

static void test_values_that_are_not_given_show_nothing(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct sample none;

	(void)state;
	record_clear(&sample_record, &none);
	view_merge(view, &sample_record, &none);
	expect(view, NULL,
	       "[{{title}}{{story}}{{was_inpatient}}{{reported_at}}{{reported_at.input}}{{happened_on}}{{began_at}}"
	       "{{severity}}{{severity.code}}{{uuid}}]",
	       "[]");
	expect(view, NULL,
	       "[{{#title}}t{{/title}}{{#days}}d{{/days}}{{#rate}}r{{/rate}}{{#is_open}}o{{/is_open}}"
	       "{{#was_inpatient}}w{{/was_inpatient}}{{#reported_at}}a{{/reported_at}}{{#began_at}}b{{/began_at}}"
	       "{{#severity}}s{{/severity}}{{#was_inpatient.is_no}}n{{/was_inpatient.is_no}}]",
	       "[]");
	expect(view, NULL, "{{days}} {{cost}} {{is_open}}", "0 0.00 No");
	arena_free(arena);
}

static void test_merged_records_stand_behind_members(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct sample full = full_sample();

	(void)state;
	view_merge(view, &sample_record, &full);
	view_cstr(view, "title", "shown instead");
	expect(view, NULL, "{{title}} {{days}}", "shown instead 12345");
	arena_free(arena);
}

static void test_lists_of_records(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct sample rows[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		rows[i] = full_sample();
		rows[i].days = i;
	}
	view_cstr(view, "site", "Mill");
	view_records(view, "rows", &sample_record, rows, 3);
	view_records(view, "none", &sample_record, NULL, 0);
	expect(view, NULL, "{{#rows}}{{days}}{{site}} {{/rows}}{{rows.count}}", "0Mill 1Mill 2Mill 3");
	expect(view, NULL, "{{^none}}none{{/none}}", "none");
	arena_free(arena);
}

static void test_addresses_are_percent_encoded(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct sample full = full_sample();

	(void)state;
	view_cstr(view, "name", "a b/c?d=é&\"");
	view_cstr(view, "empty", "");
	view_record(view, "it", &sample_record, &full);
	expect(view, NULL, "/x/{{name.url}}", "/x/a%20b%2Fc%3Fd%3D%C3%A9%26%22");
	expect(view, NULL, "[{{empty.url}}]", "[]");
	expect(view, NULL, "{{it.severity.url}} {{it.happened_on.url}} {{it.days.url}} {{it.reported_at.url}}",
	       "high 2026-03-02 12345 2026-03-03T14%3A05");
	arena_free(arena);
}

static void test_moments_are_shown_in_the_zone(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	const struct zone *zone;

	(void)state;
	assert_int_equal(zone_find(STR("Pacific/Auckland"), &zone), RC_OK);
	view_moment(view, "at", tuesday);
	expect(view, zone, "{{at}} {{at.date}} {{at.time}} {{at.input}} {{at.iso}}",
	       "4 Mar 2026, 03:05 4 Mar 2026 03:05 2026-03-04T03:05 2026-03-03T14:05:09Z");
	arena_free(arena);
}

static void test_strict_rules_for_pages(void **state)
{
	static const char *const refused[] = {
		"{{<p}}lost{{/p}}", "{{<p}}{{lost}}{{/p}}", "{{<p}}{{#a}}{{$b}}{{/b}}{{/a}}{{/p}}",
		"{{<p}}{{>lost}}{{/p}}", "{{#t}}no end", "{{#t}}{{#t}}x{{/t}}{{/t}}", "{{#tn}}{{n}}|one{{/tn}}",
		"{{#tn}}{{n}}|a|b|c{{/tn}}", "{{#tn}}n|one|many{{/tn}}", "{{#t}}{{#open}}{{/t}}",
		"{{#open}}{{#t}}{{/open}}{{/t}}",
	};
	const struct mustache_dialect dialect = {.is_product = true};
	struct arena *arena = arena_new(0);
	struct mustache_error error;
	struct mustache *template;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		assert_int_equal(mustache_compile(arena, str_of(refused[i]), &dialect, &template, &error),
				 RC_INVALID);
		assert_non_null(error.message);
	}
	arena_free(arena);
}

static void test_english_texts_and_plurals(void **state)
{
	struct arena *arena = arena_new(0);
	struct view *view = view_new(arena);
	struct view_list *rows = view_list(view, "rows");

	(void)state;
	view_int(view, "one", 1);
	view_int(view, "many", 7);
	view_add(rows);
	expect(view, NULL, "<p>{{#t}}  Showing\n\t{{many}} incidents {{/t}}</p>", "<p>Showing 7 incidents</p>");
	expect(view, NULL, "{{#tn}}{{one}}|one case|{{one}} cases{{/tn}}, {{#tn}}{{many}}|one case|{{many}} cases{{/tn}}",
	       "one case, 7 cases");
	expect(view, NULL, "{{#tn}}{{none}}|one case|no cases{{/tn}} {{#tn}}{{rows}}|one row|rows{{/tn}}",
	       "no cases one row");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_the_later_of_two_members_counts),
		cmocka_unit_test(test_only_trusted_html_is_left_as_it_is),
		cmocka_unit_test(test_objects_and_lists),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_values_that_are_not_given_show_nothing),
		cmocka_unit_test(test_merged_records_stand_behind_members),
		cmocka_unit_test(test_lists_of_records),
		cmocka_unit_test(test_addresses_are_percent_encoded),
		cmocka_unit_test(test_moments_are_shown_in_the_zone),
		cmocka_unit_test(test_strict_rules_for_pages),
		cmocka_unit_test(test_english_texts_and_plurals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
