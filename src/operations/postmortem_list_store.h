#ifndef OPERATIONS_POSTMORTEM_LIST_STORE_H
#define OPERATIONS_POSTMORTEM_LIST_STORE_H

#include "db/db.h"
#include "identity/viewer.h"
#include "operations/postmortem.h"

/* A postmortem, or an incident that waits for one (id 0), in a list. */
struct postmortem_line {
	int64_t id;
	int state;
	struct str number;
	struct str title;
	int severity;
	int status;
	moment published_at;
	moment updated_at;
};
extern const struct record postmortem_line_record;

enum { POSTMORTEM_PAGE = 50 };

/* Where a page begins: behind this row. */
struct postmortem_cursor {
	moment updated_at; /* MOMENT_NONE: from the newest */
	int64_t id;
};

/*
 * Those of production that the viewer may see, the last changed first; one more than POSTMORTEM_PAGE where there are
 * more. Without public summaries, so for those who work on operations incidents.
 */
enum rc postmortem_page(struct db *db, struct arena *arena, const struct viewer *viewer,
			struct postmortem_cursor behind, struct rows *rows) MUST_CHECK;

/* Resolved SEV1 and SEV2 incidents whose postmortem is not published, the oldest first, at most POSTMORTEM_PAGE. */
enum rc postmortem_waiting(struct db *db, struct arena *arena, const struct viewer *viewer,
			   struct rows *rows) MUST_CHECK;

#endif
