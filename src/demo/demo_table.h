#ifndef DEMO_DEMO_TABLE_H
#define DEMO_DEMO_TABLE_H

#include "base/csv.h"

/* A CSV file with a header row, in memory. */
struct demo_table {
	struct csv_row header;
	struct csv_row *rows;
	size_t count;
};

/* RC_NOT_FOUND: there is no such file; RC_INVALID, told on standard error: malformed. */
enum rc demo_table_read(struct arena *arena, struct str folder, const char *name,
			struct demo_table *table) MUST_CHECK;
/* The cell of a row in the named column; STR_NONE where the table lacks it. */
struct str demo_table_cell(const struct demo_table *table, size_t row, const char *column);
/* The same as a number, 0 when it is none. */
int64_t demo_table_number(const struct demo_table *table, size_t row, const char *column);

#endif
