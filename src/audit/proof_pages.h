#ifndef AUDIT_PROOF_PAGES_H
#define AUDIT_PROOF_PAGES_H

#include "http/program.h"

/* The log for auditors (/admin/audit/log), for witnesses (/audit/...) and proofs of files (/proof/...). */
extern const struct route proof_routes[];

#endif
