#ifndef OPERATIONS_POSTMORTEM_H
#define OPERATIONS_POSTMORTEM_H

#include "base/record.h"

/*
 * The analysis of an operations incident. It is written as a draft and published when it is complete; what is published
 * changes only after it was taken back with a reason. What is to be done are the incident's actions.
 */
enum postmortem_state { POSTMORTEM_NONE, POSTMORTEM_DRAFT, POSTMORTEM_PUBLISHED };
extern const struct codes postmortem_state_codes;

struct postmortem {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int state;
	/* Markdown as typed. */
	struct str impact_summary;
	struct str root_cause;
	struct str timeline;
	struct str what_went_well;
	struct str what_went_wrong;
	struct str public_summary; /* for everybody who sees the incident */
	struct str internal_notes; /* for those who work on it */
	moment published_at;       /* MOMENT_NONE: a draft */
	int64_t published_by_id;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record postmortem_record;

/* The fields without which it cannot be published, in the order of the form; their number. */
enum { POSTMORTEM_NEEDS = 5 };
size_t postmortem_missing(const struct postmortem *postmortem, const struct field *missing[POSTMORTEM_NEEDS]);

#endif
