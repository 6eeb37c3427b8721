#include "base/csv.h"

#include <string.h>

enum { FIRST_CELLS = 16 };

/* Cells while their number is not known yet. */
struct cells {
	struct arena *arena;
	struct str *at;
	size_t count;
	size_t room;
};

static void cells_add(struct cells *cells, struct str cell)
{
	if (cells->count == cells->room) {
		size_t room = cells->room ? cells->room * 2 : FIRST_CELLS;
		struct str *at = ARENA_ARRAY(cells->arena, struct str, room);
		if (cells->count)
			memcpy(at, cells->at, cells->count * sizeof *at);
		cells->at = at;
		cells->room = room;
	}
	cells->at[cells->count++] = cell;
}

static size_t line_length(struct str s)
{
	size_t i = 0;
	while (i < s.len && s.at[i] != '\n' && s.at[i] != '\r')
		i++;
	return i;
}

/* Bytes of the line end that s begins with, 0 when there is none. */
static size_t line_end(struct str s)
{
	if (s.len && s.at[0] == '\n')
		return 1;
	if (s.len && s.at[0] == '\r')
		return s.len > 1 && s.at[1] == '\n' ? 2 : 1;
	return 0;
}

static struct str skip(struct str s, size_t count)
{
	return str_slice(s, count, s.len);
}

/* The candidate seen most often outside quotes in the first line; a comma when none is. */
static char guess_separator(struct str line)
{
	static const char candidates[] = ",;\t";
	size_t seen[sizeof candidates - 1] = {0};
	bool quoted = false;
	size_t best = 0;

	for (size_t i = 0; i < line.len; i++) {
		const char *hit = line.at[i] ? strchr(candidates, line.at[i]) : NULL;
		if (line.at[i] == '"')
			quoted = !quoted;
		else if (hit && !quoted)
			seen[hit - candidates]++;
	}
	for (size_t i = 1; i < sizeof candidates - 1; i++)
		if (seen[i] > seen[best])
			best = i;
	return candidates[best];
}

struct csv_reader csv_reader(struct arena *arena, struct str input)
{
	struct csv_reader reader = {.arena = arena, .rest = input, .line = 1};

	if (str_starts(reader.rest, STR("\xEF\xBB\xBF")))
		reader.rest = skip(reader.rest, 3);
	struct str first = str_slice(reader.rest, 0, line_length(reader.rest));
	if (first.len == 5 && str_starts(first, STR("sep=")) && memchr(",;\t|", first.at[4], 4)) {
		reader.separator = first.at[4];
		reader.rest = skip(reader.rest, first.len);
		reader.rest = skip(reader.rest, line_end(reader.rest));
		reader.line = 2;
	} else {
		reader.separator = guess_separator(first);
	}
	return reader;
}

/* Behind the opening quote; *cell has doubled quotes undone. False when the closing quote is missing. */
static bool read_quoted(struct csv_reader *reader, struct str *cell)
{
	struct str s = reader->rest;
	size_t end = 0, doubled = 0;

	for (;; end++) {
		if (end == s.len)
			return false;
		if (s.at[end] == '\n' || (s.at[end] == '\r' && (end + 1 == s.len || s.at[end + 1] != '\n')))
			reader->line++;
		if (s.at[end] != '"')
			continue;
		if (end + 1 == s.len || s.at[end + 1] != '"')
			break;
		doubled++;
		end++;
	}
	*cell = str_slice(s, 0, end);
	reader->rest = skip(s, end + 1);
	if (doubled) {
		char *at = arena_alloc(reader->arena, end - doubled + 1, 1);
		size_t len = 0;
		for (size_t i = 0; i < end; i++) {
			at[len++] = s.at[i];
			i += s.at[i] == '"';
		}
		*cell = (struct str){at, len};
	}
	return true;
}

static void read_plain(struct csv_reader *reader, struct str *cell)
{
	size_t end = 0;
	while (end < reader->rest.len && reader->rest.at[end] != reader->separator &&
	       reader->rest.at[end] != '\n' && reader->rest.at[end] != '\r')
		end++;
	*cell = str_slice(reader->rest, 0, end);
	reader->rest = skip(reader->rest, end);
}

static void skip_line(struct csv_reader *reader)
{
	reader->rest = skip(reader->rest, line_length(reader->rest));
	size_t end = line_end(reader->rest);
	reader->rest = skip(reader->rest, end);
	reader->line += end > 0;
}

