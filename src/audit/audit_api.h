#ifndef AUDIT_AUDIT_API_H
#define AUDIT_AUDIT_API_H

#include "http/program.h"

/* The audit trail of the organization, read by other systems. */
extern const struct route audit_api_routes[];

#endif
