#include "osha/log_store.h"

#include <stddef.h>

#include "organization/people.h"
#include "organization/place_store.h"
#include "osha/case.h"

/* One case with the name of its person. */
struct log_row {
	struct str case_number;
	struct str full_name;
	struct str job_title;
	struct str occurred_where;
	struct str description;
	day injury_on;
	int outcome;
	int64_t days_away;
	int64_t days_restricted;
	bool is_days_estimated;
	int type;
	bool is_privacy;
	moment lined_out_at;
};

#define AT(member) .name = #member, .offset = offsetof(struct log_row, member)
static const struct field log_row_fields[] = {
	{.kind = FIELD_TEXT, AT(case_number)},
	{.kind = FIELD_TEXT, AT(full_name)},
	{.kind = FIELD_TEXT, AT(job_title)},
	{.kind = FIELD_TEXT, AT(occurred_where)},
	{.kind = FIELD_TEXT, AT(description)},
	{.kind = FIELD_DAY, AT(injury_on)},
	{.kind = FIELD_CODE, AT(outcome), .codes = &outcome_codes},
	{.kind = FIELD_INT, AT(days_away)},
	{.kind = FIELD_INT, AT(days_restricted)},
	{.kind = FIELD_BOOL, AT(is_days_estimated)},
	{.kind = FIELD_CODE, AT(type), .codes = &kind_codes},
	{.kind = FIELD_BOOL, AT(is_privacy)},
	{.kind = FIELD_MOMENT, AT(lined_out_at)},
	FIELD_END,
};
#undef AT
static const struct record log_row_record = {"osha_log_row", sizeof(struct log_row), log_row_fields};

/* One case with everything that Form 301 asks. */
struct report_row {
	struct str case_number;
	struct str full_name;
	bool is_privacy;
	day injury_on;
	day death_on;
	int64_t establishment_id;
	struct case_report report;
};

#define AT(member) .name = #member, .offset = offsetof(struct report_row, member)
#define ITEM(kind_, member)                                                                          \
	{                                                                                            \
		.kind = kind_, .name = #member, .offset = offsetof(struct report_row, report.member) \
	}
static const struct field report_row_fields[] = {
	{.kind = FIELD_TEXT, AT(case_number)},
	{.kind = FIELD_TEXT, AT(full_name)},
	{.kind = FIELD_BOOL, AT(is_privacy)},
	{.kind = FIELD_DAY, AT(injury_on)},
	{.kind = FIELD_DAY, AT(death_on)},
	{.kind = FIELD_ID, AT(establishment_id)},
	ITEM(FIELD_TEXT, street),
	ITEM(FIELD_TEXT, city),
	ITEM(FIELD_TEXT, state),
	ITEM(FIELD_TEXT, zip),
	ITEM(FIELD_DAY, born_on),
	ITEM(FIELD_DAY, hired_on),
	{.kind = FIELD_CODE,
	 .name = "sex",
	 .offset = offsetof(struct report_row, report.sex),
	 .codes = &sex_codes},
	ITEM(FIELD_TEXT, physician),
	ITEM(FIELD_TEXT, facility),
	ITEM(FIELD_TEXT, facility_street),
	ITEM(FIELD_TEXT, facility_city),
	ITEM(FIELD_TEXT, facility_state),
	ITEM(FIELD_TEXT, facility_zip),
	ITEM(FIELD_ANSWER, emergency_room),
	ITEM(FIELD_ANSWER, inpatient),
	ITEM(FIELD_CLOCK, began_work_at),
	ITEM(FIELD_CLOCK, event_at),
	ITEM(FIELD_BOOL, event_time_unknown),
	ITEM(FIELD_PROSE, before_event),
	ITEM(FIELD_PROSE, what_happened),
	ITEM(FIELD_PROSE, injury),
	ITEM(FIELD_PROSE, harmful_object),
	ITEM(FIELD_TEXT, completed_by),
	ITEM(FIELD_TEXT, completed_title),
	ITEM(FIELD_TEXT, completed_phone),
	ITEM(FIELD_DAY, completed_on),
	FIELD_END,
};
#undef ITEM
#undef AT
static const struct record report_row_record = {"osha_report_row", sizeof(struct report_row),
						report_row_fields};

/* The newest signed summary of a year. */
struct certification_row {
	struct str executive;
	struct str title;
	struct str phone;
	day certified_on;
	moment signed_at;
	moment changed_at;
};

#define AT(member) .name = #member, .offset = offsetof(struct certification_row, member)
static const struct field certification_row_fields[] = {
	{.kind = FIELD_TEXT, AT(executive)},
	{.kind = FIELD_TEXT, AT(title)},
	{.kind = FIELD_TEXT, AT(phone)},
	{.kind = FIELD_DAY, AT(certified_on)},
	{.kind = FIELD_MOMENT, AT(signed_at)},
	{.kind = FIELD_MOMENT, AT(changed_at)},
	FIELD_END,
};
#undef AT
static const struct record certification_row_record = {
	"osha_certification_row", sizeof(struct certification_row), certification_row_fields};

