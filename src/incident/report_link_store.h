#ifndef INCIDENT_REPORT_LINK_STORE_H
#define INCIDENT_REPORT_LINK_STORE_H

#include "db/db.h"
#include "incident/report_link.h"

/* The link of a token, whatever its state and organization. RC_NOT_FOUND: never made, or not a token. */
enum rc report_link_by_token(struct db *db, struct arena *arena, struct str token,
			     struct report_link *link) MUST_CHECK;
enum rc report_link_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			    struct report_link *link) MUST_CHECK;
/* Newest first, at most 500. */
enum rc report_link_list(struct db *db, struct arena *arena, int64_t organization_id,
			 struct rows *links) MUST_CHECK;
/* Sets id. */
enum rc report_link_insert(struct db *db, struct report_link *link) MUST_CHECK;
/* RC_CONFLICT: revoked already. */
enum rc report_link_revoke(struct db *db, int64_t organization_id, int64_t id, moment now) MUST_CHECK;
/* Counts only: not who, not when. */
enum rc report_link_count_opened(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
enum rc report_link_count_filed(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
