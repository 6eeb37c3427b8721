#include "http/api_schema.h"

#include <string.h>

#include "base/decimal.h"
#include "base/log.h"

static const char *const suffixes[] = {[API_USE_ANSWER] = "", [API_USE_BODY] = "Input", [API_USE_PATCH] = "Patch"};

static struct str name_of(struct arena *arena, const struct api_schema *schema, enum api_schema_use use)
{
	return arena_printf(arena, "%s%s", schema->name, suffixes[use]);
}

/* Tables made by one macro stand in several places: what counts is what they say. */
static bool is_alike(const struct api_schema *a, const struct api_schema *b)
{
	const struct api_member *m = a->members, *n = b->members;

	for (; a != b && !api_member_is_end(m) && !api_member_is_end(n); m++, n++)
		if (m->type != n->type || m->form != n->form || m->of != n->of || m->codes != n->codes || m->flags != n->flags ||
		    !str_equal(str_of(m->name), str_of(n->name)))
			return false;
	return a == b || (api_member_is_end(m) && api_member_is_end(n));
}

static void remember(struct api_schemas *all, const struct api_schema *schema, enum api_schema_use use)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i].use != use || strcmp(all->at[i].schema->name, schema->name) != 0)
			continue;
		if (!is_alike(all->at[i].schema, schema)) {
			LOG(LOG_ERROR, "api.schema_twice", "%s", schema->name);
			all->is_wrong = true;
		}
		return;
	}
	if (all->count == sizeof all->at / sizeof *all->at) {
		LOG(LOG_ERROR, "api.schemas_full", "%s", schema->name);
		all->is_wrong = true;
		return;
	}
	all->at[all->count].schema = schema;
	all->at[all->count++].use = use;
}

void api_schema_refer(struct api_schemas *all, struct api_json *json, const char *name, const struct api_schema *schema,
		      enum api_schema_use use)
{
	struct str full = name_of(all->arena, schema, use);

	remember(all, schema, use);
	api_json_begin(json, name);
	api_json_text(json, "$ref", arena_printf(all->arena, "#/components/schemas/%.*s", STR_ARG(full)));
	api_json_end(json);
}

static void put_type(struct api_json *json, const char *type, bool is_nullable)
{
	if (!is_nullable) {
		api_json_cstr(json, "type", type);
		return;
	}
	api_json_list(json, "type");
	api_json_cstr(json, NULL, type);
	api_json_cstr(json, NULL, "null");
	api_json_list_end(json);
}

static void put_codes(struct api_json *json, const struct codes *codes, bool is_nullable)
{
	api_json_list(json, "enum");
	for (int i = 1; codes->rows[i].code; i++)
		api_json_cstr(json, NULL, codes->rows[i].code);
	if (is_nullable)
		api_json_null(json, NULL);
	api_json_list_end(json);
}

static const struct {
	const char *type;
	const char *format;
} types[] = {
	[API_TEXT] = {"string", NULL},  [API_INT] = {"integer", "int64"}, [API_NUMBER] = {"number", NULL},
	[API_BOOL] = {"boolean", NULL}, [API_UUID] = {"string", "uuid"},  [API_MOMENT] = {"string", "date-time"},
	[API_DAY] = {"string", "date"}, [API_CODE] = {"string", NULL},    [API_LINK] = {"string", "uri-reference"},
};

void api_schema_value(struct api_json *json, enum api_type type, const struct codes *codes, bool is_nullable)
{
	if (type == API_ANY)
		return;
	put_type(json, types[type].type, is_nullable);
	if (types[type].format)
		api_json_cstr(json, "format", types[type].format);
	if (codes)
		put_codes(json, codes, is_nullable);
}

static const struct {
	const char *type;
	const char *format;
} kinds[] = {
	[FIELD_TEXT] = {"string", NULL},      [FIELD_PROSE] = {"string", NULL},   [FIELD_INT] = {"integer", "int64"},
	[FIELD_DECIMAL] = {"number", NULL},   [FIELD_MONEY] = {"number", NULL},   [FIELD_BOOL] = {"boolean", NULL},
	[FIELD_ANSWER] = {"string", NULL},    [FIELD_MOMENT] = {"string", "date-time"}, [FIELD_DAY] = {"string", "date"},
	[FIELD_CLOCK] = {"string", NULL},     [FIELD_CODE] = {"string", NULL},    [FIELD_ID] = {"integer", "int64"},
	[FIELD_UUID] = {"string", "uuid"},    [FIELD_BYTES] = {"string", NULL},
};

static bool is_whole(const struct field *field)
{
	return field->kind == FIELD_INT || field->kind == FIELD_ID;
}

/* A limit in the unit that people and JSON see. */
static struct str limit_text(struct arena *arena, const struct field *field, const char *which)
{
	return field_message(arena, field, str_of(which));
}

