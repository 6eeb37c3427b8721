#ifndef INCIDENT_REPORT_FILING_STORE_H
#define INCIDENT_REPORT_FILING_STORE_H

#include "event/worker.h"
#include "incident/report_answers.h"

/*
 * What the portal kept while the database was away becomes incidents, each exactly once: the submission id of
 * the form is claimed in the transaction that creates the incident. Beside the answers a kept report has the keys
 * "kept.at", "kept.source", "kept.organization", "kept.account" and "kept.draft"; the third and fourth only where a claim
 * proved them.
 */
extern const struct worker_task report_filing_task;
/* Drafts that nobody has touched for 90 days are removed. */
extern const struct worker_task report_draft_task;

/* RC_INVALID: can never be filed. Exported for tests. */
enum rc report_filing_file(struct db *db, struct arena *arena, struct str id, struct str bytes) MUST_CHECK;

#endif
