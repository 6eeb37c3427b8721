#ifndef INVESTIGATION_FINDINGS_STORE_H
#define INVESTIGATION_FINDINGS_STORE_H

#include "audit/audit.h"
#include "incident/incident_detail_store.h"
#include "investigation/findings.h"

/* Rows of an investigation. Everything that writes runs in the caller's transaction, behind investigation_lock. */

/* 1 where it has been begun. */
extern const struct incident_count investigation_count;
/* RC_NOT_FOUND: nobody has begun it. */
enum rc investigation_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct investigation *out) MUST_CHECK;
/* Everything; where nobody has begun it, an empty one as of investigation_new. */
enum rc findings_load(struct db *db, struct arena *arena, const struct incident *incident,
		      struct findings *out) MUST_CHECK;

/*
 * The row, locked until the transaction ends; written first where there is none. The incident must be locked before.
 * RC_LOCKED: it is submitted or approved.
 */
enum rc investigation_lock(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct incident *incident, struct investigation *out) MUST_CHECK;
/* The same in whatever state. RC_NOT_FOUND: there is none. */
enum rc investigation_lock_any(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct investigation *out) MUST_CHECK;
/*
 * Writes the row with its audit entry; raises version, or conclusion_version where only the conclusion differs. A
 * rejected one is in progress again.
 */
enum rc investigation_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			     const struct investigation *before, struct investigation *after,
			     struct str reason) MUST_CHECK;

/* The parts that are kept in the same way. */
struct entry_kind;
extern const struct entry_kind evidence_entries, why_chain_entries, why_entries, fishbone_entries, sequence_event_entries,
	cause_entries;
const struct record *entry_record(const struct entry_kind *kind);

/* One that was not taken out, into a struct of the kind. */
enum rc entry_find(struct db *db, struct arena *arena, const struct entry_kind *kind, const struct incident *incident,
		   struct str uuid, void *out) MUST_CHECK;
/* Sets everything of entry; the caller has filled in the rest. A rejected investigation is in progress again. */
enum rc entry_add(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		  const struct investigation *investigation, int64_t person_id, void *row) MUST_CHECK;
/*
 * Writes after over before; RC_CONFLICT: somebody else was faster. Nothing is written when nothing differs.
 */
enum rc entry_change(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		     const struct investigation *investigation, const void *before, void *after,
		     struct str reason) MUST_CHECK;
/* Takes it out with a reason, which may be empty. */
enum rc entry_remove(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		     const struct investigation *investigation, const void *row, struct str reason) MUST_CHECK;

#endif
