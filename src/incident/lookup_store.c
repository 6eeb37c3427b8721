#include "incident/lookup_store.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/moment.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct lookup_row, member)
static const struct field lookup_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	{.kind = FIELD_TEXT, OFFSET(zone)},
	{.kind = FIELD_TEXT, OFFSET(emergency_phone)},
	{.kind = FIELD_TEXT, OFFSET(muster_point)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	FIELD_END,
};
#undef OFFSET
static const struct record lookup_record = {"lookup", sizeof(struct lookup_row), lookup_fields};

STATEMENT(lookup_establishments, &lookup_record, NULL,
	  "SELECT id, name, zone, emergency_phone, muster_point, is_active FROM establishment WHERE organization_id = ? ORDER BY name");
STATEMENT(lookup_units, &lookup_record, NULL,
	  "SELECT id, name, is_active FROM unit WHERE organization_id = ? AND kind = ? ORDER BY name");
STATEMENT(lookup_categories, &lookup_record, NULL,
	  "SELECT id, name, is_active FROM category WHERE organization_id = ? ORDER BY register, position,"
	  " name");
/* Managers stand first in their index, so that finding who there is takes one step for each. */
STATEMENT(lookup_managers, &lookup_record, NULL,
	  "SELECT STRAIGHT_JOIN p.id, CONCAT(p.given_name, ' ', p.family_name) AS name, p.is_active FROM"
	  " (SELECT manager_id FROM incident FORCE INDEX FOR GROUP BY (manager)"
	  "  WHERE organization_id = ? AND manager_id > 0 GROUP BY manager_id) m"
	  " STRAIGHT_JOIN person p FORCE INDEX (PRIMARY) ON p.id = m.manager_id ORDER BY p.given_name, p.family_name");

static const struct {
	const struct statement *statement;
	const char *unit; /* kind of the unit */
} sources[LOOKUP_KIND_COUNT] = {
	[LOOKUP_ESTABLISHMENT] = {&lookup_establishments, NULL},
	[LOOKUP_DEPARTMENT] = {&lookup_units, "department"},
	[LOOKUP_BUSINESS_UNIT] = {&lookup_units, "business_unit"},
	[LOOKUP_TEAM] = {&lookup_units, "team"},
	[LOOKUP_PROJECT] = {&lookup_units, "project"},
	[LOOKUP_CATEGORY] = {&lookup_categories, NULL},
	[LOOKUP_MANAGER] = {&lookup_managers, NULL},
};

/* One organization at a time is kept; another one takes its place. */
static struct kept {
	struct arena *arena;
	struct arena *managers; /* their rows have a life of their own */
	int64_t organization_id; /* 0: none */
	int64_t version;
	moment managers_until;
	struct lookup lookup;
} kept;

static int compare(const void *a, const void *b)
{
	const struct lookup_row *const *left = a, *const *right = b;
	return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

static enum rc fetch(struct db *db, struct arena *arena, int64_t organization_id, enum lookup_kind kind)
{
	const struct param params[] = {P_INT(organization_id), P_TEXT(str_of(sources[kind].unit))};
	struct rows rows = {0};
	enum rc rc = db_list(db, arena, sources[kind].statement, params, sources[kind].unit ? 2 : 1, &rows);
	const struct lookup_row **by_id = ARENA_ARRAY(arena, const struct lookup_row *, rows.count + 1);

	for (size_t i = 0; i < rows.count; i++)
		by_id[i] = ROW(struct lookup_row, rows, i);
	qsort(by_id, rows.count, sizeof *by_id, compare);
	kept.lookup.kinds[kind].rows = rows.at;
	kept.lookup.kinds[kind].by_id = by_id;
	kept.lookup.kinds[kind].count = rows.count;
	return rc;
}

static void empty(struct arena **arena)
{
	if (*arena)
		arena_reset(*arena);
	else
		*arena = arena_new(0);
}

static enum rc fetch_managers(struct db *db, int64_t organization_id, moment now)
{
	empty(&kept.managers);
	kept.managers_until = now + SECONDS(LOOKUP_MANAGER_SECONDS);
	return fetch(db, kept.managers, organization_id, LOOKUP_MANAGER);
}

static enum rc fetch_all(struct db *db, int64_t organization_id, moment now)
{
	enum rc rc = RC_OK;

	empty(&kept.arena);
	for (int kind = 0; kind < LOOKUP_MANAGER && rc == RC_OK; kind++)
		rc = fetch(db, kept.arena, organization_id, (enum lookup_kind)kind);
	return rc == RC_OK ? fetch_managers(db, organization_id, now) : rc;
}

enum rc lookup_of(struct db *db, const struct viewer *viewer, const struct lookup **out)
{
	const moment now = moment_now();
	const bool holds = kept.organization_id == viewer->organization_id &&
			   kept.version == viewer->directory_version;
	enum rc rc = RC_OK;

	if (!holds)
		rc = fetch_all(db, viewer->organization_id, now);
	else if (now >= kept.managers_until || now < kept.managers_until - SECONDS(LOOKUP_MANAGER_SECONDS))
		rc = fetch_managers(db, viewer->organization_id, now);
	kept.organization_id = rc == RC_OK ? viewer->organization_id : 0;
	kept.version = viewer->directory_version;
	*out = &kept.lookup;
	return rc;
}

const struct lookup *lookup_kept(void)
{
	return kept.organization_id ? &kept.lookup : NULL;
}

const struct lookup_row *lookup_find(const struct lookup *lookup, enum lookup_kind kind, int64_t id)
{
	const struct lookup_row wanted = {.id = id}, *key = &wanted;
	const struct lookup_row *const *found = bsearch(&key, lookup->kinds[kind].by_id, lookup->kinds[kind].count,
							sizeof key, compare);
	return found ? *found : NULL;
}

struct str lookup_name(const struct lookup *lookup, enum lookup_kind kind, int64_t id)
{
	const struct lookup_row *row = lookup_find(lookup, kind, id);
	return row ? row->name : STR("");
}
