#ifndef INCIDENT_INCIDENT_LIST_PAGES_H
#define INCIDENT_INCIDENT_LIST_PAGES_H

#include "http/program.h"
#include "incident/incident_list_store.h"
#include "incident/lookup_store.h"

/* The list of incidents. */
extern const struct route incident_list_routes[];

/* The filter that the address asks for, within what the viewer may ask. */
enum rc incident_list_filter(struct request *rq, struct incident_filter *filter) MUST_CHECK;
/* Names of places and managers; a manager who is new since the lookup was made takes a statement. */
enum rc incident_list_names(struct request *rq, struct incident_page *list, const struct lookup *lookup) MUST_CHECK;

#endif
