#ifndef REPORT_SHEET_PRIVATE_H
#define REPORT_SHEET_PRIVATE_H

#include <xlsxwriter.h>

#include "base/text.h"
#include "report/sheet.h"

/* Shared by sheet.c and sheet_chart.c; nobody else includes it. */

enum { SHEET_FORMATS = 96 };

struct sheet_book {
	struct arena *arena;
	lxw_workbook *workbook;
	int fd;                        /* memory file that the library writes */
	bool failed;
	struct text scratch;           /* the text of the cell being written */
	struct {
		unsigned look;
		enum sheet_kind kind;
		lxw_format *format;
	} formats[SHEET_FORMATS];
	int format_count;
};

struct sheet {
	struct sheet_book *book;
	lxw_worksheet *worksheet;
	const char *name;
};

/* Notes the error, with what was being done. */
void sheet_check(struct sheet_book *book, lxw_error error, const char *doing);

/* A copy that libraries without const may take. */
char *sheet_own(struct arena *arena, const char *text);

#endif
