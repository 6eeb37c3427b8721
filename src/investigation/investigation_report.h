#ifndef INVESTIGATION_INVESTIGATION_REPORT_H
#define INVESTIGATION_INVESTIGATION_REPORT_H

#include "investigation/findings.h"
#include "report/flow.h"
#include "view/catalogue.h"

/* The section of an incident's report that tells of its investigation. */
struct investigation_report {
	const struct incident *incident;
	struct str lead, approver, team; /* names; may be empty */
	const struct findings *findings;
	const struct signature *signatures; /* oldest first, without content */
	size_t signature_count;
	struct str content;          /* content_json of the findings now: signatures over another one say so */
	const struct zone *zone;     /* of the establishment */
	const struct catalogue *catalogue;
};

/*
 * Draws state, method, conclusion, causes, Whys, fishbone (on a page across), timeline, evidence and signatures. Nothing is
 * drawn where nobody has begun.
 */
void investigation_report_draw(struct flow *flow, const struct investigation_report *report);

#endif
