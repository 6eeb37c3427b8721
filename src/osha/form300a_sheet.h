#ifndef OSHA_FORM300A_SHEET_H
#define OSHA_FORM300A_SHEET_H

#include "osha/log_data.h"
#include "report/sheet.h"

/* Adds the yearly summary to a workbook as sheet "300A": what, value, column of the form. */
void form300a_sheet(struct sheet_book *book, struct arena *arena, const struct osha_log *log);

#endif
