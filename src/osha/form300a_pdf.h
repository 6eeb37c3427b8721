#ifndef OSHA_FORM300A_PDF_H
#define OSHA_FORM300A_PDF_H

#include "osha/log_data.h"
#include "report/pdf.h"

/*
 * Adds Form 300A, the yearly summary, to a document; required also for a year
 * without cases (29 CFR 1904.32). The optional worksheet follows on its own
 * page when the log has one, continuation sheets when something did not fit.
 */
void form300a_pdf(struct pdf *pdf, struct arena *arena, const struct osha_log *log);

#endif
