#include "osha/overview_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct overview_row, member)
static const struct field overview_row_fields[] = {
	{.kind = FIELD_ID, AT(establishment_id)},
	{.kind = FIELD_TEXT, AT(code)},
	{.kind = FIELD_TEXT, AT(name)},
	{.kind = FIELD_CODE, AT(keeps_records), .codes = &keeps_records_codes},
	{.kind = FIELD_TEXT, AT(naics_code)},
	{.kind = FIELD_INT, AT(naics_vintage)},
	{.kind = FIELD_TEXT, AT(ein)},
	{.kind = FIELD_INT, AT(average_employees), .flags = FIELD_OPTIONAL},
	{.kind = FIELD_INT, AT(total_hours_worked), .flags = FIELD_OPTIONAL},
	{.kind = FIELD_INT, AT(peak_employees), .flags = FIELD_OPTIONAL},
	{.kind = FIELD_INT, AT(cases)},
	{.kind = FIELD_INT, AT(undecided)},
	{.kind = FIELD_INT, AT(incomplete)},
	{.kind = FIELD_MOMENT, AT(signed_at)},
	{.kind = FIELD_MOMENT, AT(changed_at)},
	{.kind = FIELD_DAY, AT(posted_on)},
	{.kind = FIELD_DAY, AT(filed_on)},
	FIELD_END,
};
#undef AT
const struct record overview_row_record = {"osha_overview", sizeof(struct overview_row), overview_row_fields};

#define AT(member) .name = #member, .offset = offsetof(struct log_line, member)
static const struct field log_line_fields[] = {
	{.kind = FIELD_ID, AT(id)},
	{.kind = FIELD_TEXT, AT(case_number)},
	{.kind = FIELD_TEXT, AT(full_name)},
	{.kind = FIELD_UUID, AT(injured_uuid)},
	{.kind = FIELD_TEXT, AT(incident_number)},
	{.kind = FIELD_DAY, AT(injury_on)},
	{.kind = FIELD_BOOL, AT(is_privacy)},
	{.kind = FIELD_MOMENT, AT(updated_at)},
	{.kind = FIELD_BOOL, AT(is_incomplete)},
	FIELD_END,
};
#undef AT
const struct record log_line_record = {"osha_log_line", sizeof(struct log_line), log_line_fields};

/* As report_items_missing has it, for whole logs at once. */
#define IS_INCOMPLETE                                                                                        \
	"(r.case_id IS NULL OR r.street IS NULL OR r.city IS NULL OR r.state IS NULL OR r.zip IS NULL"       \
	" OR r.born_on IS NULL OR r.hired_on IS NULL OR r.sex IS NULL OR r.emergency_room IS NULL"           \
	" OR r.inpatient IS NULL OR (r.event_at IS NULL AND NOT r.event_time_unknown)"                       \
	" OR r.before_event IS NULL OR r.what_happened IS NULL OR r.injury IS NULL"                          \
	" OR r.completed_by IS NULL OR r.completed_on IS NULL OR c.job_title IS NULL"                        \
	" OR c.occurred_where IS NULL OR c.description IS NULL)"

