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
/*
 * A walk over the closed incidents of an organization, by the day of the event, that stops and goes on: each is asked
 * once a walk, however many cannot go.
 */
struct archive_walk {
	int64_t organization_id;
	int environment;      /* enum environment; prod, then sandbox */
	moment occurred_at;   /* with incident_id the last one looked at; MOMENT_NONE: at the beginning */
	int64_t incident_id;
	int64_t rule_version; /* of the rule that it goes by */
	moment ended_at;      /* MOMENT_NONE: on the way */
};
struct archive_candidate {
	int64_t id;
	moment occurred_at;
	bool is_due;
};
/* The next ones of the environment, at most 200; rows are struct archive_candidate. None: the environment is done. */
enum rc archive_look(struct db *db, struct arena *arena, const struct archive_walk *walk, moment closed_before,
		     moment now, struct rows *rows) MUST_CHECK;
struct archive_walk archive_walk_new(const struct archive_rule *rule);
/* Where the last run stopped; at the beginning where the rule has changed since. */
enum rc archive_walk_find(struct db *db, struct arena *arena, const struct archive_rule *rule,
			  struct archive_walk *out) MUST_CHECK;
enum rc archive_walk_keep(struct db *db, const struct archive_walk *walk) MUST_CHECK;

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
