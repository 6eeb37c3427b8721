/* Views that show nothing but themselves: their kept text is what would be shown anew, and never another's. */
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "view/view_source.h"

enum { LINES = 40 };

struct line {
	int64_t id;
	struct str title;
	bool is_open;
	day on;
	moment at;
	int state;
};

static const struct code state_rows[] = {{"", ""}, {"new", "New"}, {"closed", "Closed"}, {NULL, NULL}};
static const struct codes states = {"state", state_rows};
static const struct field line_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct line, id)},
	{.kind = FIELD_TEXT, .name = "title", .offset = offsetof(struct line, title)},
	{.kind = FIELD_BOOL, .name = "is_open", .offset = offsetof(struct line, is_open)},
	{.kind = FIELD_DAY, .name = "on", .offset = offsetof(struct line, on)},
	{.kind = FIELD_MOMENT, .name = "at", .offset = offsetof(struct line, at)},
	{.kind = FIELD_CODE, .name = "state", .offset = offsetof(struct line, state), .codes = &states},
	FIELD_END,
};
static const struct record line_record = {"line", sizeof(struct line), line_fields};

static const char page[] =
	"{{#rows}}<{{id}}|{{title}}|{{#is_open}}open{{/is_open}}{{^is_open}}-{{/is_open}}|{{on}}|{{at}}|{{state}}|{{state.code}}"
	"|{{#tags}}{{name}},{{/tags}}|{{note}}|{{outer}}|{{$slot}}own{{/slot}}>{{/rows}}";

static struct mustache *compiled(struct arena *arena, const char *source)
{
	static const struct mustache_dialect dialect = {.is_product = true};
	struct mustache_error error;
	struct mustache *out;

	assert_int_equal(mustache_compile(arena, str_of(source), &dialect, &out, &error), RC_OK);
	return out;
}

static struct str shown(struct arena *arena, struct mustache *code, const struct view *view, struct view_kept *kept,
			const struct zone *zone)
{
	const struct view_style style = {.zone = zone};
	struct view_reader reader = {.style = &style, .kept = kept, .arena = arena};
	struct mustache_value value = view_value(view);
	struct mustache_error error;
	struct text out = TEXT_IN(arena);

	assert_int_equal(mustache_render(code, &view_source, &reader, &value, &out, &error), RC_OK);
	return text_str(&out);
}

/* Few different values each, so that equal rows come again. */
static struct view *random_page(struct arena *arena, unsigned *seed)
{
	static const char *const titles[] = {"Fall", "Fall <b>", "", "Spill"};
	struct view *root = view_new(arena);
	struct view_list *rows = view_list(root, "rows");

	view_cstr(root, "outer", "never");
	for (int i = 0; i < LINES; i++) {
		struct view *row = view_add(rows);
		struct line *line = ARENA_NEW(arena, struct line);
		*line = (struct line){
			.id = rand_r(seed) % 3, .title = str_of(titles[rand_r(seed) % 4]), .is_open = rand_r(seed) % 2,
			.on = rand_r(seed) % 2, .at = rand_r(seed) % 2 * DAYS(1), .state = rand_r(seed) % 3,
		};
		view_keep(row);
		view_merge(row, &line_record, line);
		if (rand_r(seed) % 2)
			view_cstr(row, "note", rand_r(seed) % 2 ? "a" : "ab");
		struct view_list *tags = view_list(row, "tags");
		for (int tag = rand_r(seed) % 3; tag > 0; tag--)
			view_cstr(view_add(tags), "name", rand_r(seed) % 2 ? "x" : "");
	}
	return root;
}

static void test_is_what_would_be_shown_anew(void **state)
{
	struct mustache *code = compiled(*state, page);
	struct view_kept *kept = view_kept_new();
	unsigned seed = 7;

	for (int round = 0; round < 500; round++) {
		struct arena *arena = arena_new(0);
		const struct view *view = random_page(arena, &seed);
		struct str anew = shown(arena, code, view, NULL, NULL);
		assert_str(shown(arena, code, view, kept, NULL), anew.at);
		arena_free(arena);
	}
	view_kept_free(kept);
}

static struct view *one_row(struct arena *arena, const char *title)
{
	struct view *root = view_new(arena), *row = view_add(view_list(root, "rows"));

	view_cstr(root, "outer", "outside");
	view_keep(row);
	view_cstr(row, "title", title);
	view_moment(row, "at", HOURS(2));
	return root;
}

/* Names and blocks of the page are not seen, kept or not, first time or second. */
static void test_shows_nothing_but_itself(void **state)
{
	struct mustache *code = compiled(*state, "{{outer}}: {{#rows}}[{{title}}{{outer}}]{{/rows}}");
	struct view_kept *kept = view_kept_new();

	assert_str(shown(*state, code, one_row(*state, "a"), NULL, NULL), "outside: [a]");
	for (int i = 0; i < 2; i++)
		assert_str(shown(*state, code, one_row(*state, "a"), kept, NULL), "outside: [a]");
	view_kept_free(kept);
}

static void test_part_and_zone_tell_texts_apart(void **state)
{
	struct mustache *code = compiled(*state, "{{#rows}}{{at}}{{/rows}}/{{#rows}}{{title}}{{/rows}}");
	struct view_kept *kept = view_kept_new();
	const struct zone *berlin;

	assert_int_equal(zone_find(STR("Europe/Berlin"), &berlin), RC_OK);
	for (int i = 0; i < 2; i++) {
		assert_str(shown(*state, code, one_row(*state, "a"), kept, NULL), "1 Jan 1970, 02:00/a");
		assert_str(shown(*state, code, one_row(*state, "a"), kept, berlin), "1 Jan 1970, 03:00/a");
	}
	view_kept_free(kept);
}

static void test_is_taken_from_where_it_was_kept(void **state)
{
	struct view_kept *kept = view_kept_new();
	struct str text;

	(void)state;
	view_kept_add(kept, STR("key"), STR("text"));
	assert_true(view_kept_find(kept, STR("key"), &text));
	assert_str(text, "text");
	assert_false(view_kept_find(kept, STR("kez"), &text));
	view_kept_free(kept);
}

/* More than a process keeps: what was kept first is forgotten, the last is found. */
static void test_forgets_when_there_is_too_much(void **state)
{
	enum { TEXTS = 3000, LEN = 1000 };
	struct view_kept *kept = view_kept_new();
	struct str text, many = {arena_alloc(*state, LEN, 1), LEN};

	memset((char *)(uintptr_t)many.at, 'x', LEN);
	for (int i = 0; i < TEXTS; i++)
		view_kept_add(kept, arena_printf(*state, "key %d", i), many);
	assert_false(view_kept_find(kept, STR("key 0"), &text));
	assert_true(view_kept_find(kept, arena_printf(*state, "key %d", TEXTS - 1), &text));
	assert_int_equal(text.len, LEN);
	view_kept_free(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_is_what_would_be_shown_anew),
		UNIT(test_shows_nothing_but_itself),
		UNIT(test_part_and_zone_tell_texts_apart),
		UNIT(test_is_taken_from_where_it_was_kept),
		UNIT(test_forgets_when_there_is_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
