#ifndef OSHA_FORM300A_WORKSHEET_H
#define OSHA_FORM300A_WORKSHEET_H

#include "osha/log_data.h"
#include "report/pdf.h"

/* Adds the optional worksheet behind Form 300A: average employment and hours (29 CFR 1904.32(b)(2)). */
void form300a_worksheet(struct pdf *pdf, struct arena *arena, const struct osha_worksheet *worksheet);

/* Employees paid by pay periods, rounded up as the form asks; 0 while the pay periods are not entered. */
int64_t form300a_worksheet_average(const struct osha_worksheet *worksheet);
/* Hours of full-time employees and of the others. */
int64_t form300a_worksheet_hours(const struct osha_worksheet *worksheet);

#endif
