#ifndef INCIDENT_ASSIGNMENT_H
#define INCIDENT_ASSIGNMENT_H

#include "incident/incident.h"
#include "organization/place.h"

/* Who becomes the incident manager: the first rule, by position, that fits the report. */

/* A condition that is not given (0) fits everything. */
struct assignment_rule {
	int64_t id;
	int64_t organization_id;
	int64_t position;
	struct str name;
	int reg;                     /* column register */
	int64_t establishment_id;
	int64_t area_id;             /* and every area below it */
	int64_t department_id;
	int64_t category_id;
	int severity;                /* this one or worse */
	int64_t manager_id;
	bool is_active;
	int64_t version;
};
extern const struct record assignment_rule_record;

/* areas: that of the incident and all above it. */
bool assignment_fits(const struct assignment_rule *rule, const struct incident *incident, const int64_t *areas,
		     size_t area_count);
/* The first rule in use that fits; NULL when none does. rules are in their order. */
const struct assignment_rule *assignment_choose(const struct assignment_rule *rules, size_t count,
						const struct incident *incident, const int64_t *areas,
						size_t area_count);
/* Whether a rule in use looks at areas, so that those above the incident's are needed. */
bool assignment_needs_areas(const struct assignment_rule *rules, size_t count);
/* What is kept with the incident: the rule's name and the conditions that it had, "Solvents (area, category)". */
struct str assignment_words(struct arena *arena, const struct assignment_rule *rule);

/* The area and all above it among an organization's areas; count 0 when there is none of that id. */
int64_t *assignment_path(struct arena *arena, const struct area *areas, size_t area_count, int64_t area_id, size_t *count);

#endif
