#ifndef IMPACT_IMPACT_RECORD_H
#define IMPACT_IMPACT_RECORD_H

#include "incident/record.h"

/* The cards of an incident's record that tell what it did. */
extern const struct record_part impact_people_part, impact_assets_part, impact_violations_part, impact_costs_part,
	impact_witnesses_part;

/* What every card and page of impacts needs: lock, in words where the state locks them, and may_change. */
void impact_card(struct request *rq, const struct incident_shown *shown, struct view *card);

/* Medical particulars are for those who manage the incident and those who may see the OSHA log of its place. */
bool impact_shows_medical(const struct request *rq, const struct incident_shown *shown);

#endif
