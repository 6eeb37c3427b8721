#include "organization/import_undo.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/log.h"
#include "organization/import_batch_store.h"
#include "organization/import_preset_store.h"
#include "organization/import_private.h"

static const struct code undo_rows[] = {
	{"", ""},
	{"put_back", N_("Put back")},
	{"taken_out", N_("Removed")},
	{"stays", N_("Stays as it is")},
	{NULL, NULL},
};
const struct codes import_undo_codes = {"import_undo", undo_rows};

/* --- what is kept of an import --- */

static struct str snapshot(struct arena *arena, const struct record *record, const void *row)
{
	struct text out = TEXT_IN(arena);

	text_char(&out, '{');
	for (const struct field *field = record->fields; field->name; field++) {
		struct str value = field->flags & FIELD_STORED ? field_text(arena, field, row) : STR_NONE;
		if (!value.len)
			continue;
		text_printf(&out, "%s\"%s\":", out.len > 1 ? "," : "", field->name);
		text_json(&out, value);
	}
	text_char(&out, '}');
	return text_str(&out);
}

enum rc import_record(struct db *db, struct import_work *work)
{
	const struct import_run *run = work->run;
	const struct import_kind *kind = work->kind;
	int64_t position = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; run->batch_id && i < work->result->count && rc == RC_OK; i++) {
		const struct import_row *row = &work->result->rows[i];
		int64_t id = row->id ? row->id : row->before ? import_id(kind, "id", row->before) : 0;
		if (run->preset && id && row->outcome != IMPORT_ENDED)
			rc = import_member_seen(db, run->preset->id, id, run->batch_id);
		if (rc != RC_OK || !row->id)
			continue;
		const struct import_change change = {
			.batch_id = run->batch_id,
			.position = ++position,
			.row_id = row->id,
			.what = str_slice(row->what, 0, 255),
			.before_json = row->before ? snapshot(run->arena, kind->record, row->before) : STR_NONE,
			.version_after = !import_has_version(kind) ? 0
					 : row->before		   ? import_id(kind, "version", row->before) + 1
								   : import_id(kind, "version", row->written),
		};
		rc = import_change_insert(db, &change);
	}
	return rc;
}

/* --- and taken back --- */

struct standing {
	int64_t id;
	const void *row;
};

struct undoing {
	struct import_run *run;
	const struct import_kind *kind;
	struct standing *stored; /* by id */
	size_t count;
	struct csv_writer *csv;
	struct import_undo_result *result;
};

static enum rc restore(const struct undoing *undoing, struct str json, const void *current, void *row)
{
	const struct record *record = undoing->kind->record;
	struct arena *arena = undoing->run->arena;
	json_error_t error;
	const char *why;
	json_t *root = json_loadb(json.at, json.len, 0, &error);
	enum rc rc = root ? RC_OK : FAULT("import.undo", "a kept row cannot be read");

	record_clear(record, row);
	for (const struct field *field = record->fields; field->name && rc == RC_OK; field++) {
		const json_t *at = json_object_get(root, field->name);
		if (!at)
			continue;
		const struct str text = {json_string_value(at), json_string_length(at)};
		rc = field_parse(arena, field, arena_str(arena, text), NULL, undoing->run->actor.now, row, &why);
		if (rc != RC_OK)
			rc = FAULT("import.undo", "%s of a kept row cannot be read", field->name);
	}
	json_decref(root);
	if (rc == RC_OK)
		import_set_id(undoing->kind, "version", row, import_id(undoing->kind, "version", current));
	return rc;
}

static int compare_standings(const void *a, const void *b)
{
	const struct standing *left = a, *right = b;
	return (left->id > right->id) - (left->id < right->id);
}

static enum rc load_stored(struct undoing *undoing)
{
	const struct import_kind *kind = undoing->kind;
	struct rows rows;
	enum rc rc = kind->stored(undoing->run, &rows);

	if (rc != RC_OK)
		return rc;
	undoing->stored = ARENA_ARRAY(undoing->run->arena, struct standing, rows.count + 1);
	undoing->count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const void *row = (const char *)rows.at + i * kind->record->size;
		undoing->stored[i] = (struct standing){import_id(kind, "id", row), row};
	}
	if (rows.count)
		qsort(undoing->stored, rows.count, sizeof *undoing->stored, compare_standings);
	return RC_OK;
}

static const void *stored_of(const struct undoing *undoing, int64_t id)
{
	const struct standing wanted = {.id = id};
	const struct standing *found = undoing->count ? bsearch(&wanted, undoing->stored, undoing->count,
								sizeof wanted, compare_standings)
						      : NULL;
	return found ? found->row : NULL;
}

