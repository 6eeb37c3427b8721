#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "base/record.h"

/*
 * When a closed incident is archived, and what keeps it back: a legal hold, an OSHA case whose year is still
 * kept (29 CFR 1904.33(a): five years after the year it covers), a receipt with which an anonymous reporter
 * may come back.
 */

enum { ARCHIVE_DAYS_DEFAULT = 730 };

struct archive_rule {
	int64_t organization_id;
	int64_t closed_days;
	int64_t version;
	moment updated_at;
};
extern const struct record archive_rule_record;

struct legal_hold {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	struct str reason;
	moment placed_at;
	int64_t placed_by_id; /* account */
	struct str placed_by_name;
	moment released_at; /* MOMENT_NONE: holds */
	struct str released_by_name;
	struct str release_reason;
	int64_t version;
};
extern const struct record legal_hold_record;

#endif
