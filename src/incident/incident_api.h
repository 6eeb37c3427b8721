#ifndef INCIDENT_INCIDENT_API_H
#define INCIDENT_INCIDENT_API_H

#include "http/api_call.h"
#include "incident/incident_detail_view.h"

/* Incidents in the JSON interface: the list, one, and reporting one. */
extern const struct route incident_api_routes[];

extern const struct api_schema incident_api_schema;

/* One incident as its readers see it: what the viewer may not know is null or left out of the lists. */
enum rc incident_api_write(struct request *rq, struct api_json *json, const struct incident_shown *shown) MUST_CHECK;

/* The handler of a change: answers with the incident, after it. status: 200 or 201. closure of api_call_answers. */
enum rc incident_api_answer(struct request *rq, void *closure, struct api_answer *answer) MUST_CHECK;

#endif
