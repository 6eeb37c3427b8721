#include "impact/asset.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)

static const struct code kind_rows[] = {
	{"", ""},
	{"machine", N_("Machine")},
	{"vehicle", N_("Vehicle or lifting gear")},
	{"tool", N_("Tool")},
	{"structure", N_("Building or structure")},
	{"electrical", N_("Electrical equipment")},
	{"vessel", N_("Vessel, tank or piping")},
	{"computer", N_("Computer or control system")},
	{"other", N_("Other")},
	{NULL, NULL},
};
const struct codes asset_kind_codes = {"asset_kind", kind_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct asset, member)
static const struct field asset_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Asset number"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 60},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200},
	{.kind = FIELD_CODE, OFFSET(kind), .label = N_("Kind"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &asset_kind_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(area_id), .label = N_("Area"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(serial), .label = N_("Serial number"), .flags = FIELD_STORED, .max = 100},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record asset_record = {"asset", sizeof(struct asset), asset_fields};

struct str asset_text(struct arena *arena, const struct asset *asset)
{
	return arena_printf(arena, "%.*s %.*s", STR_ARG(asset->code), STR_ARG(asset->name));
}

static const struct code severity_rows[] = {
	{"", ""},
	{"none", N_("No damage found")},
	{"minor", N_("Minor: works on, or mended on the spot")},
	{"moderate", N_("Moderate: repaired in place")},
	{"major", N_("Major: taken out for repair")},
	{"total", N_("Total loss")},
	{NULL, NULL},
};
const struct codes damage_severity_codes = {"damage_severity", severity_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_asset, member)
static const struct field incident_asset_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(asset_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Asset"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200,
	 .hint = N_("A number or name from the list of assets, or your own words.")},
	{.kind = FIELD_PROSE, OFFSET(damage), .label = N_("Damage"), .flags = FIELD_STORED, .max = 4000},
	{.kind = FIELD_CODE, OFFSET(damage_severity), .label = N_("How bad"), .flags = FIELD_STORED,
	 .codes = &damage_severity_codes},
	{.kind = FIELD_MOMENT, OFFSET(out_from), .label = N_("Out of service from"), .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_MOMENT, OFFSET(out_until), .label = N_("Back in service at"), .flags = FIELD_STORED},
	{.kind = FIELD_MONEY, OFFSET(repair_estimate), .label = N_("Estimated cost of repair"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .hint = N_("Not part of the totals by itself: enter it among the costs as well.")},
	{.kind = FIELD_MOMENT, OFFSET(removed_at), .flags = QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record incident_asset_record = {"incident_asset", sizeof(struct incident_asset), incident_asset_fields};

static bool has_begin(const void *row)
{
	const struct incident_asset *asset = row;
	return asset->out_until == MOMENT_NONE || asset->out_from != MOMENT_NONE;
}

static bool ends_behind(const void *row)
{
	const struct incident_asset *asset = row;
	return asset->out_until == MOMENT_NONE || asset->out_until >= asset->out_from;
}

const struct rule incident_asset_rules[] = {
	{"out_from", has_begin, N_("Enter when it went out of service")},
	{"out_until", ends_behind, N_("lies before it went out of service")},
	RULE_END,
};

bool incident_asset_needs_repair(const struct incident_asset *asset)
{
	return asset->damage_severity >= DAMAGE_MINOR && asset->damage_severity <= DAMAGE_MAJOR;
}

static const struct code state_rows[] = {
	{"", ""},
	{"open", N_("Open")},
	{"done", N_("Done")},
	{"cancelled", N_("Cancelled")},
	{NULL, NULL},
};
const struct codes work_order_state_codes = {"work_order_state", state_rows};

static const struct code forward_rows[] = {
	{"", ""},
	{"internal", N_("Kept here")},
	{"waiting", N_("On its way to the maintenance system")},
	{"sent", N_("With the maintenance system")},
	{"failed", N_("Not taken by the maintenance system")},
	{NULL, NULL},
};
const struct codes work_order_forward_codes = {"work_order_forward", forward_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct work_order, member)
static const struct field work_order_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(number), .flags = FIXED, .max = 20},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_asset_id), .flags = FIXED},
	{.kind = FIELD_PROSE, OFFSET(task), .label = N_("What has to be done"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 4000},
	{.kind = FIELD_CODE, OFFSET(state), .label = N_("State"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &work_order_state_codes},
	{.kind = FIELD_TEXT, OFFSET(external_number), .label = N_("Number in the maintenance system"),
	 .flags = FIELD_STORED, .max = 60},
	{.kind = FIELD_CODE, OFFSET(forward), .label = N_("Maintenance system"), .flags = FIXED, .codes = &work_order_forward_codes},
	{.kind = FIELD_TEXT, OFFSET(forward_note), .flags = FIXED, .max = 500},
	{.kind = FIELD_MOMENT, OFFSET(forwarded_at), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(opened_by_id), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(opened_at), .flags = FIXED},
	{.kind = FIELD_DAY, OFFSET(done_on), .label = N_("Done on"), .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_PROSE, OFFSET(done_note), .label = N_("What was done"), .flags = FIELD_STORED, .max = 4000},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record work_order_record = {"work_order", sizeof(struct work_order), work_order_fields};

static bool is_done_on_a_day(const void *row)
{
	const struct work_order *order = row;
	return (order->state == WORK_ORDER_DONE) == (order->done_on != DAY_NONE);
}

const struct rule work_order_rules[] = {
	{"done_on", is_done_on_a_day, N_("Enter the day when it is done, and only then")},
	RULE_END,
};
