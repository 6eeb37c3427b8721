#ifndef ORGANIZATION_IMPORT_BATCH_H
#define ORGANIZATION_IMPORT_BATCH_H

#include "base/record.h"

/* A file between its dry run and the decision about it, and afterwards what became of it. */
enum import_batch_state { IMPORT_BATCH_NONE, IMPORT_BATCH_CHECKED, IMPORT_BATCH_DONE, IMPORT_BATCH_GIVEN_UP };
extern const struct codes import_batch_state_codes;

struct import_batch {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str kind; /* name of the import_kind */
	struct str file_name;
	struct str
		content; /* as sent; emptied when done or given up, since it may hold personal particulars */
	struct str sha256;
	int state;
	int64_t rows_new;
	int64_t rows_changed;
	int64_t rows_same;
	int64_t rows_refused;
	struct str results; /* import_result_csv */
	int64_t actor_id;
	moment created_at;
	moment finished_at;
};
extern const struct record import_batch_record;

#endif
