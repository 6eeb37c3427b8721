#ifndef INCIDENT_WORK_H
#define INCIDENT_WORK_H

#include "base/record.h"
#include "db/db.h"
#include "identity/viewer.h"
#include "view/catalogue.h"

/*
 * "My work": what waits for somebody, over all kinds of records. Each feature declares its sources with
 * WORK_SOURCE; the front page shows those linked into the program, in the order of their position.
 */

struct work_item {
	struct str number; /* may be empty */
	struct str title;
	struct str href;   /* of our own */
	struct str detail; /* one more line, e.g. the place; may be empty */
	int severity;      /* enum severity, 0: none */
	int status;        /* enum status, 0: none */
	day due_on;
	struct str due;    /* instead of due_on, with its hour where it holds; may be empty */
	moment at; /* when it happened or was last changed */
	bool is_overdue;
};
extern const struct record work_item_record;

struct work_asked {
	struct db *db;
	struct arena *arena;
	const struct viewer *viewer;
	moment now;
	day today; /* where the viewer is */
	const struct zone *zone; /* and how the viewer reads: see view_style */
	const struct catalogue *catalogue;
};

struct work_source {
	const char *name;      /* id of its section: "managed" */
	const char *title;     /* English for the catalogue */
	const char *more_href; /* the whole list behind it, or NULL */
	int position;          /* lowest first */
	enum permission needs;
	/* The first few; rows are struct work_item. No rows: the section is left out. */
	enum rc (*load)(const struct work_asked *asked, struct rows *items);
};

#define WORK_SOURCE(source)                                             \
	static const struct work_source *const work_registered_##source \
		__attribute__((used, section("muster_work"))) = &source

enum { WORK_ITEMS = 10 };

/* All sources linked into this program, sorted by position, in the arena. */
size_t work_sources(struct arena *arena, const struct work_source *const **sources);

#endif
