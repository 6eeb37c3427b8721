#ifndef ENVIRONMENT_FOLLOWUP_REPORT_H
#define ENVIRONMENT_FOLLOWUP_REPORT_H

#include "environment/agency_store.h"
#include "environment/followup_store.h"
#include "environment/release_rule.h"
#include "incident/incident.h"
#include "organization/organization.h"
#include "organization/place.h"

/*
 * The written follow-up notice of 42 USC 11004(c) with what 40 CFR 355.40(b) asks for, as a letter to the state
 * and local bodies. In English, the language of those who read it. What is not known is named as missing and never
 * left out.
 */

/* A release with what it consists of. */
struct followup_release {
	struct release release;
	struct release_part *parts; /* others is unused, counted is what was kept */
	size_t part_count;
};

struct followup_report {
	struct organization organization;
	struct establishment place;
	const struct zone *zone; /* the establishment's */
	struct incident incident;
	struct str area;
	struct release_duty duty;
	struct followup_release *releases; /* not withdrawn; those that have to be reported */
	size_t release_count;
	const struct release_notice *notices; /* calls and letters; corrected entries are left out */
	size_t notice_count;
	const struct agency_contact *contacts;
	size_t contact_count;
	struct release_followup followup;
	bool is_begun; /* followup is written */
	moment now;
};

enum { FOLLOWUP_MISSING_MOST = 64 };
/* What the notice lacks, in words; texts live in the arena. Returns their number. */
size_t followup_report_missing(struct arena *arena, const struct followup_report *report,
			       struct str missing[FOLLOWUP_MISSING_MOST]);

enum rc followup_report_pdf(struct arena *arena, const struct followup_report *report, struct str *bytes) MUST_CHECK;

#endif
