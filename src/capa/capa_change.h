#ifndef CAPA_CAPA_CHANGE_H
#define CAPA_CAPA_CHANGE_H

#include "audit/audit.h"
#include "capa/capa.h"
#include "capa/capa_step.h"

/*
 * Everything that changes an action, each within the caller's transaction, with its line of history, audit entry
 * and event (capa.assigned, capa.progressed, capa.completed, capa.verified, capa.reopened, capa.cancelled ...).
 */

/* Who does it: a person of the organization, or somebody outside who holds the link. */
struct capa_doer {
	struct actor actor;
	int64_t person_id;   /* 0: outside, or a command */
	struct str name;
	bool is_outside;
	day today;
	int64_t check_days;  /* setting capa.effectiveness_days */
};

/*
 * A new one, Open: the caller has set what the form gives, incident_id and place. Sets id, uuid, number, creator.
 * RC_LOCKED: the state of its incident locks actions. RC_INVALID: a cause of another incident.
 */
enum rc capa_create(struct db *db, struct arena *arena, const struct capa_doer *doer, struct capa *capa) MUST_CHECK;

/*
 * Writes after over before; a changed due date needs the reason and is kept in the history, a changed responsible
 * person is told, and the links of the former one are revoked. RC_CONFLICT: somebody else was faster.
 */
enum rc capa_edit(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *before,
		  struct capa *after, struct str reason) MUST_CHECK;

/* A note of progress with evidence, either of which may be missing; an open action is In Progress from then on. */
enum rc capa_progress(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		      struct str note, const struct attachment *files, size_t count) MUST_CHECK;

/*
 * Takes a step. rights are those of the doer; everything is checked again on the locked row: RC_CONFLICT it is not
 * in that state any more, RC_DENIED, RC_LOCKED, RC_INVALID completed without evidence or reason. out is the row as
 * it is then. Its incident moves on where that was the last open action; after somebody outside the worker sees to
 * that.
 */
enum rc capa_step_take(struct db *db, struct arena *arena, const struct capa_doer *doer, int64_t capa_id,
		       enum capa_step step, unsigned rights, struct str words, const struct attachment *files,
		       size_t count, struct capa *out) MUST_CHECK;

/* One line of history. */
enum rc capa_note(struct db *db, const struct capa_doer *doer, const struct capa *capa, enum capa_entry_kind kind,
		  struct str body) MUST_CHECK;

/* Exactly what a signature covers now: the action and the hashes of its evidence, as JSON. */
enum rc capa_content(struct db *db, struct arena *arena, const struct capa *capa, struct str *content) MUST_CHECK;

/*
 * A new secret link for the one outside; those before are revoked. token is its last part, and is kept nowhere.
 */
enum rc capa_link_make(struct db *db, struct arena *arena, const struct capa_doer *doer, const struct capa *capa,
		       moment expires_at, struct str *token) MUST_CHECK;
enum rc capa_link_revoke(struct db *db, const struct capa_doer *doer, const struct capa *capa) MUST_CHECK;

#endif
