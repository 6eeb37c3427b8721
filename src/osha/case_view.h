#ifndef OSHA_CASE_VIEW_H
#define OSHA_CASE_VIEW_H

#include "event/submission.h"
#include "incident/incident.h"
#include "organization/place.h"
#include "osha/case.h"

/* What all pages of one case have in common: finding it, showing its head, saving it. */

struct case_view {
	struct incident incident;
	struct injured_person injured;
	struct establishment place; /* whose log it is on */
	struct osha_case c;         /* id 0: not kept yet */
	struct case_facts facts;
	struct case_report report;
	day today; /* at the establishment */
	bool may_keep;
	struct str href; /* "/incidents/INC-.../people/UUID/case" */
};

/*
 * The case of the route's {number} and {uuid}; a case that nobody has kept yet is begun from the
 * incident and the person's data. Sets rq->zone to the establishment's. RC_NOT_FOUND: not for this viewer;
 * RC_DENIED: may be seen, but not kept, where keep is asked for.
 */
enum rc case_view_load(struct request *rq, struct case_view *v, bool keep) MUST_CHECK;
/* The same to be read: leaves an entry that the viewer has read the case. The route has ROUTE_WRITES. */
enum rc case_view_open(struct request *rq, struct case_view *v) MUST_CHECK;
/* Incident alone, for a viewer who may see OSHA cases there. */
enum rc case_view_incident(struct request *rq, struct incident *out) MUST_CHECK;

/* Head, tabs, submission id and version: what the templates of a case need. tab is its last path segment. */
enum rc case_view_page(struct request *rq, const struct case_view *v, const char *tab,
		       struct view *page) MUST_CHECK;
/* The name of a privacy case is for those who keep the records; others read "privacy case". c may be NULL. */
bool case_view_is_masked(const struct request *rq, const struct incident *incident,
			 const struct osha_case *c);
/* The English text in the request's language; empty for NULL. */
struct str case_view_words(const struct request *rq, const char *english);
/* One case in a few words: members recordable, column, days ..., as the log shows them. */
void case_view_entry(struct request *rq, struct view *view, const struct osha_case *c);
/* The urgent reports that are due, with what is left of the time; page gets urgent[]. */
enum rc case_view_urgent(struct request *rq, const struct case_view *v, struct view *page) MUST_CHECK;

/*
 * Keeps what v holds and goes to answer. The version from the form must be the stored one. RC_INVALID: the
 * facts have problems (added to rq); RC_CONFLICT: changed meanwhile, said in rq, v as it is now stored.
 */
enum rc case_view_save(struct request *rq, struct response *rs, struct case_view *v, bool with_report,
		       struct str answer) MUST_CHECK;

#endif
