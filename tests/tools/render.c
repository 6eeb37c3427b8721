/*
 * render FOLDER TEMPLATE [JSON-FILE] [LOCALE-FOLDER LOCALE]: a template with JSON data (standard input by
 * default) as HTML on standard output. {"codes":"severity","value":"high"} is a value of an enumeration,
 * {"moment":"2026-03-01T10:00:00Z"} a moment, {"html":"<svg>"} trusted HTML. For the gallery of the interface.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "incident/incident.h"
#include "view/view.h"

static const struct codes *const known_codes[] = {
	&register_codes, &report_type_codes, &environment_codes, &severity_codes, &status_codes,
};

static void fill(struct arena *arena, struct view *view, json_t *object);

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "render: %s: %s\n", what, why);
	exit(1);
}

static void fill_code(struct view *view, const char *name, const char *codes, const char *code)
{
	for (size_t i = 0; i < sizeof known_codes / sizeof *known_codes; i++)
		if (strcmp(known_codes[i]->name, codes) == 0) {
			int value = codes_find(known_codes[i], str_of(code));
			if (value < 0)
				fail(codes, code);
			view_code(view, name, known_codes[i], value);
			return;
		}
	fail("no such codes", codes);
}

static void fill_moment(struct view *view, const char *name, const char *text)
{
	moment at;

	if (!moment_parse(str_of(text), &at))
		fail("moment", text);
	view_moment(view, name, at);
}

static void fill_object(struct arena *arena, struct view *view, const char *name, json_t *value)
{
	const char *codes = json_string_value(json_object_get(value, "codes"));
	const char *at = json_string_value(json_object_get(value, "moment"));
	const char *html = json_string_value(json_object_get(value, "html"));

	if (codes)
		fill_code(view, name, codes, json_string_value(json_object_get(value, "value")));
	else if (at)
		fill_moment(view, name, at);
	else if (html)
		view_html(view, name, str_of(html));
	else
		fill(arena, view_object(view, name), value);
}

static void fill(struct arena *arena, struct view *view, json_t *object)
{
	const char *name;
	json_t *value, *item;
	size_t i;

	json_object_foreach(object, name, value) {
		if (json_is_object(value)) {
			fill_object(arena, view, name, value);
		} else if (json_is_array(value)) {
			struct view_list *list = view_list(view, name);
			json_array_foreach(value, i, item)
				fill(arena, view_add(list), item);
		} else if (json_is_string(value)) {
			view_cstr(view, name, json_string_value(value));
		} else if (json_is_integer(value)) {
			view_int(view, name, json_integer_value(value));
		} else {
			view_flag(view, name, json_is_true(value));
		}
	}
}

int main(int argc, char **argv)
{
	if (argc != 3 && argc != 4 && argc != 6)
		fail("usage", "FOLDER TEMPLATE [JSON-FILE] [LOCALE-FOLDER LOCALE]");
	json_error_t error;
	json_t *data = argc > 3 ? json_load_file(argv[3], 0, &error) : json_loadf(stdin, 0, &error);
	if (!json_is_object(data))
		fail("data", error.text);
	struct arena *arena = arena_new(0);
	struct templates *templates = templates_open(str_of(argv[1]));
	struct view *page = view_new(arena);
	struct view_style style = {.catalogue = argc == 6 ? catalogue_find(str_of(argv[4]), str_of(argv[5])) : NULL};
	struct text out = TEXT_IN(arena);

	fill(arena, page, data);
	if (template_render(templates, argv[2], page, &style, &out) != RC_OK)
		fail(argv[2], "cannot be rendered");
	fwrite(out.at, 1, out.len, stdout);
	templates_close(templates);
	arena_free(arena);
	json_decref(data);
	return 0;
}
