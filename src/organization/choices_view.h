#ifndef ORGANIZATION_CHOICES_VIEW_H
#define ORGANIZATION_CHOICES_VIEW_H

#include "http/request.h"
#include "organization/people.h"

/*
 * Places and groups as choices of FIELD_ID fields (form_choices), in the viewer's organization. Only those in
 * use are offered, and keep_id (0: none), what the stored row names already.
 */
enum rc choices_establishments(struct request *rq, const char *field, int64_t keep_id) MUST_CHECK;
/* Areas of one establishment as a tree: deeper ones are set in. What is below a retired one is not offered.
 */
enum rc choices_areas(struct request *rq, const char *field, int64_t establishment_id,
		      int64_t keep_id) MUST_CHECK;
enum rc choices_units(struct request *rq, const char *field, enum unit_kind kind, int64_t keep_id) MUST_CHECK;

/*
 * The person that somebody typed into the field key: an employee number, "NUMBER Given Family" as
 * choices_person_text writes it, or words of which only one active person has all. Sets *id, 0 when text is
 * empty. Otherwise adds a problem that names up to five who fit, and returns RC_INVALID.
 */
enum rc choices_person(struct request *rq, const char *key, struct str text, int64_t *id) MUST_CHECK;
/* "E1042 Maria Lopez"; "" for 0 or an unknown id. */
enum rc choices_person_text(struct request *rq, int64_t id, struct str *text) MUST_CHECK;

#endif
