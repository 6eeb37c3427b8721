/*
 * The rules of OSHA's upload: a good year passes every one of them; each broken year breaks exactly the rule that it
 * was made for, at the field that is wrong.
 */
#include "../unit.h"

#include "osha/ita_rules.h"
#include "osha/ita_text.h"

static struct ita_summary good_summary(void)
{
	return (struct ita_summary){
		.establishment_name = STR("Plant 8"),
		.ein = STR("012345678"),
		.company_name = STR("Acme Widgets LLC"),
		.street_address = STR("200 Main St"),
		.city = STR("Dayton"),
		.state = STR("OH"),
		.zip = STR("45402"),
		.naics_code = STR("332710"),
		.industry_description = STR("Machine shop"),
		.size = 22,
		.establishment_type = 1,
		.year_filing_for = 2025,
		.annual_average_employees = 120,
		.total_hours_worked = 240000,
		.no_injuries_illnesses = 1,
		.total_dafw_cases = 1,
		.total_djtr_cases = 1,
		.total_other_cases = 1,
		.total_dafw_days = 12,
		.total_djtr_days = 9,
		.total_injuries = 2,
		.total_hearing_loss = 1,
		.change_reason = STR(""),
		.establishment_code = STR("P8"),
	};
}

static struct ita_case good_case(const char *number, int64_t outcome)
{
	return (struct ita_case){
		.establishment_name = STR("Plant 8"),
		.year_of_filing = 2025,
		.case_number = str_of(number),
		.job_title = STR("Welder"),
		.date_of_incident = day_of(2025, 5, 25),
		.incident_location = STR("basement"),
		.incident_description = STR("Fracture of the left arm"),
		.incident_outcome = outcome,
		.dafw_num_away = outcome == 2 ? 12 : NUMBER_NONE,
		.djtr_num_tr = outcome == 3 ? 9 : NUMBER_NONE,
		.type_of_incident = outcome == 4 ? 5 : 1,
		.date_of_birth = day_of(1984, 2, 29),
		.date_of_hire = day_of(2019, 6, 3),
		.sex = STR("F"),
		.treatment_facility_type = 1,
		.treatment_in_patient = 0,
		.time_started_work = 7 * 60,
		.time_of_incident = 9 * 60 + 5,
		.time_unknown = NUMBER_NONE,
		.nar_before_incident = STR("Climbing a ladder"),
		.nar_what_happened = STR("The ladder slipped on the wet floor"),
		.nar_injury_illness = STR("Left arm, broken"),
		.nar_object_substance = STR("Concrete floor"),
		.date_of_death = DAY_NONE,
		.employee_name = STR("Mark Bagin"),
		.establishment_code = STR("P8"),
	};
}

static void print(const struct ita_findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		print_message("%s %s %s\n", f->at[i].rule, f->at[i].field, f->at[i].message);
}

static void a_good_year_raises_no_alarm(void **state)
{
	struct ita_findings f = ITA_FINDINGS(*state);
	struct ita_summary summary = good_summary();
	const struct ita_case cases[] = {good_case("1", 2), good_case("2", 3), good_case("3", 4)};

	ita_check_summary(&f, &summary);
	ita_check_summaries(&f, &summary, 1);
	for (size_t i = 0; i < 3; i++)
		ita_check_case(&f, &cases[i]);
	ita_check_cases(&f, &summary, cases, 3);
	print(&f);
	assert_int_equal(f.count, 0);
}

static void a_year_without_cases_raises_no_alarm(void **state)
{
	struct ita_findings f = ITA_FINDINGS(*state);
	struct ita_summary s = good_summary();

	s.total_dafw_cases = s.total_djtr_cases = s.total_other_cases = s.total_dafw_days = s.total_djtr_days = 0;
	s.total_injuries = s.total_hearing_loss = 0;
	s.no_injuries_illnesses = 2;
	ita_check_summary(&f, &s);
	ita_check_cases(&f, &s, NULL, 0);
	print(&f);
	assert_int_equal(f.count, 0);
}