static void put_range(struct api_json *json, const struct field *field)
{
	const bool is_number = is_whole(field) || field->kind == FIELD_DECIMAL || field->kind == FIELD_MONEY;

	if (!is_number || (!field->least && !field->most))
		return;
	api_json_raw(json, "minimum", limit_text(json->text.arena, field, "{least}"));
	api_json_raw(json, "maximum", limit_text(json->text.arena, field, "{most}"));
}

void api_schema_field(struct api_json *json, const struct field *field, enum api_schema_use use)
{
	static const struct code answers[] = {{"", ""}, {"yes", ""}, {"no", ""}, {NULL, NULL}};
	static const struct codes answer = {"answer", answers};
	const bool is_needed = use == API_USE_BODY && (field->flags & FIELD_REQUIRED);
	const bool is_nullable = !is_needed && !(use == API_USE_ANSWER && field->kind == FIELD_BOOL);

	put_type(json, kinds[field->kind].type, is_nullable);
	if (kinds[field->kind].format)
		api_json_cstr(json, "format", kinds[field->kind].format);
	if (field->kind == FIELD_CODE)
		put_codes(json, field->codes, is_nullable);
	if (field->kind == FIELD_ANSWER)
		put_codes(json, &answer, is_nullable);
	if (field->kind == FIELD_CLOCK)
		api_json_cstr(json, "pattern", "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$");
	if (use != API_USE_ANSWER && (field->kind == FIELD_TEXT || field->kind == FIELD_PROSE))
		api_json_int(json, "maxLength", (int64_t)field_max(field));
	if (use != API_USE_ANSWER)
		put_range(json, field);
	if (field->label && field->hint)
		api_json_text(json, "description", arena_printf(json->text.arena, "%s (%s)", field->label, field->hint));
	else if (field->label)
		api_json_cstr(json, "description", field->label);
}

/* --- whole schemas ------------------------------------------------------------------ */

static void put_member(struct api_schemas *all, struct api_json *json, const struct api_member *member,
		       enum api_schema_use use)
{
	const bool is_nullable = use == API_USE_ANSWER ? (member->flags & (API_NULLABLE | API_ONCE)) != 0
						       : !(member->flags & API_REQUIRED);

	if (member->type == API_OBJECT && !is_nullable) {
		api_schema_refer(all, json, member->name, member->of, use);
		return;
	}
	api_json_begin(json, member->name);
	if (member->type == API_OBJECT) {
		api_json_list(json, "anyOf");
		api_schema_refer(all, json, NULL, member->of, use);
		api_json_begin(json, NULL);
		api_json_cstr(json, "type", "null");
		api_json_end(json);
		api_json_list_end(json);
	} else if (member->type == API_LIST) {
		put_type(json, "array", use != API_USE_ANSWER && is_nullable);
		api_schema_refer(all, json, "items", member->of, use);
	} else if (member->type == API_TEXTS || member->type == API_INTS) {
		put_type(json, "array", is_nullable && (use != API_USE_ANSWER || member->flags & API_ONCE));
		api_json_begin(json, "items");
		api_schema_value(json, member->type == API_INTS ? API_INT : API_TEXT, member->codes, false);
		api_json_end(json);
	} else {
		api_schema_value(json, member->type, member->codes, is_nullable);
	}
	if (member->help)
		api_json_cstr(json, "description", member->help);
	if (member->flags & API_DEPRECATED)
		api_json_bool(json, "deprecated", true);
	api_json_end(json);
}

/* A body that is one of several forms may have a field in more than one of them: the first describes it. */
static bool is_met(const struct api_schema *schema, const struct api_member *until, const char *name)
{
	for (const struct api_member *m = schema->members; m != until; m++) {
		const struct field *field = m->type == API_FIELDS ? record_field(m->form->record, str_of(name)) : NULL;
		if (field ? api_operation_shows(m->form, field) : m->name && strcmp(m->name, name) == 0)
			return true;
	}
	return false;
}

static void put_properties(struct api_schemas *all, struct api_json *json, const struct api_schema *schema,
			   enum api_schema_use use)
{
	api_json_begin(json, "properties");
	for (const struct api_member *m = schema->members; !api_member_is_end(m); m++) {
		if (m->type != API_FIELDS) {
			put_member(all, json, m, use);
			continue;
		}
		for (const struct field *field = m->form->record->fields; field->name; field++) {
			const bool may_miss = m->flags & API_OPTIONAL || api_operation_lists(m->optional, field->name);
			if (!api_operation_shows(m->form, field) || is_met(schema, m, field->name))
				continue;
			api_json_begin(json, field->name);
			api_schema_field(json, field, may_miss ? API_USE_PATCH : use);
			if (api_operation_lists(m->deprecated, field->name))
				api_json_bool(json, "deprecated", true);
			api_json_end(json);
		}
	}
	api_json_end(json);
}

