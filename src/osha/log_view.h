#ifndef OSHA_LOG_VIEW_H
#define OSHA_LOG_VIEW_H

#include "http/request.h"
#include "organization/place.h"
#include "osha/log_data.h"

/* What the pages of one establishment and year share: /osha/{code}/{year}/... */

enum { LOG_YEAR_FIRST = 2002 }; /* the forms exist since then */

struct log_view {
	struct establishment place;
	int64_t year;
	struct osha_log log;
	day today; /* at the establishment */
	bool may_keep;
	bool is_editable; /* 1904.33: five years after the year */
	struct str href;  /* "/osha/DAY1/2026" */
};

/* Collects the log of the route's {code} and {year}; RC_NOT_FOUND: none, or not for this viewer. */
enum rc log_view_load(struct request *rq, struct log_view *v, bool keep) MUST_CHECK;
/* Head and tabs; tab is the last path segment. */
void log_view_page(struct request *rq, const struct log_view *v, const char *tab, struct view *page);
/*
 * Names of the privacy cases, within the transaction that writes the entry of the audit trail that says who read them; rows
 * are struct log_line.
 */
enum rc log_view_read_privacy(struct db *db, struct request *rq, const struct log_view *v, struct rows *rows) MUST_CHECK;
/* Column totals as total_g .. total_j, total_k, total_l, total_1 .. total_6, total_cases. */
void log_view_totals(const struct osha_log *log, struct view *page);

#endif
