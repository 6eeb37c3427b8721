#ifndef IMPACT_ASSET_H
#define IMPACT_ASSET_H

#include "base/moment.h"
#include "base/record.h"
#include "organization/rule.h"

/* Master data of machines, vehicles, buildings and whatever else can be damaged. */
struct asset {
	int64_t id;
	int64_t organization_id;
	struct str code; /* number on its plate */
	struct str name;
	int kind;
	int64_t establishment_id;
	int64_t area_id;
	struct str serial;
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record asset_record;
extern const struct codes asset_kind_codes;
enum { ASSET_KIND_NONE, ASSET_MACHINE };

/* "PRS-014 Press 14", as pickers write it. */
struct str asset_text(struct arena *arena, const struct asset *asset);

/* An asset, or something that is in no list, damaged in an incident. */
struct incident_asset {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t asset_id; /* 0: free text */
	struct str name;
	struct str damage;
	int damage_severity;
	moment out_from; /* out of service */
	moment out_until;
	int64_t repair_estimate; /* minor units; NUMBER_NONE */
	moment removed_at;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record incident_asset_record;
extern const struct rule incident_asset_rules[];
enum damage_severity { DAMAGE_UNKNOWN, DAMAGE_NONE, DAMAGE_MINOR, DAMAGE_MODERATE, DAMAGE_MAJOR, DAMAGE_TOTAL };
extern const struct codes damage_severity_codes;

/* Something has to be mended: damaged, and not a write-off. */
bool incident_asset_needs_repair(const struct incident_asset *asset);

enum work_order_state { WORK_ORDER_NONE, WORK_ORDER_OPEN, WORK_ORDER_DONE, WORK_ORDER_CANCELLED };
extern const struct codes work_order_state_codes;
/* On the way to the maintenance system; see order_forward.h. */
enum work_order_forward { FORWARD_NONE, FORWARD_INTERNAL, FORWARD_WAITING, FORWARD_SENT, FORWARD_FAILED };
extern const struct codes work_order_forward_codes;

/* A repair that was asked for. */
struct work_order {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str number; /* "WO-000123" */
	int64_t incident_id;
	int64_t incident_asset_id;
	struct str task;
	int state;
	struct str external_number; /* in the maintenance system */
	int forward;
	struct str forward_note;
	moment forwarded_at;
	int64_t opened_by_id;
	moment opened_at;
	day done_on;
	struct str done_note;
	int64_t version;
	moment updated_at;
};
extern const struct record work_order_record;
extern const struct rule work_order_rules[];

#endif
