#ifndef INCIDENT_INCIDENT_PROOF_PAGES_H
#define INCIDENT_INCIDENT_PROOF_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* The tab that shows which entries of an incident's trail are sealed, checks them and gives their proofs away. */
extern const struct record_part incident_proof_part;
extern const struct route incident_proof_routes[];

#endif
