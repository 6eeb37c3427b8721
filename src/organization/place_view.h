#ifndef ORGANIZATION_PLACE_VIEW_H
#define ORGANIZATION_PLACE_VIEW_H

#include "http/request.h"
#include "organization/place.h"

/* The establishment that the address names, in the viewer's organization. */
enum rc place_of_address(struct request *rq, struct establishment *out) MUST_CHECK;
/* What the pages of one establishment share: place, crumbs and tabs ("", "areas" or "hours" is current). */
void place_frame(struct request *rq, struct view *page, const struct establishment *place, const char *tab);

#endif
