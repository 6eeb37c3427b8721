#include "osha/ita.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct ita_summary, member)
#define NAME(member, max_)                                                           \
	{                                                                            \
		.kind = FIELD_TEXT, AT(member), .flags = FIELD_REQUIRED, .max = max_ \
	}
#define MAY(member, max_)                                   \
	{                                                   \
		.kind = FIELD_TEXT, AT(member), .max = max_ \
	}
#define COUNT(member)                                                                                       \
	{                                                                                                   \
		.kind = FIELD_INT, AT(member), .flags = FIELD_REQUIRED | FIELD_OPTIONAL, .most = 9999999999 \
	}
static const struct field summary_fields[] = {
	NAME(establishment_name, 100),
	NAME(ein, 9),
	NAME(company_name, 100),
	NAME(street_address, 100),
	NAME(city, 100),
	NAME(state, 2),
	NAME(zip, 9),
	NAME(naics_code, 6),
	MAY(industry_description, 300),
	COUNT(size),
	{.kind = FIELD_INT, AT(establishment_type), .flags = FIELD_OPTIONAL, .least = 1, .most = 3},
	COUNT(year_filing_for),
	COUNT(annual_average_employees),
	COUNT(total_hours_worked),
	COUNT(no_injuries_illnesses),
	COUNT(total_deaths),
	COUNT(total_dafw_cases),
	COUNT(total_djtr_cases),
	COUNT(total_other_cases),
	COUNT(total_dafw_days),
	COUNT(total_djtr_days),
	COUNT(total_injuries),
	COUNT(total_skin_disorders),
	COUNT(total_respiratory_conditions),
	COUNT(total_poisonings),
	COUNT(total_hearing_loss),
	COUNT(total_other_illnesses),
	MAY(change_reason, 100),
	FIELD_END,
};
#undef COUNT
#undef MAY
#undef NAME
#undef AT
const struct record ita_summary_record = {"ita_summary", sizeof(struct ita_summary), summary_fields};

#define AT(member) .name = #member, .offset = offsetof(struct ita_case, member)
#define MUST(kind_, member, max_)                                                                \
	{                                                                                        \
		.kind = kind_, AT(member), .flags = FIELD_REQUIRED | FIELD_OPTIONAL, .max = max_ \
	}
#define MAY(kind_, member, max_)                                                \
	{                                                                       \
		.kind = kind_, AT(member), .flags = FIELD_OPTIONAL, .max = max_ \
	}
/* Lengths of case numbers and narratives are not published; these keep well below what other systems send. */
enum { CASE_NUMBER_MOST = 50, NARRATIVE_MOST = 10000 };
static const struct field case_fields[] = {
	MUST(FIELD_TEXT, establishment_name, 100),
	MUST(FIELD_INT, year_of_filing, 0),
	MUST(FIELD_TEXT, case_number, CASE_NUMBER_MOST),
	MUST(FIELD_TEXT, job_title, 255),
	MUST(FIELD_DAY, date_of_incident, 0),
	MUST(FIELD_TEXT, incident_location, 255),
	MUST(FIELD_TEXT, incident_description, 255),
	MUST(FIELD_INT, incident_outcome, 0),
	MAY(FIELD_INT, dafw_num_away, 0),
	MAY(FIELD_INT, djtr_num_tr, 0),
	MUST(FIELD_INT, type_of_incident, 0),
	MUST(FIELD_DAY, date_of_birth, 0),
	MUST(FIELD_DAY, date_of_hire, 0),
	MAY(FIELD_TEXT, sex, 1),
	MUST(FIELD_INT, treatment_facility_type, 0),
	MUST(FIELD_INT, treatment_in_patient, 0),
	MAY(FIELD_CLOCK, time_started_work, 0),
	MAY(FIELD_CLOCK, time_of_incident, 0),
	MAY(FIELD_INT, time_unknown, 0),
	MUST(FIELD_PROSE, nar_before_incident, NARRATIVE_MOST),
	MUST(FIELD_PROSE, nar_what_happened, NARRATIVE_MOST),
	MUST(FIELD_PROSE, nar_injury_illness, NARRATIVE_MOST),
	MUST(FIELD_PROSE, nar_object_substance, NARRATIVE_MOST),
	MAY(FIELD_DAY, date_of_death, 0),
	FIELD_END,
};
#undef MAY
#undef MUST
#undef AT
const struct record ita_case_record = {"ita_case", sizeof(struct ita_case), case_fields};

