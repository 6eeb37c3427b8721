#include "incident/incident_store.h"

#include <stddef.h>

#include "base/random.h"
#include "event/event.h"
#include "incident/assignment_store.h"
#include "incident/incident_number_store.h"
#include "incident/injured_store.h"
#include "incident/workflow_store.h"
#include "organization/people.h"

STATEMENT(incident_insert, NULL, &incident_record, "INSERT INTO incident ({names}) VALUES ({values})");
STATEMENT(attachment_insert, NULL, &attachment_record, "INSERT INTO attachment ({names}) VALUES ({values})");
STATEMENT(incident_text_insert, NULL, NULL,
	  "INSERT INTO incident_text (incident_id, organization_id, words) VALUES (?, ?, ?)");

/* What a report names is the organization's own; foreign keys alone would take another tenant's. */
struct own_row {
	bool is_place;
	bool is_area;
	bool is_category;
	int64_t units;
};
static const struct field own_fields[] = {
	{.kind = FIELD_BOOL, .name = "is_place", .offset = offsetof(struct own_row, is_place)},
	{.kind = FIELD_BOOL, .name = "is_area", .offset = offsetof(struct own_row, is_area)},
	{.kind = FIELD_BOOL, .name = "is_category", .offset = offsetof(struct own_row, is_category)},
	{.kind = FIELD_INT, .name = "units", .offset = offsetof(struct own_row, units)},
	FIELD_END,
};
static const struct record own_record = {"incident", sizeof(struct own_row), own_fields};
STATEMENT(incident_own_places, &own_record, NULL,
	  "SELECT EXISTS (SELECT 1 FROM establishment WHERE id = ? AND organization_id = ?) AS is_place,"
	  " EXISTS (SELECT 1 FROM area WHERE id = ? AND organization_id = ? AND establishment_id = ?) AS is_area,"
	  " EXISTS (SELECT 1 FROM category WHERE id = ? AND organization_id = ?) AS is_category,"
	  " (SELECT COUNT(*) FROM unit WHERE organization_id = ? AND id IN (?, ?, ?, ?)) AS units");

static enum rc check_own(struct db *db, struct arena *arena, const struct incident_report *report)
{
	const struct incident *i = &report->incident;
	int64_t units = (i->department_id != 0) + (i->business_unit_id != 0) + (i->project_id != 0) + (i->team_id != 0);
	struct own_row own;

	if (report->own_establishment_id == i->establishment_id && !i->area_id && !i->category_id && !units)
		return RC_OK;
	enum rc rc = db_one(db, arena, &incident_own_places,
			    PARAMS(P_INT(i->establishment_id), P_INT(i->organization_id), P_INT(i->area_id),
				   P_INT(i->organization_id), P_INT(i->establishment_id), P_INT(i->category_id),
				   P_INT(i->organization_id), P_INT(i->organization_id), P_INT(i->department_id),
				   P_INT(i->business_unit_id), P_INT(i->project_id), P_INT(i->team_id)),
			    &own);

	if (rc != RC_OK)
		return rc;
	if (!own.is_place || (i->area_id && !own.is_area) || (i->category_id && !own.is_category) || own.units != units)
		return RC_INVALID;
	return RC_OK;
}

enum rc incident_attach(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			int64_t added_by_id, const struct attachment *attachments, size_t count)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct attachment row = attachments[i];
		struct written written;
		row.organization_id = actor->organization_id;
		row.incident_id = incident_id;
		row.uuid = uuid_new(arena, actor->now);
		row.added_by_id = added_by_id;
		row.created_at = actor->now;
		rc = db_write(db, &attachment_insert, &row, NO_PARAMS, &written);
		if (rc == RC_OK)
			rc = audit_change(db, arena, actor, "attachment.created", &attachment_record, written.id,
					  incident_id, NULL, &row, STR(""));
	}
	return rc;
}

/* One run of the transaction. */
struct creation {
	struct arena *arena;
	const struct actor *actor;   /* its time cut to the day for anonymous reports */
	const struct incident_report *given;
	struct incident_report report;
	struct incident *created;
};

static enum rc audit_created(struct db *db, const struct creation *c, const char *action, const struct record *record,
			     int64_t id, const void *row)
{
	return audit_change(db, c->arena, c->actor, action, record, id, c->report.incident.id, NULL, row,
			    c->report.reason);
}

enum rc incident_add_injured(struct db *db, struct arena *arena, const struct actor *actor, struct injured_person *row,
			     struct str reason)
{
	row->organization_id = actor->organization_id;
	row->uuid = uuid_new(arena, actor->now);
	row->employment = row->employment ? row->employment : EMPLOYMENT_PAYROLL;
	row->care = row->care ? row->care : CARE_UNKNOWN;
	row->version = 1;
	row->created_at = row->updated_at = actor->now;
	enum rc rc = injured_insert(db, row);
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, actor, "injured_person.created", &injured_person_record, row->id, row->incident_id,
			    NULL, row, reason);
}

enum rc incident_change_injured(struct db *db, struct arena *arena, const struct actor *actor,
				const struct injured_person *before, struct injured_person *after)
{
	if (str_is(record_diff(arena, &injured_person_record, before, after), "{}"))
		return RC_OK;
	after->version = before->version + 1;
	after->updated_at = actor->now;
	enum rc rc = injured_update(db, before->version, after);
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, actor, "injured_person.changed", &injured_person_record, before->id,
			    before->incident_id, before, after, STR(""));
}

