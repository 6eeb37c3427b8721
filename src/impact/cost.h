#ifndef IMPACT_COST_H
#define IMPACT_COST_H

#include "base/moment.h"
#include "base/record.h"

/* One entry of money, in minor units of the organization's currency. */
struct incident_cost {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int kind;
	int basis;
	int64_t amount;
	struct str currency;
	day incurred_on;
	struct str note;
	moment removed_at;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record incident_cost_record;

enum cost_kind { COST_KIND_NONE, COST_MEDICAL, COST_WAGES, COST_PROPERTY, COST_PRODUCTION, COST_CLEANUP, COST_LEGAL,
		 COST_FINE, COST_INVESTIGATION, COST_OTHER, COST_KIND_COUNT };
extern const struct codes cost_kind_codes;
enum cost_basis { COST_BASIS_NONE, COST_ESTIMATED, COST_ACTUAL };
extern const struct codes cost_basis_codes;

/* What entries add up to. */
struct cost_totals {
	struct cost_total {
		int64_t actual, estimated; /* minor units */
		bool has_actual;
	} kinds[COST_KIND_COUNT];
	int64_t actual;    /* total incident cost: all actual entries */
	int64_t expected;  /* still expected: estimates of kinds without an actual entry */
	size_t count;
};

/* Adds an entry. False, and totals as they were, when a sum would leave 64 bits. */
bool cost_add(struct cost_totals *totals, const struct incident_cost *cost);

#endif
