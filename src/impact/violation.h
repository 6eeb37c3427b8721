#ifndef IMPACT_VIOLATION_H
#define IMPACT_VIOLATION_H

#include "base/moment.h"
#include "base/record.h"
#include "impact/training.h"

/* A rule of the law, the company or a permit. */
struct safety_rule {
	int64_t id;
	int64_t organization_id;
	struct str code; /* citation, or the company's own number */
	struct str title;
	int kind;
	int64_t course_id; /* the training that teaches it; 0: none */
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record safety_rule_record;
extern const struct codes safety_rule_kind_codes;
enum { RULE_KIND_NONE, RULE_REGULATION, RULE_SITE, RULE_PERMIT };

/* A rule that was broken in an incident. */
struct incident_violation {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t rule_id;
	int64_t person_id; /* 0: nobody named */
	struct str description;
	int training;                /* enum training_state on the day of the incident, as it was found */
	int64_t training_record_id;  /* the record that shows it */
	moment removed_at;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record incident_violation_record;

#endif
