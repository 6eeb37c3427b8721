#include "osha/ita_rules.h"

#include <string.h>

#include "osha/ita_text.h"

static void add(struct ita_findings *f, struct ita_violation violation)
{
	if (f->count == f->room) {
		size_t room = f->room ? f->room * 2 : 16;
		struct ita_violation *at = ARENA_ARRAY(f->arena, struct ita_violation, room);
		if (f->count)
			memcpy(at, f->at, f->count * sizeof *at);
		f->at = at;
		f->room = room;
	}
	f->at[f->count++] = violation;
	f->errors += violation.is_error;
}

/* Presence, length and line breaks: what the table of columns says. */
static void check_columns(struct ita_findings *f, const struct record *record, const void *row,
			  struct ita_violation where)
{
	union {
		const void *in;
		void *out;
	} r = {.in = row};

	where.rule = "column";
	where.is_error = true;
	for (const struct field *field = record->fields; field->name; field++) {
		bool is_text = field->kind == FIELD_TEXT || field->kind == FIELD_PROSE;
		struct str text = is_text ? *FIELD_AT(struct str, r.out, field) : STR_NONE;
		bool is_missing = is_text ? str_trim(text).len == 0 : field_is_empty(field, row);

		where.field = field->name;
		if ((field->flags & FIELD_REQUIRED) && is_missing) {
			where.message = N_("is missing");
			add(f, where);
		} else if (is_text && field->max && str_points(ita_text_safe(f->arena, text)) > field->max) {
			where.message = N_("is longer than the file takes");
			add(f, where);
		}
	}
}

static bool is_digits(struct str s, size_t least, size_t most)
{
	if (s.len < least || s.len > most)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return true;
}

/* USPS codes of the states, the District of Columbia and the territories. */
static bool is_state(struct str s)
{
	static const char codes[] =
		"AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH "
		"NJ "
		"NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI ";
	struct str rest = str_of(codes), code;

	while (str_split(&rest, ' ', &code))
		if (code.len == 2 && str_equal(code, s))
			return true;
	return false;
}

static bool is_po_box(struct arena *arena, struct str street)
{
	struct str s = arena_lower(arena, street);
	return str_find(s, STR("po box")) >= 0 || str_find(s, STR("p.o. box")) >= 0 ||
	       str_find(s, STR("p o box")) >= 0;
}

static int64_t cases_of(const struct ita_summary *s)
{
	return s->total_deaths + s->total_dafw_cases + s->total_djtr_cases + s->total_other_cases;
}

static int64_t types_of(const struct ita_summary *s)
{
	return s->total_injuries + s->total_skin_disorders + s->total_respiratory_conditions +
	       s->total_poisonings + s->total_hearing_loss + s->total_other_illnesses;
}

static bool is_known(int64_t number)
{
	return number != NUMBER_NONE;
}

/* Each answers true when the summary breaks the rule. Values that are missing are told by the columns. */
static bool breaks_s1(const struct ita_summary *s)
{
	return types_of(s) != cases_of(s);
}
static bool breaks_s2(const struct ita_summary *s)
{
	return (s->total_dafw_cases > 0) != (s->total_dafw_days > 0);
}
static bool breaks_s3(const struct ita_summary *s)
{
	return s->total_dafw_days > 0 && s->total_dafw_days < s->total_dafw_cases;
}
static bool breaks_s4(const struct ita_summary *s)
{
	return s->total_djtr_cases > 0 && s->total_djtr_days == 0;
}
static bool breaks_s5(const struct ita_summary *s)
{
	return s->total_djtr_days > 0 && s->total_dafw_cases == 0 && s->total_djtr_cases == 0;
}
static bool breaks_s6(const struct ita_summary *s)
{
	return is_known(s->annual_average_employees) && s->annual_average_employees > 0 &&
	       s->annual_average_employees <= cases_of(s);
}
static bool breaks_s7(const struct ita_summary *s)
{
	bool is_empty =
		cases_of(s) == 0 && s->total_dafw_days == 0 && s->total_djtr_days == 0 && types_of(s) == 0;
	return s->no_injuries_illnesses != (is_empty ? 2 : 1);
}
static bool breaks_s8(const struct ita_summary *s)
{
	int64_t upper = s->size == 1 ? 19 : s->size == 21 ? 99 : s->size == 22 ? 249 : INT64_MAX;
	return is_known(s->size) && is_known(s->annual_average_employees) &&
	       s->annual_average_employees > upper;
}
static bool breaks_s9_employees(const struct ita_summary *s)
{
	return s->annual_average_employees == 0;
}
static bool breaks_s9_hours(const struct ita_summary *s)
{
	return s->total_hours_worked == 0;
}
static bool has_ratio(const struct ita_summary *s)
{
	return is_known(s->total_hours_worked) && is_known(s->annual_average_employees) &&
	       s->annual_average_employees > 0 && s->total_hours_worked > 0;
}
static bool breaks_hours_most(const struct ita_summary *s)
{
	return has_ratio(s) && s->total_hours_worked / s->annual_average_employees >= 8760;
}
static bool breaks_hours_least(const struct ita_summary *s)
{
	return has_ratio(s) && s->total_hours_worked / s->annual_average_employees <= 500;
}
static bool breaks_employees_most(const struct ita_summary *s)
{
	return s->annual_average_employees >= 25000;
}
static bool breaks_ein(const struct ita_summary *s)
{
	return s->ein.len && !is_digits(s->ein, 9, 9);
}
static bool breaks_zip(const struct ita_summary *s)
{
	return s->zip.len && !is_digits(s->zip, 5, 5) && !is_digits(s->zip, 9, 9);
}
static bool breaks_state(const struct ita_summary *s)
{
	return s->state.len && !is_state(s->state);
}
static bool breaks_naics(const struct ita_summary *s)
{
	return s->naics_code.len && !is_digits(s->naics_code, 6, 6);
}
static bool breaks_year(const struct ita_summary *s)
{
	return s->year_filing_for < 2016 || s->year_filing_for > 2199;
}

