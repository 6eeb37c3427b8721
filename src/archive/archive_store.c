#include "archive/archive_store.h"

#include <stddef.h>

#include "base/random.h"
#include "db/archive.h"
#include "event/event.h"

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)},
	FIELD_END,
};
static const struct record number_record = {"archive_number", sizeof(struct number_row), number_fields};
#define AT(member) .name = #member, .offset = offsetof(struct archive_candidate, member)
static const struct field candidate_fields[] = {
	{.kind = FIELD_ID, AT(id)}, {.kind = FIELD_MOMENT, AT(occurred_at)}, {.kind = FIELD_BOOL, AT(is_due)}, FIELD_END,
};
#undef AT
static const struct record candidate_record = {"archive_candidate", sizeof(struct archive_candidate), candidate_fields};

#define AT(member) .name = #member, .offset = offsetof(struct archive_walk, member)
static const struct field walk_fields[] = {
	{.kind = FIELD_ID, AT(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE, AT(environment), .flags = FIELD_STORED, .codes = &environment_codes},
	{.kind = FIELD_MOMENT, AT(occurred_at), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(rule_version), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(ended_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
static const struct record walk_record = {"archive_walk", sizeof(struct archive_walk), walk_fields};

#define AT(member) .name = #member, .offset = offsetof(struct held_incident, member)
static const struct field held_fields[] = {
	{.kind = FIELD_TEXT, AT(number)},      {.kind = FIELD_TEXT, AT(title)},
	{.kind = FIELD_PROSE, AT(reason)},     {.kind = FIELD_TEXT, AT(placed_by_name)},
	{.kind = FIELD_MOMENT, AT(placed_at)}, FIELD_END,
};
#undef AT
const struct record held_incident_record = {"held_incident", sizeof(struct held_incident), held_fields};

/* --- the rule --- */

STATEMENT(archive_rule_one, &archive_rule_record, NULL,
	  "SELECT {columns} FROM archive_rule WHERE organization_id = ?");
STATEMENT(archive_rule_insert, NULL, &archive_rule_record,
	  "INSERT INTO archive_rule ({names}) VALUES ({values})");
STATEMENT(archive_rule_update, NULL, &archive_rule_record,
	  "UPDATE archive_rule SET {assignments} WHERE organization_id = ? AND version = ?");

enum rc archive_rule_find(struct db *db, struct arena *arena, int64_t organization_id,
			  struct archive_rule *out)
{
	enum rc rc = db_one(db, arena, &archive_rule_one, PARAMS(P_INT(organization_id)), out);

	if (rc != RC_NOT_FOUND)
		return rc;
	*out = (struct archive_rule){.organization_id = organization_id, .closed_days = ARCHIVE_DAYS_DEFAULT};
	return RC_OK;
}

enum rc archive_rule_put(struct db *db, struct arena *arena, const struct actor *actor,
			 const struct archive_rule *before, struct archive_rule *after)
{
	enum rc rc;

	after->version = before->version + 1;
	after->updated_at = actor->now;
	if (before->version == 0) {
		rc = db_write(db, &archive_rule_insert, after, NO_PARAMS, NULL);
		rc = rc == RC_DUPLICATE ? RC_CONFLICT : rc;
	} else {
		rc = db_write_one(db, &archive_rule_update, after,
				  PARAMS(P_INT(after->organization_id), P_INT(before->version)), RC_CONFLICT);
	}
	return rc == RC_OK ? audit_change(db, arena, actor, "archive.rule_changed", &archive_rule_record,
					  after->organization_id, 0, before, after, STR(""))
			   : rc;
}

/* --- what is due --- */

/* Nothing holds it back. */
#define FREE                                                                                             \
	" 0 = (SELECT COUNT(*) FROM legal_hold h FORCE INDEX (incident) WHERE h.incident_id = i.id"      \
	" AND h.released_at IS NULL)"                                                                    \
	" AND 0 = (SELECT COUNT(*) FROM injured_person p JOIN osha_case c ON c.injured_person_id = p.id" \
	" WHERE p.incident_id = i.id AND c.year + 5 >= YEAR(?))"                                         \
	" AND 0 = (SELECT COUNT(*) FROM receipt t WHERE t.incident_id = i.id"                            \
	" AND t.expires_on >= DATE(?))"

/* 10 is STATUS_CLOSED. */
STATEMENT(archive_due_one, &number_record, NULL,
	  "SELECT COUNT(*) AS number FROM incident i"
	  " LEFT JOIN archive_rule r ON r.organization_id = i.organization_id"
	  " WHERE i.id = ? AND i.organization_id = ? AND i.status_rank = 10"
	  " AND i.closed_at < ? - INTERVAL COALESCE(r.closed_days, 730) DAY AND" FREE);
/* In the order of the index: what happened after the limit cannot have been closed before it, there the walk ends. */
STATEMENT(archive_candidates, &candidate_record, NULL,
	  "SELECT i.id, i.occurred_at, COALESCE(i.closed_at < ?, FALSE) AND" FREE " AS is_due FROM"
	  " (SELECT id FROM incident FORCE INDEX (status) WHERE organization_id = ? AND environment = ?"
	  " AND status_rank = 10 AND occurred_at >= ? AND (occurred_at > ? OR id > ?) AND occurred_at < ?"
	  " ORDER BY occurred_at, id LIMIT 200) p STRAIGHT_JOIN incident i FORCE INDEX (PRIMARY) ON i.id = p.id"
	  " ORDER BY i.occurred_at, i.id");
STATEMENT(archive_walk_one, &walk_record, NULL, "SELECT {columns} FROM archive_walk WHERE organization_id = ?");
STATEMENT(archive_walk_put, NULL, &walk_record,
	  "INSERT INTO archive_walk ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE {assignments}");
STATEMENT(archive_count_all, &number_record, NULL,
	  "SELECT COUNT(*) AS number FROM incident WHERE organization_id = ?");

enum rc archive_is_due(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       moment now, bool *out)
{
	struct number_row row;
	enum rc rc = db_one(db, arena, &archive_due_one,
			    PARAMS(P_INT(incident_id), P_INT(organization_id), P_MOMENT(now), P_MOMENT(now), P_MOMENT(now)),
			    &row);

	*out = rc == RC_OK && row.number > 0;
	return rc;
}

enum rc archive_look(struct db *db, struct arena *arena, const struct archive_walk *walk, moment closed_before,
		     moment now, struct rows *rows)
{
	const char *environment = codes_code(&environment_codes, walk->environment);
	/* Before anything that can have happened. */
	moment from = walk->occurred_at == MOMENT_NONE ? DAYS(-250000) : walk->occurred_at;

	return db_list(db, arena, &archive_candidates,
		       PARAMS(P_MOMENT(closed_before), P_MOMENT(now), P_MOMENT(now), P_INT(walk->organization_id),
			      P_TEXT(str_of(environment)), P_MOMENT(from), P_MOMENT(from), P_INT(walk->incident_id),
			      P_MOMENT(closed_before)),
		       rows);
}

struct archive_walk archive_walk_new(const struct archive_rule *rule)
{
	return (struct archive_walk){.organization_id = rule->organization_id,
				     .rule_version = rule->version,
				     .environment = ENVIRONMENT_PROD,
				     .occurred_at = MOMENT_NONE,
				     .ended_at = MOMENT_NONE};
}

enum rc archive_walk_find(struct db *db, struct arena *arena, const struct archive_rule *rule, struct archive_walk *out)
{
	enum rc rc = db_one(db, arena, &archive_walk_one, PARAMS(P_INT(rule->organization_id)), out);

	if (rc == RC_NOT_FOUND || (rc == RC_OK && out->rule_version != rule->version)) {
		*out = archive_walk_new(rule);
		return RC_OK;
	}
	return rc;
}

enum rc archive_walk_keep(struct db *db, const struct archive_walk *walk)
{
	return db_write(db, &archive_walk_put, walk, NO_PARAMS, NULL);
}

enum rc archive_count(struct db *db, struct arena *arena, int64_t organization_id, int64_t *count)
{
	bool was_open = db_archive_is_open(db);
	struct number_row row = {0};
	enum rc rc = db_archive_open(db);

	if (rc == RC_OK)
		rc = db_one(db, arena, &archive_count_all, PARAMS(P_INT(organization_id)), &row);
	if (!was_open)
		db_archive_close(db);
	*count = row.number;
	return rc;
}

/* --- legal holds --- */

const struct incident_count legal_hold_count = {
	"(SELECT COUNT(*) FROM legal_hold x FORCE INDEX (incident) WHERE x.incident_id = i.id AND x.released_at IS NULL)"};
STATEMENT(legal_hold_insert, NULL, &legal_hold_record, "INSERT INTO legal_hold ({names}) VALUES ({values})");
STATEMENT(legal_hold_update, NULL, &legal_hold_record,
	  "UPDATE legal_hold SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?"
	  " AND released_at IS NULL");
STATEMENT(
	legal_hold_of_incident, &legal_hold_record, NULL,
	"SELECT {columns} FROM legal_hold FORCE INDEX (incident) WHERE incident_id = ? AND organization_id = ?"
	" ORDER BY id DESC LIMIT 100");
STATEMENT(legal_hold_list_active, &held_incident_record, NULL,
	  "SELECT i.number, i.title, h.reason, h.placed_by_name, h.placed_at"
	  " FROM legal_hold h FORCE INDEX (active) JOIN incident i ON i.id = h.incident_id"
	  " WHERE h.organization_id = ? AND h.released_at IS NULL ORDER BY h.id LIMIT 500");

enum rc legal_hold_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct rows *rows)
{
	return db_list(db, arena, &legal_hold_of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)),
		       rows);
}

enum rc legal_hold_active(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &legal_hold_list_active, PARAMS(P_INT(organization_id)), rows);
}

