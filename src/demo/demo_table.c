#include "demo/demo_table.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

enum { TABLE_BYTES_MOST = 64 << 20 };

static enum rc malformed(const char *name, size_t line, const char *why)
{
	fprintf(stderr, "%s, line %zu: %s\n", name, line, why);
	return RC_INVALID;
}

enum rc demo_table_read(struct arena *arena, struct str folder, const char *name, struct demo_table *table)
{
	struct str path = arena_printf(arena, "%.*s/%s", STR_ARG(folder), name);
	struct str bytes;
	const char *why = "";
	size_t room = 0;
	enum rc rc = file_read(arena, path.at, TABLE_BYTES_MOST, &bytes);

	*table = (struct demo_table){0};
	if (rc != RC_OK)
		return rc;
	struct csv_reader reader = csv_reader(arena, bytes);
	rc = csv_next(&reader, &table->header, &why);
	if (rc != RC_OK)
		return malformed(name, 1, "no header row");
	for (struct csv_row row; (rc = csv_next(&reader, &row, &why)) != RC_NOT_FOUND;) {
		if (rc != RC_OK)
			return malformed(name, row.line, why);
		if (table->count == room) {
			struct csv_row *more =
				ARENA_ARRAY(arena, struct csv_row, room = room ? 2 * room : 64);
			if (table->count)
				memcpy(more, table->rows, table->count * sizeof *more);
			table->rows = more;
		}
		table->rows[table->count++] = row;
	}
	return RC_OK;
}

struct str demo_table_cell(const struct demo_table *table, size_t row, const char *column)
{
	ptrdiff_t at = csv_column(&table->header, column);

	return at < 0 ? STR_NONE : csv_cell(&table->rows[row], (size_t)at);
}

int64_t demo_table_number(const struct demo_table *table, size_t row, const char *column)
{
	int64_t value;

	return str_to_int(demo_table_cell(table, row, column), INT32_MIN, INT32_MAX, &value) ? value : 0;
}
