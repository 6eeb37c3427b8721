#ifndef DEMO_DEMO_STORE_H
#define DEMO_DEMO_STORE_H

#include "db/db.h"
#include "incident/assignment.h"

/* What the demonstration data needs of the database beyond the stores of the features. */

/* establishment_id 0: everywhere; until_on DAY_NONE: for good. */
enum rc demo_store_grant(struct db *db, int64_t organization_id, int64_t account_id, int role,
			 int64_t establishment_id, day until_on, moment now) MUST_CHECK;
enum rc demo_store_rule(struct db *db, const struct assignment_rule *rule) MUST_CHECK;
/* The incident as it stands. */
enum rc demo_store_incident(struct db *db, const struct incident *incident) MUST_CHECK;
enum rc demo_store_comment(struct db *db, const struct comment *comment) MUST_CHECK;
/* The one injured person of an incident. */
enum rc demo_store_injured(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct injured_person *injured) MUST_CHECK;
/* Nobody is to be told of what happened in made-up years. */
enum rc demo_store_quiet(struct db *db, int64_t organization_id, moment now) MUST_CHECK;

#endif
