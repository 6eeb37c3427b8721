#include "http/api_json.h"

#include <assert.h>

/* The member may be written: puts the comma and its name. False: it is left out. */
static bool put_name(struct api_json *json, const char *name)
{
	struct str rest = json->only, part;
	bool is_wanted = !json->only.at || json->depth != json->only_depth || !name;

	while (!is_wanted && str_split(&rest, ',', &part))
		is_wanted = str_is(str_trim(part), name);
	if (json->skipped_depth || !is_wanted)
		return false;
	if (json->has_member[json->depth])
		text_char(&json->text, ',');
	json->has_member[json->depth] = true;
	if (name) {
		/* Names of ours: nothing in them has to be escaped. */
		text_char(&json->text, '"');
		text_cstr(&json->text, name);
		text_add(&json->text, STR("\":"));
	}
	return true;
}

static void descend(struct api_json *json, const char *name, char bracket)
{
	const bool is_put = put_name(json, name);

	json->depth++;
	assert(json->depth < API_JSON_DEPTH);
	if (!is_put && !json->skipped_depth)
		json->skipped_depth = json->depth;
	if (is_put)
		text_char(&json->text, bracket);
	json->has_member[json->depth] = false;
}

static void ascend(struct api_json *json, char bracket)
{
	assert(json->depth > 0);
	if (!json->skipped_depth)
		text_char(&json->text, bracket);
	if (json->skipped_depth == json->depth)
		json->skipped_depth = 0;
	json->depth--;
}

void api_json_begin(struct api_json *json, const char *name)
{
	descend(json, name, '{');
}

void api_json_end(struct api_json *json)
{
	ascend(json, '}');
}

void api_json_list(struct api_json *json, const char *name)
{
	descend(json, name, '[');
}

void api_json_list_end(struct api_json *json)
{
	ascend(json, ']');
}

void api_json_raw(struct api_json *json, const char *name, struct str value)
{
	if (put_name(json, name))
		text_add(&json->text, value);
}

void api_json_null(struct api_json *json, const char *name)
{
	api_json_raw(json, name, STR("null"));
}

void api_json_text(struct api_json *json, const char *name, struct str value)
{
	if (!value.at)
		api_json_null(json, name);
	else if (put_name(json, name))
		text_json(&json->text, value);
}

void api_json_cstr(struct api_json *json, const char *name, const char *value)
{
	api_json_text(json, name, str_of(value));
}

void api_json_int(struct api_json *json, const char *name, int64_t value)
{
	if (put_name(json, name))
		text_int(&json->text, value);
}

void api_json_id(struct api_json *json, const char *name, int64_t value)
{
	if (value)
		api_json_int(json, name, value);
	else
		api_json_null(json, name);
}

void api_json_bool(struct api_json *json, const char *name, bool value)
{
	api_json_raw(json, name, value ? STR("true") : STR("false"));
}

void api_json_moment(struct api_json *json, const char *name, moment value)
{
	api_json_text(json, name, value == MOMENT_NONE ? STR_NONE : moment_text(json->text.arena, value));
}

void api_json_day(struct api_json *json, const char *name, day value)
{
	api_json_text(json, name, value == DAY_NONE ? STR_NONE : day_text(json->text.arena, value));
}

void api_json_code(struct api_json *json, const char *name, const struct codes *codes, int value)
{
	api_json_text(json, name, value > 0 ? str_of(codes_code(codes, value)) : STR_NONE);
}

void api_json_texts(struct api_json *json, const char *name, struct str comma_separated)
{
	struct str part;

	api_json_list(json, name);
	while (str_split(&comma_separated, ',', &part))
		if (str_trim(part).len)
			api_json_text(json, NULL, str_trim(part));
	api_json_list_end(json);
}

/* Looked up for the first row of a list. */
static bool shows(struct api_json *json, const struct form *form, const struct field *field)
{
	const size_t index = (size_t)(field - form->record->fields);

	if (json->form != form) {
		json->form = form;
		json->shown = 0;
		for (size_t i = 0; i < 64 && form->record->fields[i].name; i++)
			json->shown |= (uint64_t)api_operation_shows(form, &form->record->fields[i]) << i;
	}
	return index < 64 ? json->shown >> index & 1 : api_operation_shows(form, field);
}

void api_json_fields(struct api_json *json, const struct form *form, const void *row)
{
	for (const struct field *field = form->record->fields; field->name; field++) {
		if (!shows(json, form, field))
			continue;
		const bool is_empty = field_is_empty(field, row);
		switch (field->kind) {
		case FIELD_BOOL:
			api_json_bool(json, field->name, !is_empty);
			break;
		case FIELD_INT:
		case FIELD_DECIMAL:
		case FIELD_MONEY:
		case FIELD_ID:
			api_json_raw(json, field->name,
				     is_empty ? STR("null") : field_text(json->text.arena, field, row));
			break;
		default:
			api_json_text(json, field->name, is_empty ? STR_NONE : field_text(json->text.arena, field, row));
			break;
		}
	}
}

struct str api_json_str(struct api_json *json)
{
	assert(json->depth == 0);
	return text_str(&json->text);
}
