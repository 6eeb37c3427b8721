#include "demo/demo.h"

#include <stdlib.h>

/*
 * What happened, when and to whom: each site has its share of injuries by its rate, with the seasons and
 * weekdays of its industry, and two to three near misses and observations for each.
 */

enum { CASES_ROOM = 12000 };

struct plan {
	struct demo *demo;
	struct demo_table scenarios;
	size_t room;
	bool has_death; /* one in all the years */
};

/* Percent of an ordinary month, January first. */
static const struct {
	const char *industry;
	int months[12];
} seasons[] = {
	{"food", {96, 94, 98, 97, 98, 102, 104, 105, 101, 104, 106, 97}},
	{"metal", {102, 99, 101, 101, 100, 104, 99, 102, 103, 101, 97, 84}},
	{"warehouse", {96, 85, 89, 91, 92, 98, 104, 98, 96, 106, 121, 126}},
	{"hospital", {112, 106, 101, 95, 95, 96, 98, 98, 97, 99, 101, 107}},
	{"construction", {82, 88, 101, 104, 108, 114, 116, 112, 104, 100, 92, 74}},
	{"chemical", {98, 97, 102, 106, 102, 101, 100, 99, 98, 104, 100, 91}},
	{"retail", {88, 90, 106, 118, 121, 108, 101, 98, 94, 92, 94, 95}},
	{"water", {121, 112, 96, 92, 95, 101, 104, 104, 98, 92, 92, 100}},
	{"office", {110, 108, 101, 98, 97, 95, 94, 94, 98, 100, 102, 103}},
};
/* Sunday first: most places rest at the weekend, hospitals and shops do not. */
static const int weekdays_worked[7] = {22, 118, 110, 106, 104, 96, 44};
static const int weekdays_open[7] = {84, 106, 100, 98, 100, 104, 100};
/* More is told of near misses every year, and fewer are hurt: what a company hopes to see. */
static const int year_injuries[] = {109, 101, 91, 90};
static const int year_reports[] = {80, 98, 120, 126};

static const struct {
	const char *report; /* column of scenarios.csv */
	int register_code, report_type;
	int permille_of_injuries; /* how many for each thousand recordable injuries */
} kinds[] = {
	{"injury", REGISTER_SAFETY, REPORT_INCIDENT, 1400},
	{"near_miss", REGISTER_SAFETY, REPORT_NEAR_MISS, 1350},
	{"observation", REGISTER_SAFETY, REPORT_OBSERVATION, 1150},
};

static bool offers(const struct plan *plan, size_t row, int reg, struct str industry, struct str report)
{
	struct str industries = demo_table_cell(&plan->scenarios, row, "industries"), one;

	if (!str_equal(demo_table_cell(&plan->scenarios, row, "report"), report) ||
	    codes_find(&register_codes, demo_table_cell(&plan->scenarios, row, "register")) != reg)
		return false;
	while (str_split(&industries, ' ', &one))
		if (str_is(one, "*") || str_equal(one, industry))
			return true;
	return false;
}

/* The row of a scenario that fits; the table's count when there is none. */
static size_t choose_scenario(struct plan *plan, int reg, struct str industry, struct str report)
{
	size_t sum = 0, at;

	for (size_t i = 0; i < plan->scenarios.count; i++)
		if (offers(plan, i, reg, industry, report))
			sum += (size_t)demo_table_number(&plan->scenarios, i, "weight");
	if (sum == 0)
		return plan->scenarios.count;
	at = demo_random_below(&plan->demo->random, sum);
	for (size_t i = 0; i < plan->scenarios.count; i++) {
		if (!offers(plan, i, reg, industry, report))
			continue;
		size_t weight = (size_t)demo_table_number(&plan->scenarios, i, "weight");
		if (at < weight)
			return i;
		at -= weight;
	}
	return plan->scenarios.count;
}

