#include "notify/aim_store.h"

#include <stddef.h>

struct person_row {
	int64_t person_id;
	int role;                    /* of role holders */
	int64_t superior_id;         /* of the principal */
	int64_t superior_2_id;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct person_row, member)
static const struct field person_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(superior_id)},
	{.kind = FIELD_ID, OFFSET(superior_2_id)},
	FIELD_END,
};
#undef OFFSET
static const struct record person_row_record = {"person", sizeof(struct person_row), person_fields};

/* By the primary key (incident_id, person_id). */
STATEMENT(aim_watchers, &person_row_record, NULL,
	  "SELECT person_id FROM incident_watcher WHERE incident_id = ? AND organization_id = ? ORDER BY person_id LIMIT 500");
/* Index team. */
STATEMENT(aim_unit, &person_row_record, NULL,
	  "SELECT id AS person_id FROM person WHERE organization_id = ? AND team_id = ? AND is_active ORDER BY id LIMIT 500");
/* Index organization (organization_id, role). */
STATEMENT(aim_roles, &person_row_record, NULL,
	  "SELECT a.person_id, g.role FROM role_grant g FORCE INDEX (organization) STRAIGHT_JOIN account a ON a.id = g.account_id"
	  " WHERE g.organization_id = ? AND g.role IN (?, ?, ?, ?, ?, ?, ?, ?) AND a.is_active"
	  " AND (g.until_on IS NULL OR g.until_on >= ?)"
	  " AND (g.establishment_id IS NULL OR g.establishment_id = ?)"
	  " AND (g.department_id IS NULL OR g.department_id = ?) ORDER BY a.person_id LIMIT 1000");
STATEMENT(aim_superiors, &person_row_record, NULL,
	  "SELECT p.id AS person_id, p.manager_id AS superior_id, q.manager_id AS superior_2_id FROM person p"
	  " LEFT JOIN person q ON q.id = p.manager_id WHERE p.id = ? AND p.organization_id = ?");

/* What the rules aim at beyond what the occurrence names itself, each asked once. */
struct found {
	struct rows watchers, unit, holders;
	int64_t superior_id, superior_2_id;
};

static void add(struct arena *arena, struct aims *aims, const struct notify_rule *rule, int64_t person_id)
{
	if (!person_id)
		return;
	if (aims->count == aims->room) {
		aims->room = aims->room ? 2 * aims->room : 32;
		aims->at = arena_grow(arena, aims->at, aims->count * sizeof *aims->at, aims->room * sizeof *aims->at);
	}
	aims->at[aims->count++] = (struct aim){rule, person_id};
}

static void add_rows(struct arena *arena, struct aims *aims, const struct notify_rule *rule, struct rows rows)
{
	for (size_t i = 0; i < rows.count; i++) {
		const struct person_row *row = ROW(struct person_row, rows, i);
		if (rule->recipient != RECIPIENT_ROLE || row->role == rule->role)
			add(arena, aims, rule, row->person_id);
	}
}

static void add_team(struct arena *arena, struct aims *aims, const struct notify_rule *rule, struct str team)
{
	struct str part;
	int64_t person_id;

	while (str_split(&team, ',', &part))
		if (str_to_int(part, 1, INT64_MAX, &person_id))
			add(arena, aims, rule, person_id);
}

