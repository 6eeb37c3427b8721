#ifndef IMPACT_ASSET_STORE_H
#define IMPACT_ASSET_STORE_H

#include "db/db.h"
#include "incident/incident_detail_store.h"
#include "impact/asset.h"

enum rc asset_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		    struct asset *out) MUST_CHECK;
enum rc asset_by_code(struct db *db, struct arena *arena, int64_t organization_id, struct str code,
		      struct asset *out) MUST_CHECK;
/* RC_DUPLICATE: the number is taken. */
enum rc asset_insert(struct db *db, struct asset *asset) MUST_CHECK;
enum rc asset_update(struct db *db, const struct asset *asset) MUST_CHECK;
enum rc asset_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;

struct asset_filter {
	struct str words;         /* each in number, name or serial number */
	int64_t establishment_id; /* 0: any */
	bool with_inactive;
	struct str after;         /* number of the last one before */
	int64_t most;
};
/* By number; rows are struct asset. */
enum rc asset_list(struct db *db, struct arena *arena, int64_t organization_id, const struct asset_filter *filter,
		   struct rows *rows) MUST_CHECK;

/* Not removed; rows are struct incident_asset, as entered. */
enum rc incident_asset_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct rows *rows) MUST_CHECK;
extern const struct incident_count incident_asset_count;
/* out is a struct incident_asset; not removed. */
enum rc incident_asset_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct str uuid, void *out) MUST_CHECK;
enum rc incident_asset_insert(struct db *db, struct incident_asset *row) MUST_CHECK;
enum rc incident_asset_update(struct db *db, const struct incident_asset *row) MUST_CHECK;

/* Rows are struct work_order, as opened. */
enum rc work_order_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct rows *rows) MUST_CHECK;
enum rc work_order_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct work_order *out) MUST_CHECK;
/* Takes the next number of the organization; sets number and id. */
enum rc work_order_insert(struct db *db, struct arena *arena, struct work_order *order) MUST_CHECK;
enum rc work_order_update(struct db *db, const struct work_order *order) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc asset_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
