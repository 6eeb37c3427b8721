#ifndef INVESTIGATION_INVESTIGATION_VIEW_H
#define INVESTIGATION_INVESTIGATION_VIEW_H

#include "event/submission.h"
#include "incident/record.h"
#include "investigation/findings_store.h"

/* What every page of an investigation needs. */
struct investigation_shown {
	struct incident_shown shown;
	struct findings findings;
	bool may_edit;               /* the viewer may, and neither the incident's state nor the investigation's is in the way */
	struct str lock;             /* why nobody may, translated; empty: somebody may */
};

/*
 * The investigation of the incident that the address names. RC_NOT_FOUND: not visible, or an operations incident;
 * RC_DENIED: for those who work on it only.
 */
enum rc investigation_shown_find(struct request *rq, struct investigation_shown *out) MUST_CHECK;
/* The same for what changes its content: RC_DENIED or RC_LOCKED. */
enum rc investigation_shown_edit(struct request *rq, struct investigation_shown *out) MUST_CHECK;

/* Its tab with the pages below it; section is the path of one: "/whys", "" is the first. For templates that build on
 * investigation/record. */
enum rc investigation_page(struct request *rq, const struct investigation_shown *v, const char *section,
			   struct view **page) MUST_CHECK;

/* "/incidents/INC-.../investigation" with something behind it. */
struct str investigation_href(struct arena *arena, const struct incident *incident, const char *behind);

/* Gaps as gaps[] {gap, gap_href}. */
void investigation_view_gaps(struct request *rq, const struct investigation_shown *v, struct view *page);

/*
 * In a transaction of a form: locks incident and investigation for a change of the content, and asks again whether the
 * viewer may.
 */
enum rc investigation_lock_for(struct db *db, const struct change *change, const struct incident *incident,
			       struct investigation *out) MUST_CHECK;

/* The tab, its gaps and what the workflow asks of it. */
extern const struct record_part investigation_part;

#endif
