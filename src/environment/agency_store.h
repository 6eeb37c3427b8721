#ifndef ENVIRONMENT_AGENCY_STORE_H
#define ENVIRONMENT_AGENCY_STORE_H

#include "db/db.h"
#include "environment/release_duty.h"

/* Whom to call after a release, per establishment. */
struct agency_contact {
	int64_t id;
	int64_t organization_id;
	int64_t establishment_id;
	int agency; /* enum agency */
	struct str name;
	struct str phone;
	struct str email;
	struct str postal_address;
	struct str note;
	day verified_on;
	bool is_active;
	int64_t version;
};
extern const struct record agency_contact_record;

/* In use, of one establishment (0: of all), by establishment and agency; rows are struct agency_contact. */
enum rc agency_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		    struct rows *rows) MUST_CHECK;
enum rc agency_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct agency_contact *out) MUST_CHECK;
/* Sets id. */
enum rc agency_insert(struct db *db, struct agency_contact *contact) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. */
enum rc agency_update(struct db *db, struct agency_contact *contact) MUST_CHECK;

#endif
