#include "capa/flag_store.h"

#include <stddef.h>

#include "event/event.h"

static const struct code ground_rows[] = {
	{"", ""},
	{"factor", N_("same contributing factor at the same establishment")},
	{"category", N_("same category at the same place")},
	{"asset", N_("same asset")},
	{NULL, NULL},
};
const struct codes flag_ground_codes = {"flag_ground", ground_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_flag, member)
#define KEPT (FIELD_STORED | FIELD_KEY)
static const struct field flag_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = KEPT | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = KEPT | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(capa_id), .flags = KEPT | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = KEPT},
	{.kind = FIELD_TEXT, OFFSET(incident_number), .flags = KEPT, .max = 24, .label = N_("Incident")},
	{.kind = FIELD_CODE, OFFSET(ground), .flags = KEPT, .codes = &flag_ground_codes},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = KEPT | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(dismissed_at), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(dismissed_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(dismissed_by), .flags = FIELD_STORED, .max = 220},
	{.kind = FIELD_PROSE, OFFSET(reason), .flags = FIELD_STORED, .max = 10000},
	FIELD_END,
};
#undef OFFSET
const struct record capa_flag_record = {"capa_flag", sizeof(struct capa_flag), flag_fields};

STATEMENT(flags_of_capa, &capa_flag_record, NULL,
	  "SELECT {columns} FROM capa_flag FORCE INDEX (incident) WHERE capa_id = ? AND organization_id = ?"
	  " ORDER BY id DESC LIMIT 200");
STATEMENT(flag_update, NULL, NULL,
	  "UPDATE capa_flag SET dismissed_at = ?, dismissed_by_id = ?, dismissed_by = ?, reason = ?"
	  " WHERE id = ? AND capa_id = ? AND organization_id = ? AND dismissed_at IS NULL");
STATEMENT(capa_count_flags, NULL, NULL,
	  "UPDATE capa SET flag_count = (SELECT COUNT(*) FROM capa_flag f FORCE INDEX (incident) WHERE f.capa_id = capa.id"
	  " AND f.dismissed_at IS NULL) WHERE id = ? AND organization_id = ?");
STATEMENT(flag_insert, NULL, NULL,
	  "INSERT IGNORE INTO capa_flag (organization_id, capa_id, incident_id, incident_number, ground, created_at)"
	  " VALUES (?, ?, ?, ?, ?, ?)");

enum rc flag_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id, struct rows *rows)
{
	return db_list(db, arena, &flags_of_capa, PARAMS(P_INT(capa_id), P_INT(organization_id)), rows);
}

enum rc flag_dismiss(struct db *db, const struct capa_doer *doer, const struct capa *capa,
		     int64_t flag_id, struct str reason)
{
	const struct audit_entry entry = {
		.action = "capa.flag_dismissed",
		.subject = "capa_flag",
		.subject_id = flag_id,
		.incident_id = capa->incident_id,
		.reason = reason,
	};
	enum rc rc = db_write_one(db, &flag_update, NULL,
				  PARAMS(P_MOMENT(doer->actor.now), P_ID(doer->person_id), P_TEXT(doer->name),
					 P_TEXT(reason), P_INT(flag_id), P_INT(capa->id), P_INT(capa->organization_id)),
				  RC_CONFLICT);

	if (rc == RC_OK)
		rc = db_write(db, &capa_count_flags, NULL, PARAMS(P_INT(capa->id), P_INT(capa->organization_id)), NULL);
	if (rc == RC_OK)
		rc = capa_note(db, doer, capa, ENTRY_DISMISSED, reason);
	return rc == RC_OK ? audit_append(db, &doer->actor, &entry) : rc;
}

/* --- comparing --- */

/* How far the comparison has come: what carries a later time, or the same and a higher id, is still to come. */
struct reached {
	moment at;
	int64_t id;
};
struct radar {
	struct reached incidents, causes;
};
#define OFFSET(member) .offset = offsetof(struct radar, member)
static const struct field radar_fields[] = {
	{.kind = FIELD_MOMENT, .name = "incidents_at", OFFSET(incidents.at)},
	{.kind = FIELD_INT, .name = "incidents_id", OFFSET(incidents.id)},
	{.kind = FIELD_MOMENT, .name = "causes_at", OFFSET(causes.at)},
	{.kind = FIELD_INT, .name = "causes_id", OFFSET(causes.id)},
	FIELD_END,
};
#undef OFFSET
static const struct record radar_record = {"capa_radar", sizeof(struct radar), radar_fields};
STATEMENT(radar_one, &radar_record, NULL,
	  "SELECT incidents_at, incidents_id, causes_at, causes_id FROM capa_radar WHERE organization_id = ? FOR UPDATE");
STATEMENT(radar_put, NULL, NULL,
	  "INSERT INTO capa_radar (organization_id, incidents_at, incidents_id, causes_at, causes_id)"
	  " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE incidents_at = VALUES(incidents_at),"
	  " incidents_id = VALUES(incidents_id), causes_at = VALUES(causes_at), causes_id = VALUES(causes_id)");