/* Each change breaks one rule: member, the value that it gets, the finding. */
#define NUMBER(member, value) offsetof(struct ita_summary, member), value, NULL
#define WORDS(member, value) offsetof(struct ita_summary, member), 0, value
static const struct broken {
	const char *rule, *field;
	bool is_error;
	size_t at;
	int64_t number;
	const char *text;
} broken_summaries[] = {
	{"column", "establishment_name", true, WORDS(establishment_name, " ")},
	{"column", "ein", true, WORDS(ein, "")},
	{"column", "company_name", true, WORDS(company_name, "")},
	{"column", "street_address", true, WORDS(street_address, "")},
	{"column", "city", true, WORDS(city, "")},
	{"column", "state", true, WORDS(state, "")},
	{"column", "zip", true, WORDS(zip, "")},
	{"column", "naics_code", true, WORDS(naics_code, "")},
	{"column", "size", true, NUMBER(size, NUMBER_NONE)},
	{"column", "annual_average_employees", true, NUMBER(annual_average_employees, NUMBER_NONE)},
	{"column", "total_hours_worked", true, NUMBER(total_hours_worked, NUMBER_NONE)},
	{"ein", "ein", true, WORDS(ein, "12-345678")},
	{"ein", "ein", true, WORDS(ein, "12345678")},
	{"zip", "zip", true, WORDS(zip, "4540")},
	{"zip", "zip", true, WORDS(zip, "45402-123")},
	{"state", "state", true, WORDS(state, "XX")},
	{"state", "state", true, WORDS(state, "oh")},
	{"naics", "naics_code", true, WORDS(naics_code, "33271")},
	{"naics", "naics_code", true, WORDS(naics_code, "33271A")},
	{"street", "street_address", true, WORDS(street_address, "P.O. Box 12")},
	{"year", "year_filing_for", true, NUMBER(year_filing_for, 2015)},
	{"S1", "total_injuries", true, NUMBER(total_injuries, 3)},
	{"S3", "total_dafw_days", true, NUMBER(total_dafw_cases, 13)},
	{"S4", "total_djtr_days", true, NUMBER(total_djtr_days, 0)},
	{"S6", "annual_average_employees", false, NUMBER(annual_average_employees, 3)},
	{"S7", "no_injuries_illnesses", true, NUMBER(no_injuries_illnesses, 2)},
	{"S8", "size", false, NUMBER(size, 21)},
	{"S9", "annual_average_employees", true, NUMBER(annual_average_employees, 0)},
	{"S9", "total_hours_worked", true, NUMBER(total_hours_worked, 0)},
	{"hours", "total_hours_worked", true, NUMBER(total_hours_worked, 120 * 8760)},
	{"hours", "total_hours_worked", false, NUMBER(total_hours_worked, 120 * 500)},
};
#undef WORDS
#undef NUMBER

static bool has(const struct ita_findings *f, const char *rule, const char *field, bool is_error)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_is(str_of(f->at[i].rule), rule) && str_is(str_of(f->at[i].field), field) &&
		    f->at[i].is_error == is_error)
			return true;
	return false;
}

static void each_broken_summary_is_found_at_its_field(void **state)
{
	for (size_t i = 0; i < sizeof broken_summaries / sizeof *broken_summaries; i++) {
		const struct broken *b = &broken_summaries[i];
		struct ita_findings f = ITA_FINDINGS(*state);
		struct ita_summary s = good_summary();
		char *member = (char *)&s + b->at;
		if (b->text)
			*(struct str *)(void *)member = str_of(b->text);
		else
			*(int64_t *)(void *)member = b->number;
		/* What belongs to the change: cases of some type, hours of so few. */
		if (str_is(str_of(b->rule), "S3"))
			s.total_injuries += 12;
		if (str_is(str_of(b->rule), "S6"))
			s.total_hours_worked = 6000;
		ita_check_summary(&f, &s);
		print(&f);
		assert_int_equal(f.count, 1);
		assert_true(has(&f, b->rule, b->field, b->is_error));
		assert_int_equal(f.errors, b->is_error);
	}
}

static void days_and_cases_go_together(void **state)
{
	struct ita_findings f = ITA_FINDINGS(*state), g = ITA_FINDINGS(*state), h = ITA_FINDINGS(*state);
	struct ita_summary s = good_summary();

	s.total_dafw_days = 0;
	ita_check_summary(&f, &s);
	assert_int_equal(f.count, 1);
	assert_true(has(&f, "S2", "total_dafw_days", true));
	s = good_summary();
	s.total_dafw_cases = s.total_djtr_cases = s.total_dafw_days = 0;
	s.total_other_cases = 3;
	ita_check_summary(&g, &s);
	assert_int_equal(g.count, 1);
	assert_true(has(&g, "S5", "total_djtr_days", true));
	s = good_summary();
	s.annual_average_employees = 25000;
	s.total_hours_worked = 50000000;
	s.size = 3;
	ita_check_summary(&h, &s);
	assert_int_equal(h.count, 1);
	assert_true(has(&h, "employees", "annual_average_employees", false));
}

