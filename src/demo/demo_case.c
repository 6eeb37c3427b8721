#include "demo/demo_case.h"

#include "demo/demo_store.h"
#include "organization/people_store.h"
#include "osha/case_decide.h"
#include "osha/notice_store.h"
#include "signature/signature_store.h"
#include "osha/certification_sign.h"
#include "osha/log_store.h"

/* How a kind of wound is treated: by first aid alone, and beyond. */
static const struct {
	const char *nature;
	const char *first_aid;
	const char *medical;
	int diagnosis;
} treatments[] = {
	{"contusion", "cold", "rx|physical_therapy|xray,rx", DIAGNOSIS_ABSENT},
	{"sprain", "cold,elastic_wrap", "rigid_device|physical_therapy|xray,rx", DIAGNOSIS_ABSENT},
	{"strain", "hot|cold|massage", "rx|physical_therapy|chiropractic", DIAGNOSIS_ABSENT},
	{"fracture", "xray,cold", "xray,rigid_device|xray,surgery", DIAGNOSIS_FRACTURE},
	{"laceration", "clean,bandage|clean,steri_strip", "sutures|glue|sutures,tetanus", DIAGNOSIS_ABSENT},
	{"puncture", "clean,bandage,tetanus", "rx,tetanus|excision", DIAGNOSIS_ABSENT},
	{"crush injury", "cold,bandage", "xray,rx|sutures,rigid_device", DIAGNOSIS_ABSENT},
	{"burn", "clean,bandage|cold", "rx|debridement,rx", DIAGNOSIS_ABSENT},
	{"chemical burn", "clean", "rx|debridement,rx", DIAGNOSIS_ABSENT},
	{"foreign body", "eye_irrigation", "eye_tool_removal|eye_tool_removal,rx", DIAGNOSIS_ABSENT},
	{"irritation", "eye_irrigation", "rx", DIAGNOSIS_ABSENT},
	{"dermatitis", "clean", "rx|otc_rx_strength", DIAGNOSIS_ABSENT},
	{"tendonitis", "hot|cold", "rx|rigid_device", DIAGNOSIS_ABSENT},
	{"respiratory irritation", "observation", "oxygen|inhaler_rx", DIAGNOSIS_ABSENT},
	{"heat exhaustion", "oral_fluids", "iv_fluids", DIAGNOSIS_ABSENT},
	{"amputation", "bandage", "surgery", DIAGNOSIS_OTHER},
	{"infection", "observation", "rx", DIAGNOSIS_ABSENT},
	{"electric shock", "observation", "rx", DIAGNOSIS_ABSENT},
	{"sting", "otc,cold", "rx", DIAGNOSIS_ABSENT},
	{"hearing loss", "counselling", "counselling", DIAGNOSIS_ABSENT},
};

/* Days off or on other work: mostly short, now and then very long. */
static int choose_length(struct demo_random *random, bool is_away)
{
	static const int weights[] = {420, 350, 200, 30};
	static const int least[] = {1, 6, 21, 91}, most[] = {5, 20, 90, 210};
	size_t band = demo_random_weighted(random, weights, 4);

	if (!is_away && band == 3)
		band = 2;
	return (int)demo_random_between(random, least[band], most[band]);
}

/* A stretch that begins on first; still running when its end lies ahead. */
static struct str span_text(struct arena *arena, day first, int length, day today)
{
	struct day_span span = {.first = first, .last = first + length - 1};

	if (first > today)
		return STR_NONE;
	if (span.last > today)
		span.last = DAY_NONE;
	return days_text(arena, (struct day_spans){&span, 1});
}

static void add_days(struct demo *demo, struct arena *arena, const struct demo_event *event,
		     struct case_facts *facts)
{
	day first = facts->injury_on + 1;
	int away = event->outcome == OUTCOME_HOSPITAL ? 40 + choose_length(&demo->random, true)
		   : event->outcome == OUTCOME_AWAY   ? choose_length(&demo->random, true)
						      : 0;
	bool is_then_light = away && demo_random_permille(&demo->random, 400);
	int restricted = event->outcome == OUTCOME_RESTRICTED || is_then_light
				 ? choose_length(&demo->random, false)
				 : 0;

