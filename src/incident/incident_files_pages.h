#ifndef INCIDENT_INCIDENT_FILES_PAGES_H
#define INCIDENT_INCIDENT_FILES_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Files of an incident: list, add, look, download, withdraw. */
extern const struct route incident_files_routes[];

/* Their tab. */
extern const struct record_part incident_files_part;

#endif
