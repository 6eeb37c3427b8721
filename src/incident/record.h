#ifndef INCIDENT_RECORD_H
#define INCIDENT_RECORD_H

#include "incident/incident_detail_view.h"

/*
 * The page of one incident is put together from parts. Each feature describes its own; the programs list them
 * (cgi-bin/record_parts.h) and hand them over at start with record_use. The incident knows none of them.
 */

/* Gaps of the record that a part knows of; see record_gap. */
struct record_gaps;

enum record_column {
	RECORD_MAIN,
	RECORD_SIDE,
	RECORD_BANNER, /* across the page, above the cards */
};

/* Everything but name, position and registers may be left out. */
struct record_part {
	const char *name;      /* "capa": id of its card in the page, part-capa */
	int position;          /* lowest first, within tabs and within a column; RECORD_POSITION_... */
	unsigned registers;    /* bits 1u << enum reg; RECORD_EVERY_REGISTER */
	const char *tab;       /* it is a tab: path behind the incident's, "/capa" */
	const char *label;     /* English words of the tab */
	enum record_column column;
	const char *template;  /* it is a card or banner on Summary: "capa/record-card", drawn inside the page */
	/* Not for this viewer or incident: false. NULL: for everybody who sees the incident. */
	bool (*shown)(const struct request *rq, const struct incident_shown *shown);
	/* The number beside the tab. 0: none. */
	enum rc (*count)(struct request *rq, const struct incident_shown *shown, int64_t *count);
	/* Fills the card; members of the page (incident, around, incident_href, may_manage ...) are seen by its template
	 * too. A card that has nothing to show sets nothing and draws nothing. */
	enum rc (*load)(struct request *rq, const struct incident_shown *shown, struct view *card);
	/* Adds what is missing, with record_gap. */
	enum rc (*gaps)(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps);
	/* What it wants counted together with the incident, for count, load and gaps; ended by NULL. */
	const struct incident_count *counts[4];
	/* Sets the facts that it knows; the incident may be locked by the caller's transaction. Called where one of these
	 * guards is asked: bits 1u << enum workflow_guard. */
	unsigned answers;
	enum rc (*facts)(struct db *db, struct arena *arena, const struct incident *incident,
			 struct workflow_facts *facts);
};

#define RECORD_EVERY_REGISTER (~0u)
#define RECORD_SAFETY (1u << REGISTER_SAFETY)
#define RECORD_ENVIRONMENT (1u << REGISTER_ENVIRONMENT)
#define RECORD_OPERATIONS (1u << REGISTER_OPERATIONS)

/* Places of the tabs; Summary is first. Cards order themselves within their column. */
enum record_position {
	RECORD_TIMELINE = 100,
	RECORD_INVESTIGATION = 200,
	RECORD_POSTMORTEM = 250,
	RECORD_CAPA = 300,
	RECORD_OSHA = 400,
	RECORD_RELEASES = 450,
	RECORD_FILES = 500,
	RECORD_MESSAGES = 600,
	RECORD_AUDIT = 700,
	RECORD_PROOF = 800,
};

/* The parts of this program, ended by NULL, for its whole life: once, before the first request. */
void record_use(const struct record_part *const *parts);

/*
 * A page with header, badges, tabs and breadcrumbs, for templates that build on incident/record. tab is the path of
 * the tab it belongs to ("/capa"; "" is Summary).
 */
enum rc record_page(struct request *rq, const struct incident_shown *shown, const char *tab,
		    struct view **page) MUST_CHECK;

/* Banners, cards and completeness list of the Summary: banners[], main_cards[], side_cards[], gaps[]. */
enum rc record_summary(struct request *rq, const struct incident_shown *shown, struct view *page) MUST_CHECK;

/* One thing that is missing: translated words, and where it can be filled in behind the incident's address. */
void record_gap(struct record_gaps *gaps, struct str text, const char *behind);

/* What is known of the incident: its own facts and those of all parts, as far as these guards ask for them. */
enum rc record_facts(struct db *db, struct arena *arena, const struct incident *incident, moment now,
		     unsigned guards, struct workflow_facts *facts) MUST_CHECK;

#endif
