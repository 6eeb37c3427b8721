#ifndef INCIDENT_ANONYMOUS_SPOOL_H
#define INCIDENT_ANONYMOUS_SPOOL_H

#include "base/config.h"
#include "incident/anonymous_store.h"

/*
 * Anonymous reports that came while the database was away, in the spool of report_spool.h, each sealed for
 * the worker: the door has the public key only and cannot read again what it kept.
 */
#define ANONYMOUS_SPOOL_KIND "anonymous"

/* Seals and keeps it, synced to disk. RC_UNAVAILABLE: the worker has never run, so there is no key yet. */
enum rc anonymous_spool_put(struct arena *arena, const struct config *config,
			    const struct anonymous_filing *filing) MUST_CHECK;
/* The worker's side: opens what was kept. RC_INVALID: not sealed for this installation, or damaged. */
enum rc anonymous_spool_open(struct arena *arena, const struct config *config, struct str sealed,
			     struct anonymous_filing *filing) MUST_CHECK;
/* Makes the worker's key where there is none, and the public one for the door. */
enum rc anonymous_spool_keys(struct arena *arena, const struct config *config) MUST_CHECK;

#endif
