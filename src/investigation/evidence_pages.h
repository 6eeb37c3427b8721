#ifndef INVESTIGATION_EVIDENCE_PAGES_H
#define INVESTIGATION_EVIDENCE_PAGES_H

#include "http/program.h"

/* Chain of custody, and the check of a file against its registered hash. */
extern const struct route evidence_routes[];

#endif
