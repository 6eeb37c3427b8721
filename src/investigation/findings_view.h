#ifndef INVESTIGATION_FINDINGS_VIEW_H
#define INVESTIGATION_FINDINGS_VIEW_H

#include "investigation/investigation_view.h"

/* What was found, as lists for templates; each partial of templates/investigation draws one of them. */

/* chains[] {problem, href, whys[] {n, why, cited[], href, cause, may_mark}, form keys}. */
void findings_view_whys(struct request *rq, const struct investigation_shown *v, struct view *page);
/* svg, and bones[] {branch, items[] {item, cited[], twigs[]}}. */
void findings_view_fishbone(struct request *rq, const struct investigation_shown *v, struct view *page);
/* events[] {event, cited[]}. */
void findings_view_timeline(struct request *rq, const struct investigation_shown *v, struct view *page);
/* register[] {n, evidence, fingerprint, href}. */
void findings_view_evidence(struct request *rq, const struct investigation_shown *v, struct view *page);
/* causes[] {n, cause, cited[], source}. */
void findings_view_causes(struct request *rq, const struct investigation_shown *v, struct view *page);

/* cite[] {n, title, id, checked}: boxes that name the evidence of something; list is what is cited now. prefix makes ids
 * unique in a page with several such forms. */
void findings_view_citable(const struct findings *findings, const char *prefix, struct str list, struct view *page);

#endif