static const struct {
	const char *rule;
	bool is_error;
	const char *field;
	bool (*is_broken)(const struct ita_summary *);
	const char *message;
} summary_rules[] = {
	{"ein", true, "ein", breaks_ein, N_("must be nine digits without a dash")},
	{"zip", true, "zip", breaks_zip, N_("must be five or nine digits without a dash")},
	{"state", true, "state", breaks_state, N_("must be the two-letter code of a state or territory")},
	{"naics", true, "naics_code", breaks_naics, N_("must be six digits")},
	{"year", true, "year_filing_for", breaks_year, N_("must be the year of the cases, 2016 or later")},
	{"S1", true, "total_injuries", breaks_s1,
	 N_("the types of cases must add up to the number of cases")},
	{"S2", true, "total_dafw_days", breaks_s2,
	 N_("days away and cases with days away go together: neither without the other")},
	{"S3", true, "total_dafw_days", breaks_s3,
	 N_("must be at least one day for each case with days away")},
	{"S4", true, "total_djtr_days", breaks_s4, N_("cases with restriction or transfer need days of it")},
	{"S5", true, "total_djtr_days", breaks_s5,
	 N_("days of restriction need a case with days away, restriction or transfer")},
	{"S6", false, "annual_average_employees", breaks_s6, N_("should be more than the number of cases")},
	{"S7", true, "no_injuries_illnesses", breaks_s7, N_("must say 2 when every count is 0, else 1")},
	{"S8", false, "size", breaks_s8,
	 N_("the average is above the size band: the peak cannot be lower than the average")},
	{"S9", true, "annual_average_employees", breaks_s9_employees,
	 N_("must be more than 0, also in a year without cases")},
	{"S9", true, "total_hours_worked", breaks_s9_hours,
	 N_("must be more than 0, also in a year without cases")},
	{"hours", true, "total_hours_worked", breaks_hours_most,
	 N_("must be less than 8760 hours for each employee")},
	{"hours", false, "total_hours_worked", breaks_hours_least,
	 N_("should be more than 500 hours for each employee")},
	{"employees", false, "annual_average_employees", breaks_employees_most,
	 N_("should be less than 25000")},
};

void ita_check_summary(struct ita_findings *f, const struct ita_summary *s)
{
	struct ita_violation where = {.establishment = s->establishment_code, .case_number = STR("")};

	check_columns(f, &ita_summary_record, s, where);
	if (s->street_address.len && is_po_box(f->arena, s->street_address))
		add(f, (struct ita_violation){"street", true, where.establishment, STR(""), "street_address",
					      N_("must be a street address, not a PO box")});
	for (size_t i = 0; i < sizeof summary_rules / sizeof summary_rules[0]; i++)
		if (summary_rules[i].is_broken(s))
			add(f, (struct ita_violation){summary_rules[i].rule, summary_rules[i].is_error,
						      where.establishment, STR(""), summary_rules[i].field,
						      summary_rules[i].message});
}

