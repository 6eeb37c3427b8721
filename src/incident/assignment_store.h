#ifndef INCIDENT_ASSIGNMENT_STORE_H
#define INCIDENT_ASSIGNMENT_STORE_H

#include "db/db.h"
#include "incident/assignment.h"

/* All rules of the organization in their order, retired ones too: rows of struct assignment_rule. */
enum rc assignment_rules(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rules) MUST_CHECK;
/* The area and all above it; count 0 when area_id is 0. */
enum rc assignment_areas(struct db *db, struct arena *arena, int64_t organization_id, int64_t area_id,
			 int64_t **areas, size_t *count) MUST_CHECK;
/* Sets manager_id and assigned_by by the rules in use; leaves them where no rule fits. */
enum rc assignment_apply(struct db *db, struct arena *arena, struct incident *incident) MUST_CHECK;

#endif
