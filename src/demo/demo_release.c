#include "demo/demo_release.h"

#include "base/decimal.h"
#include "base/random.h"
#include "demo/demo_random.h"
#include "demo/demo_table.h"
#include "environment/agency_store.h"
#include "environment/followup_store.h"
#include "environment/release_duty_store.h"
#include "environment/release_keep.h"
#include "environment/substance_store.h"

enum { PLACES = 6, MILLION = 1000000 };

struct telling {
	struct demo *demo;
	struct arena *arena; /* reset after each incident */
	struct demo_random random;
	struct demo_table table;
	const struct demo_event *event;
	size_t row;
	struct actor actor;
};

static struct str cell(const struct telling *t, const char *column)
{
	return demo_table_cell(&t->table, t->row, column);
}

static int64_t decimal_cell(const struct telling *t, const char *column)
{
	int64_t value;
	return decimal_parse(cell(t, column), PLACES, &value) ? value : NUMBER_NONE;
}

/* The first word of the table that the title has in it. */
static bool find_row(struct telling *t)
{
	struct str title = arena_lower(t->arena, t->event->incident.title);

	for (t->row = 0; t->row < t->table.count; t->row++)
		if (str_find(title, cell(t, "word")) >= 0)
			return true;
	return false;
}

/* --- whom to call --- */

static enum rc add_agencies(struct telling *t, const struct demo_site *site)
{
	const struct {
		int agency;
		const char *name, *phone;
	} agencies[] = {
		{AGENCY_STATE, arena_printf(t->arena, "%.*s emergency response commission", STR_ARG(site->row.state)).at, "555-0142"},
		{AGENCY_LOCAL, arena_printf(t->arena, "%.*s emergency planning committee", STR_ARG(site->row.city)).at, "555-0187"},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof agencies / sizeof *agencies; i++) {
		struct agency_contact contact = {
			.organization_id = t->demo->organization.id,
			.establishment_id = site->row.id,
			.agency = agencies[i].agency,
			.name = str_of(agencies[i].name),
			.phone = str_of(agencies[i].phone),
			.verified_on = zone_day(site->zone, t->demo->now) - 90,
			.is_active = true,
			.version = 1,
		};
		rc = agency_insert(t->demo->db, &contact);
	}
	return rc;
}

/* --- one release --- */

static struct release release_of(struct telling *t)
{
	const struct incident *incident = &t->event->incident;
	const struct str medium = cell(t, "medium");
	struct release release;

	record_clear(&release_record, &release);
	release.organization_id = incident->organization_id;
	release.uuid = uuid_new(t->arena, t->actor.now);
	release.incident_id = incident->id;
	release.establishment_id = incident->establishment_id;
	release.environment = incident->environment;
	release.name = cell(t, "name");
	release.amount = MILLION * demo_random_between(&t->random, demo_table_number(&t->table, t->row, "least"),
						       demo_table_number(&t->table, t->row, "most"));
	release.unit = codes_find(&release_unit_codes, cell(t, "unit"));
	release.specific_gravity = decimal_cell(t, "gravity");
	release.certainty = demo_random_permille(&t->random, 600) ? CERTAINTY_CONFIRMED : CERTAINTY_ESTIMATE;
	release.released_where = incident->specific_location;
	release.released_from = incident->occurred_at;
	release.released_to = incident->occurred_at + MINUTES(demo_random_between(&t->random, 4, 40));
	if (release.released_to > incident->reported_at)
		release.released_to = incident->reported_at;
	release.known_at = incident->reported_at;
	release.is_contained = str_is(medium, "contained") ? ANSWER_YES : ANSWER_NO;
	release.to_air = str_is(medium, "air");
	release.to_land = str_is(medium, "land");
	release.to_sewer = str_is(medium, "sewer");
	release.is_off_site = release.to_air ? ANSWER_NONE : ANSWER_NO;
	release.permit = PERMIT_ABSENT;
	if (str_is(cell(t, "is_oil"), "yes")) {
		release.is_oil = ANSWER_YES;
		release.exclusion = EXCLUSION_PETROLEUM;
		release.reached_water = release.has_sheen = ANSWER_NO;
	}
	release.version = 1;
	release.created_at = release.updated_at = t->actor.now;
	return release;
}

static enum rc add_release(struct telling *t, struct release *release)
{
	struct db *db = t->demo->db;
	struct release_component *component = ARENA_NEW(t->arena, struct release_component);
	struct str name = cell(t, "substance");
	struct substance substance;
	struct rows found;
	enum rc rc = RC_OK;

	record_clear(&release_component_record, component);
	if (name.len)
		rc = substance_typed(db, t->arena, release->organization_id, name, &substance, &found);
	if (rc != RC_OK)
		return rc;
	component->substance_id = name.len ? substance.id : 0;
	component->same_as = name.len ? substance.same_as : STR_NONE;
	component->strength = decimal_cell(t, "strength");
	component->strength_unit = STRENGTH_WEIGHT_PERCENT;
	rc = release_insert(db, release);
	if (rc == RC_OK)
		rc = audit_change(db, t->arena, &t->actor, "incident_material.created", &release_record, release->id,
				  release->incident_id, NULL, release, STR(""));
	return rc == RC_OK ? release_keep(db, t->arena, &t->actor, release, component, name.len ? 1 : 0, "entered") : rc;
}

