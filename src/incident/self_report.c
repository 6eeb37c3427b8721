#include "incident/self_report.h"

#include "base/log.h"
#include "incident/incident_store.h"
#include "organization/organization.h"
#include "organization/place_store.h"

static enum rc open_in(struct db *db, struct arena *arena, const struct self_report *self,
		       const struct organization *organization, moment now)
{
	struct actor actor = actor_command(organization->id, "system", "worker", now);
	struct incident_report report = {.reason = str_of(self->reason)};
	struct incident created;
	struct rows places;
	enum rc rc = establishment_list(db, arena, organization->id, true, &places);

	if (rc != RC_OK)
		return rc;
	if (places.count == 0) {
		LOG(LOG_WARN, "self.report", "organization %lld has no establishment to report at", (long long)organization->id);
		return RC_OK;
	}
	record_clear(&incident_record, &report.incident);
	report.incident.reg = REGISTER_OPERATIONS;
	report.incident.title = str_of(self->title);
	report.incident.description = self->description;
	report.incident.severity = self->severity;
	report.incident.occurred_at = now;
	report.incident.is_time_known = true;
	report.incident.establishment_id = ROW(struct establishment, places, 0)->id;
	report.incident.source = SOURCE_API;
	return incident_create(db, arena, &actor, &report, &created);
}

struct opening {
	struct arena *arena;
	const struct self_report *report;
	moment now;
};

static enum rc open_everywhere(struct db *db, void *closure)
{
	const struct opening *o = closure;
	struct rows organizations;
	enum rc rc = organization_list(db, o->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++)
		rc = open_in(db, o->arena, o->report, ROW(struct organization, organizations, i), o->now);
	return rc;
}

enum rc self_report_open(struct db *db, struct arena *arena, const struct self_report *report, moment now)
{
	struct opening opening = {arena, report, now};

	return db_transaction(db, "self-report", open_everywhere, &opening);
}