enum { DEATH = 1, AWAY = 2, RESTRICTED = 3, OTHER = 4 };

static int64_t number(int64_t n)
{
	return n == NUMBER_NONE ? 0 : n;
}

static bool breaks_year_of_incident(const struct ita_case *c)
{
	return c->date_of_incident != DAY_NONE && day_civil(c->date_of_incident).year != c->year_of_filing;
}
static bool breaks_outcome(const struct ita_case *c)
{
	return is_known(c->incident_outcome) && (c->incident_outcome < DEATH || c->incident_outcome > OTHER);
}
static bool breaks_type(const struct ita_case *c)
{
	return is_known(c->type_of_incident) && (c->type_of_incident < 1 || c->type_of_incident > 6);
}
static bool breaks_c2_away(const struct ita_case *c)
{
	return c->incident_outcome != AWAY && number(c->dafw_num_away) != 0;
}
static bool breaks_c2_restricted(const struct ita_case *c)
{
	return (c->incident_outcome == OTHER || c->incident_outcome == DEATH) && number(c->djtr_num_tr) != 0;
}
static bool breaks_away_missing(const struct ita_case *c)
{
	return c->incident_outcome == AWAY && number(c->dafw_num_away) < 1;
}
static bool breaks_restricted_missing(const struct ita_case *c)
{
	return c->incident_outcome == RESTRICTED && number(c->djtr_num_tr) < 1;
}
static bool breaks_c3(const struct ita_case *c)
{
	return number(c->dafw_num_away) + number(c->djtr_num_tr) > 180;
}
static bool breaks_c4(const struct ita_case *c)
{
	return (c->time_of_incident == CLOCK_NONE) != (c->time_unknown == 1);
}
static bool breaks_c5_missing(const struct ita_case *c)
{
	return c->incident_outcome == DEATH && c->date_of_death == DAY_NONE;
}
static bool breaks_c5_present(const struct ita_case *c)
{
	return c->incident_outcome != DEATH && c->date_of_death != DAY_NONE;
}
static bool breaks_c5_order(const struct ita_case *c)
{
	return c->date_of_death != DAY_NONE && c->date_of_incident != DAY_NONE &&
	       c->date_of_death < c->date_of_incident;
}
static bool breaks_birth(const struct ita_case *c)
{
	return c->date_of_birth != DAY_NONE &&
	       ((c->date_of_hire != DAY_NONE && c->date_of_birth >= c->date_of_hire) ||
		(c->date_of_incident != DAY_NONE && c->date_of_birth >= c->date_of_incident));
}
static bool breaks_hire(const struct ita_case *c)
{
	return c->date_of_hire != DAY_NONE && c->date_of_incident != DAY_NONE &&
	       c->date_of_hire > c->date_of_incident;
}

static const struct {
	const char *rule;
	const char *field;
	bool (*is_broken)(const struct ita_case *);
	const char *message;
} case_rules[] = {
	{"year", "date_of_incident", breaks_year_of_incident, N_("must lie in the year of the log")},
	{"outcome", "incident_outcome", breaks_outcome, N_("must be 1 to 4")},
	{"type", "type_of_incident", breaks_type, N_("must be 1 to 6")},
	{"C2", "dafw_num_away", breaks_c2_away, N_("only a case with days away has days away")},
	{"C2", "djtr_num_tr", breaks_c2_restricted,
	 N_("this outcome has no days of restriction or transfer")},
	{"days", "dafw_num_away", breaks_away_missing, N_("a case with days away needs at least one day")},
	{"days", "djtr_num_tr", breaks_restricted_missing,
	 N_("a case with restriction or transfer needs at least one day")},
	{"C3", "djtr_num_tr", breaks_c3, N_("days away and restricted together may not exceed 180")},
	{"C4", "time_of_incident", breaks_c4,
	 N_("needs a time, or the mark that it cannot be determined; not both")},
	{"C5", "date_of_death", breaks_c5_missing, N_("a death needs its date")},
	{"C5", "date_of_death", breaks_c5_present, N_("only a death has a date of death")},
	{"C5", "date_of_death", breaks_c5_order, N_("lies before the incident")},
	{"birth", "date_of_birth", breaks_birth, N_("must lie before the hiring and the incident")},
	{"hire", "date_of_hire", breaks_hire, N_("lies after the incident")},
};

