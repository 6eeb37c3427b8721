#ifndef INCIDENT_ASSIGNMENT_STORE_H
#define INCIDENT_ASSIGNMENT_STORE_H

#include "db/db.h"
#include "incident/assignment.h"

/* All rules of the organization in their order, retired ones too: rows of struct assignment_rule. */
enum rc assignment_rules(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rules) MUST_CHECK;
/* The area and all above it; count 0 when area_id is 0. */
enum rc assignment_areas(struct db *db, struct arena *arena, int64_t organization_id, int64_t area_id,
			 int64_t **areas, size_t *count) MUST_CHECK;
/*
 * Sets manager_id and assigned_by by the rules in use; leaves them where no rule fits. The rules are kept in the process
 * as long as the directory's version is this one; 0: it is not known, so they are asked for.
 */
enum rc assignment_apply(struct db *db, struct arena *arena, int64_t directory_version, struct incident *incident) MUST_CHECK;

enum rc assignment_rule_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct assignment_rule *out) MUST_CHECK;
/* Behind all others in use; sets id and position. */
enum rc assignment_rule_insert(struct db *db, struct assignment_rule *rule) MUST_CHECK;
/* RC_CONFLICT when the stored version is not rule->version. */
enum rc assignment_rule_update(struct db *db, const struct assignment_rule *rule) MUST_CHECK;
/* The newest incidents, at most most, with what rules look at: rows of struct incident, the rest not given. */
enum rc assignment_recent(struct db *db, struct arena *arena, int64_t organization_id, int64_t most, struct rows *rows) MUST_CHECK;

#endif
