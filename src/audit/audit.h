#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "db/db.h"
#include "identity/viewer.h"

/*
 * The audit trail. Every create, update, status change, sign-in and export is an
 * entry in the same transaction as what it tells of; if it cannot be written, the
 * change is rolled back.
 */

/* Who acts; made once per request or command. */
struct actor {
	int64_t organization_id;     /* 0: not known yet, e.g. a failed sign-in */
	int64_t account_id;          /* 0: anonymous or the system */
	const char *kind;            /* "account", "anonymous", "system", "command" */
	struct str name;
	struct str auth_method;
	struct str acr, amr;         /* of an outside identity, for signatures; STR_NONE: none */
	const char *request_id;      /* not stored for anonymous actors */
	moment now;                  /* cut to the day for anonymous actors (ANO-07) */
	int64_t directory_version;   /* as it was when the request began; 0: not known */
};

/* The actor of a signed-in request. */
struct actor actor_of(const struct viewer *viewer, const char *request_id, moment now);
/* For commands and the worker: kind "command" or "system", name e.g. "muster import". */
struct actor actor_command(int64_t organization_id, const char *kind, const char *name, moment now);

struct audit_entry {
	const char *action;          /* "incident.created" */
	const char *subject;         /* "incident" */
	int64_t subject_id;
	int64_t subject_version;
	int64_t incident_id;         /* 0: none */
	struct str reason;           /* may be empty */
	struct str changes;          /* from record_diff; empty: {} */
};

enum rc audit_append(struct db *db, const struct actor *actor, const struct audit_entry *entry) MUST_CHECK;
/* The same; *id is the entry's number. */
enum rc audit_append_id(struct db *db, const struct actor *actor, const struct audit_entry *entry,
			int64_t *id) MUST_CHECK;

/*
 * The common case: appends before/after of one record. before NULL: created; after NULL: removed.
 */
enum rc audit_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
		     const struct record *record, int64_t subject_id, int64_t incident_id,
		     const void *before, const void *after, struct str reason) MUST_CHECK;

#endif