static enum rc tell(struct db *db, struct arena *arena, const struct actor *actor, const char *kind,
		    const struct legal_hold *before, const struct legal_hold *after, struct str reason)
{
	struct event event = {.kind = kind, .subject = "incident", .subject_id = after->incident_id};
	enum rc rc = audit_change(db, arena, actor, kind, &legal_hold_record, after->id, after->incident_id,
				  before, after, reason);

	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

enum rc legal_hold_place(struct db *db, struct arena *arena, const struct actor *actor,
			 struct legal_hold *hold)
{
	hold->id = 0;
	hold->organization_id = actor->organization_id;
	hold->uuid = uuid_new(arena, actor->now);
	hold->placed_at = actor->now;
	hold->placed_by_id = actor->account_id;
	hold->placed_by_name = actor->name;
	hold->version = 1;
	enum rc rc = db_insert(db, &legal_hold_insert, hold, &hold->id);
	return rc == RC_OK ? tell(db, arena, actor, "legal_hold.placed", NULL, hold, hold->reason) : rc;
}

enum rc legal_hold_release(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct legal_hold *before, struct legal_hold *after)
{
	after->version = before->version + 1;
	after->released_at = actor->now;
	after->released_by_name = actor->name;
	enum rc rc = db_write_one(
		db, &legal_hold_update, after,
		PARAMS(P_INT(before->id), P_INT(before->organization_id), P_INT(before->version)),
		RC_CONFLICT);
	return rc == RC_OK
		       ? tell(db, arena, actor, "legal_hold.released", before, after, after->release_reason)
		       : rc;
}