	if (away)
		facts->away = span_text(arena, first, away, demo->today);
	if (restricted)
		facts->restricted = span_text(arena, first + away, restricted, demo->today);
}

static void add_treatment(struct demo *demo, const struct demo_event *event, struct case_facts *facts)
{
	bool is_beyond = event->outcome >= OUTCOME_MEDICAL;

	facts->treatments = is_beyond ? STR("rx") : STR("clean,bandage");
	for (size_t i = 0; i < sizeof treatments / sizeof *treatments; i++) {
		if (!str_is(event->wound, treatments[i].nature))
			continue;
		facts->treatments = demo_words_one_of(
			&demo->random, str_of(is_beyond ? treatments[i].medical : treatments[i].first_aid));
		facts->diagnosis = is_beyond ? treatments[i].diagnosis : DIAGNOSIS_ABSENT;
		if (facts->diagnosis == DIAGNOSIS_OTHER)
			facts->diagnosis_text = event->wound;
	}
}

static void add_severe(const struct demo_event *event, struct case_facts *facts)
{
	moment at = event->incident.occurred_at;

	if (event->outcome == OUTCOME_HOSPITAL) {
		facts->hospitalized_at = at + HOURS(2);
		facts->hospitalized_for_care = ANSWER_YES;
		facts->severe_known_at = at + HOURS(3);
	}
	if (str_is(event->wound, "amputation"))
		facts->amputation_at = at;
	if (event->outcome == OUTCOME_DEATH) {
		facts->death_on = facts->injury_on;
		facts->death_known_at = at + HOURS(2);
	}
	facts->scene = SCENE_WORKPLACE;
}

static void add_special(const struct demo_event *event, struct case_facts *facts)
{
	if (str_is(event->scenario, "needle"))
		facts->special = SPECIAL_NEEDLESTICK;
	if (str_is(event->scenario, "hearing")) {
		facts->special = SPECIAL_HEARING;
		facts->hearing_baseline = STR("10,15,15");
		facts->hearing_current = STR("30,35,40");
	}
	if (str_is(event->injured.body_part, "groin"))
		facts->body = BODY_INTIMATE;
}

static struct case_facts facts_of(struct demo *demo, struct arena *arena, const struct demo_event *event)
{
	struct case_facts facts;

	record_clear(&case_facts_record, &facts);
	facts.worker = event->injured.employment;
	facts.kind = codes_find(&kind_codes, event->kind);
	facts.injury_on = zone_day(event->site->zone, event->incident.occurred_at);
	facts.incident_at = event->incident.occurred_at;
	add_treatment(demo, event, &facts);
	add_days(demo, arena, event, &facts);
	add_severe(event, &facts);
	add_special(event, &facts);
	case_facts_assume(&facts);
	return facts;
}

/* What Form 301 asks beyond the incident; some forms of one place stay incomplete on purpose. */
/* Whoever is in no list of people, as most hands of agencies, lives down the street from a colleague. */
static enum rc particulars_of(struct demo *demo, struct arena *arena, const struct demo_event *event,
			      struct person *person)
{
	struct demo_random *random = &demo->random;
	const struct demo_site *site = event->site;
	int64_t id = event->injured.person_id;

	if (id)
		return person_by_id(demo->db, arena, demo->organization.id, id, person);
	id = demo->people[site->first_person + 2 + demo_random_below(random, site->person_count - 2)].id;
	enum rc rc = person_by_id(demo->db, arena, demo->organization.id, id, person);
	if (rc != RC_OK)
		return rc;
	struct str road = person->street, number;
	str_split(&road, ' ', &number);
	person->street = arena_printf(arena, "%lld %.*s", (long long)demo_random_between(random, 100, 9899),
				      STR_ARG(road));
	person->born_on -= (int)demo_random_between(random, 30, 2000);
	person->sex = demo_random_permille(random, 500) ? SEX_MALE : SEX_FEMALE;
	return RC_OK;
}