enum rc incident_add_witness(struct db *db, struct arena *arena, const struct actor *actor, struct witness *row,
			     struct str reason)
{
	row->organization_id = actor->organization_id;
	row->uuid = uuid_new(arena, actor->now);
	row->version = 1;
	row->created_at = actor->now;
	enum rc rc = witness_insert(db, row);
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, actor, "witness.created", &witness_record, row->id, row->incident_id, NULL, row,
			    reason);
}

static enum rc write_people(struct db *db, const struct creation *c)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < c->report.injured_count; i++) {
		struct injured_person row = c->report.injured[i];
		row.incident_id = c->report.incident.id;
		rc = incident_add_injured(db, c->arena, c->actor, &row, c->report.reason);
	}
	for (size_t i = 0; rc == RC_OK && i < c->report.witness_count; i++) {
		struct witness row = c->report.witnesses[i];
		row.incident_id = c->report.incident.id;
		rc = incident_add_witness(db, c->arena, c->actor, &row, c->report.reason);
	}
	return rc;
}

static enum rc write_attachments(struct db *db, const struct creation *c)
{
	const struct incident *i = &c->report.incident;
	int64_t added_by_id = i->reporting == REPORTING_NAMED ? i->reporter_id : 0;

	return incident_attach(db, c->arena, c->actor, i->id, added_by_id, c->report.attachments,
			       c->report.attachment_count);
}

static enum rc tell(struct db *db, const struct creation *c)
{
	const struct incident *i = &c->report.incident;
	struct str created = arena_printf(c->arena, "{\"register\":\"%s\",\"report_type\":\"%s\",\"severity\":\"%s\","
					  "\"establishment_id\":%lld}", codes_code(&register_codes, i->reg),
					  codes_code(&report_type_codes, i->report_type),
					  codes_code(&severity_codes, i->severity), (long long)i->establishment_id);
	struct str manager = arena_printf(c->arena, "{\"manager_id\":%lld}", (long long)i->manager_id);
	const char *environment = codes_code(&environment_codes, i->environment);
	const struct event event = {"incident.created", "incident", i->id, created, environment};
	const struct event assigned = {"incident.assigned", "incident", i->id, manager, environment};

	return i->manager_id ? event_add_both(db, c->arena, c->actor, &event, &assigned)
			     : event_add(db, c->arena, c->actor, &event);
}

static enum rc write_incident(struct db *db, struct creation *c)
{
	struct incident *i = &c->report.incident;
	bool is_day = i->reporting == REPORTING_ANONYMOUS;
	enum rc rc = RC_OK;

	if (!i->number.len)
		rc = incident_number_next(db, c->arena, i->organization_id, i->reported_at, is_day, &i->number);

	if (rc != RC_OK)
		return rc;
	i->uuid = uuid_new(c->arena, c->actor->now);
	rc = workflow_current(db, i->organization_id, i->reg, c->actor->now, &i->workflow_version_id);
	if (rc == RC_OK)
		rc = db_insert(db, &incident_insert, i, &i->id);
	if (rc != RC_OK)
		return rc;
	struct str words = incident_report_words(c->arena, i, c->report.attachments, c->report.attachment_count);
	return db_write_ahead(db, &incident_text_insert, NULL,
			      PARAMS(P_INT(i->id), P_INT(i->organization_id), P_TEXT(words)));
}

static enum rc create_body(struct db *db, void *closure)
{
	struct creation *c = closure;
	struct incident *i = &c->report.incident;

	c->report = *c->given;
	incident_report_complete(c->arena, &c->report, c->actor->organization_id, c->actor->now);
	enum rc rc = check_own(db, c->arena, &c->report);
	if (rc == RC_OK && !i->manager_id)
		rc = assignment_apply(db, c->arena, c->actor->directory_version, i);
	if (rc == RC_OK)
		rc = write_incident(db, c);
	if (rc == RC_OK)
		rc = audit_created(db, c, "incident.created", &incident_record, i->id, i);
	if (rc == RC_OK)
		rc = write_people(db, c);
	if (rc == RC_OK)
		rc = write_attachments(db, c);
	if (rc == RC_OK)
		rc = tell(db, c);
	if (rc == RC_OK)
		*c->created = *i;
	return rc;
}

static bool is_anonymous(const struct actor *actor)
{
	return str_is(str_of(actor->kind), "anonymous");
}

/*
 * Nothing of an anonymous report knows more than its day; the trail of a confidential one does not name who
 * sent it, because more people read it than may know. The incident itself does.
 */
struct actor incident_reporter_actor(const struct actor *actor, enum reporting reporting)
{
	struct actor own = *actor;

	if (is_anonymous(actor))
		own.now -= own.now % DAYS(1);
	if (reporting == REPORTING_CONFIDENTIAL) {
		own.account_id = 0;
		own.name = STR("confidential reporter");
		own.auth_method = STR("");
		own.request_id = NULL;
	}
	return own;
}

enum rc incident_create(struct db *db, struct arena *arena, const struct actor *actor,
			const struct incident_report *report, struct incident *created)
{
	struct actor own = incident_reporter_actor(actor, (enum reporting)report->incident.reporting);
	struct creation creation = {.arena = arena, .actor = &own, .given = report, .created = created};

	return db_transaction(db, "incident_create", create_body, &creation);
}

enum rc incident_create_prepare(struct db *db, const struct actor *actor)
{
	return incident_number_reserve(db, actor->organization_id, actor->now, is_anonymous(actor));
}

enum rc incident_create_number(struct db *db, struct arena *arena, const struct actor *actor, struct str *number)
{
	bool is_day = is_anonymous(actor);
	enum rc rc = incident_number_reserve(db, actor->organization_id, actor->now, is_day);

	if (rc == RC_OK)
		rc = incident_number_next(db, arena, actor->organization_id, actor->now, is_day, number);
	return rc;
}
