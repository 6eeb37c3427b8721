#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "base/moment.h"
#include "base/str.h"

/*
 * Excel workbooks. Rows and columns count from 0. Text of users is always
 * stored as text, whatever it begins with; only sheet_formula writes formulas,
 * and those are ours. Bytes that are not UTF-8 become U+FFFD; a text longer than
 * a cell holds ends with a note that says so.
 *
 * Errors stick: sheet_save and sheet_write answer RC_FAULT after any of them.
 * The same input gives the same bytes. A workbook belongs to its arena.
 */
struct sheet_book;
struct sheet;

struct sheet_info {
	const char *title;
	const char *author;      /* the organisation */
	moment created_at;       /* the only date in the file */
	bool streaming;          /* little memory: rows must be written in ascending order */
};

/* Never NULL. */
struct sheet_book *sheet_book_new(struct arena *arena, const struct sheet_info *info);

enum sheet_paper { SHEET_LETTER, SHEET_LEGAL };

/* How a sheet is printed: landscape, one page wide, "Page n of m" in the footer. */
struct sheet_setup {
	enum sheet_paper paper;
	const char *footer;      /* left part of the footer; NULL for none */
	int repeat_from;         /* rows repeated at the top of each page; */
	int repeat_to;           /* none when repeat_to is 0 */
	int freeze_rows, freeze_columns;
	bool portrait;
};

/* Never NULL. Characters that Excel forbids in names become spaces; 31 characters are kept. */
struct sheet *sheet_add(struct sheet_book *book, const char *name, const struct sheet_setup *setup);

/* Looks of a cell, combined with |. */
enum sheet_look {
	SHEET_PLAIN  = 0,
	SHEET_TITLE  = 1u << 0,  /* large and bold */
	SHEET_HEADER = 1u << 1,  /* bold, white on dark, wrapped, centred */
	SHEET_TOTAL  = 1u << 2,  /* bold with a line above */
	SHEET_BOLD   = 1u << 3,
	SHEET_STRUCK = 1u << 4,  /* lined out */
	SHEET_WRAP   = 1u << 5,
	SHEET_CENTRE = 1u << 6,
	SHEET_MUTED  = 1u << 7,  /* grey notes */
};

enum sheet_kind { SHEET_TEXT, SHEET_INT, SHEET_DECIMAL, SHEET_DAY, SHEET_MOMENT };

struct sheet_column {
	const char *label;
	double width;            /* in characters */
};

/* Writes the labels in the header look and sets the widths. */
void sheet_header(struct sheet *sheet, int row, const struct sheet_column *columns, int count);
void sheet_width(struct sheet *sheet, int first_column, int last_column, double width);
/* In points. */
void sheet_height(struct sheet *sheet, int row, double height);
/* Drop-down filters on the header row over the data down to last_row. */
void sheet_filter(struct sheet *sheet, int header_row, int last_row, int columns);

void sheet_text(struct sheet *sheet, int row, int column, unsigned look, struct str text);
void sheet_cstr(struct sheet *sheet, int row, int column, unsigned look, const char *text);
void sheet_int(struct sheet *sheet, int row, int column, unsigned look, int64_t value);
void sheet_decimal(struct sheet *sheet, int row, int column, unsigned look, double value);
/* DAY_NONE leaves an empty cell. */
void sheet_day(struct sheet *sheet, int row, int column, unsigned look, day value);
/* Shown in zone (NULL: UTC); MOMENT_NONE leaves an empty cell. */
void sheet_moment(struct sheet *sheet, int row, int column, unsigned look, const struct zone *zone,
		  moment value);
/* value is what the formula yields: shown until the file is recalculated, and by readers that cannot. */
void sheet_formula(struct sheet *sheet, int row, int column, unsigned look, enum sheet_kind kind,
		   const char *formula, double value);
/* "=SUM(C3:C12)" over rows of one column. */
void sheet_sum(struct sheet *sheet, int row, int column, unsigned look, int first_row, int last_row,
	       int64_t value);

enum sheet_chart_kind { SHEET_BARS, SHEET_COLUMNS, SHEET_STACKED_COLUMNS, SHEET_LINE, SHEET_PIE };

/* One column of data, rows first_row .. last_row of the sheet named by the chart. */
struct sheet_series {
	int column;
	const char *name;
	unsigned colour;         /* 0xRRGGBB; 0 takes Excel's own */
};

struct sheet_chart {
	enum sheet_chart_kind kind;
	const char *title;
	const char *category_label, *value_label; /* of the axes; NULL for none */
	const char *description; /* read out by screen readers */
	const struct sheet *data;
	int category_column, first_row, last_row;
	const struct sheet_series *series;
	int series_count;
	int row, column;         /* upper left corner */
	double width, height;    /* pixels; 0 takes 480 x 288 */
};

/* A native chart, which follows the cells it was made from. */
void sheet_add_chart(struct sheet *sheet, const struct sheet_chart *chart);

/* Completes the workbook and hands over its bytes (in the arena). Call one of these, once. */
enum rc sheet_save(struct sheet_book *book, struct str *bytes) MUST_CHECK;
/* The same, written to a descriptor, without holding it in memory twice. */
enum rc sheet_write(struct sheet_book *book, int fd) MUST_CHECK;

#endif
