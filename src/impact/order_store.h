#ifndef IMPACT_ORDER_STORE_H
#define IMPACT_ORDER_STORE_H

#include "db/db.h"
#include "impact/asset.h"
#include "incident/incident.h"

/* Work orders beyond those of one incident: for other systems, and on their way to the maintenance system. */

enum rc order_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		    struct work_order *out) MUST_CHECK;
enum rc order_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			struct work_order *out) MUST_CHECK;
/* Newest first, before that id (INT64_MAX: from the newest), of a state (0: any); rows are struct work_order. */
enum rc order_list(struct db *db, struct arena *arena, int64_t organization_id, int state, int64_t before, int64_t most,
		   struct rows *rows) MUST_CHECK;
/* The incidents of the orders from the first id to the last, each once; rows are struct incident. */
enum rc order_incidents(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			struct rows *rows) MUST_CHECK;

/* What the maintenance system is told. */
struct order_message {
	struct str number;
	struct str incident;
	struct str environment;
	struct str task;
	struct str asset_code;
	struct str asset;
	struct str establishment_code;
	struct str establishment;
	moment opened_at;
	int64_t incident_id;
};
enum rc order_message(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct order_message *out) MUST_CHECK;
/* Where it stands on its way; leaves the version alone, since nobody edits this. external_number STR_NONE: as it is. */
enum rc order_set_forward(struct db *db, int64_t organization_id, int64_t id, enum work_order_forward forward,
			  struct str note, struct str external_number, moment now) MUST_CHECK;

#endif
