#ifndef INCIDENT_INCIDENT_CHANGE_STORE_H
#define INCIDENT_INCIDENT_CHANGE_STORE_H

#include "audit/audit.h"
#include "incident/workflow_store.h"

/* Changes of incidents and of what stands around them. Each runs in the caller's transaction, with its audit
 * entry and event. */

/* The row, locked until the transaction ends. */
enum rc incident_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct incident *out) MUST_CHECK;
/* The same, and RC_LOCKED where its state locks the area. */
enum rc incident_lock_area(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   enum record_area area, struct incident *out) MUST_CHECK;

/*
 * Writes after over before, both locked by this transaction; sets version and updated_at of after. Every
 * change of a stored incident goes through here. RC_CONFLICT: somebody else was faster.
 */
enum rc incident_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			const struct incident *before, struct incident *after, struct str reason) MUST_CHECK;

/* Who sees the incident by name besides manager, lead and reporter; incident_change calls it where that changes. */
enum rc incident_members_write(struct db *db, const struct incident *incident) MUST_CHECK;

/*
 * Moves a locked incident along a transition: state, closed_at, the event incident.status_changed. The caller
 * has asked workflow_check.
 */
enum rc incident_move(struct db *db, struct arena *arena, const struct actor *actor,
		      const struct incident *before, const struct transition *transition,
		      struct str reason) MUST_CHECK;

/*
 * Makes words findable from now on: internal ones by those who work on the incident, others by its reporter too. For
 * everything that is written about an incident after it was reported.
 */
enum rc incident_words_add(struct db *db, int64_t organization_id, int64_t incident_id, struct str words,
			   bool is_internal) MUST_CHECK;
/* Sets id. The body becomes findable by its words. */
enum rc comment_add(struct db *db, struct arena *arena, const struct actor *actor,
		    struct comment *comment) MUST_CHECK;

/* Sets id and uuid. The content is on disk already. */
enum rc attachment_add(struct db *db, struct arena *arena, const struct actor *actor,
		       struct attachment *attachment) MUST_CHECK;
/* Withdraws; the content stays. RC_NOT_FOUND: not there, or withdrawn already. */
enum rc attachment_withdraw(struct db *db, struct arena *arena, const struct actor *actor,
			    const struct attachment *attachment, struct str reason) MUST_CHECK;

#endif
