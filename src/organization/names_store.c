#include <stddef.h>
#include <string.h>

#include "organization/names_store.h"

enum { BATCH = 50, SLOTS = 256 };

struct name_row {
	int64_t id;
	struct str name;
};
static const struct field name_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct name_row, id)},
	{.kind = FIELD_TEXT, .name = "name", .offset = offsetof(struct name_row, name)},
	FIELD_END,
};
static const struct record name_record = {"name", sizeof(struct name_row), name_fields};

#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define FIFTY TEN ", " TEN ", " TEN ", " TEN ", " TEN

STATEMENT(names_of_establishments, &name_record, NULL,
	  "SELECT id, name FROM establishment WHERE organization_id = ? AND id IN (" FIFTY ")");
STATEMENT(names_of_areas, &name_record, NULL,
	  "SELECT id, name FROM area WHERE organization_id = ? AND id IN (" FIFTY ")");
STATEMENT(names_of_units, &name_record, NULL,
	  "SELECT id, name FROM unit WHERE organization_id = ? AND id IN (" FIFTY ")");
STATEMENT(
	names_of_people, &name_record, NULL,
	"SELECT id, CONCAT(given_name, ' ', family_name) AS name FROM person WHERE organization_id = ? AND"
	" id IN (" FIFTY ")");

static const struct statement *const statements[NAMES_KIND_COUNT] = {
	[NAMES_ESTABLISHMENT] = &names_of_establishments,
	[NAMES_AREA] = &names_of_areas,
	[NAMES_UNIT] = &names_of_units,
	[NAMES_PERSON] = &names_of_people,
};

struct entry {
	int64_t id;
	enum names_kind kind;
	struct str name;
	struct entry *next;
};

struct names {
	struct db *db;
	struct arena *arena;
	int64_t organization_id;
	struct entry *slots[SLOTS];
};

struct names *names_new(struct db *db, struct arena *arena, int64_t organization_id)
{
	struct names *names = ARENA_NEW(arena, struct names);

	names->db = db;
	names->arena = arena;
	names->organization_id = organization_id;
	return names;
}

static size_t slot_of(enum names_kind kind, int64_t id)
{
	return ((uint64_t)id * NAMES_KIND_COUNT + kind) % SLOTS;
}

static struct entry *find(const struct names *names, enum names_kind kind, int64_t id)
{
	struct entry *entry = names->slots[slot_of(kind, id)];

	while (entry && (entry->id != id || entry->kind != kind))
		entry = entry->next;
	return entry;
}

static struct entry *add(struct names *names, enum names_kind kind, int64_t id)
{
	struct entry **slot = &names->slots[slot_of(kind, id)];
	struct entry *entry = ARENA_NEW(names->arena, struct entry);

	*entry = (struct entry){.id = id, .kind = kind, .name = STR(""), .next = *slot};
	*slot = entry;
	return entry;
}

static enum rc fetch(struct names *names, enum names_kind kind, const struct param *params)
{
	struct rows rows;
	enum rc rc = db_list(names->db, names->arena, statements[kind], params, 1 + BATCH, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct name_row *row = ROW(struct name_row, rows, i);
		find(names, kind, row->id)->name = row->name;
	}
	return rc;
}

enum rc names_load(struct names *names, enum names_kind kind, const int64_t *ids, size_t count)
{
	struct param params[1 + BATCH] = {P_INT(names->organization_id)};
	enum rc rc = RC_OK;

	for (size_t i = 0, wanted = 0; i < count && rc == RC_OK;) {
		for (wanted = 0; i < count && wanted < BATCH; i++) {
			if (ids[i] == 0 || find(names, kind, ids[i]))
				continue;
			add(names, kind, ids[i]);
			params[1 + wanted++] = P_INT(ids[i]);
		}
		if (wanted == 0)
			break;
		while (wanted < BATCH)
			params[1 + wanted++] = P_NULL;
		rc = fetch(names, kind, params);
	}
	return rc;
}

enum rc names_load_column(struct names *names, enum names_kind kind, struct rows rows, size_t row_size,
			  size_t offset)
{
	int64_t *ids = ARENA_ARRAY(names->arena, int64_t, rows.count);

	for (size_t i = 0; i < rows.count; i++)
		memcpy(&ids[i], (const char *)rows.at + i * row_size + offset, sizeof ids[i]);
	return names_load(names, kind, ids, rows.count);
}

struct str names_get(const struct names *names, enum names_kind kind, int64_t id)
{
	const struct entry *entry = find(names, kind, id);
	return entry ? entry->name : STR("");
}

struct str names_of_field(struct names *names, const char *field, int64_t id)
{
	static const struct {
		const char *field;
		enum names_kind kind;
	} fields[] = {
		{"establishment_id", NAMES_ESTABLISHMENT},
		{"area_id", NAMES_AREA},
		{"parent_id", NAMES_AREA},
		{"department_id", NAMES_UNIT},
		{"project_id", NAMES_UNIT},
		{"business_unit_id", NAMES_UNIT},
		{"team_id", NAMES_UNIT},
		{"manager_id", NAMES_PERSON},
		{"investigation_lead_id", NAMES_PERSON},
		{"investigation_approver_id", NAMES_PERSON},
		{"owner_id", NAMES_PERSON},
		{"person_id", NAMES_PERSON},
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_is(str_of(field), fields[i].field) && names_load(names, fields[i].kind, &id, 1) == RC_OK)
			return names_get(names, fields[i].kind, id);
	return STR_NONE;
}
