#ifndef INCIDENT_INCIDENT_DETAIL_VIEW_H
#define INCIDENT_INCIDENT_DETAIL_VIEW_H

#include "audit/audit.h"
#include "http/request.h"
#include "incident/incident_detail_store.h"
#include "incident/workflow_store.h"

/* What every page of one incident needs; the page itself is put together in record.h. */
struct incident_shown {
	struct incident incident;
	struct incident_around around; /* without the reporter's name where it is not to be shown */
	bool may_manage;
	bool shows_work; /* internal notes and the audit trail */
	const struct workflow *workflow;
	struct incident_lists *lists; /* rows that were loaded for this request, see incident_shown_rows */
};

/*
 * The incident that the address names, within what the viewer may see (RC_NOT_FOUND), its times in the zone
 * of its establishment from now on.
 */
enum rc incident_shown_find(struct request *rq, struct incident_shown *out) MUST_CHECK;
/*
 * For the request that made it, while nothing hangs on it yet: the same without asking the database. RC_NOT_FOUND: it is
 * to be found like any other.
 */
enum rc incident_shown_made(struct request *rq, const struct incident *made, struct incident_shown *out) MUST_CHECK;
/*
 * The same for what changes an area of it: RC_DENIED where the viewer may not manage it, RC_LOCKED where its state
 * locks the area; the page of that refusal says which. The transaction asks again with incident_lock_area.
 */
enum rc incident_shown_change(struct request *rq, enum record_area area, struct incident_shown *out) MUST_CHECK;
/* Only the second half of that, for those who do not manage it (the investigation's lead, the reporter). */
enum rc incident_shown_unlocked(struct request *rq, const struct incident_shown *shown, enum record_area area) MUST_CHECK;
/* Why the area is locked, translated; STR_NONE: it is not. The same words as in the refusal. */
struct str incident_shown_lock(const struct request *rq, const struct incident_shown *shown, enum record_area area);
/* The viewer manages it and the area is not locked: the page may offer changes. */
bool incident_shown_may(const struct incident_shown *shown, enum record_area area);

/*
 * The rows of one list of the incident, within one request: asked once, and not at all where that count, or NULL, is 0.
 * For pages; a transaction asks by itself.
 */
typedef enum rc incident_list_load(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				   struct rows *rows);
enum rc incident_shown_rows(struct request *rq, const struct incident_shown *shown, const struct incident_count *count,
			    incident_list_load *load, struct rows *rows) MUST_CHECK;

/* "/incidents/INC-..." with something behind it ("" or "/files"). */
struct str incident_href(struct arena *arena, const struct incident *incident, const char *behind);

/* Who acts for the audit trail; it does not name who reported in confidence. */
struct actor incident_actor(const struct request *rq, const struct incident *incident);

/* Who wrote or added something, as this viewer may know it: never who reported in confidence. */
struct str incident_person_shown(const struct request *rq, const struct incident *incident, int64_t person_id,
				 struct str name);


#endif