/* Nothing can speak against an action before the first one was done. */
STATEMENT(radar_begin, &radar_record, NULL,
	  "SELECT MIN(completed_at) AS incidents_at, MIN(completed_at) AS causes_at FROM capa FORCE INDEX (completed)"
	  " WHERE organization_id = ? AND environment = 'prod' AND completed_at IS NOT NULL");

struct changed_row {
	int64_t id;
	int64_t incident_id;
	moment updated_at;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct changed_row, member)
static const struct field changed_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_ID, OFFSET(incident_id)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	FIELD_END,
};
#undef OFFSET
static const struct record changed_record = {"incident", sizeof(struct changed_row), changed_fields};
STATEMENT(radar_incidents, &changed_record, NULL,
	  "SELECT id, id AS incident_id, updated_at FROM incident FORCE INDEX (changed) WHERE organization_id = ? AND environment = 'prod'"
	  " AND updated_at >= ? AND (updated_at > ? OR id > ?) ORDER BY updated_at, id LIMIT ?");
STATEMENT(radar_causes, &changed_record, NULL,
	  "SELECT id, incident_id, updated_at FROM cause FORCE INDEX (changed) WHERE organization_id = ?"
	  " AND updated_at >= ? AND (updated_at > ? OR id > ?) ORDER BY updated_at, id LIMIT ?");

struct match {
	int64_t capa_id;
	int64_t capa_incident_id;
	int64_t incident_id;
	struct str incident_number;
	int ground;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct match, member)
static const struct field match_fields[] = {
	{.kind = FIELD_ID, OFFSET(capa_id)},
	{.kind = FIELD_ID, OFFSET(capa_incident_id)},
	{.kind = FIELD_ID, OFFSET(incident_id)},
	{.kind = FIELD_TEXT, OFFSET(incident_number)},
	{.kind = FIELD_CODE, OFFSET(ground), .codes = &flag_ground_codes},
	FIELD_END,
};
#undef OFFSET
static const struct record match_record = {"capa_flag", sizeof(struct match), match_fields};

/* An action that was done before the incident happened, elsewhere in time but at the same establishment. */
#define BEFORE_IT                                                                                               \
	" FROM incident i JOIN capa c FORCE INDEX (establishment) ON c.organization_id = i.organization_id"          \
	" AND c.environment = i.environment AND c.establishment_id = i.establishment_id"                            \
	" AND c.status IN ('completed', 'verified') AND c.completed_at < i.occurred_at AND c.incident_id <> i.id"
#define MATCHED "SELECT DISTINCT c.id AS capa_id, c.incident_id AS capa_incident_id, i.id AS incident_id,"                       \
		" i.number AS incident_number, "
#define NOT_YET                                                                                                    \
	" WHERE i.id = ? AND i.organization_id = ? AND i.merged_into_id IS NULL AND NOT EXISTS"                            \
	" (SELECT 1 FROM capa_flag f WHERE f.capa_id = c.id AND f.incident_id = i.id)"
STATEMENT(radar_by_factor, &match_record, NULL,
	  MATCHED "'factor' AS ground" BEFORE_IT
		  " JOIN cause p ON p.id = c.cause_id AND p.factor IS NOT NULL"
		  " JOIN cause q FORCE INDEX (incident) ON q.incident_id = i.id AND q.factor = p.factor AND NOT q.is_removed"
		  NOT_YET " LIMIT 100");
STATEMENT(radar_by_category, &match_record, NULL,
	  MATCHED "'category' AS ground" BEFORE_IT
		  " JOIN incident o ON o.id = c.incident_id AND o.category_id = i.category_id AND o.register = i.register"
		  " AND i.report_type <> 'observation'"
		  " AND o.area_id <=> i.area_id"
		  " AND (i.area_id IS NOT NULL OR o.department_id <=> i.department_id)" NOT_YET " LIMIT 100");
/* Wherever the asset stood. */
STATEMENT(radar_by_asset, &match_record, NULL,
	  MATCHED "'asset' AS ground FROM incident i JOIN incident_asset a FORCE INDEX (incident) ON a.incident_id = i.id"
		  " AND a.asset_id IS NOT NULL AND a.removed_at IS NULL"
		  " JOIN incident_asset b FORCE INDEX (asset) ON b.organization_id = i.organization_id"
		  " AND b.asset_id = a.asset_id AND b.incident_id <> i.id AND b.removed_at IS NULL"
		  " JOIN capa c FORCE INDEX (incident) ON c.organization_id = i.organization_id"
		  " AND c.incident_id = b.incident_id AND c.environment = i.environment"
		  " AND c.status IN ('completed', 'verified') AND c.completed_at < i.occurred_at" NOT_YET " LIMIT 100");