static void an_establishment_stands_in_the_file_once(void **state)
{
	struct ita_findings f = ITA_FINDINGS(*state);
	struct ita_summary twice[] = {good_summary(), good_summary(), good_summary()};

	twice[1].year_filing_for = 2024;
	ita_check_summaries(&f, twice, 3);
	assert_int_equal(f.count, 1);
	assert_true(has(&f, "S10", "establishment_name", true));
}

#define NUMBER(member, value) offsetof(struct ita_case, member), value, NULL
#define WORDS(member, value) offsetof(struct ita_case, member), 0, value
static const struct {
	struct broken b;
	int64_t outcome;
} broken_cases[] = {
	{{"column", "case_number", true, WORDS(case_number, "")}, 2},
	{{"column", "job_title", true, WORDS(job_title, "")}, 2},
	{{"column", "incident_location", true, WORDS(incident_location, "")}, 2},
	{{"column", "incident_description", true, WORDS(incident_description, "")}, 2},
	{{"column", "incident_outcome", true, NUMBER(incident_outcome, NUMBER_NONE)}, 4},
	{{"column", "type_of_incident", true, NUMBER(type_of_incident, NUMBER_NONE)}, 2},
	{{"column", "treatment_facility_type", true, NUMBER(treatment_facility_type, NUMBER_NONE)}, 2},
	{{"column", "treatment_in_patient", true, NUMBER(treatment_in_patient, NUMBER_NONE)}, 2},
	{{"column", "nar_before_incident", true, WORDS(nar_before_incident, "")}, 2},
	{{"column", "nar_what_happened", true, WORDS(nar_what_happened, "")}, 2},
	{{"column", "nar_injury_illness", true, WORDS(nar_injury_illness, "")}, 2},
	{{"column", "nar_object_substance", true, WORDS(nar_object_substance, "")}, 2},
	{{"year", "date_of_incident", true, NUMBER(year_of_filing, 2024)}, 2},
	{{"outcome", "incident_outcome", true, NUMBER(incident_outcome, 5)}, 4},
	{{"type", "type_of_incident", true, NUMBER(type_of_incident, 7)}, 2},
	{{"C2", "dafw_num_away", true, NUMBER(dafw_num_away, 1)}, 4},
	{{"C2", "djtr_num_tr", true, NUMBER(djtr_num_tr, 1)}, 4},
	{{"C2", "dafw_num_away", true, NUMBER(dafw_num_away, 1)}, 3},
	{{"days", "dafw_num_away", true, NUMBER(dafw_num_away, 0)}, 2},
	{{"days", "djtr_num_tr", true, NUMBER(djtr_num_tr, NUMBER_NONE)}, 3},
	{{"C3", "djtr_num_tr", true, NUMBER(djtr_num_tr, 169)}, 2},
	{{"C4", "time_of_incident", true, NUMBER(time_unknown, 1)}, 2},
	{{"C6", "nar_what_happened", true, WORDS(nar_what_happened, "Mr. BAGIN fell")}, 2},
	{{"C6", "incident_description", true, WORDS(incident_description, "call 413-555-0100")}, 2},
	{{"C6", "nar_before_incident", true, WORDS(nar_before_incident, "SSN 123-45-6789")}, 2},
	{{"C6", "nar_injury_illness", true, WORDS(nar_injury_illness, "ask m.b@acme.example")}, 2},
};
#undef WORDS
#undef NUMBER

static void each_broken_case_is_found_at_its_field(void **state)
{
	for (size_t i = 0; i < sizeof broken_cases / sizeof *broken_cases; i++) {
		const struct broken *b = &broken_cases[i].b;
		struct ita_findings f = ITA_FINDINGS(*state);
		struct ita_case c = good_case("1", broken_cases[i].outcome);
		char *member = (char *)&c + b->at;
		if (b->text)
			*(struct str *)(void *)member = str_of(b->text);
		else
			*(int64_t *)(void *)member = b->number;
		ita_check_case(&f, &c);
		print(&f);
		assert_int_equal(f.count, 1);
		assert_true(has(&f, b->rule, b->field, true));
		assert_true(str_equal(f.at[0].case_number, c.case_number));
	}
}

