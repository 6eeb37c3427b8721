#ifndef DEADLINE_DEADLINE_STORE_H
#define DEADLINE_DEADLINE_STORE_H

#include "db/db.h"
#include "deadline/stage.h"
#include "incident/incident_detail_store.h"

/* Rows of deadlines, rules and of how far the sweep has come. */

/* Open or not, in no order; rows are struct deadline. */
enum rc deadline_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     struct rows *rows) MUST_CHECK;
/* How many of an incident are open; and whether any event still waits, so that the rows may not be up to date. */
extern const struct incident_count deadline_count_open, deadline_count_behind;
/* Of one action. */
enum rc deadline_of_capa(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
			 struct rows *rows) MUST_CHECK;
/* Of one kind, open or due after a moment. */
enum rc deadline_of_kind(struct db *db, struct arena *arena, int64_t organization_id, enum deadline_kind kind,
			 moment after, struct rows *rows) MUST_CHECK;
enum rc deadline_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		       struct deadline *out) MUST_CHECK;
/* The same, locked until the transaction ends. */
enum rc deadline_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct deadline *out) MUST_CHECK;
/* RC_DUPLICATE: somebody else has just made it. */
enum rc deadline_insert(struct db *db, struct deadline *deadline) MUST_CHECK;
/* Over the row as it was read, told by stage, round and sequence. RC_CONFLICT: somebody else was faster. */
enum rc deadline_update(struct db *db, const struct deadline *before, const struct deadline *after) MUST_CHECK;

/* Those whose next stage is reached, of all organizations, the longest waiting first; ids alone. */
struct deadline_due {
	int64_t id;
	int64_t organization_id;
	int64_t incident_id;
};
enum rc deadline_due_list(struct db *db, struct arena *arena, moment now, int64_t most, struct rows *rows) MUST_CHECK;
/* RC_DUPLICATE: that stage of that round was told before. */
enum rc deadline_told_insert(struct db *db, const struct deadline *deadline, int64_t stage, moment now) MUST_CHECK;
/* Looks at all open ones of a kind again, because its rule has changed. */
enum rc deadline_recheck(struct db *db, int64_t organization_id, enum deadline_kind kind, moment now) MUST_CHECK;

/* By kind, of every one: what is stored, else the defaults. rules has DEADLINE_KIND_COUNT. */
enum rc deadline_rules(struct db *db, struct arena *arena, int64_t organization_id,
		       struct deadline_rule *rules) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. Raises version. */
enum rc deadline_rule_put(struct db *db, struct deadline_rule *rule) MUST_CHECK;

/* A day off, everywhere or at one establishment. */
struct day_off {
	int64_t id;
	int64_t organization_id;
	int64_t establishment_id;
	day off_on;
	struct str name;
	moment created_at;
};
extern const struct record day_off_record;
/* From a day on, of all places, by day; rows are struct day_off. At most 1,000. */
enum rc deadline_days_off(struct db *db, struct arena *arena, int64_t organization_id, day from,
			  struct rows *rows) MUST_CHECK;
enum rc deadline_day_off_insert(struct db *db, struct day_off *off) MUST_CHECK;
/* RC_NOT_FOUND: no such. */
enum rc deadline_day_off_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct day_off *out) MUST_CHECK;
enum rc deadline_day_off_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
