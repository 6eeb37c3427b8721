/*
 * Input: a flag byte, then a template, a JSON document and a partial, separated by NUL. The flag chooses
 * between the plain language and the product's own rules, and what the lambda of the data does.
 */
#include "../unit/view/json_source.h"
#include "view/view_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_plain(struct arena *arena, struct str source, const json_t *root, const json_t *partials,
		      uint8_t flags)
{
	struct json_data json = {.arena = arena, .partials = partials};
	struct text out = TEXT_IN(arena);
	struct mustache_error error;

	if (flags & 2)
		json.lambda = (struct json_lambda){.before = "{{x}}", .between = "-", .after = "{{#x}}{{.}}{{/x}}"};
	if (json_source_render(&json, source, root, &out, &error) != RC_OK && !error.message)
		__builtin_trap();
}

/* With views, what is not trusted HTML never brings a raw < into the page unless the template has one. */
static void run_product(struct arena *arena, struct str source, struct str value)
{
	const struct mustache_dialect dialect = {.is_product = true};
	const struct view_style style = {0};
	struct view_reader reader = {.style = &style};
	struct view *view = view_new(arena);
	struct view_list *list = view_list(view, "l");
	struct text out = TEXT_IN(arena);
	struct mustache_error error;
	struct mustache *template;

	view_text(view, "x", value);
	view_int(view, "n", (int64_t)value.len);
	view_child(view, "o", view_add(list));
	view_text(view_add(list), "y", value);
	struct mustache_value root = view_value(view);
	if (mustache_compile(arena, source, &dialect, &template, &error) != RC_OK ||
	    mustache_render(template, &view_source, &reader, &root, &out, &error) != RC_OK)
		return;
	if (str_find(source, STR("<")) < 0 && str_find(text_str(&out), STR("<")) >= 0)
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > 4096)
		return 0;
	struct arena *arena = arena_new(0);
	struct str rest = arena_str(arena, (struct str){(const char *)data + 1, size - 1});
	struct str source, document = STR("{}"), partial = STR("");

	if (str_split(&rest, '\0', &source) && str_split(&rest, '\0', &document))
		str_split(&rest, '\0', &partial);
	if (data[0] & 1) {
		run_product(arena, source, document);
	} else {
		json_t *root = json_loadb(document.at, document.len, JSON_DECODE_ANY, NULL);
		json_t *partials = json_pack("{s:s%,s:s%}", "p", partial.at, partial.len, "q", source.at, source.len);
		if (root)
			run_plain(arena, source, root, partials, data[0]);
		json_decref(partials);
		json_decref(root);
	}
	arena_free(arena);
	return 0;
}
