#ifndef DEADLINE_DEADLINE_H
#define DEADLINE_DEADLINE_H

#include "base/record.h"

/*
 * By when something has to be done, whoever asks for it: a law, a target that people set, a promise to a reporter.
 * Features keep their own dates; the sources of this folder (source.h) turn them into rows of one table, from which
 * lists, calendars, countdowns and escalation are made. This header is pure.
 */

/* name, code, the record that it is about, what has to be done. */
#define DEADLINE_TABLE(X)                                                                                              \
	X(DEADLINE_TARGET,       "incident_target",     "incident",      N_("Close the incident"))                     \
	X(DEADLINE_OPEN_CRITICAL, "open_critical",      "incident",      N_("Open the critical report"))               \
	X(DEADLINE_OPEN_HIGH,    "open_high",           "incident",      N_("Open the report of high severity"))       \
	X(DEADLINE_INVESTIGATION, "investigation",      "incident",      N_("Submit the investigation"))               \
	X(DEADLINE_APPROVAL,     "approval",            "incident",      N_("Decide on the investigation"))            \
	X(DEADLINE_CAPA,         "capa",                "capa",          N_("Complete the action"))                    \
	X(DEADLINE_EFFECT,       "effectiveness",       "capa",          N_("Check whether the action was effective")) \
	X(DEADLINE_FIRST_REPLY,  "first_reply",         "incident",      N_("Answer the reporter for the first time")) \
	X(DEADLINE_OUTCOME,      "outcome_reply",       "incident",      N_("Tell the reporter the outcome"))          \
	X(DEADLINE_OSHA_DEATH,   "osha_death",          "injured_person", N_("Report the death to OSHA"))              \
	X(DEADLINE_OSHA_SEVERE,  "osha_severe",         "injured_person", N_("Report the severe injury to OSHA"))      \
	X(DEADLINE_OSHA_RECORD,  "osha_record",         "injured_person", N_("Record the case and complete Form 301")) \
	X(DEADLINE_OSHA_CERTIFY, "osha_certify",        "establishment", N_("Certify the annual summary, Form 300A"))  \
	X(DEADLINE_OSHA_POST,    "osha_post",           "establishment", N_("Post the annual summary, Form 300A"))     \
	X(DEADLINE_OSHA_POSTED,  "osha_posted",         "establishment", N_("Keep the annual summary posted"))         \
	X(DEADLINE_OSHA_FILE,    "osha_file",           "establishment", N_("Submit the year to OSHA electronically")) \
	X(DEADLINE_RELEASE_CALL, "release_call",        "incident",      N_("Notify the agency of the release"))       \
	X(DEADLINE_RELEASE_WRITTEN, "release_written",  "incident",      N_("Send the written follow-up notice"))      \
	X(DEADLINE_AGENCY,       "agency",              "release_notice", N_("Meet the deadline that the agency set")) \
	X(DEADLINE_TRAINING,     "training",            "training_record", N_("Renew the training"))                   \
	X(DEADLINE_ROLE,         "role_end",            "role_grant",    N_("The temporary role ends"))

enum deadline_kind {
	DEADLINE_NONE,
#define X(name, code, subject, title) name,
	DEADLINE_TABLE(X)
#undef X
	DEADLINE_KIND_COUNT
};
extern const struct codes deadline_kind_codes;

struct deadline {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int environment;             /* enum environment; the sandbox is shown on its record and told to nobody */
	int kind;                    /* enum deadline_kind */
	int64_t subject_id;          /* of the record that kind is about */
	int64_t part;                /* which of several of one kind and record: event, agency, year; 0: the only one */
	int64_t incident_id;         /* 0: belongs to none */
	int64_t establishment_id;    /* 0: none */
	int64_t department_id;
	int64_t responsible_id;      /* person; 0: nobody is named, those who hold the right there */
	struct str reference;        /* what people know the record by: a number, or place and year; never a person */
	struct str zone;             /* IANA, in which the day is meant */
	moment starts_at;            /* when the clock began, or what may be done from then on; MOMENT_NONE: no matter */
	moment due_at;               /* late from then on; of a day the end of it there */
	day due_on;                  /* DAY_NONE: due_at is exact */
	bool is_provisional;         /* whether it holds is still to be judged: act as if it did */
	moment met_at;
	moment cancelled_at;         /* does not hold any more */
	bool is_quiet;               /* older than the engine, or imported: shown and told to nobody */
	int64_t stage;               /* highest that was told, enum deadline_stage */
	int64_t round;               /* from 1; one more whenever the date moves or it opens again */
	int64_t sequence;            /* grows with every change that a calendar should hear of */
	moment dated_at;             /* since when this date holds */
	moment next_at;              /* when the next stage is reached; MOMENT_NONE: none is left */
	moment created_at;
	moment updated_at;
};
extern const struct record deadline_record;

/* Neither met nor cancelled. */
bool deadline_is_open(const struct deadline *deadline);
bool deadline_is_late(const struct deadline *deadline, moment now);

/* What has to be done, in English for the catalogue: "Report the in-patient hospitalization to OSHA". */
const char *deadline_title(const struct deadline *deadline);
/* The paragraph of law, "29 CFR 1904.39(a)(2)", or "" where there is none. */
const char *deadline_citation(const struct deadline *deadline);
/* "capa": the record type that subject_id is of. */
const char *deadline_subject(enum deadline_kind kind);
/* The page on which it is met; STR_NONE where there is none. */
struct str deadline_href(struct arena *arena, const struct deadline *deadline);
/* Ends by itself: nobody can be late with it. */
bool deadline_is_window(enum deadline_kind kind);
/* A law sets it: an organization may change who is told when, and not the date. */
bool deadline_is_law(enum deadline_kind kind);
/* Somebody's training or role, not the organization's duty. */
bool deadline_is_personal(enum deadline_kind kind);

/* The end of that day there, as the moment from which on it is too late; MOMENT_NONE for DAY_NONE. */
moment deadline_day_end(const struct zone *zone, day on);

/* What is left, or has gone by since, in the unit that people would say. */
enum countdown_unit { COUNTDOWN_NONE, COUNTDOWN_MINUTES, COUNTDOWN_HOURS, COUNTDOWN_DAYS };
struct countdown {
	bool is_late;
	enum countdown_unit unit;
	int64_t amount;              /* of a day: 0 is today */
};
struct countdown deadline_countdown(const struct deadline *deadline, const struct zone *zone, moment now);

#endif
