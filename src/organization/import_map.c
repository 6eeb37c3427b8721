#include "organization/import_map.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"

static const struct code day_order_rows[] = {
	{"", ""},
	{"iso", N_("2026-03-31")},
	{"mdy", N_("3/31/2026: month first")},
	{"dmy", N_("31.3.2026: day first")},
	{NULL, NULL},
};
const struct codes day_order_codes = {"day_order", day_order_rows};

static struct str member(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *at = json_object_get(object, name);

	if (!json_is_string(at))
		return STR("");
	return arena_str(arena, (struct str){json_string_value(at), json_string_length(at)});
}

static enum rc read_values(struct arena *arena, json_t *object, struct import_map_column *column)
{
	const char *from;
	json_t *to;
	size_t count = json_object_size(object), at = 0;

	if (count > IMPORT_MAP_VALUES_MOST)
		return RC_INVALID;
	struct import_map_value *values = ARENA_ARRAY(arena, struct import_map_value, count + 1);
	json_object_foreach(object, from, to) {
		if (!json_is_string(to))
			return RC_INVALID;
		values[at].from = arena_str(arena, str_of(from));
		values[at++].to = arena_str(arena, (struct str){json_string_value(to), json_string_length(to)});
	}
	column->values = values;
	column->value_count = count;
	return RC_OK;
}

static enum rc read_columns(struct arena *arena, const json_t *root, struct import_map *map)
{
	size_t count = json_array_size(root);
	enum rc rc = json_is_array(root) && count <= IMPORT_MAP_COLUMNS_MOST ? RC_OK : RC_INVALID;
	struct import_map_column *columns = ARENA_ARRAY(arena, struct import_map_column, count + 1);

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		const json_t *at = json_array_get(root, i);
		json_t *values = json_object_get(at, "values");
		if (!json_is_object(at))
			return RC_INVALID;
		columns[i].from = member(arena, at, "from");
		columns[i].to = member(arena, at, "to");
		columns[i].fixed = member(arena, at, "fixed");
		if (values)
			rc = read_values(arena, values, &columns[i]);
	}
	*map = (struct import_map){columns, count};
	return rc;
}

enum rc import_map_read(struct arena *arena, struct str json, struct import_map *map)
{
	json_error_t error;
	json_t *root = json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, &error);

	*map = (struct import_map){0};
	if (!root)
		return RC_INVALID;
	enum rc rc = read_columns(arena, root, map);
	json_decref(root);
	return rc;
}

static void put_member(struct text *out, const char *name, struct str value)
{
	text_printf(out, ",\"%s\":", name);
	text_json(out, value);
}

struct str import_map_json(struct arena *arena, const struct import_map *map)
{
	struct text out = TEXT_IN(arena);

	text_char(&out, '[');
	for (size_t i = 0; i < map->count; i++) {
		const struct import_map_column *column = &map->columns[i];
		text_cstr(&out, i ? ",{\"from\":" : "{\"from\":");
		text_json(&out, column->from);
		put_member(&out, "to", column->to);
		if (column->fixed.len)
			put_member(&out, "fixed", column->fixed);
		for (size_t j = 0; j < column->value_count; j++) {
			text_cstr(&out, j ? "," : ",\"values\":{");
			text_json(&out, column->values[j].from);
			text_char(&out, ':');
			text_json(&out, column->values[j].to);
		}
		text_cstr(&out, column->value_count ? "}}" : "}");
	}
	text_char(&out, ']');
	return text_str(&out);
}

struct str import_map_cell(const struct import_map_column *column, struct str cell)
{
	for (size_t i = 0; i < column->value_count; i++)
		if (str_equal_nocase(column->values[i].from, cell))
			return column->values[i].to;
	return cell;
}

static bool is_known(const struct import_map_value *values, size_t count, struct str from)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal_nocase(values[i].from, from))
			return true;
	return false;
}

enum rc import_map_values_read(struct arena *arena, struct str typed, struct import_map_column *column,
			       size_t *line)
{
	struct import_map_value *values = ARENA_ARRAY(arena, struct import_map_value, IMPORT_MAP_VALUES_MOST);
	struct str row;
	size_t count = 0;

	*line = 0;
	while (str_split(&typed, '\n', &row)) {
		struct str from;
		++*line;
		row = str_trim(row);
		if (row.len == 0)
			continue;
		if (str_find(row, STR("=")) < 0 || count == IMPORT_MAP_VALUES_MOST)
			return RC_INVALID;
		str_split(&row, '=', &from);
		from = str_trim(from);
		if (is_known(values, count, from))
			return RC_INVALID;
		values[count++] = (struct import_map_value){from, str_trim(row)};
	}
	column->values = values;
	column->value_count = count;
	return RC_OK;
}

struct str import_map_values_text(struct arena *arena, const struct import_map_column *column)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < column->value_count; i++)
		text_printf(&out, "%s%.*s = %.*s", i ? "\n" : "", STR_ARG(column->values[i].from),
			    STR_ARG(column->values[i].to));
	return text_str(&out);
}

/* Two digits are of this century below 70, as spreadsheets take them. */
static int64_t full_year(struct str digits, int64_t year)
{
	if (digits.len != 2)
		return year;
	return year < 70 ? 2000 + year : 1900 + year;
}

struct str import_map_day(struct arena *arena, enum day_order order, struct str cell)
{
	struct str rest = cell, parts[3];
	int64_t numbers[3];
	const char *separator = NULL;
	day found;

	ptrdiff_t end = str_find(rest, STR("T"));
	if (end < 0)
		end = str_find(rest, STR(" "));
	if (end > 0)
		rest = str_slice(rest, 0, (size_t)end);
	if (order == DAY_ORDER_ISO || day_parse(rest, &found))
		return day_parse(rest, &found) ? rest : cell;
	for (const char *at = "/.-"; *at && !separator; at++)
		if (rest.len && memchr(rest.at, *at, rest.len))
			separator = at;
	for (int i = 0; i < 3; i++)
		if (!separator || !str_split(&rest, *separator, &parts[i]) ||
		    !str_to_int(parts[i], 0, 9999, &numbers[i]))
			return cell;
	int64_t year = full_year(parts[2], numbers[2]);
	int64_t month = numbers[order == DAY_ORDER_MDY ? 0 : 1], on = numbers[order == DAY_ORDER_MDY ? 1 : 0];
	struct str text = arena_printf(arena, "%04lld-%02lld-%02lld", (long long)year, (long long)month, (long long)on);
	return rest.len == 0 && day_parse(text, &found) ? text : cell;
}