/* --- who was told --- */

static enum rc tell_agency(struct telling *t, int agency, int kind, moment at, const char *reference, const char *said)
{
	struct release_notice notice;

	record_clear(&release_notice_record, &notice);
	t->actor.now = at + MINUTES(2);
	notice.incident_id = t->event->incident.id;
	notice.agency = agency;
	notice.kind = kind;
	notice.told_at = at;
	notice.told_by = STR("EHS specialist on duty");
	notice.spoken_to = kind == NOTICE_CALL ? STR("Duty officer") : STR_NONE;
	notice.reference = str_of(reference);
	notice.said = str_of(said);
	return release_notice_add(t->demo->db, t->arena, &t->actor, t->event->incident.establishment_id, &notice);
}

static enum rc add_followup(struct telling *t)
{
	struct release_followup followup;

	record_clear(&release_followup_record, &followup);
	followup.incident_id = t->event->incident.id;
	followup.actions_taken = STR("The source was isolated, the area was closed off, and the material was taken up by the "
				     "response team. The line was inspected before it was used again.");
	followup.health_risks = STR("Irritates eyes, skin and airways. No lasting effects are expected at the amounts outside "
				    "the closed area.");
	followup.medical_advice = STR("Fresh air; rinse eyes and skin with water; see a physician when irritation lasts.");
	followup.precautions = STR("People stayed upwind; no evacuation beyond the site was needed.");
	followup.contact_name = STR("EHS specialist on duty");
	followup.contact_phone = STR("555-0100");
	return followup_add(t->demo->db, t->arena, &t->actor, &followup);
}

/* Old ones are done with; a recent one still waits for its letters, and the newest for its calls. */
static enum rc do_duties(struct telling *t)
{
	const moment known = t->event->incident.reported_at, age = t->demo->now - known;
	struct release_duty duty;
	enum rc rc = release_duty_find(t->demo->db, t->arena, t->demo->organization.id, t->event->incident.id, &duty);

	if (rc != RC_OK || !duty.is_open || age < DAYS(4))
		return rc;
	if (release_duty_needs_nrc(&duty))
		rc = tell_agency(t, AGENCY_NRC, NOTICE_CALL, known + MINUTES(9),
				 arena_printf(t->arena, "13%05lld", (long long)demo_random_between(&t->random, 10000, 99999)).at,
				 "Substance, estimated amount, time, medium and what is being done.");
	if (rc == RC_OK && release_duty_needs_state(&duty))
		rc = tell_agency(t, AGENCY_STATE, NOTICE_CALL, known + MINUTES(13), NULL, "The same, with health risks.");
	if (rc == RC_OK && release_duty_needs_local(&duty))
		rc = tell_agency(t, AGENCY_LOCAL, NOTICE_CALL, known + MINUTES(17), NULL, "The same, with precautions.");
	if (rc != RC_OK || !release_duty_needs_followup(&duty))
		return rc;
	rc = add_followup(t);
	if (rc != RC_OK || age < DAYS(70))
		return rc;
	rc = tell_agency(t, AGENCY_STATE, NOTICE_WRITTEN, known + DAYS(20), NULL, "Version 1 of the follow-up.");
	return rc == RC_OK ? tell_agency(t, AGENCY_LOCAL, NOTICE_WRITTEN, known + DAYS(20), NULL, "Version 1 of the follow-up.")
			   : rc;
}

static enum rc tell_event(struct telling *t)
{
	struct release release;

	if (!find_row(t))
		return RC_OK;
	t->actor = actor_command(t->demo->organization.id, "command", "muster demo", t->event->incident.reported_at + MINUTES(5));
	release = release_of(t);
	enum rc rc = add_release(t, &release);
	return rc == RC_OK ? do_duties(t) : rc;
}

enum rc demo_release_load(struct demo *demo)
{
	struct telling t = {.demo = demo, .random = {DEMO_RELEASE_SEED}};
	enum rc rc = demo_table_read(demo->arena, demo->folder, "releases.csv", &t.table);

	t.arena = arena_new(0);
	for (size_t i = 0; rc == RC_OK && i < demo->site_count; i++)
		rc = add_agencies(&t, &demo->sites[i]);
	for (size_t i = 0; rc == RC_OK && i < demo->event_count; i++) {
		t.event = &demo->events[i];
		if (t.event->incident.id == 0 || t.event->incident.reg != REGISTER_ENVIRONMENT ||
		    t.event->incident.environment != ENVIRONMENT_PROD || t.event->incident.reported_at + HOURS(1) > demo->now)
			continue;
		rc = tell_event(&t);
		arena_reset(t.arena);
	}
	arena_free(t.arena);
	return rc;
}