static void add_aims(struct arena *arena, struct aims *aims, const struct notify_rule *rule, const struct occurrence *o,
		     const struct found *found)
{
	const struct incident *incident = &o->incident;
	const int64_t single[RECIPIENT_COUNT] = {
		[RECIPIENT_MANAGER] = incident->manager_id,
		[RECIPIENT_REPORTER] = incident->reporter_id,
		[RECIPIENT_LEAD] = incident->investigation_lead_id,
		[RECIPIENT_APPROVER] = incident->investigation_approver_id,
		[RECIPIENT_RESPONSIBLE] = o->has_action ? o->action.responsible_id : 0,
		[RECIPIENT_CREATOR] = o->has_action ? o->action.creator_id : 0,
		[RECIPIENT_VERIFIER] = o->has_action ? o->action.verifier_id : 0,
		[RECIPIENT_PERSON] = o->person_id,
		[RECIPIENT_MENTIONED] = o->person_id,
		[RECIPIENT_SUPERIOR] = found->superior_id,
		[RECIPIENT_SUPERIOR_2] = found->superior_2_id,
		[RECIPIENT_NAMED] = rule->person_id,
	};

	switch (rule->recipient) {
	case RECIPIENT_TEAM:
		add_team(arena, aims, rule, incident->investigation_team);
		break;
	case RECIPIENT_WATCHER:
		add_rows(arena, aims, rule, found->watchers);
		break;
	case RECIPIENT_UNIT:
		add_rows(arena, aims, rule, found->unit);
		break;
	case RECIPIENT_ROLE:
		add_rows(arena, aims, rule, found->holders);
		break;
	default:
		add(arena, aims, rule, single[rule->recipient]);
	}
}

static enum rc find_holders(struct db *db, struct arena *arena, const struct occurrence *o,
			    const struct notify_rule *const *rules, size_t count, moment now, struct rows *rows)
{
	const struct scope scope = occurrence_scope(o);
	struct param params[ROLE_COUNT + 3];
	unsigned wanted = 0;
	size_t at = 0;

	for (size_t i = 0; i < count; i++)
		if (rules[i]->recipient == RECIPIENT_ROLE)
			wanted |= 1u << rules[i]->role;
	params[at++] = P_INT(o->organization_id);
	for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
		params[at++] = P_TEXT(wanted & 1u << role ? str_of(codes_code(&role_codes, role)) : STR(""));
	params[at++] = P_DAY(zone_day(NULL, now));
	params[at++] = P_INT(scope.establishment_id);
	params[at++] = P_INT(scope.department_id);
	return db_list(db, arena, &aim_roles, params, at, rows);
}

static enum rc find_superiors(struct db *db, struct arena *arena, const struct occurrence *o, struct found *found)
{
	struct person_row row = {0};
	enum rc rc = RC_OK;

	found->superior_id = o->superior_id;
	found->superior_2_id = o->superior_2_id;
	if (found->superior_id || found->superior_2_id || !occurrence_principal(o))
		return RC_OK;
	rc = db_one(db, arena, &aim_superiors, PARAMS(P_INT(occurrence_principal(o)), P_INT(o->organization_id)), &row);
	if (rc == RC_OK) {
		found->superior_id = row.superior_id;
		found->superior_2_id = row.superior_2_id;
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc aims_find(struct db *db, struct arena *arena, const struct occurrence *o, const struct notify_rule *const *rules,
		  size_t count, moment now, struct aims *out)
{
	struct found found = {0};
	unsigned wanted = 0;
	enum rc rc = RC_OK;

	*out = (struct aims){0};
	for (size_t i = 0; i < count; i++)
		wanted |= RECIPIENT_BIT(rules[i]->recipient);
	if (wanted & RECIPIENT_BIT(RECIPIENT_WATCHER) && o->incident.id)
		rc = db_list(db, arena, &aim_watchers, PARAMS(P_INT(o->incident.id), P_INT(o->organization_id)),
			     &found.watchers);
	if (rc == RC_OK && wanted & RECIPIENT_BIT(RECIPIENT_UNIT) && o->incident.team_id)
		rc = db_list(db, arena, &aim_unit, PARAMS(P_INT(o->organization_id), P_INT(o->incident.team_id)), &found.unit);
	if (rc == RC_OK && wanted & RECIPIENT_BIT(RECIPIENT_ROLE))
		rc = find_holders(db, arena, o, rules, count, now, &found.holders);
	if (rc == RC_OK && wanted & (RECIPIENT_BIT(RECIPIENT_SUPERIOR) | RECIPIENT_BIT(RECIPIENT_SUPERIOR_2)))
		rc = find_superiors(db, arena, o, &found);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		add_aims(arena, out, rules[i], o, &found);
	return rc;
}
