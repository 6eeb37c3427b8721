#ifndef OSHA_CASE_STORE_H
#define OSHA_CASE_STORE_H

#include "db/db.h"
#include "osha/case.h"

/* RC_NOT_FOUND: no case yet. */
enum rc case_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
		     struct osha_case *out) MUST_CHECK;
enum rc case_of_injured_person(struct db *db, struct arena *arena, int64_t organization_id,
			       int64_t injured_person_id, struct osha_case *out) MUST_CHECK;
enum rc case_of_number(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		       int64_t year, struct str case_number, struct osha_case *out) MUST_CHECK;
/* Cases of an incident in the order in which its people were entered; rows are struct osha_case. */
enum rc case_list_of_incident(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t incident_id, struct rows *rows) MUST_CHECK;
/* Cases whose absence has no known end, from after_id on, at most 500: to be counted anew each day. */
enum rc case_list_running(struct db *db, struct arena *arena, int64_t after_id, struct rows *rows) MUST_CHECK;

/* Sets id. RC_DUPLICATE: the person has a case already, or the case number is taken. */
enum rc case_insert(struct db *db, struct osha_case *c) MUST_CHECK;
/* RC_CONFLICT when the stored version is another; counts c->version up. */
enum rc case_update(struct db *db, struct osha_case *c) MUST_CHECK;
/* The next number of a log. In the caller's transaction, so that a number is never lost or given twice. */
enum rc case_number_next(struct db *db, struct arena *arena, int64_t organization_id,
			 int64_t establishment_id, int64_t year, int64_t *number) MUST_CHECK;
/* Notes a number that was given elsewhere (import), so that the counter goes on behind it. */
enum rc case_number_used(struct db *db, int64_t organization_id, int64_t establishment_id, int64_t year,
			 int64_t number) MUST_CHECK;

/* Facts that were never given are as record_clear makes them; keeps_records is not stored here. */
enum rc case_facts_load(struct db *db, struct arena *arena, const struct osha_case *c,
			struct case_facts *out) MUST_CHECK;
enum rc case_facts_save(struct db *db, const struct osha_case *c, const struct case_facts *facts) MUST_CHECK;
enum rc case_report_load(struct db *db, struct arena *arena, const struct osha_case *c,
			 struct case_report *out) MUST_CHECK;
enum rc case_report_save(struct db *db, const struct osha_case *c,
			 const struct case_report *report) MUST_CHECK;

enum rc case_decision_add(struct db *db, const struct osha_decision *decision) MUST_CHECK;
/* Newest first, at most 200; rows are struct osha_decision. */
enum rc case_decision_list(struct db *db, struct arena *arena, const struct osha_case *c,
			   struct rows *rows) MUST_CHECK;

#endif
