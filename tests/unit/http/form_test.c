#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/pairs.h"
#include "http/urlencoded.h"

enum level { LEVEL_NONE, LEVEL_LOW, LEVEL_HIGH };
static const struct code level_rows[] = {{"", ""}, {"low", N_("Low")}, {"high", N_("High")}, {NULL, NULL}};
static const struct codes level_codes = {"level", level_rows};

struct report {
	struct str title;
	struct str story;
	int64_t count;
	int64_t hours;
	bool is_urgent;
	enum answer seen;
	day on;
	moment at;
	int level;
	int64_t place_id;
};

static const struct field report_fields[] = {
	{.kind = FIELD_TEXT,
	 .name = "title",
	 .label = N_("Title"),
	 .offset = offsetof(struct report, title),
	 .flags = FIELD_REQUIRED,
	 .max = 20,
	 .hint = N_("In a few words"),
	 .autocomplete = "off"},
	{.kind = FIELD_PROSE,
	 .name = "story",
	 .label = N_("Story"),
	 .offset = offsetof(struct report, story)},
	{.kind = FIELD_INT,
	 .name = "count",
	 .label = N_("Count"),
	 .offset = offsetof(struct report, count),
	 .least = 1,
	 .most = 9},
	{.kind = FIELD_DECIMAL,
	 .name = "hours",
	 .label = N_("Hours"),
	 .offset = offsetof(struct report, hours),
	 .least = 0,
	 .most = 2500000},
	{.kind = FIELD_BOOL,
	 .name = "is_urgent",
	 .label = N_("Urgent"),
	 .offset = offsetof(struct report, is_urgent)},
	{.kind = FIELD_ANSWER, .name = "seen", .label = N_("Seen"), .offset = offsetof(struct report, seen)},
	{.kind = FIELD_DAY,
	 .name = "on",
	 .label = N_("On"),
	 .offset = offsetof(struct report, on),
	 .flags = FIELD_PAST},
	{.kind = FIELD_MOMENT, .name = "at", .label = N_("At"), .offset = offsetof(struct report, at)},
	{.kind = FIELD_CODE,
	 .name = "level",
	 .label = N_("Level"),
	 .offset = offsetof(struct report, level),
	 .codes = &level_codes},
	{.kind = FIELD_ID,
	 .name = "place_id",
	 .label = N_("Place"),
	 .offset = offsetof(struct report, place_id)},
	FIELD_END,
};
static const struct record report_record = {"report", sizeof(struct report), report_fields};
static const char *const names[] = {"title", "story", "count", "hours", "is_urgent",
				    "seen",  "on",    "at",    "level", NULL};

static enum rc check_count(struct request *rq, const void *row)
{
	const struct report *report = row;

	return report->count == 7 ? problem_add(rq, "count", N_("Not seven.")) : RC_OK;
}
static const struct form report_form = {&report_record, names, check_count};

/* A template that writes down what form_view made; templates are read from this folder. */
static char folder[] = "/tmp/muster-form-XXXXXX";
static const char template[] =
	"{{#f.fields}}{{name}} id={{id}} value={{value}}"
	"{{#is_text}} text{{/is_text}}{{#is_prose}} prose{{/is_prose}}{{#is_number}} "
	"number{{/is_number}}{{#is_box}} box{{/is_box}}"
	"{{#is_answer}} answer{{/is_answer}}{{#is_moment}} moment{{/is_moment}}{{#is_day}} "
	"day{{/is_day}}{{#is_choice}} choice{{/is_choice}}"
	"{{#required}} required{{/required}}{{#checked}} checked{{/checked}}{{#hint}} hint={{hint}}{{/hint}}"
	"{{#problem}} problem={{problem}}{{/problem}}{{#describedby}} by={{describedby}}{{/describedby}}"
	"{{#maxlength}} most={{maxlength}}{{/maxlength}}{{#min}} min={{min}}{{/min}}{{#max}} "
	"max={{max}}{{/max}}"
	"{{#step}} step={{step}}{{/step}}{{#autocomplete}} auto={{autocomplete}}{{/autocomplete}}"
	"{{#options}} [{{id}} {{code}} {{label}}{{#selected}} *{{/selected}}]{{/options}}\n{{/f.fields}}"
	"{{#f.title}}alone {{name}}={{value}}{{/f.title}}\n";

static int make_folder(void **state)
{
	char path[100];
	FILE *file;
	(void)state;

	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/form.mustache", folder);
	file = fopen(path, "w");
	return file && fputs(template, file) >= 0 && fclose(file) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	char path[100];
	(void)state;

	snprintf(path, sizeof path, "%s/form.mustache", folder);
	return unlink(path) == 0 ? rmdir(folder) : -1;
}

