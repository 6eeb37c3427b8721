#ifndef WEBHOOK_WEBHOOK_STORE_H
#define WEBHOOK_WEBHOOK_STORE_H

#include "db/db.h"
#include "http/secret.h"
#include "webhook/webhook.h"
#include "webhook/webhook_key.h"

/* Endpoints and their secrets. */
struct webhook_endpoint {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str name;
	struct str url;
	struct str types;
	int environment;             /* index of webhook_environment_codes */
	int64_t owner_account_id;
	bool is_active;
	struct str off_reason;
	moment off_at;
	moment failing_since;
	moment warned_at;
	moment last_success_at;
	moment last_failure_at;
	struct str last_reason;
	int64_t slow_step;
	moment slow_until;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record webhook_endpoint_record;
extern const struct codes webhook_environment_codes;

enum { WEBHOOK_ENDPOINTS_MOST = 200, WEBHOOK_KEYS_MOST = 8 };

enum rc webhook_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *endpoints) MUST_CHECK;
enum rc webhook_list_active(struct db *db, struct arena *arena, int64_t organization_id, struct rows *endpoints) MUST_CHECK;
enum rc webhook_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			struct webhook_endpoint *endpoint) MUST_CHECK;
enum rc webhook_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct webhook_endpoint *endpoint) MUST_CHECK;
enum rc webhook_insert(struct db *db, struct webhook_endpoint *endpoint) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. */
enum rc webhook_update(struct db *db, const struct webhook_endpoint *endpoint) MUST_CHECK;

/* What the last attempts said; no new version, since nobody edited it. */
enum rc webhook_note(struct db *db, const struct webhook_endpoint *endpoint) MUST_CHECK;

/* A secret as stored. */
struct webhook_key_row {
	int64_t id;
	int64_t endpoint_id;
	int kind;
	struct str sealed;
	struct str public_key;
	moment created_at;
	moment ends_at;              /* MOMENT_NONE: the present one of its kind */
};
extern const struct record webhook_key_row_record;

/* Those that sign at that time, newest first: struct webhook_key_row. */
enum rc webhook_keys(struct db *db, struct arena *arena, int64_t endpoint_id, moment now, struct rows *keys) MUST_CHECK;
/* Adds one of its kind, sealed; those before it end then, at the latest. */
enum rc webhook_key_add(struct db *db, struct arena *arena, const struct secret *secret,
			const struct webhook_endpoint *endpoint, const struct webhook_key *key, moment now,
			moment others_end_at) MUST_CHECK;
/* All of that kind end. */
enum rc webhook_keys_end(struct db *db, int64_t endpoint_id, int kind, moment at) MUST_CHECK;
/* RC_DENIED: sealed with another installation key, or for another endpoint. */
enum rc webhook_key_open(struct arena *arena, const struct secret *secret, struct str endpoint_uuid,
			 const struct webhook_key_row *row, moment now, struct webhook_key *key) MUST_CHECK;

/* What a message needs to know of an incident. RC_NOT_FOUND: it is no more. */
enum rc webhook_subject_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     struct webhook_subject *subject) MUST_CHECK;

/* Who may own an endpoint: the active accounts of the organization's administrators, by name. */
struct webhook_owner {
	int64_t id;
	struct str name;
	struct str email;
	struct str locale;
};
enum rc webhook_owners(struct db *db, struct arena *arena, int64_t organization_id, struct rows *owners) MUST_CHECK;
/* RC_NOT_FOUND also when the person has no mail address. */
enum rc webhook_owner_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct webhook_owner *owner) MUST_CHECK;

/* Types of events that have happened in the organization, by name. */
struct webhook_kind {
	struct str kind;
};
extern const struct record webhook_kind_record;
enum rc webhook_kinds(struct db *db, struct arena *arena, int64_t organization_id, struct rows *kinds) MUST_CHECK;

/* For /metrics: of all organizations. */
struct webhook_figures {
	int64_t active;
	int64_t failing;
	int64_t off;
};
enum rc webhook_figures_read(struct db *db, struct arena *arena, struct webhook_figures *figures) MUST_CHECK;

#endif
