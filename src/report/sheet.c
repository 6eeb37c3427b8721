#include "report/sheet_private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/log.h"

/* What one cell holds, less room for the note. */
enum { CELL_BYTES = 32000, NAME_LENGTH = 31 };

void sheet_check(struct sheet_book *book, lxw_error error, const char *doing)
{
	if (error == LXW_NO_ERROR || book->failed)
		return;
	book->failed = true;
	LOG(LOG_ERROR, "sheet.error", "%s: %s", doing, lxw_strerror(error));
}

char *sheet_own(struct arena *arena, const char *text)
{
	const size_t size = strlen(text) + 1;

	return memcpy(ARENA_ARRAY(arena, char, size), text, size);
}

static void release_book(void *resource)
{
	struct sheet_book *book = resource;

	if (book->workbook)
		lxw_workbook_free(book->workbook);
	if (book->fd >= 0)
		close(book->fd);
	book->workbook = NULL;
	book->fd = -1;
}

static void set_properties(struct sheet_book *book, const struct sheet_info *info)
{
	lxw_doc_properties properties = {
		.title = info->title ? sheet_own(book->arena, info->title) : NULL,
		.author = info->author ? sheet_own(book->arena, info->author) : NULL,
		.created = (time_t)(info->created_at / SECONDS(1)),
	};

	sheet_check(book, workbook_set_properties(book->workbook, &properties), "properties");
}

struct sheet_book *sheet_book_new(struct arena *arena, const struct sheet_info *info)
{
	struct sheet_book *book = ARENA_NEW(arena, struct sheet_book);
	lxw_workbook_options options = {.constant_memory = info->streaming, .use_zip64 = 0};

	book->arena = arena;
	book->scratch = TEXT_IN(arena);
	book->fd = memfd_create("workbook", MFD_CLOEXEC);
	arena_defer(arena, release_book, book);
	if (book->fd < 0) {
		LOG(LOG_ERROR, "sheet.error", "memfd_create: %s", strerror(errno));
		book->failed = true;
		return book;
	}
	const struct str path = arena_printf(arena, "/proc/self/fd/%d", book->fd);

	book->workbook = workbook_new_opt(path.at, &options);
	if (!book->workbook) {
		book->failed = true;
		return book;
	}
	set_properties(book, info);
	return book;
}

static const char *allowed_name(struct arena *arena, const char *name)
{
	struct text out = TEXT_IN(arena);
	size_t at = 0, points = 0;
	const struct str text = str_of(name);

	while (at < text.len && points < NAME_LENGTH) {
		utf8proc_int32_t point;
		const utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.at + at,
							      (utf8proc_ssize_t)(text.len - at), &point);
		const size_t used = len > 0 ? (size_t)len : 1;

		if (len <= 0 || (point < 0x80 && (point < 0x20 || strchr("[]:*?/\\'", (int)point))))
			text_char(&out, ' ');
		else
			text_add(&out, str_slice(text, at, used));
		at += used;
		points++;
	}
	return arena_cstr(arena, str_trim(text_str(&out)));
}

static void set_up(struct sheet *sheet, const struct sheet_setup *setup)
{
	lxw_worksheet *ws = sheet->worksheet;
	/* & begins a code in footers and is written double. */
	struct text footer = TEXT_IN(sheet->book->arena);

	text_cstr(&footer, "&L&8");
	for (const char *c = setup->footer ? setup->footer : ""; *c; c++)
		text_cstr(&footer, *c == '&' ? "&&" : (char[2]){*c, 0});
	text_cstr(&footer, "&R&8Page &P of &N");
	sheet_check(sheet->book, worksheet_set_footer(ws, text_str(&footer).at), "footer");

	if (setup->portrait)
		worksheet_set_portrait(ws);
	else
		worksheet_set_landscape(ws);
	worksheet_set_paper(ws, setup->paper == SHEET_LEGAL ? 5 : 1);
	worksheet_set_margins(ws, 0.4, 0.4, 0.5, 0.6);
	worksheet_fit_to_pages(ws, 1, 0);
	if (setup->repeat_to > 0)
		sheet_check(
			sheet->book,
			worksheet_repeat_rows(ws, (lxw_row_t)setup->repeat_from, (lxw_row_t)setup->repeat_to),
			"repeated rows");
	if (setup->freeze_rows > 0 || setup->freeze_columns > 0)
		worksheet_freeze_panes(ws, (lxw_row_t)setup->freeze_rows, (lxw_col_t)setup->freeze_columns);
}

struct sheet *sheet_add(struct sheet_book *book, const char *name, const struct sheet_setup *setup)
{
	struct sheet *sheet = ARENA_NEW(book->arena, struct sheet);

	sheet->book = book;
	sheet->name = allowed_name(book->arena, name);
	if (book->failed)
		return sheet;
	sheet->worksheet = workbook_add_worksheet(book->workbook, sheet->name);
	if (!sheet->worksheet) {
		sheet_check(book, LXW_ERROR_SHEETNAME_ALREADY_USED, sheet->name);
		return sheet;
	}
	set_up(sheet, setup);
	return sheet;
}