static struct request posted(struct arena *arena, const char *body)
{
	struct request rq = {
		.arena = arena, .method = METHOD_POST, .now = DAYS(day_of(2026, 3, 3)) + HOURS(12)};

	assert_int_equal(urlencoded_parse(arena, str_of(body), 100, &rq.form), RC_OK);
	return rq;
}

static const char *shown(struct request *rq, const char *prefix, const struct report *report)
{
	struct templates *templates = templates_open(str_of(folder));
	struct view *page = view_new(rq->arena);
	struct text out = TEXT_IN(rq->arena);
	const struct view_style style = {0};

	form_view_prefixed(rq, page, "f", &report_form, prefix, report);
	assert_int_equal(template_render(templates, "form", page, &style, &out), RC_OK);
	templates_close(templates);
	return text_str(&out).at;
}

static void assert_line(const char *all, const char *line)
{
	struct str wanted = str_of(line);
	struct str rest = str_of(all), part;

	while (str_split(&rest, '\n', &part))
		if (str_equal(part, wanted))
			return;
	fail_msg("no line <%s> in\n%s", line, all);
}

static void test_good(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(
		arena, "title=+Ice+&story=a%0D%0Ab&count=3&hours=1.5&is_urgent=1&seen=no&on=2026-03-01&"
		       "at=2026-03-02T10:30&level=high");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	assert_int_equal(form_read(&rq, &report_form, &report), RC_OK);
	assert_true(str_is(report.title, "Ice"));
	assert_true(str_is(report.story, "a\nb"));
	assert_int_equal(report.count, 3);
	assert_int_equal(report.hours, 1500000);
	assert_true(report.is_urgent);
	assert_int_equal(report.seen, ANSWER_NO);
	assert_int_equal(report.on, day_of(2026, 3, 1));
	assert_int_equal(report.at, DAYS(day_of(2026, 3, 2)) + HOURS(10) + MINUTES(30));
	assert_int_equal(report.level, LEVEL_HIGH);
	assert_int_equal(rq.problem_count, 0);
	arena_free(arena);
}

static void test_all_problems_at_once(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq =
		posted(arena, "title=&count=12&hours=x&on=2026-03-04&at=never&level=huge&seen=perhaps");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	assert_int_equal(form_read(&rq, &report_form, &report), RC_INVALID);
	static const char *const wrong[] = {"title", "count", "hours", "on", "at", "level", "seen"};
	assert_int_equal(rq.problem_count, sizeof wrong / sizeof *wrong);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_true(problem_of(&rq, wrong[i]).len > 0);
	assert_true(str_find(problem_of(&rq, "count"), STR("9")) >= 0);
	assert_null(problem_of(&rq, "story").at);
	arena_free(arena);
}

static void test_check_comes_last(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(arena, "title=a&count=7");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	assert_int_equal(form_read(&rq, &report_form, &report), RC_INVALID);
	assert_true(str_is(problem_of(&rq, "count"), "Not seven."));
	arena_free(arena);
}

static void test_an_empty_box_clears(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(arena, "title=a");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	report.is_urgent = true;
	report.story = STR("old");
	assert_int_equal(form_read(&rq, &report_form, &report), RC_OK);
	assert_false(report.is_urgent);
	assert_int_equal(report.story.len, 0);
	arena_free(arena);
}

static void test_query(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = {.arena = arena, .method = METHOD_GET};
	struct report report;
	(void)state;

	assert_int_equal(urlencoded_parse(arena, STR("title=x&level=low"), 10, &rq.query), RC_OK);
	record_clear(&report_record, &report);
	assert_int_equal(query_read(&rq, &report_form, &report), RC_OK);
	assert_int_equal(report.level, LEVEL_LOW);
	arena_free(arena);
}

static void test_groups(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(
		arena,
		"people.0.title=Ann&people.2.title=&people.2.level=low&people.x.title=&people.99.title=z");
	struct report report;
	(void)state;

	assert_int_equal(form_group_count(&rq, "people", 10), 3);
	assert_int_equal(form_group_count(&rq, "other", 10), 0);
	record_clear(&report_record, &report);
	assert_int_equal(form_read_prefixed(&rq, &report_form, "people.0.", &report), RC_OK);
	assert_true(str_is(report.title, "Ann"));
	assert_int_equal(form_read_prefixed(&rq, &report_form, "people.2.", &report), RC_INVALID);
	assert_true(problem_of(&rq, "people.2.title").len > 0);
	const char *all = shown(&rq, "people.2.", NULL);
	assert_line(all, "people.2.level id=f-people-2-level value=low choice [f-people-2-level low Low *]"
			 " [f-people-2-level-1 high High]");
	arena_free(arena);
}

