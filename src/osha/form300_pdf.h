#ifndef OSHA_FORM300_PDF_H
#define OSHA_FORM300_PDF_H

#include "osha/log_data.h"
#include "report/pdf.h"

/*
 * Adds Form 300, the log, to a document: ten lines a page with page totals,
 * at least one page, then continuation sheets for what did not fit; the pages
 * are numbered for themselves. Legal paper, landscape (29 CFR 1904.29(a), (b)(4)).
 */
void form300_pdf(struct pdf *pdf, struct arena *arena, const struct osha_log *log);

#endif
