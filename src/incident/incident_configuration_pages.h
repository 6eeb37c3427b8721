#ifndef INCIDENT_INCIDENT_CONFIGURATION_PAGES_H
#define INCIDENT_INCIDENT_CONFIGURATION_PAGES_H

#include "http/program.h"

/* The configuration of an incident: who manages it, how bad it is, where it belongs, until when. */
extern const struct route incident_configuration_routes[];

/* The handler of its form, for other addresses; its fields, of which each register has some. */
enum rc incident_configuration_post(struct request *rq, struct response *rs);
extern const struct form incident_configuration_form;

#endif
