#ifndef INCIDENT_INCIDENT_LIST_VIEW_H
#define INCIDENT_INCIDENT_LIST_VIEW_H

#include "http/request.h"
#include "incident/incident_list_store.h"
#include "incident/lookup_store.h"

/* Puts the filter's controls (choices[], q, from, to ...), its chips and clear_href into the page. */
void incident_filter_view(struct request *rq, struct view *page, const struct incident_filter *filter,
			  const struct lookup *lookup);
/* Column heads with their links: columns[]. */
void incident_columns_view(struct request *rq, struct view *page, const struct incident_filter *filter);
/* The rows, and the links and words of the pager. count is -1 where not known. */
void incident_page_view(struct request *rq, struct view *page, const struct incident_filter *filter,
			const struct incident_page *list, int64_t count);

#endif
