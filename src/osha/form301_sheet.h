#ifndef OSHA_FORM301_SHEET_H
#define OSHA_FORM301_SHEET_H

#include "osha/log_data.h"
#include "report/sheet.h"

/* Adds incident reports to a workbook as sheet "301": one row per case, one column per item. */
void form301_sheet(struct sheet_book *book, struct arena *arena, const struct osha_incident *incidents,
		   int count);

#endif
