#include "environment/release_duty_store.h"

#include <stddef.h>

#include "base/random.h"
#include "environment/release_store.h"
#include "event/event.h"
#include "incident/incident.h"
#include "organization/place_store.h"

const struct incident_count release_duty_count = {
	"(SELECT COUNT(*) FROM release_duty x FORCE INDEX (PRIMARY) WHERE x.incident_id = i.id)"};
STATEMENT(duty_one, &release_duty_record, NULL,
	  "SELECT {columns} FROM release_duty WHERE incident_id = ? AND organization_id = ?");
STATEMENT(duty_put, NULL, &release_duty_record,
	  "INSERT INTO release_duty ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE {assignments}");
STATEMENT(site_one, &release_site_record, NULL,
	  "SELECT {columns} FROM release_site WHERE establishment_id = ? AND organization_id = ?");
STATEMENT(site_add, NULL, &release_site_record, "INSERT INTO release_site ({names}) VALUES ({values})");
STATEMENT(
	site_change, NULL, &release_site_record,
	"UPDATE release_site SET {assignments} WHERE establishment_id = ? AND organization_id = ? AND version = ?");
STATEMENT(
	notice_all, &release_notice_record, NULL,
	"SELECT {columns} FROM release_notice FORCE INDEX (incident) WHERE incident_id = ? AND organization_id = ?"
	" ORDER BY id LIMIT 500");
STATEMENT(notice_add, NULL, &release_notice_record, "INSERT INTO release_notice ({names}) VALUES ({values})");

#define AT(member) .name = #member, .offset = offsetof(struct release_due, member)
static const struct field due_fields[] = {
	{.kind = FIELD_TEXT, AT(number)},
	{.kind = FIELD_TEXT, AT(title)},
	{.kind = FIELD_TEXT, AT(establishment)},
	{.kind = FIELD_ID, AT(establishment_id)},
	{.kind = FIELD_ID, AT(department_id)},
	{.kind = FIELD_CODE, AT(severity), .codes = &severity_codes},
	{.kind = FIELD_CODE, AT(status), .codes = &status_codes},
	{.kind = FIELD_MOMENT, AT(known_at)},
	{.kind = FIELD_DAY, AT(due_on)},
	{.kind = FIELD_BOOL, AT(is_told)},
	FIELD_END,
};
#undef AT
const struct record release_due_record = {"release_due", sizeof(struct release_due), due_fields};

STATEMENT(
	duty_open, &release_due_record, NULL,
	"SELECT i.number, i.title, e.name AS establishment, i.establishment_id, i.department_id, i.severity, i.status, d.known_at, d.due_on,"
	" (d.nrc_told_at IS NOT NULL OR d.cercla = 'no') AND (d.state_told_at IS NOT NULL OR d.epcra = 'no') AS is_told"
	" FROM release_duty d FORCE INDEX (open_duty) STRAIGHT_JOIN incident i FORCE INDEX (PRIMARY) ON i.id = d.incident_id"
	" STRAIGHT_JOIN establishment e ON e.id = d.establishment_id"
	" WHERE d.organization_id = ? AND d.is_open = 1 AND i.environment = 'prod' ORDER BY d.due_on, d.incident_id LIMIT 20");

enum rc release_duty_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct release_duty *out)
{
	return db_one(db, arena, &duty_one, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc release_duty_refresh(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     int64_t establishment_id, moment now)
{
	struct rows releases, notices;
	struct release_site site;
	struct establishment place;
	const struct zone *zone;
	enum rc rc = release_list(db, arena, organization_id, incident_id, &releases);

	if (rc == RC_OK)
		rc = release_notice_list(db, arena, organization_id, incident_id, &notices);
	if (rc == RC_OK)
		rc = release_site_find(db, arena, organization_id, establishment_id, &site);
	if (rc == RC_OK)
		rc = establishment_by_id(db, arena, organization_id, establishment_id, &place);
	if (rc == RC_OK)
		rc = zone_find(place.zone, &zone);
	if (rc != RC_OK)
		return rc;
	struct release_duty duty =
		release_duty_of(releases.at, releases.count, notices.at, notices.count, &site, zone);
	duty.incident_id = incident_id;
	duty.organization_id = organization_id;
	duty.establishment_id = establishment_id;
	duty.updated_at = now;
	return db_write(db, &duty_put, &duty, NO_PARAMS, NULL);
}

enum rc release_site_find(struct db *db, struct arena *arena, int64_t organization_id,
			  int64_t establishment_id, struct release_site *out)
{
	enum rc rc =
		db_one(db, arena, &site_one, PARAMS(P_INT(establishment_id), P_INT(organization_id)), out);

	if (rc == RC_NOT_FOUND) {
		*out = release_site_default(organization_id, establishment_id);
		return RC_OK;
	}
	return rc;
}

enum rc release_site_put(struct db *db, struct release_site *site)
{
	const int64_t before = site->version++;

	if (before == 0) {
		enum rc rc = db_write(db, &site_add, site, NO_PARAMS, NULL);
		return rc == RC_DUPLICATE ? RC_CONFLICT : rc;
	}
	return db_write_one(
		db, &site_change, site,
		PARAMS(P_INT(site->establishment_id), P_INT(site->organization_id), P_INT(before)),
		RC_CONFLICT);
}

enum rc release_notice_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct rows *rows)
{
	return db_list(db, arena, &notice_all, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc release_notice_add(struct db *db, struct arena *arena, const struct actor *actor,
			   int64_t establishment_id, struct release_notice *notice)
{
	struct event event = {
		.kind = "release.agency_told", .subject = "incident", .subject_id = notice->incident_id};

	notice->id = 0;
	notice->organization_id = actor->organization_id;
	notice->uuid = uuid_new(arena, actor->now);
	notice->created_at = actor->now;
	notice->created_by_name = actor->name;
	enum rc rc = db_insert(db, &notice_add, notice, &notice->id);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "release.agency_told", &release_notice_record, notice->id,
				  notice->incident_id, NULL, notice, STR(""));
	if (rc == RC_OK)
		rc = event_add(db, arena, actor, &event);
	return rc == RC_OK ? release_duty_refresh(db, arena, actor->organization_id, notice->incident_id,
						  establishment_id, actor->now)
			   : rc;
}

enum rc release_due_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &duty_open, PARAMS(P_INT(organization_id)), rows);
}