static void test_view_of_a_stored_row(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = {.arena = arena, .method = METHOD_GET, .now = DAYS(day_of(2026, 3, 3))};
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	report.title = STR("A & B");
	report.hours = 1500000;
	report.is_urgent = true;
	report.seen = ANSWER_YES;
	report.on = day_of(2026, 3, 1);
	report.at = DAYS(day_of(2026, 3, 2)) + HOURS(10);
	const char *all = shown(&rq, "", &report);
	assert_line(all, "title id=f-title value=A &amp; B text required hint=In a few words by=f-title-hint "
			 "most=20 auto=off");
	assert_line(all, "story id=f-story value= prose most=20000");
	assert_line(all, "count id=f-count value= number min=1 max=9 step=1");
	assert_line(all, "hours id=f-hours value=1.5 number min=0 max=2.5 step=any");
	assert_line(all, "is_urgent id=f-is_urgent value=1 box checked");
	assert_line(all, "seen id=f-seen value=yes answer [f-seen yes Yes *] [f-seen-1 no No]");
	assert_line(all, "on id=f-on value=2026-03-01 day max=2026-03-03");
	assert_line(all, "at id=f-at value=2026-03-02T10:00 moment");
	assert_line(all, "level id=f-level value= choice [f-level low Low] [f-level-1 high High]");
	assert_line(all, "alone title=A &amp; B");
	arena_free(arena);
}

/* What was typed stays, however wrong it is. */
static void test_view_of_what_was_typed(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(arena, "title=&count=twelve&at=soon&seen=no");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	report.title = STR("stored");
	report.is_urgent = true;
	assert_int_equal(form_read(&rq, &report_form, &report), RC_INVALID);
	report.is_urgent = true;
	const char *all = shown(&rq, "", &report);
	struct str title = arena_printf(arena,
					"title id=f-title value= text required hint=In a few words problem=%s"
					" by=f-title-hint f-title-problem most=20 auto=off",
					problem_of(&rq, "title").at);
	assert_line(all, title.at);
	assert_non_null(strstr(all, "count id=f-count value=twelve number problem="));
	assert_non_null(strstr(all, "at id=f-at value=soon moment problem="));
	assert_line(all, "is_urgent id=f-is_urgent value= box");
	assert_line(all, "seen id=f-seen value=no answer [f-seen yes Yes] [f-seen-1 no No *]");
	arena_free(arena);
}

/* A page with two forms: posting one leaves the other as stored. */
static void test_other_form_stays_stored(void **state)
{
	struct arena *arena = arena_new(0);
	struct request rq = posted(arena, "comment=hello");
	struct report report;
	(void)state;

	record_clear(&report_record, &report);
	report.title = STR("stored");
	assert_non_null(strstr(shown(&rq, "", &report), "title id=f-title value=stored"));
	arena_free(arena);
}

/* An id that another table gives is a choice among the rows on offer. */
static void test_choices(void **state)
{
	static const struct choice places[] = {{7, STR_INIT("Dayton")}, {12, STR_INIT("El Paso")}};
	static const char *const place_names[] = {"place_id", NULL};
	static const struct form place_form = {&report_record, place_names, NULL};
	struct arena *arena = arena_new(0);
	struct report report;
	(void)state;

	struct request rq = posted(arena, "place_id=12");
	form_choices(&rq, "place_id", places, 2);
	record_clear(&report_record, &report);
	assert_int_equal(form_read(&rq, &place_form, &report), RC_OK);
	assert_int_equal(report.place_id, 12);

	rq = posted(arena, "place_id=8");
	form_choices(&rq, "place_id", places, 2);
	assert_int_equal(form_read(&rq, &place_form, &report), RC_INVALID);
	assert_non_null(problem_of(&rq, "place_id").at);

	rq = posted(arena, "place_id=");
	form_choices(&rq, "place_id", places, 2);
	assert_int_equal(form_read(&rq, &place_form, &report), RC_OK);
	assert_int_equal(report.place_id, 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_all_problems_at_once),
		cmocka_unit_test(test_check_comes_last),
		cmocka_unit_test(test_an_empty_box_clears),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_view_of_a_stored_row),
		cmocka_unit_test(test_view_of_what_was_typed),
		cmocka_unit_test(test_other_form_stays_stored),
		cmocka_unit_test(test_choices),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