static moment choose_moment(struct plan *plan, const struct demo_site *site, int year, int month)
{
	struct demo_random *random = &plan->demo->random;
	bool is_open = str_is(site->industry, "hospital") || str_is(site->industry, "retail");
	const int *weights = is_open ? weekdays_open : weekdays_worked;
	static const int hours[24] = {5,  4,  3,  3,  4,  8,  16, 26, 36, 44, 46, 34,
				      26, 38, 40, 34, 28, 22, 18, 18, 17, 15, 12, 8};
	day first = day_of(year, month, 1), on;
	size_t length = (size_t)(day_of(year, month + 1, 1) - first);

	do
		on = first + (day)demo_random_below(random, length);
	while ((int)demo_random_below(random, 125) > weights[day_weekday(on)]);
	struct civil civil = day_civil(on);
	civil.hour = (int)demo_random_weighted(random, hours, 24);
	civil.minute = (int)(demo_random_below(random, 12) * 5);
	return zone_moment(site->zone, civil);
}

static enum demo_outcome choose_outcome(struct plan *plan, const struct demo_event *event)
{
	static const int usual[] = {[OUTCOME_FIRST_AID] = 600,
				    [OUTCOME_MEDICAL] = 340,
				    [OUTCOME_RESTRICTED] = 330,
				    [OUTCOME_AWAY] = 295,
				    [OUTCOME_HOSPITAL] = 12};
	struct demo_random *random = &plan->demo->random;

	if (!plan->has_death && str_is(event->scenario, "roof")) {
		plan->has_death = true;
		return OUTCOME_DEATH;
	}
	if (str_is(event->scenario, "amputation"))
		return OUTCOME_HOSPITAL;
	if (str_is(event->scenario, "hearing") || str_is(event->scenario, "needle"))
		return OUTCOME_MEDICAL;
	if (str_is(event->scenario, "covid") || str_is(event->injured.nature, "fracture"))
		return demo_random_permille(random, 700) ? OUTCOME_AWAY : OUTCOME_RESTRICTED;
	return (enum demo_outcome)demo_random_weighted(random, usual, sizeof usual / sizeof *usual);
}

static const struct {
	int severity, potential, care;
	const char *aid;
	bool is_serious;
} outcomes[] = {
	[OUTCOME_UNHURT] = {SEVERITY_LOW, SEVERITY_MEDIUM, CARE_NO_TREATMENT, "", false},
	[OUTCOME_FIRST_AID] = {SEVERITY_LOW, SEVERITY_MEDIUM, CARE_FIRST_AID, "aid_first", false},
	[OUTCOME_MEDICAL] = {SEVERITY_MEDIUM, SEVERITY_MEDIUM, CARE_MEDICAL, "aid_medical", false},
	[OUTCOME_RESTRICTED] = {SEVERITY_MEDIUM, SEVERITY_HIGH, CARE_MEDICAL, "aid_restricted", false},
	[OUTCOME_AWAY] = {SEVERITY_HIGH, SEVERITY_HIGH, CARE_EMERGENCY_ROOM, "aid_away", true},
	[OUTCOME_HOSPITAL] = {SEVERITY_CRITICAL, SEVERITY_CRITICAL, CARE_HOSPITAL, "aid_hospital", true},
	[OUTCOME_DEATH] = {SEVERITY_CRITICAL, SEVERITY_CRITICAL, CARE_DIED, "aid_death", true},
};

/* Only joints are sprained, and what has no bone of its own is not fractured. */
static bool can_be(struct str nature, struct str part)
{
	static const struct {
		const char *nature, *parts;
	} never[] = {
		{"sprain", "face head forearm ribs chest tailbone heel hand toes foot"},
		{"fracture", "neck palm lower back upper back head"},
	};

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (str_is(nature, never[i].nature) && str_find(str_of(never[i].parts), part) >= 0)
			return false;
	return true;
}

/* One of the natures that fits the part; where none does, the table's first. */
static struct str choose_nature(struct demo_random *random, struct str natures, struct str part)
{
	enum { TRIES = 20 };
	struct str nature;

	for (int i = 0; i < TRIES; i++) {
		nature = demo_words_one_of(random, natures);
		if (can_be(nature, part))
			return nature;
	}
	return str_split(&natures, '|', &nature) ? nature : STR_NONE;
}

