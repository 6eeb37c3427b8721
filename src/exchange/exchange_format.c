#include "exchange/exchange_format.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/base64.h"

/* How each kind stands in JSON. */
static const struct {
	const char *type, *more;
} kinds[] = {
	[TABLE_NUMBER] = {"integer", ""},
	[TABLE_DECIMAL] = {"string", ",\"pattern\":\"^-?[0-9]+(\\\\.[0-9]+)?$\""},
	[TABLE_TEXT] = {"string", ""},
	[TABLE_BYTES] = {"string", ",\"contentEncoding\":\"base64\""},
	[TABLE_MOMENT] = {"string", ",\"format\":\"date-time\""},
	[TABLE_DAY] = {"string", ",\"format\":\"date\""},
	[TABLE_CLOCK] = {"string", ",\"format\":\"partial-time\""},
};

static void add_moment(struct text *out, struct str value)
{
	ptrdiff_t blank = str_find(value, STR(" "));

	text_char(out, '"');
	if (blank > 0)
		text_printf(out, "%.*sT%.*s", (int)blank, value.at, (int)(value.len - (size_t)blank - 1),
			    value.at + blank + 1);
	else
		text_add(out, value);
	text_cstr(out, "Z\"");
}

static void add_value(struct text *out, enum table_kind kind, struct str value)
{
	if (!value.at)
		text_cstr(out, "null");
	else if (kind == TABLE_NUMBER)
		text_add(out, value);
	else if (kind == TABLE_MOMENT)
		add_moment(out, value);
	else
		text_json(out, kind == TABLE_BYTES ? base64(out->arena, value) : value);
}

void exchange_row(struct text *out, const struct table *table, const struct str *values)
{
	for (size_t i = 0; i < table->column_count; i++) {
		text_char(out, i ? ',' : '{');
		text_json(out, table->columns[i].name);
		text_char(out, ':');
		add_value(out, table->columns[i].kind, values[i]);
	}
	text_cstr(out, "}\n");
}

/* --- back ---------------------------------------------------------------------------- */

static bool read_moment(struct arena *arena, struct str text, struct str *out)
{
	if (text.len < 20 || text.at[10] != 'T' || text.at[text.len - 1] != 'Z')
		return false;
	*out = arena_printf(arena, "%.10s %.*s", text.at, (int)text.len - 12, text.at + 11);
	return true;
}

static bool read_text(struct arena *arena, enum table_kind kind, const json_t *json, struct str *out)
{
	if (!json_is_string(json))
		return false;
	struct str text = arena_str(arena, (struct str){json_string_value(json), json_string_length(json)});
	if (kind == TABLE_BYTES)
		return base64_bytes(arena, text, out);
	if (kind == TABLE_MOMENT)
		return read_moment(arena, text, out);
	*out = text;
	return true;
}

static bool read_value(struct arena *arena, const struct table_column *column, const json_t *json, struct str *out)
{
	if (json_is_null(json)) {
		*out = STR_NONE;
		return column->is_null;
	}
	if (column->kind != TABLE_NUMBER)
		return read_text(arena, column->kind, json, out);
	if (!json_is_integer(json))
		return false;
	*out = arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
	return true;
}

static const char *read_members(struct arena *arena, const struct table *table, const json_t *object, struct str *values)
{
	if (!json_is_object(object))
		return "a line is no JSON object";
	if (json_object_size(object) != table->column_count)
		return "a line has more or fewer members than the table has columns";
	for (size_t i = 0; i < table->column_count; i++) {
		const struct table_column *column = &table->columns[i];
		const json_t *json = json_object_get(object, arena_cstr(arena, column->name));
		if (!json)
			return arena_printf(arena, "the member %.*s is missing", STR_ARG(column->name)).at;
		if (!read_value(arena, column, json, &values[i]))
			return arena_printf(arena, "the member %.*s is not of the column's type", STR_ARG(column->name)).at;
	}
	return NULL;
}

enum rc exchange_row_read(struct arena *arena, const struct table *table, struct str line, struct str *values,
			  const char **why)
{
	json_t *object = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

	*why = read_members(arena, table, object, values);
	json_decref(object);
	return *why ? RC_INVALID : RC_OK;
}

/* --- its description ---------------------------------------------------------------------- */

static void add_property(struct text *out, const struct table_column *column)
{
	const char *type = kinds[column->kind].type;

	text_json(out, column->name);
	if (column->is_null)
		text_printf(out, ":{\"type\":[\"%s\",\"null\"]%s,\"x-sql\":", type, kinds[column->kind].more);
	else
		text_printf(out, ":{\"type\":\"%s\"%s,\"x-sql\":", type, kinds[column->kind].more);
	text_json(out, column->type);
	if (column->comment.len) {
		text_cstr(out, ",\"description\":");
		text_json(out, column->comment);
	}
	text_char(out, '}');
}

static void add_names(struct text *out, const struct table *table, bool is_key_only)
{
	const char *before = "";

	for (size_t i = 0; i < table->column_count; i++) {
		if (is_key_only && !table->columns[i].is_key)
			continue;
		text_cstr(out, before);
		text_json(out, table->columns[i].name);
		before = ",";
	}
}

void exchange_schema(struct text *out, const struct table *table)
{
	text_cstr(out, "{\n\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\n\"title\":");
	text_json(out, table->name);
	text_cstr(out, ",\n\"description\":");
	text_json(out, table->comment);
	text_cstr(out, ",\n\"type\":\"object\",\n\"properties\":{\n");
	for (size_t i = 0; i < table->column_count; i++) {
		add_property(out, &table->columns[i]);
		text_cstr(out, i + 1 < table->column_count ? ",\n" : "\n");
	}
	text_cstr(out, "},\n\"required\":[");
	add_names(out, table, false);
	text_cstr(out, "],\n\"additionalProperties\":false,\n\"x-key\":[");
	add_names(out, table, true);
	text_cstr(out, "]\n}\n");
}
