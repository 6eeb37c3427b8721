#include "incident/anonymous_task.h"

#include "base/log.h"
#include "incident/anonymous_spool.h"
#include "incident/report_spool.h"
#include "organization/organization.h"
#include "organization/place_store.h"

/*
 * What could not be asked while the database was away: whose door it was, and at which establishment. The
 * first one takes reports that name none; the place is in their words.
 */
static enum rc find_place(struct db *db, struct arena *arena, const struct config *config,
			  struct anonymous_filing *filing)
{
	struct incident *incident = &filing->report.incident;
	struct organization organization;
	struct rows places;
	enum rc rc = RC_OK;

	if (!filing->organization_id) {
		rc = organization_find(db, arena, config_text(config, "anonymous.organization"),
				       &organization);
		filing->organization_id = rc == RC_OK ? organization.id : 0;
	}
	if (rc != RC_OK || incident->establishment_id)
		return rc;
	rc = establishment_list(db, arena, filing->organization_id, true, &places);
	if (rc == RC_OK && places.count)
		incident->establishment_id = ROW(struct establishment, places, 0)->id;
	return rc == RC_OK && !places.count ? RC_NOT_FOUND : rc;
}

enum rc anonymous_task_file(struct db *db, struct arena *arena, const struct config *config,
			    struct str sealed)
{
	struct anonymous_filing filing;
	enum rc rc = anonymous_spool_open(arena, config, sealed, &filing);

	if (rc == RC_OK)
		rc = find_place(db, arena, config, &filing);
	/* Nobody to file it for yet: it waits. */
	if (rc == RC_NOT_FOUND)
		return RC_UNAVAILABLE;
	return rc == RC_OK ? anonymous_file(db, arena, &filing) : rc;
}

static enum rc file_one(void *closure, struct str id, struct str bytes)
{
	const struct worker_call *call = closure;
	struct arena *arena = arena_new(0);
	enum rc rc = anonymous_task_file(call->db, arena, call->config, bytes);

	(void)id;
	arena_wipe(arena);
	arena_free(arena);
	return rc;
}

static enum rc run_filing(const struct worker_call *call)
{
	struct worker_call own = *call;
	enum rc rc = anonymous_spool_keys(call->arena, call->config);

	return rc == RC_OK
		       ? report_spool_each(call->arena, call->config, ANONYMOUS_SPOOL_KIND, file_one, &own)
		       : rc;
}

static enum rc run_purge(const struct worker_call *call)
{
	int64_t count;
	enum rc rc = anonymous_purge(call->db, zone_day(NULL, call->now), &count);

	if (rc == RC_OK && count)
		LOG(LOG_INFO, "receipt.expired", "%lld removed", (long long)count);
	return rc;
}

const struct worker_task anonymous_filing_task = {
	"spooled-anonymous",
	SECONDS(5),
	run_filing,
	"files anonymous reports that were kept while the database was away",
};
const struct worker_task anonymous_purge_task = {
	"expired-receipts",
	HOURS(6),
	run_purge,
	"removes the ways back of anonymous reporters that have expired",
};
