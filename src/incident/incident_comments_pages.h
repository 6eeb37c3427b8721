#ifndef INCIDENT_INCIDENT_COMMENTS_PAGES_H
#define INCIDENT_INCIDENT_COMMENTS_PAGES_H

#include "audit/audit_list_store.h"
#include "http/program.h"
#include "incident/record.h"

/* Notes on an incident, messages to its reporter and back; its audit trail. */
extern const struct route incident_comments_routes[];

/* Who acted, as the viewer may know it: what the reporter did carries their name only where it is to be shown. */
struct str incident_comments_actor(const struct request *rq, const struct incident_shown *shown, int64_t reporter_account,
				   const struct audit_line *line);

/* Their tabs. */
extern const struct record_part incident_messages_part;
extern const struct record_part incident_audit_part;

#endif
