#ifndef IMPACT_INJURY_H
#define IMPACT_INJURY_H

#include "base/moment.h"
#include "base/record.h"

/*
 * Medical particulars of an injured or ill person, coded by the Occupational Injury and Illness Classification System,
 * version 3. Days away and restricted are those of the OSHA case and not kept twice. For those only who manage
 * the incident or may see the OSHA log.
 */
struct injury {
	int64_t injured_person_id;
	int64_t organization_id;
	int64_t incident_id;
	struct str nature_code;    /* codes of enum oiics_structure */
	struct str part_code;
	struct str event_code;
	struct str source_code;
	struct str secondary_code; /* of OIICS_SOURCE too */
	struct str marks;          /* names of body_region, comma separated */
	struct str treatment;
	day returned_on;
	struct str restrictions;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record injury_record;

/* Enough is coded to be counted: nature, part of body, event and source. */
bool injury_is_coded(const struct injury *injury);

#endif
