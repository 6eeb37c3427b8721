#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "base/config.h"
#include "demo/demo_random.h"
#include "demo/demo_table.h"
#include "demo/demo_words.h"
#include "incident/incident_report.h"
#include "organization/organization.h"
#include "organization/place.h"

/*
 * The demonstration organisation: a made-up company with sites in different industries, people, accounts for
 * every role and three years of reports, told from parts in sql/demo. The same seed and day give the same
 * company.
 */

/* What everything the loader does has in common. */
struct demo {
	struct db *db;
	struct arena *arena; /* for the whole run */
	struct str folder;   /* sql/demo */
	struct str from;     /* folder with published narratives; STR_NONE: our own words */
	struct demo_random random;
	moment now;
	day today;      /* in the organization's zone */
	int first_year; /* reports begin on its 1 January */
	struct organization organization;
	const struct zone *zone; /* the organization's */
	struct demo_words *words;
	struct demo_site *sites;
	size_t site_count;
	struct demo_person *people;
	size_t person_count;
	const struct category *categories;
	size_t category_count;
	struct demo_account *accounts;
	size_t account_count;
	struct demo_event *events; /* what happened, by the time of reporting */
	size_t event_count;
};

struct demo_person {
	int64_t id;
	struct str given_name, family_name;
	struct str job_title;
	int64_t department_id;
	int64_t team_id;
	bool is_hourly; /* works on the floor: gets hurt more often */
	size_t site;
};

struct demo_site {
	struct establishment row;
	struct str industry;
	const struct zone *zone;
	int64_t business_unit_id;
	int64_t employees; /* of the middle year */
	int64_t trir;      /* hundredths aimed at */
	int64_t listed;    /* people to make */
	size_t first_person,
		person_count; /* in demo.people; the first are manager, safety manager, supervisors */
	int64_t manager_id;
	int64_t safety_manager_id;
	struct area *areas;
	size_t area_count;
};

struct demo_account {
	struct str login;
	struct str name;
	struct str role; /* in words, with its limit */
	int64_t account_id;
	int64_t person_id;
};

/* How an injury ended; the OSHA facts follow from it. */
enum demo_outcome {
	OUTCOME_UNHURT,
	OUTCOME_FIRST_AID,
	OUTCOME_MEDICAL,
	OUTCOME_RESTRICTED,
	OUTCOME_AWAY,
	OUTCOME_HOSPITAL,
	OUTCOME_DEATH
};

struct demo_event {
	const struct demo_site *site;
	enum demo_outcome outcome;
	struct str scenario; /* key of the scenario: "needle" */
	struct str kind;     /* type of column M: "injury", "skin" */
	struct str task;     /* "During washdown" */
	struct str object;   /* what harmed: "floor" */
	struct str wound;    /* says how it is treated: "fracture" */
	struct incident_report report;
	struct injured_person injured; /* where somebody was hurt */
	struct witness witnesses[2];
	struct incident incident; /* as it is stored; set when it is filed */
	moment rests_at;          /* untouched from then on, whatever its state: somebody is late */
};

/* Reads establishments, areas and units and writes them; fills sites. */
enum rc demo_places_load(struct demo *demo) MUST_CHECK;
/* Thinks up what happened; writes nothing. */
enum rc demo_plan_events(struct demo *demo) MUST_CHECK;
/* Files the events and moves them through their states, in the order of time. */
enum rc demo_file_events(struct demo *demo) MUST_CHECK;

#endif
