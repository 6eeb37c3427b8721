#ifndef INCIDENT_IMPACT_AREA_H
#define INCIDENT_IMPACT_AREA_H

#include "base/record.h"

/* Which sides of the organization an incident touches: several of them, kept in incident.impact_areas. */

struct impact_areas {
	bool environmental;
	bool health_safety;
	bool compliance;
	bool legal;
	bool financial;
};
/* Fields are named as their codes. */
extern const struct record impact_areas_record;

/* From "environmental,legal"; codes that are unknown are passed over. */
struct impact_areas impact_areas_read(struct str codes);
/* The codes in the order of the record; "" for none. */
struct str impact_areas_text(struct arena *arena, const struct impact_areas *areas);

#endif