/* Index log of osha_case, the person by key. */
STATEMENT(log_rows, &log_row_record, NULL,
	  "SELECT c.case_number, p.full_name, c.job_title, c.occurred_where, c.description, c.injury_on,"
	  " c.outcome, c.days_away, c.days_restricted, c.is_days_estimated, c.type, c.is_privacy,"
	  " c.lined_out_at FROM osha_case c FORCE INDEX (log)"
	  " JOIN injured_person p ON p.id = c.injured_person_id"
	  " WHERE c.organization_id = ? AND c.establishment_id = ? AND c.year = ?"
	  " AND c.case_position IS NOT NULL ORDER BY c.case_position, c.id LIMIT 50000");

#define REPORT_COLUMNS                                                                                \
	"SELECT c.case_number, p.full_name, c.is_privacy, c.injury_on, f.death_on, c.establishment_id, r.street,"\
	" r.city, r.state, r.zip, r.born_on, r.hired_on, r.sex, r.physician, r.facility,"              \
	" r.facility_street, r.facility_city, r.facility_state, r.facility_zip, r.emergency_room,"     \
	" r.inpatient, r.began_work_at, r.event_at,"                                                   \
	" COALESCE(r.event_time_unknown, 0) AS event_time_unknown, r.before_event, r.what_happened,"   \
	" r.injury, r.harmful_object, r.completed_by, r.completed_title, r.completed_phone,"           \
	" r.completed_on FROM osha_case c"
#define REPORT_JOINS                                                                                  \
	" JOIN injured_person p ON p.id = c.injured_person_id"                                         \
	" LEFT JOIN osha_case_facts f ON f.case_id = c.id"                                             \
	" LEFT JOIN osha_case_report r ON r.case_id = c.id"
STATEMENT(log_reports, &report_row_record, NULL,
	  REPORT_COLUMNS " FORCE INDEX (log)" REPORT_JOINS
	  " WHERE c.organization_id = ? AND c.establishment_id = ? AND c.year = ?"
	  " AND c.case_position IS NOT NULL AND c.lined_out_at IS NULL"
	  " ORDER BY c.case_position, c.id LIMIT 50000");
STATEMENT(log_report_one, &report_row_record, NULL,
	  REPORT_COLUMNS REPORT_JOINS " WHERE c.id = ? AND c.organization_id = ?");
STATEMENT(log_certification, &certification_row_record, NULL,
	  "SELECT s.executive, s.title, s.phone, s.certified_on, s.signed_at,"
	  " (SELECT MAX(c.updated_at) FROM osha_case c FORCE INDEX (log) WHERE c.organization_id = ?"
	  " AND c.establishment_id = ? AND c.year = ? AND c.case_position IS NOT NULL) AS changed_at"
	  " FROM osha_certification s WHERE s.organization_id = ? AND s.establishment_id = ? AND s.year = ?"
	  " ORDER BY s.id DESC LIMIT 1");

struct osha_establishment log_establishment(const struct organization *organization,
					    const struct establishment *place)
{
	return (struct osha_establishment){
		.code = place->code,
		.company = place->company_name.len ? place->company_name : organization->name,
		.name = place->name,
		.street = place->street,
		.city = place->city,
		.state = place->state,
		.zip = place->zip,
		.industry = place->industry_description,
		.naics = place->naics_code,
		.ein = place->ein,
	};
}

static struct osha_log_case log_case(const struct log_row *row)
{
	return (struct osha_log_case){
		.number = row->case_number,
		.name = row->full_name,
		.is_privacy = row->is_privacy,
		.job_title = row->job_title,
		.injury_on = row->injury_on,
		.where = row->occurred_where,
		.description = row->description,
		.outcome = (enum osha_outcome)row->outcome,
		.days_away = (int)row->days_away,
		.days_restricted = (int)row->days_restricted,
		.days_are_estimated = row->is_days_estimated,
		.type = (enum osha_type)row->type,
		.is_lined_out = row->lined_out_at != MOMENT_NONE,
	};
}

static enum rc collect_cases(struct db *db, struct arena *arena, const struct establishment *place,
			     struct osha_log *log)
{
	struct rows rows;
	enum rc rc =
		db_list(db, arena, &log_rows,
			PARAMS(P_INT(place->organization_id), P_INT(place->id), P_INT(log->year)), &rows);
	if (rc != RC_OK)
		return rc;
	struct osha_log_case *cases = ARENA_ARRAY(arena, struct osha_log_case, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		cases[i] = log_case(ROW(struct log_row, rows, i));
	log->cases = cases;
	log->case_count = (int)rows.count;
	return RC_OK;
}

static enum rc collect_figures(struct db *db, struct arena *arena, const struct establishment *place,
			       struct osha_log *log)
{
	struct establishment_year year;
	enum rc rc = establishment_year_find(db, arena, place->organization_id, place->id, log->year, &year);