/* People on the floor are hurt; one in four is new or from an agency and not in the list. */
static void hurt_somebody(struct plan *plan, struct demo_event *event, struct demo_tale *tale, size_t row)
{
	struct demo *demo = plan->demo;
	struct injured_person *hurt = &event->injured;
	const struct demo_site *site = event->site;
	const struct demo_person *person =
		&demo->people[site->first_person + 2 +
			      demo_random_below(&demo->random, site->person_count - 2)];

	record_clear(&injured_person_record, hurt);
	hurt->person_id = person->id;
	hurt->full_name = arena_printf(demo->arena, "%.*s %.*s", STR_ARG(person->given_name),
				       STR_ARG(person->family_name));
	hurt->job_title = person->job_title;
	hurt->employment = 1;
	event->report.incident.department_id = person->department_id;
	event->report.incident.team_id = person->team_id;
	if (demo_random_permille(&demo->random, 240)) {
		const struct demo_person *other =
			&demo->people[demo_random_below(&demo->random, demo->person_count)];
		hurt->person_id = 0;
		hurt->full_name = arena_printf(demo->arena, "%.*s %.*s", STR_ARG(other->given_name),
					       STR_ARG(person->family_name));
		hurt->employment = demo_random_permille(&demo->random, 600) ? 2 : 1;
	}
	hurt->body_part = demo_words_kept(tale, "part");
	hurt->nature = choose_nature(&demo->random, demo_table_cell(&plan->scenarios, row, "nature"),
				     hurt->body_part);
	event->wound = hurt->nature;
	event->object = demo_words_tell(tale, demo_table_cell(&plan->scenarios, row, "object"));
	demo_words_keep(tale, STR("nature"), hurt->nature);
	hurt->injury = demo_words_tell(tale, demo_table_cell(&plan->scenarios, row, "injury"));
}

static struct str slot_of(struct arena *arena, const char *name)
{
	return arena_printf(arena, "{%s}", name);
}