static struct ita_findings dated(struct arena *arena, day incident, day birth, day hire, day death, int64_t outcome)
{
	struct ita_findings f = ITA_FINDINGS(arena);
	struct ita_case c = good_case("1", outcome);

	c.date_of_incident = incident;
	c.date_of_birth = birth;
	c.date_of_hire = hire;
	c.date_of_death = death;
	ita_check_case(&f, &c);
	return f;
}

static void dates_stand_in_their_order(void **state)
{
	day on = day_of(2025, 5, 25), born = day_of(1984, 2, 29), hired = day_of(2019, 6, 3);
	const struct { struct ita_findings f; const char *rule, *field; } found[] = {
		{dated(*state, DAY_NONE, born, hired, DAY_NONE, 2), "column", "date_of_incident"},
		{dated(*state, on, DAY_NONE, hired, DAY_NONE, 2), "column", "date_of_birth"},
		{dated(*state, on, born, DAY_NONE, DAY_NONE, 2), "column", "date_of_hire"},
		{dated(*state, on, hired + 1, hired, DAY_NONE, 2), "birth", "date_of_birth"},
		{dated(*state, on, born, on + 1, DAY_NONE, 2), "hire", "date_of_hire"},
		{dated(*state, on, born, hired, DAY_NONE, 1), "C5", "date_of_death"},
		{dated(*state, on, born, hired, on, 2), "C5", "date_of_death"},
		{dated(*state, on, born, hired, on - 1, 1), "C5", "date_of_death"},
	};

	for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
		print(&found[i].f);
		assert_int_equal(found[i].f.count, 1);
		assert_true(has(&found[i].f, found[i].rule, found[i].field, true));
	}
	assert_int_equal(dated(*state, on, born, hired, on + 3, 1).count, 0);
	assert_int_equal(dated(*state, on, born, on, DAY_NONE, 4).count, 0);
}

static void the_time_is_known_or_said_to_be_unknown(void **state)
{
	struct ita_findings f = ITA_FINDINGS(*state), g = ITA_FINDINGS(*state);
	struct ita_case c = good_case("1", 2);

	c.time_of_incident = CLOCK_NONE;
	ita_check_case(&f, &c);
	assert_true(has(&f, "C4", "time_of_incident", true));
	c.time_unknown = 1;
	ita_check_case(&g, &c);
	assert_int_equal(g.count, 0);
}

static void cases_add_up_to_their_summary(void **state)
{
	struct ita_summary summary = good_summary();
	struct ita_case cases[] = {good_case("1", 2), good_case("2", 3), good_case("3", 4)};
	struct ita_findings f = ITA_FINDINGS(*state), g = ITA_FINDINGS(*state), h = ITA_FINDINGS(*state);

	cases[0].dafw_num_away = 13;
	ita_check_cases(&f, &summary, cases, 3);
	assert_int_equal(f.count, 1);
	assert_true(has(&f, "C1", "total_dafw_days", true));
	cases[0].dafw_num_away = 12;
	cases[2].type_of_incident = 6;
	ita_check_cases(&g, &summary, cases, 3);
	assert_int_equal(g.count, 2);
	assert_true(has(&g, "C1", "total_hearing_loss", true) && has(&g, "C1", "total_other_illnesses", true));
	cases[2] = good_case("2", 4);
	ita_check_cases(&h, &summary, cases, 3);
	assert_int_equal(h.count, 1);
	assert_true(has(&h, "C8", "case_number", true));
}

static void texts_as_long_as_the_columns_pass_and_longer_ones_do_not(void **state)
{
	struct text text = TEXT_IN(*state);
	struct ita_findings f = ITA_FINDINGS(*state), g = ITA_FINDINGS(*state);
	struct ita_case c = good_case("1", 2);

	for (int i = 0; i < 255; i++)
		text_char(&text, 'x');
	c.incident_description = arena_str(*state, text_str(&text));
	ita_check_case(&f, &c);
	assert_int_equal(f.count, 0);
	text_char(&text, 'x');
	c.incident_description = text_str(&text);
	ita_check_case(&g, &c);
	assert_int_equal(g.count, 1);
	assert_true(has(&g, "column", "incident_description", true));
}

