/* A folder of templates, in English and in a language with a catalogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "view/view.h"

static const struct {
	const char *name, *source;
} files[] = {
	{"layout/page.mustache", "<!doctype html>\n<main>\n  {{$content}}\n  {{/content}}\n</main>\n"},
	{"list.mustache", "{{<layout/page}}\n{{$content}}\n{{#rows}}\n{{>partial/row}}\n{{/rows}}\n"
			  "<p>{{#tn}}{{rows.count}}|one case|{{rows.count}} cases{{/tn}}</p>\n{{/content}}\n"
			  "{{/layout/page}}\n"},
	{"partial/row.mustache", "<li>{{name}} {{#t}}is {{state}}{{/t}} {{state.t}}</li>\n"},
	{"missing-partial.mustache", "before {{>partial/nowhere}} after"},
	{"malformed.mustache", "fine\n{{#open}}\n"},
	{"latin.mustache", "A\xf1o"},
	{"endless.mustache", "x{{>endless}}"},
	{"chosen.mustache", "{{>*which}}"},
	{"months.mustache", "{{on}} {{flag}}"},
};

/* What msgfmt would make of a small .po file. */
static const struct {
	struct str id, text;
} spanish[] = {
	{STR_INIT(""), STR_INIT("Plural-Forms: nplurals=2; plural=(n != 1);\n")},
	{STR_INIT("Mar"), STR_INIT("mar")},
	{STR_INIT("Yes"), STR_INIT("Sí")},
	{STR_INIT("is {{state}}"), STR_INIT("está {{state}}")},
	{STR_INIT("one case\0{{rows.count}} cases"), STR_INIT("un caso\0{{rows.count}} casos")},
	{STR_INIT("shut"), STR_INIT("cerrado")},
};

enum { TEXTS = sizeof spanish / sizeof *spanish };

struct place {
	char folder[64];
	char path[256];
};

static const char *path_of(struct place *place, const char *name)
{
	snprintf(place->path, sizeof place->path, "%s/%s", place->folder, name);
	return place->path;
}

