#ifndef ENVIRONMENT_RELEASE_DUTY_H
#define ENVIRONMENT_RELEASE_DUTY_H

#include "environment/release.h"

/*
 * Whom an incident's releases oblige to tell, and how far that is done: the National Response Center at once
 * (42 USC 9603(a)), state and local planning bodies at once (42 USC 11004(b)) and in writing (42 USC
 * 11004(c), 40 CFR 355.40(b)).
 */

enum agency { AGENCY_NONE, AGENCY_NRC, AGENCY_STATE, AGENCY_LOCAL, AGENCY_EMERGENCY, AGENCY_OTHER };
extern const struct codes agency_codes;

/* The first two tell the agency something; the others are what it answers or does. */
enum notice_kind { NOTICE_NONE, NOTICE_CALL, NOTICE_WRITTEN, NOTICE_ANSWER, NOTICE_INSPECTION };
extern const struct codes notice_kind_codes;

/* One entry of the contact log; a correction stands behind what it corrects. */
struct release_notice {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int agency; /* enum agency */
	struct str agency_name;
	int kind; /* enum notice_kind */
	moment told_at;
	struct str told_by;
	struct str spoken_to;
	struct str reference;
	struct str said;
	moment next_due_at;
	int64_t corrects_id;
	moment created_at;
	struct str created_by_name;
};
extern const struct record release_notice_record;

/* How an establishment handles releases. */
struct release_site {
	int64_t establishment_id;
	int64_t organization_id;
	int64_t followup_days;
	int64_t clock_minutes;
	int64_t margin_percent;
	bool is_tribal;
	int64_t version;
};
extern const struct record release_site_record;
struct release_site release_site_default(int64_t organization_id, int64_t establishment_id);

struct release_duty {
	int64_t incident_id;
	int64_t organization_id;
	int64_t establishment_id;
	int cercla, epcra, oil; /* enum release_answer: the strictest of the incident's releases */
	bool is_incomplete;     /* a release without an amount */
	bool is_transport;
	moment known_at; /* the clock: earliest knowledge of a reportable release */
	moment nrc_told_at, state_told_at, local_told_at, state_written_at,
		local_written_at; /* MOMENT_NONE: not yet */
	day due_on;               /* of the written follow-up; DAY_NONE: none */
	bool is_open;
	moment updated_at;
};
extern const struct record release_duty_record;

bool release_duty_needs_nrc(const struct release_duty *duty);
/* State and local bodies, at once. */
bool release_duty_needs_local(const struct release_duty *duty);
bool release_duty_needs_state(const struct release_duty *duty);
bool release_duty_needs_followup(const struct release_duty *duty);

/* From releases (not withdrawn) and the contact log; ids and updated_at are the caller's. */
struct release_duty release_duty_of(const struct release *releases, size_t count,
				    const struct release_notice *notices, size_t notice_count,
				    const struct release_site *site, const struct zone *zone);

#endif
