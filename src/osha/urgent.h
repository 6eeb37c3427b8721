#ifndef OSHA_URGENT_H
#define OSHA_URGENT_H

#include "osha/recordability.h"

/*
 * Telling OSHA at once, 29 CFR 1904.39: a death within 8 hours, an in-patient hospitalization, an
 * amputation or the loss of an eye within 24. The duty holds for exempt establishments too and does not
 * depend on whether the case is recordable; elapsed hours, no business hours.
 */

enum urgent_event { URGENT_DEATH, URGENT_HOSPITAL, URGENT_AMPUTATION, URGENT_EYE, URGENT_COUNT };

enum urgent_duty {
	URGENT_NONE,   /* the event did not happen */
	URGENT_REPORT, /* must be told by the deadline */
	URGENT_JUDGE,  /* a fact is missing or open; treat as a duty until somebody has judged */
	URGENT_NOT,    /* happened, need not be told: the reason says why */
};

struct urgent_answer {
	enum urgent_event event;
	enum urgent_duty duty;
	moment start_at;    /* when the clock started; MOMENT_NONE while unknown */
	moment deadline_at; /* MOMENT_NONE while unknown or no duty */
	const char *citation;
	const char *reason; /* English for the catalogue */
};

/* zone is the establishment's: it gives the incident its local day for the 30 days of a death; NULL is UTC.
 */
void urgent_decide(struct arena *arena, const struct case_facts *facts, const struct zone *zone,
		   struct urgent_answer out[URGENT_COUNT]);

/* "Death", "In-patient hospitalization" ..., English for the catalogue. */
const char *urgent_event_label(enum urgent_event event);

#endif