	log->average_employees = log->hours_worked = OSHA_UNKNOWN;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (year.annual_average_employees != NUMBER_NONE)
		log->average_employees = year.annual_average_employees;
	if (year.total_hours_worked != NUMBER_NONE)
		log->hours_worked = year.total_hours_worked;
	return RC_OK;
}

static enum rc collect_certification(struct db *db, struct arena *arena, const struct establishment *place,
				     struct osha_log *log)
{
	struct certification_row row;
	enum rc rc = db_one(db, arena, &log_certification,
			    PARAMS(P_INT(place->organization_id), P_INT(place->id), P_INT(log->year),
				   P_INT(place->organization_id), P_INT(place->id), P_INT(log->year)),
			    &row);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	struct osha_certification *certification = ARENA_NEW(arena, struct osha_certification);
	*certification = (struct osha_certification){
		.executive = row.executive,
		.title = row.title,
		.phone = row.phone,
		.certified_on = row.certified_on,
		.signed_at = row.signed_at,
		.changed_since = row.changed_at != MOMENT_NONE && row.changed_at > row.signed_at,
	};
	log->certification = certification;
	return RC_OK;
}

enum rc log_collect(struct db *db, struct arena *arena, const struct organization *organization,
		    const struct establishment *place, int64_t year, moment now, struct osha_log *out)
{
	*out = (struct osha_log){
		.organization = organization->name,
		.establishment = log_establishment(organization, place),
		.year = (int)year,
		.as_of = DAY_NONE,
		.made_at = now,
	};
	enum rc rc = collect_cases(db, arena, place, out);
	if (rc == RC_OK)
		rc = collect_figures(db, arena, place, out);
	return rc == RC_OK ? collect_certification(db, arena, place, out) : rc;
}

static enum osha_answer answer(enum answer given)
{
	return given == ANSWER_YES ? OSHA_YES : given == ANSWER_NO ? OSHA_NO : OSHA_NOT_ANSWERED;
}

static struct osha_incident incident_report(const struct osha_establishment *place,
					    const struct report_row *row)
{
	const struct case_report *r = &row->report;
	return (struct osha_incident){
		.establishment = *place,
		.full_name = row->full_name,
		.is_privacy = row->is_privacy,
		.street = r->street,
		.city = r->city,
		.state = r->state,
		.zip = r->zip,
		.born_on = r->born_on,
		.hired_on = r->hired_on,
		.sex = r->sex == SEX_MALE     ? OSHA_MALE
		       : r->sex == SEX_FEMALE ? OSHA_FEMALE
					      : OSHA_SEX_NOT_GIVEN,
		.physician = r->physician,
		.facility = r->facility,
		.facility_street = r->facility_street,
		.facility_city = r->facility_city,
		.facility_state = r->facility_state,
		.facility_zip = r->facility_zip,
		.emergency_room = answer(r->emergency_room),
		.inpatient = answer(r->inpatient),
		.case_number = row->case_number,
		.injury_on = row->injury_on,
		.began_work_at = r->began_work_at,
		.event_at = r->event_at,
		.event_time_unknown = r->event_time_unknown,
		.before = r->before_event,
		.what_happened = r->what_happened,
		.injury = r->injury,
		.object = r->harmful_object,
		.died_on = row->death_on,
		.completed_by = r->completed_by,
		.completed_title = r->completed_title,
		.completed_phone = r->completed_phone,
		.completed_on = r->completed_on,
	};
}

enum rc log_collect_incidents(struct db *db, struct arena *arena, const struct organization *organization,
			      const struct establishment *place, int64_t year, struct osha_incident **out,
			      int *count)
{
	struct osha_establishment printed = log_establishment(organization, place);
	struct rows rows;
	enum rc rc = db_list(db, arena, &log_reports,
			     PARAMS(P_INT(organization->id), P_INT(place->id), P_INT(year)), &rows);

	if (rc != RC_OK)
		return rc;
	*out = ARENA_ARRAY(arena, struct osha_incident, rows.count + 1);
	*count = (int)rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*out)[i] = incident_report(&printed, ROW(struct report_row, rows, i));
	return RC_OK;
}

enum rc log_collect_incident(struct db *db, struct arena *arena, const struct organization *organization,
			     int64_t case_id, struct osha_incident *out)
{
	struct report_row row;
	struct establishment place;
	enum rc rc =
		db_one(db, arena, &log_report_one, PARAMS(P_INT(case_id), P_INT(organization->id)), &row);

	if (rc == RC_OK)
		rc = establishment_by_id(db, arena, organization->id, row.establishment_id, &place);
	if (rc != RC_OK)
		return rc;
	struct osha_establishment printed = log_establishment(organization, &place);
	*out = incident_report(&printed, &row);
	return RC_OK;
}
