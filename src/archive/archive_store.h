#ifndef ARCHIVE_ARCHIVE_STORE_H
#define ARCHIVE_ARCHIVE_STORE_H

#include "archive/archive.h"
#include "audit/audit.h"
#include "incident/incident_detail_store.h"

/* The rule of an organization; the default where it has none (version 0). */
enum rc archive_rule_find(struct db *db, struct arena *arena, int64_t organization_id,
			  struct archive_rule *out) MUST_CHECK;
/* In the caller's transaction, with its audit entry. RC_CONFLICT: somebody else was faster. */
enum rc archive_rule_put(struct db *db, struct arena *arena, const struct actor *actor,
			 const struct archive_rule *before, struct archive_rule *after) MUST_CHECK;

/* Is it closed for long enough, with nothing that keeps it back? */
enum rc archive_is_due(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       moment now, bool *out) MUST_CHECK;
/* Ids of incidents that are due, after the given one, smallest first. */
struct archive_due {
	int64_t id;
};
enum rc archive_due_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t after_id,
			 moment now, struct rows *rows) MUST_CHECK;

/* Incidents in the archive, in all organizations' one count each. RC_NOT_FOUND: there is no archive. */
enum rc archive_count(struct db *db, struct arena *arena, int64_t organization_id, int64_t *count) MUST_CHECK;

/* Holds of one incident, newest first; rows are struct legal_hold. */
enum rc legal_hold_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct rows *rows) MUST_CHECK;
/* How many hold it now, for its page. */
extern const struct incident_count legal_hold_count;
/* Those that hold now, oldest first, with the incident. At most 500. */
struct held_incident {
	struct str number;
	struct str title;
	struct str reason;
	struct str placed_by_name;
	moment placed_at;
};
extern const struct record held_incident_record;
enum rc legal_hold_active(struct db *db, struct arena *arena, int64_t organization_id,
			  struct rows *rows) MUST_CHECK;
/* Both in the caller's transaction, with audit entry and event. */
enum rc legal_hold_place(struct db *db, struct arena *arena, const struct actor *actor,
			 struct legal_hold *hold) MUST_CHECK;
/* before as it was read; after with released_... set. RC_CONFLICT: released already. */
enum rc legal_hold_release(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct legal_hold *before, struct legal_hold *after) MUST_CHECK;

#endif
