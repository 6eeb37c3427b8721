#ifndef INCIDENT_INCIDENT_COMMENTS_PAGES_H
#define INCIDENT_INCIDENT_COMMENTS_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Notes on an incident, messages to its reporter and back; its audit trail. */
extern const struct route incident_comments_routes[];

/* Their tabs. */
extern const struct record_part incident_messages_part;
extern const struct record_part incident_audit_part;

#endif