static char uncapital(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void tell_incident(struct plan *plan, struct demo_event *event, struct demo_tale *tale, size_t row)
{
	struct demo *demo = plan->demo;
	struct incident *incident = &event->report.incident;
	struct text pattern = TEXT_IN(demo->arena);

	struct str story = demo_words_tell(tale, demo_table_cell(&plan->scenarios, row, "text"));

	/* What came over weeks did not come during one task. */
	if (str_is(event->kind, "injury"))
		event->task = demo_words_tell(tale, STR("{task_open}"));
	if (event->task.len && story.len) {
		text_printf(&pattern, "%.*s, %c", STR_ARG(event->task), uncapital(story.at[0]));
		story = str_slice(story, 1, story.len);
	}
	text_add(&pattern, story);
	if (event->outcome)
		text_printf(&pattern, ". {%s}.", outcomes[event->outcome].aid);
	incident->title = demo_words_tell(tale, demo_table_cell(&plan->scenarios, row, "title"));
	incident->description = demo_words_tell(tale, text_str(&pattern));
	struct str place = demo_words_tell(tale, STR("{=near}"));
	incident->specific_location = place.len ? place : STR_NONE;
	if (incident->report_type != REPORT_OBSERVATION && incident->reg == REGISTER_SAFETY)
		incident->immediate_actions = demo_words_tell(
			tale, slot_of(demo->arena,
				      outcomes[event->outcome].is_serious ? "act_serious" : "act_first"));
	incident->is_work_stopped = outcomes[event->outcome].is_serious;
}

/* What the report says beside its words. */
static void rate_incident(struct plan *plan, struct demo_event *event)
{
	static const int unhurt[] = {0, 430, 350, 190, 30};
	struct demo_random *random = &plan->demo->random;
	struct incident *incident = &event->report.incident;

	incident->severity = outcomes[event->outcome].severity;
	incident->severity_potential = outcomes[event->outcome].potential;
	if (event->outcome == OUTCOME_UNHURT) {
		incident->severity = (int)demo_random_weighted(random, unhurt, 5);
		if (incident->report_type == REPORT_OBSERVATION)
			incident->severity =
				demo_random_permille(random, 780) ? SEVERITY_LOW : SEVERITY_MEDIUM;
		incident->severity_potential =
			incident->severity < SEVERITY_CRITICAL ? incident->severity + 1 : SEVERITY_CRITICAL;
	}
	static const int target_days[] = {30, 45, 30, 14, 7};
	incident->target_on =
		zone_day(event->site->zone, incident->reported_at) + target_days[incident->severity];
	if (incident->reg == REGISTER_ENVIRONMENT)
		incident->impact_areas = STR("environmental,compliance");
	if (event->outcome == OUTCOME_HOSPITAL)
		incident->tags = STR("urgent-report");
	else if (demo_random_permille(random, 60))
		incident->tags = demo_words_one_of(
			random, STR("winter|contractor|new-hire|night-shift|repeat|housekeeping"));
	if (incident->severity >= SEVERITY_HIGH && incident->reg == REGISTER_SAFETY)
		incident->investigation_required = true;
}

static void report_it(struct plan *plan, struct demo_event *event)
{
	struct demo *demo = plan->demo;
	struct incident *incident = &event->report.incident;
	const struct demo_site *site = event->site;
	const struct demo_person *reporter =
		&demo->people[site->first_person + demo_random_below(&demo->random, site->person_count)];
	bool is_late = demo_random_permille(&demo->random, 130);

	incident->reported_at =
		incident->occurred_at + (is_late ? HOURS(demo_random_between(&demo->random, 9, 76))
						 : MINUTES(demo_random_between(&demo->random, 6, 400)));
	incident->reporter_id = reporter->id;
	incident->reporting = REPORTING_NAMED;
	if (event->outcome == OUTCOME_UNHURT && demo_random_permille(&demo->random, 90))
		incident->reporting = REPORTING_CONFIDENTIAL;
	else if (event->outcome == OUTCOME_UNHURT && incident->reg == REGISTER_SAFETY &&
		 demo_random_permille(&demo->random, 60)) {
		incident->reporting = REPORTING_ANONYMOUS;
		incident->reporter_id = 0;
		incident->reported_at -= incident->reported_at % DAYS(1);
		incident->reported_at += DAYS(1);
	}
	if (!incident->department_id)
		incident->department_id = reporter->department_id;
	for (size_t i = 0; event->outcome && i < 2 && demo_random_permille(&demo->random, 380); i++) {
		const struct demo_person *saw =
			&demo->people[site->first_person +
				      demo_random_below(&demo->random, site->person_count)];
		struct witness *witness = &event->witnesses[event->report.witness_count++];
		record_clear(&witness_record, witness);
		witness->person_id = saw->id;
		witness->full_name = arena_printf(demo->arena, "%.*s %.*s", STR_ARG(saw->given_name),
						  STR_ARG(saw->family_name));
	}
}

static int64_t category_id(const struct demo *demo, int reg, struct str code)
{
	for (size_t i = 0; i < demo->category_count; i++)
		if (demo->categories[i].reg == reg && str_equal(demo->categories[i].code, code))
			return demo->categories[i].id;
	return 0;
}

/* One event at a site in a month; nothing when it would lie in the future. */
static void add_event(struct plan *plan, const struct demo_site *site, int reg, int report_type,
		      struct str report, moment at)
{
	struct demo *demo = plan->demo;
	size_t row = choose_scenario(plan, reg, site->industry, report);

	if (row == plan->scenarios.count || demo->event_count == plan->room || at + HOURS(2) > demo->now)
		return;
	struct demo_event *event = &demo->events[demo->event_count];
	struct incident *incident = &event->report.incident;
	struct demo_tale tale = {.words = demo->words,
				 .random = &demo->random,
				 .arena = demo->arena,
				 .industry = site->industry};
	*event = (struct demo_event){.site = site,
				     .scenario = demo_table_cell(&plan->scenarios, row, "key"),
				     .kind = demo_table_cell(&plan->scenarios, row, "kind"),
				     .rests_at = MOMENT_NONE};
	record_clear(&incident_record, incident);
	incident->reg = reg;
	incident->report_type = report_type;
	incident->source = SOURCE_DEMO;
	incident->is_complete = incident->is_time_known = true;
	incident->occurred_at = at;
	incident->establishment_id = site->row.id;
	incident->business_unit_id = site->business_unit_id;
	if (site->area_count)
		incident->area_id = site->areas[demo_random_below(&demo->random, site->area_count)].id;
	incident->category_id = category_id(demo, reg, demo_table_cell(&plan->scenarios, row, "category"));
	demo_words_keep(&tale, STR("part"),
			demo_words_one_of(&demo->random, demo_table_cell(&plan->scenarios, row, "part")));
	if (str_is(report, "injury")) {
		hurt_somebody(plan, event, &tale, row);
		event->outcome = choose_outcome(plan, event);
		event->injured.care = outcomes[event->outcome].care;
		event->report.injured_count = 1;
	}
	tell_incident(plan, event, &tale, row);
	report_it(plan, event);
	rate_incident(plan, event);
	if (incident->reported_at <= demo->now)
		demo->event_count++;
}

/* So many on average: the whole part, and one more as often as the rest says. */
static size_t around(struct demo_random *random, int64_t permille)
{
	return (size_t)(permille / 1000) + demo_random_permille(random, (unsigned)(permille % 1000));
}

static int season(struct str industry, int month)
{
	for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++)
		if (str_is(industry, seasons[i].industry))
			return seasons[i].months[month - 1];
	return 100;
}

