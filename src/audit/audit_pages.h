#ifndef AUDIT_AUDIT_PAGES_H
#define AUDIT_AUDIT_PAGES_H

#include "http/program.h"

/* The audit trail of everything, for those who may see it. */
extern const struct route audit_routes[];

#endif