static void skip_blank_lines(struct csv_reader *reader)
{
	size_t end;
	while ((end = line_end(reader->rest)) > 0) {
		reader->rest = skip(reader->rest, end);
		reader->line++;
	}
}

/* Cells up to the line end; NULL, or what is wrong with the row. */
static const char *read_cells(struct csv_reader *reader, struct cells *cells)
{
	for (;;) {
		struct str cell;
		if (reader->rest.len && reader->rest.at[0] == '"') {
			reader->rest = skip(reader->rest, 1);
			if (!read_quoted(reader, &cell)) {
				reader->rest = STR_NONE;
				return "a quotation mark is opened and never closed";
			}
		} else {
			read_plain(reader, &cell);
		}
		if (cells->count == CSV_CELLS_MOST)
			return "the row has too many cells";
		if (!str_is_utf8(cell))
			return "the row is not UTF-8 text";
		cells_add(cells, cell);
		if (reader->rest.len == 0 || line_end(reader->rest) > 0)
			return NULL;
		if (reader->rest.at[0] != reader->separator)
			return "text follows a closing quotation mark";
		reader->rest = skip(reader->rest, 1);
	}
}

enum rc csv_next(struct csv_reader *reader, struct csv_row *row, const char **why)
{
	struct cells cells = {.arena = reader->arena};

	skip_blank_lines(reader);
	*row = (struct csv_row){.line = reader->line};
	if (reader->rest.len == 0)
		return RC_NOT_FOUND;
	*why = read_cells(reader, &cells);
	skip_line(reader);
	if (*why)
		return RC_INVALID;
	row->cells = cells.at;
	row->count = cells.count;
	return RC_OK;
}

struct str csv_cell(const struct csv_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : STR_NONE;
}

ptrdiff_t csv_column(const struct csv_row *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_equal_nocase(str_trim(header->cells[i]), str_of(name)))
			return (ptrdiff_t)i;
	return -1;
}

static bool is_number(struct str s)
{
	size_t i = s.len && (s.at[0] == '-' || s.at[0] == '+');
	size_t digits = 0, points = 0;
	for (; i < s.len; i++) {
		if (s.at[i] >= '0' && s.at[i] <= '9')
			digits++;
		else if (s.at[i] == '.')
			points++;
		else
			return false;
	}
	return digits > 0 && points <= 1;
}

/* Formulas begin with one of these; apostrophes before them count too, so that unguarding is exact. */
static bool needs_guard(struct str cell)
{
	struct str s = cell;
	while (s.len && s.at[0] == '\'')
		s = skip(s, 1);
	if (s.len == 0 || !memchr("=+-@\t\r", s.at[0], 6))
		return false;
	return s.len < cell.len || !is_number(s);
}

struct str csv_unguard(struct str cell)
{
	struct str inner = skip(cell, 1);
	return cell.len > 1 && cell.at[0] == '\'' && needs_guard(inner) ? inner : cell;
}

static bool needs_quotes(const struct csv_writer *writer, struct str cell)
{
	for (size_t i = 0; i < cell.len; i++) {
		char c = cell.at[i];
		if (c == writer->separator || c == '"' || c == '\n' || c == '\r')
			return true;
	}
	/* Spaces at the ends get lost in some readers; a lone empty cell would be a blank line. */
	return cell.len == 0 ? !writer->in_row : cell.at[0] == ' ' || cell.at[cell.len - 1] == ' ';
}

void csv_put(struct csv_writer *writer, struct str cell)
{
	bool quoted = needs_quotes(writer, cell);

	if (writer->in_row)
		text_char(writer->out, writer->separator);
	writer->in_row = true;
	if (quoted)
		text_char(writer->out, '"');
	if (writer->guard && needs_guard(cell))
		text_char(writer->out, '\'');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.at[i] == '"')
			text_char(writer->out, '"');
		text_char(writer->out, cell.at[i]);
	}
	if (quoted)
		text_char(writer->out, '"');
}

void csv_put_int(struct csv_writer *writer, int64_t value)
{
	struct text digits = TEXT_IN(writer->out->arena);
	text_int(&digits, value);
	csv_put(writer, text_str(&digits));
}

void csv_end(struct csv_writer *writer)
{
	text_cstr(writer->out, "\r\n");
	writer->in_row = false;
}
