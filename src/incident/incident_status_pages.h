#ifndef INCIDENT_INCIDENT_STATUS_PAGES_H
#define INCIDENT_INCIDENT_STATUS_PAGES_H

#include "http/program.h"

/* Steps along the workflow: asks for reason and signature, and takes them. */
extern const struct route incident_status_routes[];

/* The handler of the step to the state {to}, for other addresses. */
enum rc incident_status_post(struct request *rq, struct response *rs);

#endif
