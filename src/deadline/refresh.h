#ifndef DEADLINE_REFRESH_H
#define DEADLINE_REFRESH_H

#include "deadline/deadline_store.h"
#include "deadline/source.h"

/*
 * Makes the rows what the sources say, for one incident, one action or one kind of the whole organization. Anybody
 * may do it at any time and as often as they like: what is right already is not written.
 */
struct refresh {
	struct db *db;
	struct arena *arena;                 /* holds everything for as long as the struct is used */
	moment now;
	int64_t organization_id;
	moment begun_at;                     /* what was late before is quiet */
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	struct rows days_off;                /* struct day_off */
};
enum rc refresh_begin(struct db *db, struct arena *arena, int64_t organization_id, moment now,
		      struct refresh *out) MUST_CHECK;
/* The same for who only looks (refresh_look) and may write nothing. */
enum rc refresh_begin_look(struct db *db, struct arena *arena, int64_t organization_id, moment now,
			   struct refresh *out) MUST_CHECK;

/* Each in a transaction, the caller's where one is open. What is gone meanwhile has its deadlines cancelled. */
enum rc refresh_incident(struct refresh *refresh, int64_t incident_id) MUST_CHECK;
/* An action that belongs to an incident is refreshed with all of it. */
enum rc refresh_capa(struct refresh *refresh, int64_t capa_id) MUST_CHECK;
/* In several transactions; not inside of one. */
enum rc refresh_wide(struct refresh *refresh, const struct deadline_wide_source *source) MUST_CHECK;

/*
 * What the sources say of an incident just now, without writing anything: open ones and those that were met, in no
 * order. Rows are struct deadline with id, stage and times of the table not set.
 */
enum rc refresh_look(const struct refresh *refresh, const struct incident *incident, struct rows *rows) MUST_CHECK;

/* How stages are counted for this deadline. */
struct stage_facts refresh_stage_facts(const struct refresh *refresh, const struct deadline *deadline);

#endif