static enum rc report_of(struct demo *demo, struct arena *arena, const struct demo_event *event,
			 const struct case_facts *facts, struct case_report *report)
{
	struct demo_random *random = &demo->random;
	const struct establishment *place = &event->site->row;
	struct civil at = zone_civil(event->site->zone, event->incident.occurred_at);
	struct person person;
	bool is_incomplete = str_is(event->site->industry, "water") && demo_random_permille(random, 400);

	record_clear(&case_report_record, report);
	report->emergency_room = event->injured.care >= CARE_EMERGENCY_ROOM ? ANSWER_YES : ANSWER_NO;
	report->inpatient = event->outcome == OUTCOME_HOSPITAL ? ANSWER_YES : ANSWER_NO;
	report->event_at = at.hour * 60 + at.minute;
	report->began_work_at =
		(report->event_at + 24 * 60 - (int)demo_random_between(random, 1, 14) * 30) % (24 * 60);
	report->before_event = event->task.len ? event->task : STR("Usual work at the place.");
	report->what_happened = event->incident.description;
	report->injury = event->injured.injury;
	report->harmful_object = event->object;
	report->facility = arena_concat(arena, place->city, STR(" Occupational Health Center"));
	report->facility_city = place->city;
	report->facility_state = place->state;
	report->facility_zip = place->zip;
	report->physician = arena_concat(
		arena, STR("Dr. "), demo->people[demo_random_below(random, demo->person_count)].family_name);
	const struct demo_person *lead = &demo->people[event->site->first_person + 1];
	report->completed_by =
		arena_printf(arena, "%.*s %.*s", STR_ARG(lead->given_name), STR_ARG(lead->family_name));
	report->completed_title = lead->job_title;
	report->completed_phone = place->emergency_phone;
	report->completed_on = facts->injury_on + 3 < demo->today ? facts->injury_on + 3 : demo->today;
	if (is_incomplete)
		return RC_OK;
	enum rc rc = particulars_of(demo, arena, event, &person);
	if (rc != RC_OK)
		return rc;
	report->street = person.street;
	report->city = person.city;
	report->state = person.state;
	report->zip = person.zip;
	report->born_on = person.born_on;
	report->hired_on = person.hired_on;
	report->sex = person.sex;
	return RC_OK;
}

/* OSHA was told of what it must be told of at once, two hours after we knew; what is recent still waits for it. */
static enum rc tell_osha(struct demo *demo, struct arena *arena, const struct demo_event *event,
			 const struct case_facts *facts, const struct osha_case *c)
{
	enum { RECENT_DAYS = 30 };
	const struct demo_person *lead = &demo->people[event->site->first_person + 1];
	struct urgent_answer answers[URGENT_COUNT];
	enum rc rc = RC_OK;

	if (facts->injury_on > demo->today - RECENT_DAYS)
		return RC_OK;
	urgent_decide(arena, facts, event->site->zone, answers);
	for (int i = 0; rc == RC_OK && i < URGENT_COUNT; i++) {
		if (answers[i].duty != URGENT_REPORT)
			continue;
		struct notice notice = {
			.organization_id = c->organization_id,
			.case_id = c->id,
			.event = i + 1,
			.channel = 2,
			.told_at = answers[i].start_at + HOURS(2),
			.told_by = arena_printf(arena, "%.*s %.*s", STR_ARG(lead->given_name), STR_ARG(lead->family_name)),
			.confirmation = arena_printf(arena, "DEMO-%lld-%d", (long long)c->id, i + 1),
			.created_at = answers[i].start_at + HOURS(2),
		};
		rc = notice_insert(demo->db, &notice);
	}
	return rc;
}

enum rc demo_case_decide(struct demo *demo, struct arena *arena, const struct demo_event *event, moment at)
{
	struct actor actor = actor_command(demo->organization.id, "command", "muster demo", at);
	struct case_facts facts = facts_of(demo, arena, event);
	struct case_report report;
	struct injured_person injured;
	struct osha_case c;

