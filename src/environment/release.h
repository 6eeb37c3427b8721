#ifndef ENVIRONMENT_RELEASE_H
#define ENVIRONMENT_RELEASE_H

#include "base/record.h"
#include "environment/release_unit.h"

/* A material that was released, what it consists of, and what was decided about it. */

/* What the comparison found: the engine advises, and never turns a missing fact into "no". */
enum release_answer { RELEASE_OPEN, RELEASE_NO, RELEASE_TREAT, RELEASE_REPORT };
extern const struct codes release_answer_codes;

enum certainty { CERTAINTY_NONE, CERTAINTY_CONFIRMED, CERTAINTY_ESTIMATE };
extern const struct codes certainty_codes;

/* Kinds that are no release, or not one of CERCLA (42 USC 9601(14), (22); 9603(e)). */
enum exclusion {
	EXCLUSION_NONE,
	EXCLUSION_EXHAUST,
	EXCLUSION_FERTILIZER,
	EXCLUSION_NUCLEAR,
	EXCLUSION_PETROLEUM,
	EXCLUSION_PESTICIDE,
	EXCLUSION_FARM,
};
extern const struct codes exclusion_codes;

/* Federally permitted release, 42 USC 9601(10). */
enum permit { PERMIT_NONE, PERMIT_ABSENT, PERMIT_WITHIN, PERMIT_EXCEEDED, PERMIT_UNKNOWN };
extern const struct codes permit_codes;

/* What becomes of what was spilled: a product that is not recovered for use is a waste. */
enum disposition { DISPOSITION_NONE, DISPOSITION_REUSED, DISPOSITION_DISPOSED, DISPOSITION_WASTE };
extern const struct codes disposition_codes;

struct release {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t establishment_id; /* the facility */
	int environment;
	struct str name;
	int64_t amount; /* millionths of unit; NUMBER_NONE */
	int unit;
	bool is_whole_container;
	int64_t specific_gravity; /* millionths; of the solution or mixture */
	int certainty;
	struct str source;
	struct str released_where;
	moment released_from;
	moment released_to;
	bool is_continuing;
	moment known_at;
	int is_contained;
	bool to_air, to_water, to_land, to_sewer;
	int is_off_site;
	int64_t recovered;
	int exclusion;
	int permit;
	struct str permit_number;
	int64_t permitted; /* millionths of a pound in 24 hours */
	int disposition;
	int is_oil;
	int reached_water;
	int has_sheen;
	int is_transport;
	int64_t continuous_upper; /* millionths of a pound in 24 hours */
	int cercla, epcra, oil;   /* enum release_answer */
	moment reportable_at;
	moment withdrawn_at;
	struct str withdrawn_reason;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record release_record;

enum strength_unit {
	STRENGTH_NONE,
	STRENGTH_WEIGHT_PERCENT,
	STRENGTH_GRAMS_PER_LITRE,
	STRENGTH_VOLUME_PERCENT
};
extern const struct codes strength_unit_codes;

/* The answer to what an entry's special rule asks; see enum substance_special. */
enum substance_form {
	FORM_NONE,
	FORM_LARGE_PIECES,
	FORM_DUST,
	FORM_FRIABLE,
	FORM_BOUND,
	FORM_GAS,
	FORM_SOLUTION,
	FORM_COMBUSTION,
	FORM_RED,
};
extern const struct codes substance_form_codes;

enum { RELEASE_COMPONENTS_MOST = 20 };

struct release_component {
	int64_t id;
	int64_t organization_id;
	int64_t material_id;
	int64_t substance_id;
	int64_t position;
	int64_t strength; /* millionths of strength_unit; NUMBER_NONE: not known */
	int strength_unit;
	int form;
	struct str same_as;
	int64_t establishment_id;
	int environment;
	moment released_from;
	moment released_to;
	int64_t counted; /* millionths of a pound; NUMBER_NONE */
};
extern const struct record release_component_record;

struct release_decision {
	int64_t id;
	int64_t organization_id;
	int64_t incident_id;
	int64_t material_id;
	int cercla, epcra, oil;
	struct str findings;
	struct str facts;
	struct str rules_version;
	struct str cause;
	moment decided_at;
	int64_t decided_by_id;
	struct str decided_by_name;
};
extern const struct record release_decision_record;

/* Something reached the air, water, soil or a drain. */
bool release_has_medium(const struct release *release);
/* The strictest of its answers. */
int release_worst(const struct release *release);
static inline bool release_is_reportable(int answer)
{
	return answer == RELEASE_TREAT || answer == RELEASE_REPORT;
}

#endif