/* C6: texts that go to the public must not tell who it was (29 CFR 1904.41(b)(9)). */
static void check_personal_data(struct ita_findings *f, const struct ita_case *c, struct ita_violation where)
{
	const struct {
		const char *field;
		struct str text;
	} texts[] = {
		{"incident_description", c->incident_description},
		{"nar_before_incident", c->nar_before_incident},
		{"nar_what_happened", c->nar_what_happened},
		{"nar_injury_illness", c->nar_injury_illness},
		{"nar_object_substance", c->nar_object_substance},
		{"incident_location", c->incident_location},
	};
	where.rule = "C6";
	where.is_error = true;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		where.field = texts[i].field;
		where.message = ita_text_personal(f->arena, texts[i].text, c->employee_name);
		if (where.message)
			add(f, where);
	}
}

void ita_check_case(struct ita_findings *f, const struct ita_case *c)
{
	struct ita_violation where = {.establishment = c->establishment_code, .case_number = c->case_number};

	check_columns(f, &ita_case_record, c, where);
	for (size_t i = 0; i < sizeof case_rules / sizeof case_rules[0]; i++)
		if (case_rules[i].is_broken(c))
			add(f, (struct ita_violation){case_rules[i].rule, true, where.establishment,
						      where.case_number, case_rules[i].field,
						      case_rules[i].message});
	check_personal_data(f, c, where);
}

void ita_check_summaries(struct ita_findings *f, const struct ita_summary *summaries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (str_equal(summaries[i].establishment_name, summaries[j].establishment_name) &&
			    summaries[i].year_filing_for == summaries[j].year_filing_for) {
				add(f, (struct ita_violation){"S10", true, summaries[i].establishment_code,
							      STR(""), "establishment_name",
							      N_("stands in the file twice for this year")});
				break;
			}
}

struct sums {
	int64_t outcomes[OTHER + 1];
	int64_t types[7];
	int64_t away, restricted;
};

static struct sums add_up(const struct ita_case *cases, size_t count)
{
	struct sums sums = {0};

	for (size_t i = 0; i < count; i++) {
		const struct ita_case *c = &cases[i];
		if (c->incident_outcome >= DEATH && c->incident_outcome <= OTHER)
			sums.outcomes[c->incident_outcome]++;
		if (c->type_of_incident >= 1 && c->type_of_incident <= 6)
			sums.types[c->type_of_incident]++;
		sums.away += number(c->dafw_num_away);
		sums.restricted += number(c->djtr_num_tr);
	}
	return sums;
}

static void check_sums(struct ita_findings *f, const struct ita_summary *s, const struct sums *sums)
{
	const struct {
		const char *field;
		int64_t said, counted;
	} pairs[] = {
		{"total_deaths", s->total_deaths, sums->outcomes[DEATH]},
		{"total_dafw_cases", s->total_dafw_cases, sums->outcomes[AWAY]},
		{"total_djtr_cases", s->total_djtr_cases, sums->outcomes[RESTRICTED]},
		{"total_other_cases", s->total_other_cases, sums->outcomes[OTHER]},
		{"total_dafw_days", s->total_dafw_days, sums->away},
		{"total_djtr_days", s->total_djtr_days, sums->restricted},
		{"total_injuries", s->total_injuries, sums->types[OSHA_INJURY]},
		{"total_skin_disorders", s->total_skin_disorders, sums->types[OSHA_SKIN_DISORDER]},
		{"total_respiratory_conditions", s->total_respiratory_conditions,
		 sums->types[OSHA_RESPIRATORY]},
		{"total_poisonings", s->total_poisonings, sums->types[OSHA_POISONING]},
		{"total_hearing_loss", s->total_hearing_loss, sums->types[OSHA_HEARING_LOSS]},
		{"total_other_illnesses", s->total_other_illnesses, sums->types[OSHA_OTHER_ILLNESS]},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (pairs[i].said != pairs[i].counted)
			add(f,
			    (struct ita_violation){"C1", true, s->establishment_code, STR(""), pairs[i].field,
						   N_("the cases do not add up to the summary")});
}

void ita_check_cases(struct ita_findings *f, const struct ita_summary *summary, const struct ita_case *cases,
		     size_t count)
{
	struct sums sums = add_up(cases, count);

	check_sums(f, summary, &sums);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (str_equal(cases[i].case_number, cases[j].case_number)) {
				add(f, (struct ita_violation){"C8", true, cases[i].establishment_code,
							      cases[i].case_number, "case_number",
							      N_("is used twice in this log")});
				break;
			}
}