	record_clear(&osha_case_record, &c);
	enum rc rc = demo_store_injured(demo->db, arena, demo->organization.id, event->incident.id, &injured);
	if (rc == RC_OK)
		rc = report_of(demo, arena, event, &facts, &report);
	if (rc != RC_OK)
		return rc;
	c.organization_id = demo->organization.id;
	c.incident_id = event->incident.id;
	c.injured_person_id = injured.id;
	c.establishment_id = event->site->row.id;
	c.year = day_civil(facts.injury_on).year;
	c.job_title = injured.job_title;
	c.occurred_where = event->incident.specific_location;
	c.description = injured.injury;
	struct case_change change = {.c = &c,
				     .facts = &facts,
				     .report = &report,
				     .today = demo->today,
				     .decided_by_id = event->site->safety_manager_id};
	rc = case_keep(demo->db, arena, &actor, &change);
	return rc == RC_OK ? tell_osha(demo, arena, event, &facts, &c) : rc;
}

struct signing {
	struct demo *demo;
	struct certification *certification;
	struct arena *arena;
	moment at;
};

static enum rc sign_body(struct db *db, void *closure)
{
	struct signing *s = closure;
	struct certification *c = s->certification;
	struct actor actor = {.organization_id = c->organization_id,
			      .account_id = c->signed_by_id,
			      .kind = "account",
			      .name = c->signed_by_name,
			      .auth_method = STR("password"),
			      .now = s->at};
	struct osha_step posted = {.organization_id = c->organization_id,
				   .establishment_id = c->establishment_id,
				   .year = c->year,
				   .step = STEP_POSTED,
				   .done_on = day_of((int)c->year + 1, 2, 1),
				   .done_by_name = c->signed_by_name,
				   .created_at = s->at};
	struct osha_step filed = posted;
	enum rc rc = signature_policy_accept(db, s->arena, &actor, STR("Accepted when the account was handed out."));

	if (rc == RC_OK)
		rc = certification_sign(db, s->arena, &actor, c);
	if (rc == RC_OK)
		rc = certification_step_add(db, &posted);
	filed.step = STEP_FILED;
	filed.done_on = day_of((int)c->year + 1, 2, 20);
	filed.confirmation =
		arena_printf(s->arena, "DEMO-%lld-%lld", (long long)c->year, (long long)c->establishment_id);
	return rc == RC_OK ? certification_step_add(db, &filed) : rc;
}

/* Nobody signs hours that are missing, or more than a year has. */
static bool is_fit(const struct osha_log *log)
{
	return log->hours_worked > 0 && log->average_employees > 0 &&
	       log->hours_worked / log->average_employees < 8760;
}

static enum rc certify_year(struct demo *demo, struct arena *arena, const struct config *config,
			    const struct demo_site *site, int year)
{
	const struct demo_person *manager = &demo->people[site->first_person];
	struct certification c;
	struct osha_log log;
	enum rc rc = log_collect(demo->db, arena, &demo->organization, &site->row, year, demo->now, &log);

	if (rc != RC_OK || !is_fit(&log))
		return rc;
	record_clear(&certification_record, &c);
	c.organization_id = demo->organization.id;
	c.establishment_id = site->row.id;
	c.year = year;
	c.executive =
		arena_printf(arena, "%.*s %.*s", STR_ARG(manager->given_name), STR_ARG(manager->family_name));
	c.executive_standing = STANDING_HIGHEST;
	c.title = manager->job_title;
	c.phone = site->row.emergency_phone;
	c.certified_on = day_of(year + 1, 1, 24);
	c.signed_at = (moment)c.certified_on * DAYS(1) + HOURS(16);
	c.signed_by_id = demo->accounts[1].account_id;
	c.signed_by_name = demo->accounts[1].name;
	rc = certification_prepare(arena, config, &log, &c);
	struct signing signing = {demo, &c, arena, c.signed_at};
	return rc == RC_OK ? db_transaction(demo->db, "demo_certify", sign_body, &signing) : rc;
}

enum rc demo_case_certify(struct demo *demo, const struct config *config)
{
	struct arena *arena = arena_new(0);
	int this_year = day_civil(demo->today).year;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < demo->site_count; i++)
		for (int year = demo->first_year; rc == RC_OK && year < this_year; year++) {
			if (demo->sites[i].row.keeps_records != KEEPS_RECORDS_YES ||
			    demo->today <= day_of(year + 1, 2, 20))
				continue;
			rc = certify_year(demo, arena, config, &demo->sites[i], year);
			arena_reset(arena);
		}
	arena_free(arena);
	return rc;
}
