#include "environment/substance_import.h"

#include "environment/substance_store.h"

static bool has_cas(const void *row)
{
	struct str cas = ((const struct substance *)row)->cas;
	return cas.len == 0 || substance_cas_is_valid(cas);
}

static bool has_sheet(const void *row)
{
	struct str href = ((const struct substance *)row)->sds_href;
	return href.len == 0 || str_starts(href, STR("https://")) || str_starts(href, STR("http://"));
}

static const struct rule rules[] = {
	{"cas", has_cas, N_("This is no CAS number: its last digit does not fit the others")},
	{"sds_href", has_sheet, N_("Give an address that begins with https://")},
	RULE_END,
};

static enum rc stored(struct import_run *run, struct rows *rows)
{
	return substance_own(run->db, run->arena, run->actor.organization_id, rows);
}

static void begin(const struct import_run *run, void *row)
{
	struct substance *substance = row;

	substance->organization_id = run->actor.organization_id;
	substance->kind = SUBSTANCE_LISTED;
	substance->is_active = true;
	substance->version = 1;
}

/* What shares a CAS number is the same substance; else each entry is its own. */
static void complete(const struct import_run *run, const void *before, void *row)
{
	struct substance *substance = row;

	(void)run;
	(void)before;
	substance->same_as = substance->cas.len ? substance->cas : substance->name;
}

static enum rc write(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct substance *substance = row;

	substance->updated_at = run->actor.now;
	return before ? substance_update(db, substance) : substance_insert(db, substance);
}

static const char *const columns[] = {
	"name", "synonyms", "cas", "cercla_rq", "ehs_rq", "special", "is_gas", "specific_gravity", "strength", "molar_mass",
	"sds_href", "note", "is_active", NULL,
};
static const char *const key[] = {"name", NULL};
static const struct import_reference references[] = {{.field = NULL}};

const struct import_kind import_substances = {
	.name = "substances",
	.label = N_("Substances"),
	.record = &substance_record,
	.fields = columns,
	.references = references,
	.key = key,
	.rules = rules,
	.stored = stored,
	.begin = begin,
	.complete = complete,
	.write = write,
	.remove = substance_remove,
};
