#ifndef IMPACT_STATEMENT_STORE_H
#define IMPACT_STATEMENT_STORE_H

#include "db/db.h"
#include "impact/statement.h"

/* --- for the staff --- */

/* Of an incident, newest first, without hashes; rows are struct witness_link. */
enum rc witness_link_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct rows *rows) MUST_CHECK;
enum rc witness_link_insert(struct db *db, struct witness_link *link) MUST_CHECK;
/* All open links of one witness. Returns in *count how many there were. */
enum rc witness_link_revoke(struct db *db, int64_t organization_id, int64_t witness_id, moment now,
			    int64_t *count) MUST_CHECK;

/* Of an incident, as recorded; rows are struct witness_statement. */
enum rc statement_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows) MUST_CHECK;
enum rc statement_insert(struct db *db, struct witness_statement *statement) MUST_CHECK;

/* --- for the witness --- */

/* What the page behind a link shows. */
struct statement_invitation {
	int64_t link_id;
	int64_t organization_id;
	int64_t incident_id;
	int64_t witness_id;
	moment expires_at;
	moment opened_at;
	moment revoked_at;
	moment used_at;
	struct str draft;
	struct str witness; /* name */
	struct str organization;
	struct str number;  /* of the incident */
	struct str place;
	struct str zone;    /* of the place */
	moment occurred_at;
	bool is_time_known;
};
extern const struct record statement_invitation_record;
/* By the hash of the token, in any state; the caller asks statement_invitation_state. */
enum rc statement_invitation(struct db *db, struct arena *arena, struct str token_hash,
			     struct statement_invitation *out) MUST_CHECK;
enum witness_link_state statement_invitation_state(const struct statement_invitation *invitation, moment now);
/* Notes the first opening. */
enum rc witness_link_opened(struct db *db, const struct statement_invitation *invitation, moment now) MUST_CHECK;
/* RC_GONE: not open any more. */
enum rc witness_link_draft(struct db *db, const struct statement_invitation *invitation, struct str draft,
			   moment now) MUST_CHECK;
/* Uses the link up and forgets the draft. RC_GONE: not open any more; then nothing may be stored. */
enum rc witness_link_use(struct db *db, const struct statement_invitation *invitation, moment now) MUST_CHECK;

#endif