static void names_within_other_words_and_short_ones_are_no_alarm(void **state)
{
	assert_null(ita_text_personal(*state, STR("Marked the bagins"), STR("Mark Bagin")));
	assert_null(ita_text_personal(*state, STR("fell on the ice at 10-12-2025, 555-0100"), STR("Bo Li")));
	assert_non_null(ita_text_personal(*state, STR("said Mark."), STR("Mark Bagin")));
	assert_non_null(ita_text_personal(*state, STR("phone (413) 555-0100"), STR("")));
}

static void texts_are_made_safe(void **state)
{
	static const struct { const char *given, *safe; } cases[] = {
		{"plain, text. it's 5: a;b - c", "plain, text. it's 5: a;b - c"},
		{"Łukasz Żółć at “Café”", "Lukasz Zolc at 'Cafe'"},
		{"50% (half) #1 @work!", "50 half 1 work"},
		{"two\nlines\tand   blanks", "two lines and blanks"},
		{"straße", "strasse"},
		{"机械", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(ita_text_safe(*state, str_of(cases[i].given)), cases[i].safe);
}

static void the_file_is_written_byte_for_byte(void **state)
{
	struct text text = TEXT_IN(*state);
	struct csv_writer csv = CSV_WRITER(&text, false);
	struct ita_summary summary = good_summary();
	struct ita_case c = good_case("7", 3);
	size_t replaced = 0;

	summary.zip = STR("02134");
	ita_text_header(&csv, &ita_summary_record);
	ita_text_row(&csv, *state, &ita_summary_record, &summary, false, &replaced);
	ita_text_header(&csv, &ita_case_record);
	ita_text_row(&csv, *state, &ita_case_record, &c, false, &replaced);
	assert_int_equal(replaced, 0);
	assert_str(text_str(&text),
		   "establishment_name,ein,company_name,street_address,city,state,zip,naics_code,industry_description,size,"
		   "establishment_type,year_filing_for,annual_average_employees,total_hours_worked,no_injuries_illnesses,"
		   "total_deaths,total_dafw_cases,total_djtr_cases,total_other_cases,total_dafw_days,total_djtr_days,"
		   "total_injuries,total_skin_disorders,total_respiratory_conditions,total_poisonings,total_hearing_loss,"
		   "total_other_illnesses,change_reason\r\n"
		   "Plant 8,012345678,Acme Widgets LLC,200 Main St,Dayton,OH,02134,332710,Machine shop,22,1,2025,120,240000,1,"
		   "0,1,1,1,12,9,2,0,0,0,1,0,\r\n"
		   "establishment_name,year_of_filing,case_number,job_title,date_of_incident,incident_location,"
		   "incident_description,incident_outcome,dafw_num_away,djtr_num_tr,type_of_incident,date_of_birth,"
		   "date_of_hire,sex,treatment_facility_type,treatment_in_patient,time_started_work,time_of_incident,"
		   "time_unknown,nar_before_incident,nar_what_happened,nar_injury_illness,nar_object_substance,"
		   "date_of_death\r\n"
		   "Plant 8,2025,7,Welder,05/25/2025,basement,Fracture of the left arm,3,,9,1,02/29/1984,06/03/2019,F,1,0,07:00,"
		   "09:05,,Climbing a ladder,The ladder slipped on the wet floor,\"Left arm, broken\",Concrete floor,\r\n");
	summary.industry_description = STR("Shop #1");
	ita_text_row(&csv, *state, &ita_summary_record, &summary, false, &replaced);
	assert_int_equal(replaced, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_good_year_raises_no_alarm),
		UNIT(a_year_without_cases_raises_no_alarm),
		UNIT(each_broken_summary_is_found_at_its_field),
		UNIT(days_and_cases_go_together),
		UNIT(an_establishment_stands_in_the_file_once),
		UNIT(each_broken_case_is_found_at_its_field),
		UNIT(dates_stand_in_their_order),
		UNIT(the_time_is_known_or_said_to_be_unknown),
		UNIT(cases_add_up_to_their_summary),
		UNIT(texts_as_long_as_the_columns_pass_and_longer_ones_do_not),
		UNIT(names_within_other_words_and_short_ones_are_no_alarm),
		UNIT(texts_are_made_safe),
		UNIT(the_file_is_written_byte_for_byte),
	};
	return cmocka_run_group_tests_name("ita", tests, NULL, NULL);
}
