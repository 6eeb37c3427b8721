#ifndef OSHA_FORM300_SHEET_H
#define OSHA_FORM300_SHEET_H

#include "osha/log_data.h"
#include "report/sheet.h"

/*
 * Adds the log to a workbook as sheet "300". The columns A to L of the sheet are those
 * of the form; M to R are its columns M(1) to M(6). Circles are the letter X. Totals are
 * formulas that leave lined-out entries out.
 */
void form300_sheet(struct sheet_book *book, struct arena *arena, const struct osha_log *log);

#endif
