#ifndef AUDIT_REPORT_PROOF_H
#define AUDIT_REPORT_PROOF_H

#include "audit/digest.h"
#include "db/db.h"
#include "report/proof_sheet.h"

/*
 * What the proof page of a report says: content is the hash of the data in it (the bytes of the same report as JSON),
 * address leads to the file's own proof ("" where the report is made outside of the portal).
 */
enum rc report_proof(struct db *db, struct arena *arena, const struct digest *content, struct str address,
		     struct proof_sheet *out) MUST_CHECK;

#endif
