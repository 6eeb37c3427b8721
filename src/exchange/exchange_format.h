#ifndef EXCHANGE_EXCHANGE_FORMAT_H
#define EXCHANGE_EXCHANGE_FORMAT_H

#include "base/text.h"
#include "db/table.h"

/*
 * How rows are written in an export (docs/export.md): one JSON object a line, its members in the order of the table.
 * Numbers are numbers, decimals texts, bytes base64, moments RFC 3339 in UTC, days and times of day ISO 8601. The same
 * row always gives the same bytes. Pure.
 */
void exchange_row(struct text *out, const struct table *table, const struct str *values);

/*
 * Back again: values as table_each gives them, in the arena. RC_INVALID with *why in English: no such object, a member
 * missing, unknown or of another type.
 */
enum rc exchange_row_read(struct arena *arena, const struct table *table, struct str line, struct str *values,
			  const char **why) MUST_CHECK;

/* JSON Schema (2020-12) of such a line, with the SQL types and comments of the columns. */
void exchange_schema(struct text *out, const struct table *table);

#endif
