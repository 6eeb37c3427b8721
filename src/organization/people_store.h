#ifndef ORGANIZATION_PEOPLE_STORE_H
#define ORGANIZATION_PEOPLE_STORE_H

#include "db/db.h"
#include "organization/people.h"

/* Units of one kind by name; rows are struct unit. */
enum rc unit_list(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		  bool only_active, struct rows *rows) MUST_CHECK;
enum rc unit_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		   struct unit *out) MUST_CHECK;
enum rc unit_by_code(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		     struct str code, struct unit *out) MUST_CHECK;
enum rc unit_insert(struct db *db, struct unit *unit) MUST_CHECK;
/* RC_CONFLICT when the stored version is not unit->version. */
enum rc unit_update(struct db *db, const struct unit *unit) MUST_CHECK;

enum rc person_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct person *out) MUST_CHECK;
enum rc person_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
		       struct person *out) MUST_CHECK;
enum rc person_by_number(struct db *db, struct arena *arena, int64_t organization_id,
			 struct str employee_number, struct person *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the employee number is taken. */
enum rc person_insert(struct db *db, struct person *person) MUST_CHECK;
enum rc person_update(struct db *db, const struct person *person) MUST_CHECK;

#endif