static void write_bytes(struct place *place, const char *name, const char *bytes, size_t len)
{
	FILE *file = fopen(path_of(place, name), "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void write_catalogue(struct place *place)
{
	struct arena *arena = arena_new(0);
	struct text out = TEXT_IN(arena);
	uint32_t at = 28 + 16 * TEXTS;
	const uint32_t head[] = {0x950412de, 0, TEXTS, 28, 28 + 8 * TEXTS, 0, at};

	text_add(&out, (struct str){(const char *)head, sizeof head});
	for (int texts = 0; texts < 2; texts++) {
		for (size_t i = 0; i < TEXTS; i++) {
			struct str s = texts ? spanish[i].text : spanish[i].id;
			const uint32_t row[] = {(uint32_t)s.len, at};
			text_add(&out, (struct str){(const char *)row, sizeof row});
			at += (uint32_t)s.len + 1;
		}
	}
	for (int texts = 0; texts < 2; texts++) {
		for (size_t i = 0; i < TEXTS; i++) {
			text_add(&out, texts ? spanish[i].text : spanish[i].id);
			text_char(&out, '\0');
		}
	}
	write_bytes(place, "es.mo", out.at, out.len);
	arena_free(arena);
}

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	snprintf(place->folder, sizeof place->folder, "/tmp/muster-templates-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	assert_int_equal(mkdir(path_of(place, "layout"), 0700), 0);
	assert_int_equal(mkdir(path_of(place, "partial"), 0700), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		write_bytes(place, files[i].name, files[i].source, strlen(files[i].source));
	write_catalogue(place);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(path_of(place, files[i].name));
	unlink(path_of(place, "es.mo"));
	rmdir(path_of(place, "layout"));
	rmdir(path_of(place, "partial"));
	rmdir(place->folder);
	free(place);
	return 0;
}

static struct view *list_view(struct arena *arena, int count)
{
	struct view *view = view_new(arena);
	struct view_list *rows = view_list(view, "rows");

	for (int i = 0; i < count; i++) {
		struct view *row = view_add(rows);
		view_printf(row, "name", "<%d>", i);
		view_cstr(row, "state", "shut");
	}
	return view;
}

static void test_pages_of_layout_and_partials(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);
	struct templates *templates = templates_open(str_of(place->folder));
	const struct view_style style = {0};
	struct text out = TEXT_IN(arena);

	text_cstr(&out, "head;");
	for (int i = 0; i < 2; i++) {
		out.len = 5;
		assert_int_equal(template_render(templates, "list", list_view(arena, 2), &style, &out), RC_OK);
		assert_string_equal(text_str(&out).at, "head;<!doctype html>\n<main>\n"
						       "  <li>&lt;0&gt; is shut shut</li>\n"
						       "  <li>&lt;1&gt; is shut shut</li>\n"
						       "  <p>2 cases</p>\n</main>\n");
	}
	templates_close(templates);
	arena_free(arena);
}

static void test_each_language_is_compiled_on_its_own(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);
	struct templates *templates = templates_open(str_of(place->folder));
	const struct view_style english = {0};
	const struct view_style style = {.catalogue = catalogue_find(str_of(place->folder), STR("es-MX"))};
	struct text out = TEXT_IN(arena);
	struct view *view = list_view(arena, 1);

	assert_non_null(style.catalogue);
	assert_string_equal(catalogue_locale(style.catalogue), "es");
	assert_int_equal(template_render(templates, "list", view, &english, &out), RC_OK);
	out.len = 0;
	assert_int_equal(template_render(templates, "list", view, &style, &out), RC_OK);
	assert_string_equal(text_str(&out).at, "<!doctype html>\n<main>\n"
					       "  <li>&lt;0&gt; está shut cerrado</li>\n"
					       "  <p>un caso</p>\n</main>\n");
	out.len = 0;
	assert_int_equal(template_render(templates, "list", view, &english, &out), RC_OK);
	assert_non_null(strstr(text_str(&out).at, "one case"));
	view_day(view, "on", day_of(2026, 3, 5));
	view_flag(view, "flag", true);
	out.len = 0;
	assert_int_equal(template_render(templates, "months", view, &style, &out), RC_OK);
	assert_string_equal(text_str(&out).at, "5 mar 2026 Sí");
	templates_close(templates);
	arena_free(arena);
}

static void test_faults_leave_the_answer_as_it_was(void **state)
{
	static const char *const names[] = {"nowhere",   "missing-partial", "malformed",      "latin", "endless",
					    "../secret", "/etc/passwd",     "layout/../list", "",      "layout//page",
					    "layout/",   "List"};
	struct place *place = *state;
	struct arena *arena = arena_new(0);
	struct templates *templates = templates_open(str_of(place->folder));
	const struct view_style style = {0};
	struct text out = TEXT_IN(arena);

	text_cstr(&out, "head;");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(template_render(templates, names[i], view_new(arena), &style, &out), RC_FAULT);
		assert_string_equal(text_str(&out).at, "head;");
	}
	/* A fault does not stay. */
	assert_int_equal(template_render(templates, "list", list_view(arena, 0), &style, &out), RC_OK);
	templates_close(templates);
	arena_free(arena);
}

static void test_partials_named_by_data_stay_in_the_folder(void **state)
{
	struct place *place = *state;
	struct arena *arena = arena_new(0);
	struct templates *templates = templates_open(str_of(place->folder));
	const struct view_style style = {0};
	struct text out = TEXT_IN(arena);
	struct view *good = view_new(arena), *bad = view_new(arena);

	view_cstr(good, "which", "partial/row");
	view_cstr(bad, "which", "../../etc/passwd");
	assert_int_equal(template_render(templates, "chosen", bad, &style, &out), RC_FAULT);
	assert_int_equal(template_render(templates, "chosen", good, &style, &out), RC_OK);
	assert_string_equal(text_str(&out).at, "<li> is  </li>\n");
	templates_close(templates);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_of_layout_and_partials),
		cmocka_unit_test(test_each_language_is_compiled_on_its_own),
		cmocka_unit_test(test_faults_leave_the_answer_as_it_was),
		cmocka_unit_test(test_partials_named_by_data_stay_in_the_folder),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
