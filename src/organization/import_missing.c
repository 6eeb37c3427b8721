#include <stdlib.h>
#include <string.h>

#include "organization/import_preset_store.h"
#include "organization/import_private.h"

/* What a file of a source that lists everything does not list. */

static int compare_members(const void *a, const void *b)
{
	int64_t left = ((const struct import_member *)a)->row_id, right = ((const struct import_member *)b)->row_id;
	return (left > right) - (left < right);
}

static bool is_member(const struct rows *members, int64_t id)
{
	const struct import_member wanted = {id};
	return members->count && bsearch(&wanted, members->at, members->count, sizeof wanted, compare_members);
}

static const void *stored_at(const struct import_work *work, size_t index)
{
	return (const char *)work->stored.at + index * work->kind->record->size;
}

/*
 * Which stored rows the file has. False: a row of it could not be read as far as its key, so nobody can say who is
 * missing.
 */
static bool mark_present(const struct import_work *work, bool *is_present)
{
	for (size_t i = 0; i < work->result->count; i++) {
		const struct import_row *row = &work->result->rows[i];
		if (!row->key.at)
			return false;
		if (!row->before)
			continue;
		const struct import_key *found = import_keys_find(work->stored_keys, work->stored.count, row->key);
		if (found)
			is_present[found->index] = true;
	}
	return true;
}

static void add_ended(struct import_work *work, const size_t *missing, size_t count)
{
	const struct import_kind *kind = work->kind;
	struct arena *arena = work->run->arena;
	struct import_result *result = work->result;
	struct import_row *rows = ARENA_ARRAY(arena, struct import_row, result->count + count);

	if (result->count)
		memcpy(rows, result->rows, result->count * sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		const void *before = stored_at(work, missing[i]);
		struct import_row *row = &rows[result->count++];
		*row = (struct import_row){.outcome = IMPORT_ENDED};
		row->before = record_copy(arena, kind->record, before);
		row->row = record_copy(arena, kind->record, before);
		*FIELD_AT(bool, row->row, record_field(kind->record, STR("is_active"))) = false;
		row->what = import_what(arena, kind, before);
	}
	result->rows = rows;
}

enum rc import_miss(struct import_work *work)
{
	struct import_run *run = work->run;
	const struct import_preset *preset = run->preset;
	const struct field *active = record_field(work->kind->record, STR("is_active"));
	struct rows members;
	size_t count = 0;
	int64_t known = 0;

	if (!preset || preset->missing != IMPORT_MISSING_SWITCH_OFF || !active)
		return RC_OK;
	bool *is_present = ARENA_ARRAY(run->arena, bool, work->stored.count + 1);
	size_t *missing = ARENA_ARRAY(run->arena, size_t, work->stored.count + 1);
	enum rc rc = import_member_list(run->db, run->arena, preset->id, &members);
	if (rc != RC_OK || !mark_present(work, is_present))
		return rc;
	for (size_t i = 0; i < work->stored.count; i++) {
		const void *row = stored_at(work, i);
		bool is_active = *(const bool *)((const char *)row + active->offset);
		if (!is_active || !is_member(&members, import_id(work->kind, "id", row)))
			continue;
		known++;
		if (!is_present[i])
			missing[count++] = i;
	}
	add_ended(work, missing, count);
	if (run->is_missing_agreed || (int64_t)count <= import_preset_missing_most(preset, known))
		return RC_OK;
	struct str words = tr(run->catalogue, N_("More are missing than this source may switch off unasked:"));
	work->result->held = arena_printf(run->arena, "%.*s %zu / %lld", STR_ARG(words), count, (long long)known);
	return RC_OK;
}