static void dress(lxw_format *format, unsigned look)
{
	format_set_font_name(format, "Arial");
	format_set_font_size(format, look & SHEET_TITLE ? 14 : 10);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (look & (SHEET_TITLE | SHEET_HEADER | SHEET_TOTAL | SHEET_BOLD))
		format_set_bold(format);
	if (look & SHEET_HEADER) {
		format_set_bg_color(format, 0x1F2937);
		format_set_font_color(format, LXW_COLOR_WHITE);
		format_set_border(format, LXW_BORDER_THIN);
		format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	}
	if (look & SHEET_TOTAL)
		format_set_top(format, LXW_BORDER_MEDIUM);
	if (look & SHEET_STRUCK)
		format_set_font_strikeout(format);
	if (look & (SHEET_WRAP | SHEET_HEADER))
		format_set_text_wrap(format);
	if (look & (SHEET_CENTRE | SHEET_HEADER))
		format_set_align(format, LXW_ALIGN_CENTER);
	if (look & SHEET_MUTED)
		format_set_font_color(format, 0x4B5563);
}

/* One format per look and kind; Excel limits their number, so they are kept. */
static lxw_format *format_of(struct sheet_book *book, unsigned look, enum sheet_kind kind)
{
	static const char *const number_formats[] = {
		[SHEET_TEXT] = "@", [SHEET_INT] = "#,##0", [SHEET_DECIMAL] = "#,##0.00",
		[SHEET_DAY] = "yyyy-mm-dd", [SHEET_MOMENT] = "yyyy-mm-dd hh:mm",
	};

	for (int i = 0; i < book->format_count; i++)
		if (book->formats[i].look == look && book->formats[i].kind == kind)
			return book->formats[i].format;
	if (book->format_count == SHEET_FORMATS)
		return NULL;
	lxw_format *format = workbook_add_format(book->workbook);
	if (!format) {
		sheet_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED, "format");
		return NULL;
	}
	dress(format, look);
	format_set_num_format(format, number_formats[kind]);
	book->formats[book->format_count].look = look;
	book->formats[book->format_count].kind = kind;
	book->formats[book->format_count++].format = format;
	return format;
}

static size_t point_end(struct str text, size_t at)
{
	utf8proc_int32_t point;
	const utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.at + at,
						      (utf8proc_ssize_t)(text.len - at), &point);

	return len > 0 && point != 0 ? at + (size_t)len : at;
}

/* What the cell will hold: valid UTF-8, not too long, followed by a NUL. */
static const char *cell_text(struct sheet_book *book, struct str text)
{
	struct text *out = &book->scratch;

	out->len = 0;
	if (text.len <= CELL_BYTES && str_is_utf8(text)) {
		text_add(out, text);
		return text_str(out).at;
	}
	size_t at = 0;
	while (at < text.len && out->len < CELL_BYTES) {
		const size_t end = point_end(text, at);

		if (end > at)
			text_add(out, str_slice(text, at, end - at));
		else
			text_cstr(out, "\xEF\xBF\xBD");
		at = end > at ? end : at + 1;
	}
	if (at < text.len)
		text_cstr(out, " [more than a cell can hold; see the record]");
	return text_str(out).at;
}

static bool may_write(const struct sheet *sheet)
{
	return !sheet->book->failed && sheet->worksheet;
}

void sheet_text(struct sheet *sheet, int row, int column, unsigned look, struct str text)
{
	if (!may_write(sheet))
		return;
	lxw_format *format = format_of(sheet->book, look, SHEET_TEXT);

	if (text.len == 0)
		sheet_check(
			sheet->book,
			worksheet_write_blank(sheet->worksheet, (lxw_row_t)row, (lxw_col_t)column, format),
			"blank cell");
	else
		sheet_check(sheet->book,
			    worksheet_write_string(sheet->worksheet, (lxw_row_t)row, (lxw_col_t)column,
						   cell_text(sheet->book, text), format),
			    "text cell");
}

void sheet_cstr(struct sheet *sheet, int row, int column, unsigned look, const char *text)
{
	sheet_text(sheet, row, column, look, str_of(text));
}

static void write_number(struct sheet *sheet, int row, int column, unsigned look, enum sheet_kind kind,
			 double value)
{
	if (!may_write(sheet))
		return;
	if (!isfinite(value)) {
		sheet_cstr(sheet, row, column, look, "n/a");
		return;
	}
	sheet_check(sheet->book,
		    worksheet_write_number(sheet->worksheet, (lxw_row_t)row, (lxw_col_t)column, value,
					   format_of(sheet->book, look, kind)),
		    "number");
}

void sheet_int(struct sheet *sheet, int row, int column, unsigned look, int64_t value)
{
	write_number(sheet, row, column, look, SHEET_INT, (double)value);
}

void sheet_decimal(struct sheet *sheet, int row, int column, unsigned look, double value)
{
	write_number(sheet, row, column, look, SHEET_DECIMAL, value);
}

