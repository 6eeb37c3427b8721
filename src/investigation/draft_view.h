#ifndef INVESTIGATION_DRAFT_VIEW_H
#define INVESTIGATION_DRAFT_VIEW_H

#include "investigation/findings.h"
#include "view/catalogue.h"

/*
 * A first conclusion from what was found, as Markdown: what was to be explained, how it came about, the causes with what
 * they rest on, what is assumed. Words in the language of the catalogue.
 */
struct str draft_conclusion(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
			    const struct findings *findings);

#endif
