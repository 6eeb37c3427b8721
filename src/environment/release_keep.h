#ifndef ENVIRONMENT_RELEASE_KEEP_H
#define ENVIRONMENT_RELEASE_KEEP_H

#include "audit/audit.h"
#include "environment/release_store.h"

/*
 * After a release was written, in the same transaction: takes over what it consists of, compares it with the
 * reportable quantities together with what else was released around it, keeps the decision with its reasons,
 * compares those others anew, and says what the incident now obliges to. The event release.rq_exceeded goes
 * out when a release first has to be reported. components NULL: as they are.
 */
enum rc release_keep(struct db *db, struct arena *arena, const struct actor *actor,
		     const struct release *release, struct release_component *components, size_t count,
		     const char *cause) MUST_CHECK;

#endif
