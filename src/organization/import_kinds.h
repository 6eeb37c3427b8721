#ifndef ORGANIZATION_IMPORT_KINDS_H
#define ORGANIZATION_IMPORT_KINDS_H

#include "organization/import.h"

/* What can be imported about an organization, in the order in which a new one needs it; ended by NULL. */
extern const struct import_kind *const import_kinds[];
extern const struct import_kind import_establishments, import_areas, import_units, import_people,
	import_hours;

/*
 * Further kinds, of features above this one; ended by NULL, for the whole life of the program. Once, before the first
 * request.
 */
void import_kinds_use(const struct import_kind *const *more);
/* All of them by position from 0, import_kinds first; NULL behind the last. */
const struct import_kind *import_kind_at(size_t position);
/* The kind of that name, NULL when there is none. */
const struct import_kind *import_kind_named(struct str name);

/* Establishments by code and name, for references of other kinds. */
enum rc import_establishment_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;
/* People by employee number. */
enum rc import_person_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;
enum rc import_department_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;
enum rc import_business_unit_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;
enum rc import_team_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;
enum rc import_project_codes(struct import_run *run, struct import_codes *codes) MUST_CHECK;

#endif
