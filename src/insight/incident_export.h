#ifndef INSIGHT_INCIDENT_EXPORT_H
#define INSIGHT_INCIDENT_EXPORT_H

#include "insight/export_program.h"

/* The list of incidents as a file: the same filters, order and reach as the page, however long. */
extern const struct export_program incident_export_program;

#endif
