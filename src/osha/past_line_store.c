#include "osha/past_line_store.h"

/* The letters and numbers that the forms print for the codes of the rows. */
STATEMENT(past_line_all, &past_line_record, NULL,
	  "SELECT c.id, c.establishment_id, c.year, c.case_number, p.full_name AS employee_name, c.is_privacy AS privacy,"
	  " c.job_title, c.injury_on AS injury_date, c.occurred_where AS `where`, c.description,"
	  " ELT(FIELD(c.outcome, 'death', 'days_away', 'restricted', 'other'), 'G', 'H', 'I', 'J') AS outcome,"
	  " c.days_away, c.days_restricted, c.is_days_estimated AS days_estimated,"
	  " ELT(FIELD(c.type, 'injury', 'skin', 'respiratory', 'poisoning', 'hearing', 'other'),"
	  " '1', '2', '3', '4', '5', '6') AS type, c.lined_out_at IS NOT NULL AS lined_out"
	  " FROM osha_case c FORCE INDEX (figures) JOIN injured_person p ON p.id = c.injured_person_id"
	  " WHERE c.organization_id = ? AND c.year BETWEEN ? AND ? AND c.case_number IS NOT NULL LIMIT 100000");

enum rc past_line_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t first_year, int64_t last_year,
		      struct rows *rows)
{
	return db_list(db, arena, &past_line_all, PARAMS(P_INT(organization_id), P_INT(first_year), P_INT(last_year)), rows);
}
