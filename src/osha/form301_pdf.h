#ifndef OSHA_FORM301_PDF_H
#define OSHA_FORM301_PDF_H

#include "osha/log_data.h"
#include "report/pdf.h"

/*
 * Adds Form 301, the incident report of one case, to a document: one page, then
 * continuation sheets for narratives that did not fit (29 CFR 1904.29(a), (b)(2)).
 */
void form301_pdf(struct pdf *pdf, struct arena *arena, const struct osha_incident *incident);

#endif
