#include "impact/cost.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)

static const struct code kind_rows[] = {
	{"", ""},
	{"medical", N_("Medical treatment")},
	{"wages", N_("Wages")},
	{"property", N_("Damage to property")},
	{"production", N_("Loss of production")},
	{"cleanup", N_("Cleanup")},
	{"legal", N_("Legal")},
	{"fine", N_("Fines")},
	{"investigation", N_("Investigation")},
	{"other", N_("Other")},
	{NULL, NULL},
};
const struct codes cost_kind_codes = {"cost_kind", kind_rows};

static const struct code basis_rows[] = {
	{"", ""},
	{"estimated", N_("Estimated")},
	{"actual", N_("Actual")},
	{NULL, NULL},
};
const struct codes cost_basis_codes = {"cost_basis", basis_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_cost, member)
static const struct field cost_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE, OFFSET(kind), .label = N_("Kind"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &cost_kind_codes},
	{.kind = FIELD_CODE, OFFSET(basis), .label = N_("Estimated or actual"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &cost_basis_codes},
	{.kind = FIELD_MONEY, OFFSET(amount), .label = N_("Amount"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 1, .most = 100000000000000},
	{.kind = FIELD_TEXT, OFFSET(currency), .flags = FIXED, .max = 3},
	{.kind = FIELD_DAY, OFFSET(incurred_on), .label = N_("Date"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(note), .label = N_("Note"), .flags = FIELD_STORED, .max = 500,
	 .hint = N_("Invoice number, who was paid, what was assumed.")},
	{.kind = FIELD_MOMENT, OFFSET(removed_at), .flags = QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record incident_cost_record = {"incident_cost", sizeof(struct incident_cost), cost_fields};

/* Estimates of those kinds for which nothing is known better. */
static bool sum_expected(struct cost_totals *totals)
{
	totals->expected = 0;
	for (int kind = 0; kind < COST_KIND_COUNT; kind++)
		if (!totals->kinds[kind].has_actual &&
		    __builtin_add_overflow(totals->expected, totals->kinds[kind].estimated, &totals->expected))
			return false;
	return true;
}

bool cost_add(struct cost_totals *totals, const struct incident_cost *cost)
{
	struct cost_totals sum = *totals;

	if (cost->kind <= COST_KIND_NONE || cost->kind >= COST_KIND_COUNT)
		return false;
	struct cost_total *kind = &sum.kinds[cost->kind];
	bool is_actual = cost->basis == COST_ACTUAL;
	int64_t *into = is_actual ? &kind->actual : &kind->estimated;
	if (__builtin_add_overflow(*into, cost->amount, into))
		return false;
	if (is_actual && __builtin_add_overflow(sum.actual, cost->amount, &sum.actual))
		return false;
	kind->has_actual = kind->has_actual || is_actual;
	sum.count++;
	if (!sum_expected(&sum))
		return false;
	*totals = sum;
	return true;
}