static void tell(const struct undoing *undoing, const struct import_change *change, enum import_undo_outcome outcome,
		 const char *why)
{
	csv_put(undoing->csv, change->what);
	csv_put(undoing->csv, str_of(codes_code(&import_undo_codes, (int)outcome)));
	csv_put(undoing->csv, why ? tr(undoing->run->catalogue, why) : STR(""));
	csv_end(undoing->csv);
	undoing->result->put_back += outcome == IMPORT_PUT_BACK;
	undoing->result->taken_out += outcome == IMPORT_TAKEN_OUT;
	undoing->result->stays += outcome == IMPORT_STAYS;
}

/* What the database or the kind says against it concerns this row alone; anything else ends it all. */
static const char *refusal(const struct undoing *undoing, enum rc rc)
{
	const char *own = undoing->run->why ? *undoing->run->why : NULL;

	switch (rc) {
	case RC_DUPLICATE:
		return N_("Another row has its former value by now");
	case RC_INVALID:
		return N_("Something refers to it by now");
	case RC_CONFLICT:
		return N_("Somebody has changed it since");
	case RC_DENIED:
		return own ? own : N_("This is not changed by an import");
	default:
		return NULL;
	}
}

static enum rc undo_one(struct db *db, const struct undoing *undoing, const struct import_change *change)
{
	const struct import_kind *kind = undoing->kind;
	struct import_run *run = undoing->run;
	const void *current = stored_of(undoing, change->row_id);
	void *row = NULL;
	enum rc rc;

	if (!current) {
		tell(undoing, change, IMPORT_STAYS, N_("It is no longer there"));
		return RC_OK;
	}
	if (!import_has_version(kind)) {
		tell(undoing, change, IMPORT_STAYS, N_("Such rows are corrected one by one, with a reason"));
		return RC_OK;
	}
	if (import_id(kind, "version", current) != change->version_after) {
		tell(undoing, change, IMPORT_STAYS, N_("Somebody has changed it since"));
		return RC_OK;
	}
	if (change->before_json.at) {
		row = arena_alloc(run->arena, 1, kind->record->size);
		rc = restore(undoing, change->before_json, current, row);
		if (rc == RC_OK)
			rc = kind->write(db, run, current, row);
	} else {
		rc = kind->remove ? kind->remove(db, run->actor.organization_id, change->row_id) : RC_DENIED;
	}
	if (rc != RC_OK && refusal(undoing, rc)) {
		tell(undoing, change, IMPORT_STAYS, refusal(undoing, rc));
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	tell(undoing, change, row ? IMPORT_PUT_BACK : IMPORT_TAKEN_OUT, NULL);
	const char *action = arena_printf(run->arena, "%s.%s", kind->record->name, row ? "updated" : "removed").at;
	return audit_change(db, run->arena, &run->actor, action, kind->record, change->row_id, 0, current, row,
			    STR("import taken back"));
}

static enum rc mark(struct db *db, const struct import_run *run, const struct import_batch *batch,
		    const struct import_undo_result *result)
{
	struct import_batch after = *batch;

	after.state = IMPORT_BATCH_UNDONE;
	after.undo_results = result->csv;
	after.undone_at = run->actor.now;
	after.undone_by_id = run->actor.account_id;
	enum rc rc = import_batch_undone(db, &after);
	if (rc == RC_OK)
		rc = import_member_forget(db, batch->id);
	return rc == RC_OK ? audit_change(db, run->arena, &run->actor, "import_batch.undone", &import_batch_record,
					  batch->id, 0, batch, &after, STR(""))
			   : rc;
}

enum rc import_undo(struct import_run *run, const struct import_kind *kind, const struct import_batch *batch,
		    struct import_undo_result *result)
{
	struct text out = TEXT_IN(run->arena);
	struct csv_writer csv = CSV_WRITER(&out, true);
	struct undoing undoing = {.run = run, .kind = kind, .csv = &csv, .result = result};
	struct rows changes;

	*result = (struct import_undo_result){0};
	enum rc rc = import_change_list(run->db, run->arena, batch->id, &changes);
	if (rc == RC_OK && (changes.count == 0 || batch->state != IMPORT_BATCH_DONE))
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = load_stored(&undoing);
	csv_put(&csv, STR("what"));
	csv_put(&csv, STR("outcome"));
	csv_put(&csv, STR("problem"));
	csv_end(&csv);
	for (size_t i = changes.count; i > 0 && rc == RC_OK; i--)
		rc = undo_one(run->db, &undoing, ROW(struct import_change, changes, i - 1));
	result->csv = text_str(&out);
	return rc == RC_OK ? mark(run->db, run, batch, result) : rc;
}
