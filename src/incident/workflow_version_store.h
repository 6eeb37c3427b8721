#ifndef INCIDENT_WORKFLOW_VERSION_STORE_H
#define INCIDENT_WORKFLOW_VERSION_STORE_H

#include "audit/audit.h"
#include "incident/workflow.h"

/* Versions of an organization's workflows: drafted by one person, approved by another, never changed afterwards. */

enum workflow_stage { STAGE_NONE, STAGE_DRAFT, STAGE_PROPOSED, STAGE_APPROVED, STAGE_REFUSED, STAGE_WITHDRAWN };
extern const struct codes workflow_stage_codes;

struct workflow_version {
	int64_t id;
	int64_t organization_id; /* 0: ships with the product */
	int reg;                 /* column register */
	int64_t number;
	int stage;
	struct str note;
	day effective_on;
	moment effective_at;
	int64_t proposed_by_id; /* account */
	moment proposed_at;
	int64_t decided_by_id;
	moment decided_at;
	struct str decision_note;
	int64_t version;
	moment created_at;
};
extern const struct record workflow_version_record;

/* The same with the names of both people. */
struct workflow_version_line {
	struct workflow_version version;
	struct str proposed_by;
	struct str decided_by;
};
extern const struct record workflow_version_line_record;

/* An organization's own, by register and newest first; at most 200; rows are struct workflow_version_line. */
enum rc workflow_version_list(struct db *db, struct arena *arena, int64_t organization_id,
			      struct rows *rows) MUST_CHECK;
/* Its own, or one that ships with the product. */
enum rc workflow_version_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct workflow_version_line *out) MUST_CHECK;
/* All of it, transitions that are not in use too. */
enum rc workflow_version_load(struct db *db, struct arena *arena, int64_t id, struct workflow *out) MUST_CHECK;

/* A new draft of the actor, copied from that version; sets id. */
enum rc workflow_version_draft(struct db *db, struct arena *arena, const struct actor *actor, int reg, int64_t from_id,
			       int64_t *id) MUST_CHECK;
/* The draft's rows as given: every state's locks, every transition. RC_CONFLICT: not a draft any more. */
enum rc workflow_version_save(struct db *db, struct arena *arena, const struct actor *actor, int64_t id,
			      const struct workflow *before, const struct workflow *after) MUST_CHECK;
/* Stage, note, decision. RC_CONFLICT: somebody else was faster. */
enum rc workflow_version_move(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			      const struct workflow_version *before, struct workflow_version *after) MUST_CHECK;
/* Proposals that wait for somebody else than the account; rows are struct workflow_version_line. */
enum rc workflow_version_waiting(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
				 struct rows *rows) MUST_CHECK;

#endif
