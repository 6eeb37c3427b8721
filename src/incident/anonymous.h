#ifndef INCIDENT_ANONYMOUS_H
#define INCIDENT_ANONYMOUS_H

#include "incident/incident.h"

/*
 * Reports by people who give no name. Nothing here knows who they are, from where they write, or at what
 * time of the day.
 */

/* What the form asks; few questions, all in one page. */
struct anonymous_answers {
	int report_type;
	int64_t establishment_id;
	struct str specific_location;
	int64_t department_id;
	day occurred_on;
	struct str description;
};
extern const struct record anonymous_answers_record;

/*
 * What travels in a sealed field from the review to the receipt, so that a repeated POST finds the same
 * report and shows the same receipt, and nothing is kept here meanwhile.
 */
struct anonymous_ticket {
	struct str submission; /* id that makes a repeated POST harmless */
	struct str digits;     /* the receipt */
	struct str token;      /* of the link /r/<token> */
	struct str answer;     /* of the simple question; empty: none was asked */
};
struct str anonymous_ticket_text(struct arena *arena, const struct anonymous_ticket *ticket);
bool anonymous_ticket_parse(struct str text, struct anonymous_ticket *ticket);

/* 00:00 UTC of the day: the only time of an anonymous report that is ever kept. */
moment anonymous_day(moment at);

/*
 * Filled up with blanks to a multiple of 512 bytes: its length tells an onlooker of storage little. Readers
 * of the text see no difference.
 */
struct str anonymous_pad(struct arena *arena, struct str text);
/* The same for files: zero bytes after the end, which readers of pictures pass over, to a multiple of 64 kB.
 */
struct str anonymous_pad_file(struct arena *arena, struct str bytes, char with);

/* Where the report stands, for its reporter: English for the catalogue. */
const char *anonymous_status_words(enum status status);

/* By when an answer is due: first words within 7 days, the outcome within 3 months. */
struct anonymous_clock {
	day first_by;
	day outcome_by;
};
struct anonymous_clock anonymous_clock(day reported_on);

/* So few that details may tell who wrote: people of the group against the setting. Nobody known is no group.
 */
bool anonymous_is_small(int64_t people, int64_t least);

#endif
