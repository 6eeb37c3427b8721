#ifndef OSHA_PAST_LINE_STORE_H
#define OSHA_PAST_LINE_STORE_H

#include "db/db.h"
#include "osha/past_line.h"

/* All lines of an organization's logs from one year to another, at most 100,000: rows of struct past_line. */
enum rc past_line_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t first_year, int64_t last_year,
		      struct rows *rows) MUST_CHECK;

#endif