enum { BATCH = 500 };
/* Rows become visible a little after the time that they carry. */
#define OVERLAP MINUTES(5)

static enum rc put_flag(struct db *db, struct arena *arena, const struct actor *actor, const struct match *match)
{
	const struct event event = {
		.kind = "capa.flagged",
		.subject = "capa",
		.subject_id = match->capa_id,
		.payload = arena_printf(arena, "{\"incident_id\":%lld}", (long long)match->incident_id),
	};
	struct audit_entry entry = {
		.action = "capa.flagged",
		.subject = "capa",
		.subject_id = match->capa_id,
		.incident_id = match->capa_incident_id,
		.reason = arena_printf(arena, "%.*s: %s", STR_ARG(match->incident_number),
				       codes_label(&flag_ground_codes, match->ground)),
	};
	struct written written;
	enum rc rc = db_write(db, &flag_insert, NULL,
			      PARAMS(P_INT(actor->organization_id), P_INT(match->capa_id), P_INT(match->incident_id),
				     P_TEXT(match->incident_number),
				     P_TEXT(str_of(codes_code(&flag_ground_codes, match->ground))),
				     P_MOMENT(actor->now)),
			      &written);

	if (rc != RC_OK || written.affected == 0)
		return rc;
	rc = db_write(db, &capa_count_flags, NULL, PARAMS(P_INT(match->capa_id), P_INT(actor->organization_id)), NULL);
	if (rc == RC_OK)
		rc = audit_append(db, actor, &entry);
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

static enum rc compare_one(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			   int64_t *count)
{
	static const struct statement *const grounds[] = {&radar_by_asset, &radar_by_factor, &radar_by_category};
	enum rc rc = RC_OK;

	for (size_t g = 0; rc == RC_OK && g < sizeof grounds / sizeof *grounds; g++) {
		struct rows rows;
		rc = db_list(db, arena, grounds[g], PARAMS(P_INT(incident_id), P_INT(actor->organization_id)), &rows);
		for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
			rc = put_flag(db, arena, actor, ROW(struct match, rows, i));
		if (rc == RC_OK)
			*count += (int64_t)rows.count;
	}
	return rc;
}

/* One batch of what changed since *reached, which moves on. */
static enum rc compare_changed(struct db *db, struct arena *arena, const struct actor *actor,
			       const struct statement *changed, struct reached *reached, int64_t *count,
			       bool *is_behind)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, changed,
			     PARAMS(P_INT(actor->organization_id), P_MOMENT(reached->at), P_MOMENT(reached->at),
				    P_INT(reached->id), P_INT(BATCH)),
			     &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct changed_row *row = ROW(struct changed_row, rows, i);
		rc = compare_one(db, arena, actor, row->incident_id, count);
		*reached = (struct reached){row->updated_at, row->id};
	}
	if (rc == RC_OK && rows.count == BATCH)
		*is_behind = true;
	else if (rc == RC_OK)
		*reached = (struct reached){actor->now - OVERLAP, 0};
	return rc;
}

enum rc flag_compare(struct db *db, struct arena *arena, int64_t organization_id, moment now, int64_t *count,
		     bool *is_behind)
{
	const struct actor actor = actor_command(organization_id, "system", "worker", now);
	struct radar radar;
	enum rc rc = db_one(db, arena, &radar_one, PARAMS(P_INT(organization_id)), &radar);

	*count = 0;
	*is_behind = false;
	if (rc == RC_NOT_FOUND)
		rc = db_one(db, arena, &radar_begin, PARAMS(P_INT(organization_id)), &radar);
	if (rc != RC_OK || radar.incidents.at == MOMENT_NONE)
		return rc;
	rc = compare_changed(db, arena, &actor, &radar_incidents, &radar.incidents, count, is_behind);
	if (rc == RC_OK)
		rc = compare_changed(db, arena, &actor, &radar_causes, &radar.causes, count, is_behind);
	if (rc != RC_OK)
		return rc;
	return db_write(db, &radar_put, NULL,
			PARAMS(P_INT(organization_id), P_MOMENT(radar.incidents.at), P_INT(radar.incidents.id),
			       P_MOMENT(radar.causes.at), P_INT(radar.causes.id)),
			NULL);
}

/* --- what somebody outside completed --- */

STATEMENT(capas_unsettled, &capa_record, NULL,
	  "SELECT {columns} FROM capa FORCE INDEX (unsettled) WHERE is_settled = FALSE ORDER BY id LIMIT 50");
STATEMENT(capa_set_settled, NULL, NULL, "UPDATE capa SET is_settled = TRUE WHERE id = ? AND organization_id = ?");

enum rc capa_unsettled(struct db *db, struct arena *arena, struct rows *rows)
{
	return db_list(db, arena, &capas_unsettled, NO_PARAMS, rows);
}

enum rc capa_settle(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write(db, &capa_set_settled, NULL, PARAMS(P_INT(id), P_INT(organization_id)), NULL);
}