static void plan_month(struct plan *plan, const struct demo_site *site, int year, int month)
{
	struct demo *demo = plan->demo;
	struct demo_random *random = &demo->random;
	size_t age = (size_t)(year - demo->first_year);
	/* Recordable injuries of an ordinary month, in thousandths: rate x hours / 200,000 / 12. */
	int64_t cases =
		site->trir * site->employees * 1945 / 200000 * 10 / 12 * season(site->industry, month) / 100;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		int64_t of_year =
			kinds[k].report_type == REPORT_INCIDENT ? year_injuries[age] : year_reports[age];
		int64_t floor_reports = kinds[k].report_type == REPORT_INCIDENT ? 0 : 900;
		int64_t wanted =
			(cases * kinds[k].permille_of_injuries / 1000 + floor_reports) * of_year / 100;
		for (size_t n = around(random, wanted * demo_random_between(random, 70, 130) / 100); n > 0;
		     n--)
			add_event(plan, site, kinds[k].register_code, kinds[k].report_type,
				  str_of(kinds[k].report), choose_moment(plan, site, year, month));
	}
	struct str report = STR("incident");
	for (size_t n = around(random, str_is(site->industry, "chemical") ? 1300 : 500); n > 0; n--)
		add_event(plan, site, REGISTER_ENVIRONMENT, REPORT_INCIDENT, report,
			  choose_moment(plan, site, year, month));
	for (size_t n = around(random, str_is(site->industry, "office") ? 4200 : 300); n > 0; n--)
		add_event(plan, site, REGISTER_OPERATIONS, REPORT_INCIDENT, report,
			  choose_moment(plan, site, year, month));
}

static int by_reporting(const void *a, const void *b)
{
	const struct demo_event *x = a, *y = b;
	moment left = x->report.incident.reported_at, right = y->report.incident.reported_at;

	return (left > right) - (left < right);
}

enum rc demo_plan_events(struct demo *demo)
{
	struct plan plan = {.demo = demo, .room = CASES_ROOM};
	struct civil today = day_civil(demo->today);
	enum rc rc = demo_table_read(demo->arena, demo->folder, "scenarios.csv", &plan.scenarios);

	if (rc != RC_OK)
		return rc;
	demo->events = ARENA_ARRAY(demo->arena, struct demo_event, plan.room);
	demo->event_count = 0;
	for (int year = demo->first_year; year <= today.year; year++)
		for (int month = 1; month <= (year < today.year ? 12 : today.month); month++)
			for (size_t i = 0; i < demo->site_count; i++)
				plan_month(&plan, &demo->sites[i], year, month);
	qsort(demo->events, demo->event_count, sizeof *demo->events, by_reporting);
	for (size_t i = 0; i < demo->event_count; i++) {
		struct demo_event *event = &demo->events[i];
		event->report.injured = &event->injured;
		event->report.witnesses = event->witnesses;
	}
	return RC_OK;
}
