#ifndef IMPACT_VIOLATION_STORE_H
#define IMPACT_VIOLATION_STORE_H

#include "db/db.h"
#include "incident/incident_detail_store.h"
#include "impact/violation.h"

enum rc safety_rule_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			  struct safety_rule *out) MUST_CHECK;
/* By code, at most 5,000; rows are struct safety_rule. */
enum rc safety_rule_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
			 struct rows *rows) MUST_CHECK;
/* RC_DUPLICATE: the code is taken. */
enum rc safety_rule_insert(struct db *db, struct safety_rule *rule) MUST_CHECK;
enum rc safety_rule_update(struct db *db, const struct safety_rule *rule) MUST_CHECK;

/* A violation with the names of what it names. */
struct violation_row {
	struct str uuid;
	struct str code;
	struct str title;
	int kind;
	struct str given_name;
	struct str family_name;
	struct str description;
	int training;
	struct str course;
	day completed_on;
	day expires_on;
};
extern const struct record violation_row_record;
/* Not removed, as entered; rows are struct violation_row. */
enum rc violation_rows(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows) MUST_CHECK;
extern const struct incident_count violation_count;
/* out is a struct incident_violation; not removed. */
enum rc incident_violation_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct str uuid, void *out) MUST_CHECK;
enum rc incident_violation_insert(struct db *db, struct incident_violation *row) MUST_CHECK;
enum rc incident_violation_update(struct db *db, const struct incident_violation *row) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc safety_rule_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
