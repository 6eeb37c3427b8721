#ifndef INVESTIGATION_FISHBONE_VIEW_H
#define INVESTIGATION_FISHBONE_VIEW_H

#include "http/request.h"
#include "investigation/fishbone.h"

/* Words for the six bones in the request's language. */
void fishbone_labels(const struct request *rq, struct str labels[static BRANCH_COUNT]);

/* The drawing as SVG; the places of the bones are marked with data-branch for drag and drop. */
struct str fishbone_svg(struct request *rq, const struct findings *findings);

#endif
