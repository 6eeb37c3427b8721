#ifndef IMPACT_INJURY_STORE_H
#define IMPACT_INJURY_STORE_H

#include "db/db.h"
#include "impact/injury.h"

enum rc injury_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t injured_person_id,
		    struct injury *out) MUST_CHECK;
enum rc injury_insert(struct db *db, const struct injury *injury) MUST_CHECK;
/* RC_CONFLICT: another version is stored. */
enum rc injury_update(struct db *db, const struct injury *injury) MUST_CHECK;

/* An injured person of an incident with what is known about the injury, and whether there is an OSHA case. */
struct injured_row {
	int64_t id;
	struct str uuid;
	int64_t person_id;
	struct str full_name;
	struct str job_title;
	struct str injury;
	int care;
	bool is_private; /* see incident_shows_injured */
	bool has_part;  /* part of body is coded */
	bool is_coded;  /* see injury_is_coded */
	bool has_case;
};
extern const struct record injured_row_record;
/* Those not removed, as entered; rows are struct injured_row. */
enum rc injured_rows(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     struct rows *rows) MUST_CHECK;

#endif
