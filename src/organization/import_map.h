#ifndef ORGANIZATION_IMPORT_MAP_H
#define ORGANIZATION_IMPORT_MAP_H

#include "base/record.h"

/*
 * How the files of one source are read: which of their columns is which field, which of their values stands for
 * which of ours, and what every row gets that the file does not say.
 */

struct import_map_value {
	struct str from; /* as the file has it; capitals and small letters are alike */
	struct str to;
};

struct import_map_column {
	struct str from;  /* title in the header; empty: the file has no such column */
	struct str to;    /* name of the field or reference of the kind; empty: the column is left out */
	struct str fixed; /* without title: the value of every row */
	const struct import_map_value *values;
	size_t value_count;
};

struct import_map {
	const struct import_map_column *columns;
	size_t count;
};

/* How the file writes days. */
enum day_order { DAY_ORDER_NONE, DAY_ORDER_ISO, DAY_ORDER_MDY, DAY_ORDER_DMY };
extern const struct codes day_order_codes;

enum { IMPORT_MAP_COLUMNS_MOST = 300, IMPORT_MAP_VALUES_MOST = 2000 };

/* JSON array of {from, to, fixed, values}. RC_INVALID: it is none, or has too many members. */
enum rc import_map_read(struct arena *arena, struct str json, struct import_map *map) MUST_CHECK;
struct str import_map_json(struct arena *arena, const struct import_map *map);

/* What the cell stands for; the cell itself when no value replaces it. */
struct str import_map_cell(const struct import_map_column *column, struct str cell);

/* Lines "FTE = payroll" into values; RC_INVALID: *line is the number of the first that is none. */
enum rc import_map_values_read(struct arena *arena, struct str typed, struct import_map_column *column,
			       size_t *line) MUST_CHECK;
struct str import_map_values_text(struct arena *arena, const struct import_map_column *column);

/* The day as 2026-03-31 where the cell is one in this order (3/31/2026, 31.3.26, with or without a time of day). */
struct str import_map_day(struct arena *arena, enum day_order order, struct str cell);

#endif
