#include "impact/asset_store.h"
#include "impact/impact.h"

static const char *const names[] = {"name", "damage", "damage_severity", "out_from", "out_until", "repair_estimate",
				    NULL};
const struct form impact_assets_form = {&incident_asset_record, names, NULL};

/* A number of the list at the front of what was typed. */
static enum rc complete(struct request *rq, void *row)
{
	struct incident_asset *damaged = row;
	struct str rest = str_trim(damaged->name), code;
	struct asset asset;

	if (!str_split(&rest, ' ', &code) || code.len == 0)
		return RC_OK;
	enum rc rc = asset_by_code(rq->db, rq->arena, damaged->organization_id, code, &asset);
	if (rc == RC_OK) {
		damaged->asset_id = asset.id;
		damaged->name = asset_text(rq->arena, &asset);
	} else if (rc == RC_NOT_FOUND) {
		damaged->asset_id = 0;
		rc = RC_OK;
	}
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? incident_asset_update(db, row) : incident_asset_insert(db, row);
}

const struct impact_kind impact_assets = {
	.name = "assets",
	.title = N_("Damaged asset"),
	.removal = N_("The asset no longer shows as damaged in this incident. The audit trail keeps the entry."),
	.form = &impact_assets_form,
	.rules = incident_asset_rules,
	.template = "impact/asset",
	.find = incident_asset_find,
	.complete = complete,
	.write = write,
};