/* Bands of the peak headcount; code 2 (20 to 249) ended with the data of 2022. */
static int64_t size_code(int64_t peak)
{
	if (peak == NUMBER_NONE)
		return NUMBER_NONE;
	return peak < 20 ? 1 : peak < 100 ? 21 : peak < 250 ? 22 : 3;
}

static int64_t ownership_code(int ownership)
{
	return ownership == OWNERSHIP_NONE ? NUMBER_NONE
					   : ownership; /* the codes are 1, 2, 3 in the same order */
}

static bool has_none(const struct osha_totals *totals)
{
	return totals->cases == 0;
}

struct ita_summary ita_summary_of(const struct osha_log *log, const struct establishment *place,
				  const struct establishment_year *year)
{
	const struct osha_establishment *e = &log->establishment;
	struct osha_totals totals = osha_log_totals(log->cases, log->case_count);

	return (struct ita_summary){
		.establishment_name = e->name,
		.ein = e->ein,
		.company_name = e->company,
		.street_address = e->street,
		.city = e->city,
		.state = e->state,
		.zip = e->zip,
		.naics_code = e->naics,
		.industry_description = e->industry,
		.size = size_code(year->peak_employees),
		.establishment_type = ownership_code(place->ownership),
		.year_filing_for = log->year,
		.annual_average_employees = year->annual_average_employees,
		.total_hours_worked = year->total_hours_worked,
		.no_injuries_illnesses = has_none(&totals) ? 2 : 1,
		.total_deaths = totals.outcomes[OSHA_DEATH],
		.total_dafw_cases = totals.outcomes[OSHA_DAYS_AWAY],
		.total_djtr_cases = totals.outcomes[OSHA_RESTRICTED],
		.total_other_cases = totals.outcomes[OSHA_OTHER],
		.total_dafw_days = totals.days_away,
		.total_djtr_days = totals.days_restricted,
		.total_injuries = totals.types[OSHA_INJURY],
		.total_skin_disorders = totals.types[OSHA_SKIN_DISORDER],
		.total_respiratory_conditions = totals.types[OSHA_RESPIRATORY],
		.total_poisonings = totals.types[OSHA_POISONING],
		.total_hearing_loss = totals.types[OSHA_HEARING_LOSS],
		.total_other_illnesses = totals.types[OSHA_OTHER_ILLNESS],
		.change_reason = STR(""),
		.establishment_code = e->code,
	};
}

static int64_t yes_or_no(enum osha_answer answer)
{
	return answer == OSHA_NOT_ANSWERED ? NUMBER_NONE : answer == OSHA_YES;
}

struct ita_case ita_case_of(const struct osha_log *log, const struct osha_log_case *c,
			    const struct osha_incident *incident)
{
	bool may_be_away = c->outcome == OSHA_DAYS_AWAY;
	bool may_be_restricted = may_be_away || c->outcome == OSHA_RESTRICTED;

	return (struct ita_case){
		.establishment_name = log->establishment.name,
		.year_of_filing = log->year,
		.case_number = c->number,
		.job_title = c->job_title,
		.date_of_incident = c->injury_on,
		.incident_location = c->where,
		.incident_description = c->description,
		.incident_outcome = c->outcome == OSHA_UNDECIDED ? NUMBER_NONE : (int64_t)c->outcome,
		.dafw_num_away = may_be_away ? c->days_away : NUMBER_NONE,
		.djtr_num_tr = may_be_restricted ? c->days_restricted : NUMBER_NONE,
		.type_of_incident = c->type == OSHA_NO_TYPE ? NUMBER_NONE : (int64_t)c->type,
		.date_of_birth = incident->born_on,
		.date_of_hire = incident->hired_on,
		.sex = incident->sex == OSHA_MALE     ? STR("M")
		       : incident->sex == OSHA_FEMALE ? STR("F")
						      : STR(""),
		.treatment_facility_type = yes_or_no(incident->emergency_room),
		.treatment_in_patient = yes_or_no(incident->inpatient),
		.time_started_work = incident->began_work_at,
		.time_of_incident = incident->event_time_unknown ? CLOCK_NONE : incident->event_at,
		.time_unknown = incident->event_time_unknown ? 1 : NUMBER_NONE,
		.nar_before_incident = incident->before,
		.nar_what_happened = incident->what_happened,
		.nar_injury_illness = incident->injury,
		.nar_object_substance = incident->object.len ? incident->object : STR("Not applicable"),
		.date_of_death = c->outcome == OSHA_DEATH ? incident->died_on : DAY_NONE,
		.employee_name = incident->full_name,
		.establishment_code = log->establishment.code,
	};
}