static void put_required(struct api_json *json, const struct api_schema *schema, enum api_schema_use use)
{
	api_json_list(json, "required");
	for (const struct api_member *m = schema->members; !api_member_is_end(m); m++) {
		if (m->type != API_FIELDS && (use == API_USE_ANSWER ? !(m->flags & API_OPTIONAL) : m->flags & API_REQUIRED))
			api_json_cstr(json, NULL, m->name);
		for (const struct field *field = m->type == API_FIELDS ? m->form->record->fields : NULL; field && field->name;
		     field++)
			if (api_operation_shows(m->form, field) && !api_operation_lists(m->optional, field->name) &&
			    !(m->flags & API_OPTIONAL) && !is_met(schema, m, field->name) &&
			    (use == API_USE_ANSWER || field->flags & FIELD_REQUIRED))
				api_json_cstr(json, NULL, field->name);
	}
	api_json_list_end(json);
}

void api_schema_write(struct api_schemas *all, struct api_json *json)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct api_schema *schema = all->at[i].schema;
		const enum api_schema_use use = all->at[i].use;
		api_json_begin(json, name_of(all->arena, schema, use).at);
		api_json_cstr(json, "type", "object");
		if (schema->help)
			api_json_cstr(json, "description", schema->help);
		put_properties(all, json, schema, use);
		if (use != API_USE_PATCH)
			put_required(json, schema, use);
		/* With ?fields= an answer has fewer members, never others. */
		api_json_bool(json, "additionalProperties", false);
		api_json_end(json);
	}
}

/* --- examples ------------------------------------------------------------------------ */

static void put_field_example(struct api_json *json, const struct field *field)
{
	const char *name = field->name;

	switch (field->kind) {
	case FIELD_INT:
	case FIELD_ID:
		api_json_int(json, name, field->least > 0 ? field->least : 1);
		break;
	case FIELD_DECIMAL:
	case FIELD_MONEY:
		api_json_raw(json, name, limit_text(json->text.arena, field, "{least}"));
		break;
	case FIELD_BOOL:
		api_json_bool(json, name, true);
		break;
	case FIELD_ANSWER:
		api_json_cstr(json, name, "yes");
		break;
	case FIELD_MOMENT:
		api_json_cstr(json, name, "2026-03-02T14:30:00Z");
		break;
	case FIELD_DAY:
		api_json_cstr(json, name, "2026-03-02");
		break;
	case FIELD_CLOCK:
		api_json_cstr(json, name, "14:30");
		break;
	case FIELD_CODE:
		api_json_cstr(json, name, field->codes->rows[1].code);
		break;
	case FIELD_UUID:
		api_json_cstr(json, name, "019520c0-5f00-7c40-8a54-0f6f3c1d2e3b");
		break;
	default:
		api_json_text(json, name, str_slice(str_of(field->label ? field->label : name), 0, field_max(field)));
		break;
	}
}

static void put_example(struct api_json *json, const char *name, const struct api_schema *schema);

static void put_member_example(struct api_json *json, const struct api_member *member)
{
	switch (member->type) {
	case API_OBJECT:
		put_example(json, member->name, member->of);
		break;
	case API_LIST:
		api_json_list(json, member->name);
		put_example(json, NULL, member->of);
		api_json_list_end(json);
		break;
	case API_TEXTS:
		api_json_texts(json, member->name, str_of(member->codes ? member->codes->rows[1].code : "text"));
		break;
	case API_INTS:
		api_json_list(json, member->name);
		api_json_int(json, NULL, 1);
		api_json_list_end(json);
		break;
	case API_INT:
	case API_NUMBER:
		api_json_int(json, member->name, 1);
		break;
	case API_BOOL:
		api_json_bool(json, member->name, true);
		break;
	case API_MOMENT:
		api_json_cstr(json, member->name, "2026-03-02T14:30:00Z");
		break;
	case API_DAY:
		api_json_cstr(json, member->name, "2026-03-02");
		break;
	case API_UUID:
		api_json_cstr(json, member->name, "019520c0-5f00-7c40-8a54-0f6f3c1d2e3b");
		break;
	default:
		api_json_cstr(json, member->name, member->codes ? member->codes->rows[1].code : "text");
		break;
	}
}

static void put_example(struct api_json *json, const char *name, const struct api_schema *schema)
{
	api_json_begin(json, name);
	for (const struct api_member *m = schema->members; !api_member_is_end(m); m++) {
		if (m->type != API_FIELDS)
			put_member_example(json, m);
		for (const struct field *field = m->type == API_FIELDS ? m->form->record->fields : NULL; field && field->name;
		     field++)
			if (api_operation_shows(m->form, field) && !is_met(schema, m, field->name))
				put_field_example(json, field);
	}
	api_json_end(json);
}

struct str api_schema_example(struct arena *arena, const struct api_schema *schema)
{
	struct api_json json = API_JSON_IN(arena);

	put_example(&json, NULL, schema);
	return api_json_str(&json);
}
