#include "incident/lookup_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct lookup_row, member)
static const struct field lookup_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	{.kind = FIELD_TEXT, OFFSET(zone)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	FIELD_END,
};
#undef OFFSET
static const struct record lookup_record = {"lookup", sizeof(struct lookup_row), lookup_fields};

STATEMENT(lookup_establishments, &lookup_record, NULL,
	  "SELECT id, name, zone, is_active FROM establishment WHERE organization_id = ? ORDER BY name");
STATEMENT(lookup_departments, &lookup_record, NULL,
	  "SELECT id, name, is_active FROM unit WHERE organization_id = ? AND kind = 'department' ORDER BY"
	  " name");
STATEMENT(
	lookup_projects, &lookup_record, NULL,
	"SELECT id, name, is_active FROM unit WHERE organization_id = ? AND kind = 'project' ORDER BY name");
STATEMENT(lookup_categories, &lookup_record, NULL,
	  "SELECT id, name, is_active FROM category WHERE organization_id = ? ORDER BY register, position,"
	  " name");
/* Managers stand first in their index, so that finding who there is takes one step for each. */
STATEMENT(lookup_managers, &lookup_record, NULL,
	  "SELECT STRAIGHT_JOIN p.id, CONCAT(p.given_name, ' ', p.family_name) AS name, p.is_active FROM"
	  " (SELECT manager_id FROM incident FORCE INDEX FOR GROUP BY (manager)"
	  "  WHERE organization_id = ? AND manager_id > 0 GROUP BY manager_id) m"
	  " STRAIGHT_JOIN person p FORCE INDEX (PRIMARY) ON p.id = m.manager_id ORDER BY p.given_name, p.family_name");

static const struct statement *const statements[LOOKUP_KIND_COUNT] = {
	[LOOKUP_ESTABLISHMENT] = &lookup_establishments,
	[LOOKUP_DEPARTMENT] = &lookup_departments,
	[LOOKUP_PROJECT] = &lookup_projects,
	[LOOKUP_CATEGORY] = &lookup_categories,
	[LOOKUP_MANAGER] = &lookup_managers,
};

/* One organization at a time is kept; another one takes its place. */
static struct {
	struct arena *arena;
	struct lookup lookup;
	moment until;
} kept;

static enum rc fetch(struct db *db, int64_t organization_id)
{
	enum rc rc = RC_OK;

	if (kept.arena)
		arena_reset(kept.arena);
	else
		kept.arena = arena_new(0);
	kept.lookup = (struct lookup){.organization_id = organization_id};
	kept.until = MOMENT_NONE;
	for (int kind = 0; kind < LOOKUP_KIND_COUNT && rc == RC_OK; kind++) {
		struct rows rows = {0};
		rc = db_list(db, kept.arena, statements[kind], PARAMS(P_INT(organization_id)), &rows);
		kept.lookup.kinds[kind].rows = rows.at;
		kept.lookup.kinds[kind].count = rows.count;
	}
	return rc;
}

enum rc lookup_of(struct db *db, int64_t organization_id, moment now, const struct lookup **out)
{
	bool is_fresh = kept.lookup.organization_id == organization_id && now < kept.until &&
			now > kept.until - SECONDS(2 * LOOKUP_SECONDS);

	if (!is_fresh) {
		enum rc rc = fetch(db, organization_id);
		if (rc != RC_OK)
			return rc;
		kept.until = now + SECONDS(LOOKUP_SECONDS);
	}
	*out = &kept.lookup;
	return RC_OK;
}

const struct lookup_row *lookup_find(const struct lookup *lookup, enum lookup_kind kind, int64_t id)
{
	for (size_t i = 0; i < lookup->kinds[kind].count; i++)
		if (lookup->kinds[kind].rows[i].id == id)
			return &lookup->kinds[kind].rows[i];
	return NULL;
}

struct str lookup_name(const struct lookup *lookup, enum lookup_kind kind, int64_t id)
{
	const struct lookup_row *row = lookup_find(lookup, kind, id);
	return row ? row->name : STR("");
}
