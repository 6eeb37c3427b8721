#ifndef INCIDENT_INCIDENT_API_H
#define INCIDENT_INCIDENT_API_H

#include "http/api_call.h"
#include "incident/incident_detail_view.h"

/* Incidents in the JSON interface: the list, one, and reporting one. */
extern const struct route incident_api_routes[];

extern const struct api_schema incident_api_schema;

/* The handlers, for other addresses of the same. */
enum rc incident_api_list(struct request *rq, struct response *rs);
enum rc incident_api_get(struct request *rq, struct response *rs);
/* Takes "impact_areas" of the form too, codes with commas between. */
enum rc incident_api_report(struct request *rq, struct response *rs);
extern const struct api_schema incident_api_list_schema, incident_api_injured_schema, incident_api_witness_schema;
extern const struct form incident_api_report_form;
extern const char *const incident_api_report_optional[];
#define INCIDENT_API_PEOPLE                                                  \
	{API_LIST, "injured", .of = &incident_api_injured_schema},            \
	{API_LIST, "witness", .of = &incident_api_witness_schema}

/* One incident as its readers see it: what the viewer may not know is null or left out of the lists. */
enum rc incident_api_write(struct request *rq, struct api_json *json, const struct incident_shown *shown) MUST_CHECK;

/* For api_call_answers: answers with the incident after the change; closure is its number, a struct str. */
enum rc incident_api_answer(struct request *rq, void *closure, struct api_answer *answer) MUST_CHECK;

#endif
