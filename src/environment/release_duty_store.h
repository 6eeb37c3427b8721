#ifndef ENVIRONMENT_RELEASE_DUTY_STORE_H
#define ENVIRONMENT_RELEASE_DUTY_STORE_H

#include "audit/audit.h"
#include "environment/release_duty.h"
#include "incident/incident_detail_store.h"

/* 1 where the incident has had a release. */
extern const struct incident_count release_duty_count;
/* RC_NOT_FOUND: the incident has had no release. */
enum rc release_duty_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct release_duty *out) MUST_CHECK;
/* Computes it anew from releases and contact log, in the caller's transaction. */
enum rc release_duty_refresh(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     int64_t establishment_id, moment now) MUST_CHECK;

/* How the establishment handles releases; the defaults where it has no row (version 0). */
enum rc release_site_find(struct db *db, struct arena *arena, int64_t organization_id,
			  int64_t establishment_id, struct release_site *out) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. Raises version. */
enum rc release_site_put(struct db *db, struct release_site *site) MUST_CHECK;

/* The contact log, oldest first; rows are struct release_notice. */
enum rc release_notice_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct rows *rows) MUST_CHECK;
/* With audit entry and event, and the duty computed anew; in the caller's transaction. Sets id and uuid. */
enum rc release_notice_add(struct db *db, struct arena *arena, const struct actor *actor,
			   int64_t establishment_id, struct release_notice *notice) MUST_CHECK;

/* Incidents whose agencies are still to be told or written to, the most urgent first. At most 20. */
struct release_due {
	struct str number;
	struct str title;
	struct str establishment;
	int64_t establishment_id;
	int64_t department_id;
	int severity;
	int status;
	moment known_at;
	day due_on;
	bool is_told; /* the immediate notices are given: the written follow-up is due */
};
extern const struct record release_due_record;
enum rc release_due_list(struct db *db, struct arena *arena, int64_t organization_id,
			 struct rows *rows) MUST_CHECK;

#endif