/* Indexes: figures of osha_case for the sums, year of the others. */
STATEMENT(overview_rows, &overview_row_record, NULL,
	  "SELECT e.id AS establishment_id, e.code, e.name, e.keeps_records, e.naics_code,"
	  " COALESCE(e.naics_vintage, 0) AS naics_vintage, e.ein,"
	  " y.annual_average_employees AS average_employees, y.total_hours_worked, y.peak_employees,"
	  " COALESCE(f.cases, 0) AS cases, COALESCE(f.undecided, 0) AS undecided,"
	  " COALESCE(f.incomplete, 0) AS incomplete, s.signed_at, f.changed_at, p.done_on AS posted_on,"
	  " d.done_on AS filed_on FROM establishment e"
	  " LEFT JOIN establishment_year y ON y.organization_id = e.organization_id"
	  " AND y.establishment_id = e.id AND y.year = ?"
	  " LEFT JOIN (SELECT c.establishment_id,"
	  " CAST(SUM(c.recordable = 'yes') AS SIGNED) AS cases,"
	  " CAST(SUM(c.recordable = '') AS SIGNED) AS undecided,"
	  " CAST(SUM(c.recordable = 'yes' AND " IS_INCOMPLETE ") AS SIGNED) AS incomplete,"
	  " MAX(CASE WHEN c.case_position IS NOT NULL THEN c.updated_at END) AS changed_at"
	  " FROM osha_case c LEFT JOIN osha_case_report r ON r.case_id = c.id"
	  " WHERE c.organization_id = ? AND c.year = ? GROUP BY c.establishment_id) f"
	  " ON f.establishment_id = e.id"
	  " LEFT JOIN (SELECT establishment_id, MAX(signed_at) AS signed_at FROM osha_certification"
	  " WHERE organization_id = ? AND year = ? GROUP BY establishment_id) s ON s.establishment_id = e.id"
	  " LEFT JOIN (SELECT establishment_id, MAX(done_on) AS done_on FROM osha_step"
	  " WHERE organization_id = ? AND year = ? AND step = 'posted' GROUP BY establishment_id) p"
	  " ON p.establishment_id = e.id"
	  " LEFT JOIN (SELECT establishment_id, MAX(done_on) AS done_on FROM osha_step"
	  " WHERE organization_id = ? AND year = ? AND step = 'filed' GROUP BY establishment_id) d"
	  " ON d.establishment_id = e.id"
	  " WHERE e.organization_id = ? AND (e.is_active OR f.cases > 0) ORDER BY e.code LIMIT 10000");

struct peak {
	int64_t peak;
};
static const struct field peak_fields[] = {
	{.kind = FIELD_INT, .name = "peak", .offset = offsetof(struct peak, peak), .flags = FIELD_OPTIONAL},
	FIELD_END,
};
static const struct record peak_record = {"osha_peak", sizeof(struct peak), peak_fields};
STATEMENT(overview_company_peak, &peak_record, NULL,
	  "SELECT CAST(SUM(peak_employees) AS SIGNED) AS peak FROM establishment_year"
	  " WHERE organization_id = ? AND year = ?");

#define LINES                                                                                               \
	"SELECT c.id, c.case_number, p.full_name, p.uuid AS injured_uuid, i.number AS incident_number,"     \
	" c.injury_on, c.is_privacy, c.updated_at, " IS_INCOMPLETE " AS is_incomplete"                      \
	" FROM osha_case c FORCE INDEX (log) JOIN injured_person p ON p.id = c.injured_person_id"           \
	" JOIN incident i ON i.id = c.incident_id LEFT JOIN osha_case_report r ON r.case_id = c.id"         \
	" WHERE c.organization_id = ? AND c.establishment_id = ? AND c.year = ? AND c.case_position IS NOT NULL"
#define IN_ORDER " ORDER BY c.case_position, c.id LIMIT 50000"
STATEMENT(overview_log_lines, &log_line_record, NULL, LINES IN_ORDER);
STATEMENT(overview_privacy, &log_line_record, NULL, LINES " AND c.is_privacy = 1" IN_ORDER);

enum rc overview_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t year,
		      struct rows *rows)
{
	const struct param organization = P_INT(organization_id), of_year = P_INT(year);

	return db_list(db, arena, &overview_rows,
		       PARAMS(of_year, organization, of_year, organization, of_year, organization, of_year,
			      organization, of_year, organization),
		       rows);
}

enum rc overview_peak(struct db *db, struct arena *arena, int64_t organization_id, int64_t year, int64_t *peak)
{
	struct peak row;
	enum rc rc = db_one(db, arena, &overview_company_peak, PARAMS(P_INT(organization_id), P_INT(year)), &row);
	if (rc == RC_OK)
		*peak = row.peak;
	return rc;
}

enum rc overview_lines(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		       int64_t year, struct rows *rows)
{
	return db_list(db, arena, &overview_log_lines,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), rows);
}

enum rc overview_privacy_list(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t establishment_id, int64_t year, struct rows *rows)
{
	return db_list(db, arena, &overview_privacy,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), rows);
}