static void write_civil(struct sheet *sheet, int row, int column, unsigned look, enum sheet_kind kind,
			struct civil c)
{
	lxw_datetime value = {.year = c.year, .month = c.month, .day = c.day,
			      .hour = c.hour, .min = c.minute, .sec = c.second};

	if (!may_write(sheet))
		return;
	sheet_check(sheet->book,
		    worksheet_write_datetime(sheet->worksheet, (lxw_row_t)row, (lxw_col_t)column, &value,
					     format_of(sheet->book, look, kind)),
		    "date");
}

void sheet_day(struct sheet *sheet, int row, int column, unsigned look, day value)
{
	if (value == DAY_NONE)
		sheet_text(sheet, row, column, look, STR_NONE);
	else
		write_civil(sheet, row, column, look, SHEET_DAY, day_civil(value));
}

void sheet_moment(struct sheet *sheet, int row, int column, unsigned look, const struct zone *zone,
		  moment value)
{
	if (value == MOMENT_NONE)
		sheet_text(sheet, row, column, look, STR_NONE);
	else
		write_civil(sheet, row, column, look, SHEET_MOMENT, zone_civil(zone, value));
}

void sheet_formula(struct sheet *sheet, int row, int column, unsigned look, enum sheet_kind kind,
		   const char *formula, double value)
{
	if (!may_write(sheet))
		return;
	sheet_check(sheet->book,
		    worksheet_write_formula_num(sheet->worksheet, (lxw_row_t)row, (lxw_col_t)column, formula,
						format_of(sheet->book, look, kind), value),
		    "formula");
}

void sheet_sum(struct sheet *sheet, int row, int column, unsigned look, int first_row, int last_row,
	       int64_t value)
{
	char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];

	lxw_rowcol_to_cell(from, (lxw_row_t)first_row, (lxw_col_t)column);
	lxw_rowcol_to_cell(to, (lxw_row_t)last_row, (lxw_col_t)column);
	sheet_formula(sheet, row, column, look, SHEET_INT,
		      arena_printf(sheet->book->arena, "=SUM(%s:%s)", from, to).at, (double)value);
}

void sheet_width(struct sheet *sheet, int first_column, int last_column, double width)
{
	if (may_write(sheet))
		sheet_check(sheet->book,
			    worksheet_set_column(sheet->worksheet, (lxw_col_t)first_column,
						 (lxw_col_t)last_column, width, NULL),
			    "column width");
}

void sheet_height(struct sheet *sheet, int row, double height)
{
	if (may_write(sheet))
		sheet_check(sheet->book, worksheet_set_row(sheet->worksheet, (lxw_row_t)row, height, NULL),
			    "row height");
}

void sheet_header(struct sheet *sheet, int row, const struct sheet_column *columns, int count)
{
	for (int i = 0; i < count; i++) {
		sheet_width(sheet, i, i, columns[i].width);
		sheet_cstr(sheet, row, i, SHEET_HEADER, columns[i].label);
	}
}

void sheet_filter(struct sheet *sheet, int header_row, int last_row, int columns)
{
	if (may_write(sheet) && columns > 0)
		sheet_check(sheet->book,
			    worksheet_autofilter(sheet->worksheet, (lxw_row_t)header_row, 0,
						 (lxw_row_t)(last_row > header_row ? last_row : header_row),
						 (lxw_col_t)(columns - 1)),
			    "filter");
}

/* Writes the workbook to the memory file and leaves its offset at the beginning. */
static enum rc complete(struct sheet_book *book)
{
	if (book->workbook) {
		const lxw_error error = workbook_close(book->workbook);

		book->workbook = NULL;
		sheet_check(book, error, "closing");
	}
	if (!book->failed && lseek(book->fd, 0, SEEK_SET) != 0)
		book->failed = true;
	return book->failed ? FAULT("sheet.save", "workbook given up") : RC_OK;
}

enum rc sheet_save(struct sheet_book *book, struct str *bytes)
{
	struct text out = TEXT_IN(book->arena);
	enum rc rc = complete(book);

	while (rc == RC_OK) {
		const ssize_t got = read(book->fd, text_reserve(&out, 65536), 65536);

		if (got < 0 && errno != EINTR)
			rc = FAULT("sheet.save", "read: %s", strerror(errno));
		if (got == 0)
			break;
		if (got > 0)
			out.len += (size_t)got;
	}
	if (rc == RC_OK)
		*bytes = text_str(&out);
	return rc;
}

static bool write_all(int fd, const char *at, size_t len)
{
	while (len > 0) {
		const ssize_t put = write(fd, at, len);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			at += put;
			len -= (size_t)put;
		}
	}
	return true;
}

enum rc sheet_write(struct sheet_book *book, int fd)
{
	char block[65536];
	enum rc rc = complete(book);

	while (rc == RC_OK) {
		const ssize_t got = read(book->fd, block, sizeof block);

		if (got == 0)
			break;
		if ((got < 0 && errno != EINTR) || (got > 0 && !write_all(fd, block, (size_t)got)))
			rc = FAULT("sheet.write", "%s", strerror(errno));
	}
	return rc;
}
