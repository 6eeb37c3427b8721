#ifndef TESTS_JSON_SOURCE_H
#define TESTS_JSON_SOURCE_H

/* JSON as data for the mustache engine, for tests and fuzzing: the engine without our views. */

#include <string.h>

#include <jansson.h>

#include "view/mustache.h"

/* What every lambda of a test does. */
struct json_lambda {
	const char *value;                   /* answers this */
	const char *when, *otherwise;        /* when set: value only for this section text */
	const char *before, *between, *after;/* when before is set: the section text within these */
	bool counts;                         /* answers 1, 2, 3 ... */
	int calls;
};

struct json_data {
	struct arena *arena;
	const json_t *partials;              /* object of template sources, or NULL */
	struct json_lambda lambda;
};

static inline struct mustache_value json_value_of(const json_t *json)
{
	struct mustache_value value = {.kind = MUSTACHE_SCALAR, .at = json};

	if (json_is_array(json)) {
		value.kind = MUSTACHE_LIST;
		value.count = json_array_size(json);
	} else if (json_is_object(json)) {
		bool is_code = json_object_get(json, "__tag__") != NULL;
		value.kind = is_code ? MUSTACHE_LAMBDA : MUSTACHE_OBJECT;
	}
	return value;
}

static inline bool json_is_given(void *self, const struct mustache_value *value)
{
	const json_t *json = value->at;
	(void)self;

	return !json_is_false(json) && !json_is_null(json) &&
	       !(json_is_string(json) && json_string_length(json) == 0);
}

static inline bool json_member(void *self, const struct mustache_value *of, struct mustache_name *name,
			       struct mustache_value *out)
{
	(void)self;
	const json_t *found = json_object_getn(of->at, name->text.at, name->text.len);
	if (found)
		*out = json_value_of(found);
	return found != NULL;
}

static inline void json_item(void *self, const struct mustache_value *list, size_t index,
			     struct mustache_value *out)
{
	(void)self;
	*out = json_value_of(json_array_get(list->at, index));
}

static inline void json_write(void *self, const struct mustache_value *value, bool raw, struct text *out)
{
	const json_t *json = value->at;
	(void)self;

	if (json_is_integer(json))
		text_int(out, json_integer_value(json));
	else if (json_is_real(json))
		text_printf(out, "%.15g", json_real_value(json));
	else if (json_is_boolean(json))
		text_cstr(out, json_is_true(json) ? "true" : "false");
	else if (json_is_string(json) && raw)
		text_cstr(out, json_string_value(json));
	else if (json_is_string(json))
		text_html(out, str_of(json_string_value(json)));
}

static inline uint64_t json_number(void *self, const struct mustache_value *value)
{
	(void)self;
	return json_is_integer((const json_t *)value->at) ? (uint64_t)json_integer_value(value->at) : 0;
}

static inline struct str json_call(void *self, const struct mustache_value *lambda, struct str section)
{
	struct json_data *data = self;
	struct json_lambda *does = &data->lambda;

	(void)lambda;
	if (does->counts)
		return arena_printf(data->arena, "%d", ++does->calls);
	if (does->before) {
		struct text answer = TEXT_IN(data->arena);
		text_cstr(&answer, does->before);
		text_add(&answer, section);
		if (does->between) {
			text_cstr(&answer, does->between);
			text_add(&answer, section);
		}
		text_cstr(&answer, does->after);
		return text_str(&answer);
	}
	if (does->when && !str_is(section, does->when))
		return str_of(does->otherwise);
	return str_of(does->value ? does->value : "");
}

static inline struct mustache *json_partial(void *self, struct str name)
{
	static const struct mustache_dialect dialect;
	struct json_data *data = self;
	const json_t *source = data->partials ? json_object_getn(data->partials, name.at, name.len) : NULL;
	struct mustache_error error;
	struct mustache *out;

	if (!json_is_string(source))
		return NULL;
	struct str text = {json_string_value(source), json_string_length(source)};
	return mustache_compile(data->arena, text, &dialect, &out, &error) == RC_OK ? out : NULL;
}

/* Compiles and runs a template as the specification says, without the product's own rules. */
static inline enum rc json_source_render(struct json_data *data, struct str source, const json_t *root,
					 struct text *out, struct mustache_error *error)
{
	static const struct mustache_dialect dialect;
	static const struct mustache_source json = {json_member, json_item, json_is_given, json_write,
						    json_number,  json_call, json_partial};
	struct mustache_value value = json_value_of(root);
	struct mustache *template;
	enum rc rc = mustache_compile(data->arena, source, &dialect, &template, error);

	return rc == RC_OK ? mustache_render(template, &json, data, &value, out, error) : rc;
}

#endif
