#ifndef ORGANIZATION_NAMES_AUDIT_H
#define ORGANIZATION_NAMES_AUDIT_H

#include "audit/audit_pages.h"

/* Names of places, groups and people for the audit trail of everything (audit_naming_use). */
extern const struct audit_naming_source names_audit;

#endif
