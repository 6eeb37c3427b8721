#ifndef INVESTIGATION_EVIDENCE_VIEW_H
#define INVESTIGATION_EVIDENCE_VIEW_H

#include "investigation/part.h"

/* For the page of one piece of evidence: its file with the whole hash, checks[], custody[], the form of a new link. */
enum rc evidence_view_more(struct request *rq, const struct investigation_shown *v, const union entry_row *row,
			   struct view *page);

extern const struct form custody_form;

#endif
