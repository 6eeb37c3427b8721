#ifndef ORGANIZATION_PEOPLE_STORE_H
#define ORGANIZATION_PEOPLE_STORE_H

#include "db/db.h"
#include "organization/people.h"

/* Units of one kind (UNIT_NONE: of all) by name; rows are struct unit. */
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
/* As addresses name somebody: by uuid, or by the id of the row. */
enum rc person_named(struct db *db, struct arena *arena, int64_t organization_id, struct str key, struct person *out) MUST_CHECK;
enum rc person_by_number(struct db *db, struct arena *arena, int64_t organization_id,
			 struct str employee_number, struct person *out) MUST_CHECK;

/* Which people a list shows; they come by family name, given name, id. */
struct people_filter {
	struct str words;         /* each of the first four must occur in name, number or e-mail */
	int64_t establishment_id; /* 0: any */
	int64_t department_id;    /* 0: any */
	bool with_inactive;
	const struct person
		*after; /* go on behind this one (id, family_name, given_name); NULL: from the start */
	const struct person *before; /* the page that ends before this one; NULL: none */
	int64_t most;
};

/*
 * Rows are struct person with what lists need: ids, number, names, e-mail, job title, employment, groups,
 * manager, is_active. Personal particulars are not read.
 */
enum rc person_list(struct db *db, struct arena *arena, int64_t organization_id,
		    const struct people_filter *filter, struct rows *rows) MUST_CHECK;
/* The person, then the manager, the manager's manager and so on, at most 30. Rows as of person_list. */
enum rc person_chain(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
		     struct rows *rows) MUST_CHECK;
/* People who report to this one, active ones only. Rows as of person_list. */
enum rc person_reports(struct db *db, struct arena *arena, int64_t organization_id, int64_t manager_id,
		       struct rows *rows) MUST_CHECK;
/* id and manager_id of everybody, as rows of struct person: to look for circles. */
enum rc person_managers(struct db *db, struct arena *arena, int64_t organization_id,
			struct rows *rows) MUST_CHECK;
/* Everybody with all members, for imports; at most 100,000. */
enum rc person_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the employee number is taken. */
enum rc person_insert(struct db *db, struct person *person) MUST_CHECK;
enum rc person_update(struct db *db, const struct person *person) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc unit_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc person_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
