#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/text.h"

/*
 * Comma-separated values (RFC 4180), as people and spreadsheets really write them: the separator may
 * be a comma, a semicolon or a tab (taken from the first line, or from an Excel line "sep=;"), a byte
 * order mark is skipped, line ends may be LF, CR LF or CR, lines without any cell are skipped. Quoted
 * cells may hold separators, line breaks and doubled quotes.
 */
struct csv_reader {
	struct arena *arena;
	struct str rest; /* what has not been read */
	size_t line;     /* number of the next line, from 1 */
	char separator;
};

struct csv_row {
	struct str *cells; /* views of the input, or arena copies where quotes had to be undone */
	size_t count;
	size_t line; /* where the row begins, from 1 */
};

enum { CSV_CELLS_MOST = 4096 };

/* input must outlive the rows read from it. */
struct csv_reader csv_reader(struct arena *arena, struct str input);

/*
 * The next row. RC_NOT_FOUND at the end; RC_INVALID for a row that is malformed, with row->line set and
 * *why an English sentence without full stop: reading may go on behind it.
 */
enum rc csv_next(struct csv_reader *reader, struct csv_row *row, const char **why) MUST_CHECK;

/* The cell in a column, STR_NONE when the row is shorter. */
struct str csv_cell(const struct csv_row *row, size_t column);
/* Index of the column with this name in a header row (spaces around and ASCII case ignored), -1 when absent.
 */
ptrdiff_t csv_column(const struct csv_row *header, const char *name);

/*
 * Writing. With guard, cells that a spreadsheet would run as a formula get a leading apostrophe; numbers
 * are left alone. Files for a regulator's intake are written without guard.
 */
struct csv_writer {
	struct text *out;
	char separator;
	bool guard;
	bool in_row;
};

#define CSV_WRITER(out_, guard_) ((struct csv_writer){.out = (out_), .separator = ',', .guard = (guard_)})

void csv_put(struct csv_writer *writer, struct str cell);
void csv_put_int(struct csv_writer *writer, int64_t value);
/* Ends the row with CR LF. */
void csv_end(struct csv_writer *writer);

/* A cell as it was before a guarded writer wrote it. */
struct str csv_unguard(struct str cell);

#endif
