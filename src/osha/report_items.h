#ifndef OSHA_REPORT_ITEMS_H
#define OSHA_REPORT_ITEMS_H

#include "osha/case.h"

/* Which items of Form 301 are still to be answered (29 CFR 1904.29(b)(2)). */

struct report_gap {
	const char *item;            /* as numbered on the form */
	const char *field;           /* of case_report_record, or of osha_case_record */
	const char *label;           /* English for the catalogue */
};

enum { REPORT_GAPS_MOST = 20 };
/* In the order of the form; returns how many. */
size_t report_items_missing(const struct osha_case *c, const struct case_report *report,
			    struct report_gap out[REPORT_GAPS_MOST]);

#endif
