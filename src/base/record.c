#include "base/record.h"

#include <string.h>

#include "base/text.h"

int codes_find(const struct codes *codes, struct str code)
{
	for (int i = 0; codes->rows[i].code; i++)
		if (str_is(code, codes->rows[i].code))
			return i;
	return -1;
}

int codes_count(const struct codes *codes)
{
	int count = 0;
	while (codes->rows[count].code)
		count++;
	return count;
}

static const struct code *code_row(const struct codes *codes, int value)
{
	return &codes->rows[value > 0 && value < codes_count(codes) ? value : 0];
}

const char *codes_code(const struct codes *codes, int value)
{
	return code_row(codes, value)->code;
}

const char *codes_label(const struct codes *codes, int value)
{
	return code_row(codes, value)->label;
}

const struct field *record_field(const struct record *record, struct str name)
{
	for (const struct field *field = record->fields; field->name; field++)
		if (str_is(name, field->name))
			return field;
	return NULL;
}

void record_clear(const struct record *record, void *row)
{
	memset(row, 0, record->size);
	for (const struct field *field = record->fields; field->name; field++)
		field_clear(field, row);
}

static bool is_text(const struct field *field)
{
	return field->kind == FIELD_TEXT || field->kind == FIELD_PROSE || field->kind == FIELD_UUID ||
	       field->kind == FIELD_BYTES;
}

void *record_copy(struct arena *arena, const struct record *record, const void *row)
{
	void *copy = arena_alloc(arena, 1, record->size);

	memcpy(copy, row, record->size);
	for (const struct field *field = record->fields; field->name; field++)
		if (is_text(field)) {
			struct str *text = FIELD_AT(struct str, copy, field);
			*text = arena_str(arena, *text);
		}
	return copy;
}

/* A number or truth value stands in JSON without quotes. */
static bool is_bare(const struct field *field)
{
	return field->kind == FIELD_INT || field->kind == FIELD_DECIMAL || field->kind == FIELD_MONEY ||
	       field->kind == FIELD_ID || field->kind == FIELD_BOOL;
}

static void add_json(struct text *json, const struct field *field, const void *row)
{
	if (row && field->kind == FIELD_BOOL && field_is_empty(field, row))
		text_cstr(json, "false");
	else if (!row || field_is_empty(field, row))
		text_cstr(json, "null");
	else if (is_bare(field))
		text_add(json, field_text(json->arena, field, row));
	else
		text_json(json, field_text(json->arena, field, row));
}

/* Members count as equal when they are stored alike; a row that does not exist is empty in every field. */
static bool is_same(struct arena *arena, const struct field *field, const void *before, const void *after)
{
	if (!before || !after) {
		const void *row = before ? before : after;
		return !row || field_is_empty(field, row);
	}
	return str_equal(field_text(arena, field, before), field_text(arena, field, after));
}

static void add_name(struct text *json, const struct field *field)
{
	if (json->len > 1)
		text_char(json, ',');
	text_json(json, str_of(field->name));
	text_char(json, ':');
}

struct str record_diff(struct arena *arena, const struct record *record, const void *before,
		       const void *after)
{
	struct text json = TEXT_IN(arena);

	text_char(&json, '{');
	for (const struct field *field = record->fields; field->name; field++) {
		if (!(field->flags & FIELD_STORED) || field->flags & FIELD_QUIET ||
		    is_same(arena, field, before, after))
			continue;
		add_name(&json, field);
		if (field->flags & FIELD_SEALED || field->kind == FIELD_BYTES) {
			text_cstr(&json, "[\"sealed\",\"sealed\"]");
			continue;
		}
		text_char(&json, '[');
		add_json(&json, field, before);
		text_char(&json, ',');
		add_json(&json, field, after);
		text_char(&json, ']');
	}
	text_char(&json, '}');
	return text_str(&json);
}

struct str record_json(struct arena *arena, const struct record *record, const void *row)
{
	struct text json = TEXT_IN(arena);

	text_char(&json, '{');
	for (const struct field *field = record->fields; field->name; field++) {
		if (field->flags & FIELD_SEALED || field->kind == FIELD_BYTES)
			continue;
		add_name(&json, field);
		add_json(&json, field, row);
	}
	text_char(&json, '}');
	return text_str(&json);
}
