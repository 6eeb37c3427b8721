#ifndef ORGANIZATION_IMPORT_BATCH_H
#define ORGANIZATION_IMPORT_BATCH_H

#include "base/record.h"

/* A file between its dry run and the decision about it, and afterwards what became of it. */
enum import_batch_state {
	IMPORT_BATCH_NONE,
	IMPORT_BATCH_CHECKED,
	IMPORT_BATCH_DONE,
	IMPORT_BATCH_GIVEN_UP,
	IMPORT_BATCH_REFUSED, /* looked through by a program, with rows that it may not leave out */
	IMPORT_BATCH_UNDONE,
};
extern const struct codes import_batch_state_codes;

enum import_source { IMPORT_SOURCE_NONE, IMPORT_FROM_PAGE, IMPORT_FROM_COMMAND, IMPORT_FROM_FOLDER, IMPORT_FROM_API };
extern const struct codes import_source_codes;

struct import_batch {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str kind; /* name of the import_kind */
	int64_t preset_id; /* 0: none */
	int source;
	struct str file_name;
	struct str
		content; /* as sent; emptied when done or given up, since it may hold personal particulars */
	struct str sha256;
	int state;
	int64_t rows_new;
	int64_t rows_changed;
	int64_t rows_same;
	int64_t rows_refused;
	int64_t rows_ended;
	struct str held; /* why it waits for somebody to agree; STR_NONE: it does not */
	struct str results; /* import_result_csv */
	struct str undo_results; /* CSV: what, outcome, problem */
	int64_t actor_id;
	moment created_at;
	moment finished_at;
	moment undone_at;
	int64_t undone_by_id;
};
extern const struct record import_batch_record;

/* One row that an import wrote. */
struct import_change {
	int64_t batch_id;
	int64_t position; /* from 1, in the order of writing */
	int64_t row_id;
	struct str what;
	struct str before_json; /* the row as it was; STR_NONE: the import created it */
	int64_t version_after;
};
extern const struct record import_change_record;

#endif
