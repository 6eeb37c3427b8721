#ifndef INCIDENT_INCIDENT_DETAIL_VIEW_H
#define INCIDENT_INCIDENT_DETAIL_VIEW_H

#include "audit/audit.h"
#include "http/request.h"
#include "incident/incident_detail_store.h"

/* What every page of one incident needs. */
enum incident_tab { TAB_SUMMARY, TAB_OSHA, TAB_FILES, TAB_COMMENTS, TAB_AUDIT };

struct incident_shown {
	struct incident incident;
	struct incident_around around; /* without the reporter's name where it is not to be shown */
	bool may_manage;
	bool shows_work; /* internal notes and the audit trail */
};

/*
 * The incident that the address names, within what the viewer may see (RC_NOT_FOUND), its times in the zone
 * of its establishment from now on.
 */
enum rc incident_shown_find(struct request *rq, struct incident_shown *out) MUST_CHECK;
/* The same for what changes it: RC_DENIED where the viewer may not manage it. */
enum rc incident_shown_manage(struct request *rq, struct incident_shown *out) MUST_CHECK;

/* "/incidents/INC-..." with something behind it ("" or "/files"). */
struct str incident_href(struct arena *arena, const struct incident *incident, const char *behind);

/* A page with header, badges, tabs and breadcrumbs for templates that build on incident/record. */
struct view *incident_page(struct request *rq, const struct incident_shown *shown, enum incident_tab tab);

/* Who acts for the audit trail; it does not name who reported in confidence. */
struct actor incident_actor(const struct request *rq, const struct incident *incident);

/* Who wrote or added something, as this viewer may know it: never who reported in confidence. */
struct str incident_person_shown(const struct request *rq, const struct incident *incident, int64_t person_id,
				 struct str name);

#endif
