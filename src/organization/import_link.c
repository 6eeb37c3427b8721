#include <stdlib.h>

#include "base/text.h"
#include "organization/import_private.h"

/* Between the fields of a key; no text field takes it. */
enum { KEY_SEPARATOR = 0x1F };

struct str import_key_of(struct arena *arena, const struct import_kind *kind, const void *row,
			 struct str last)
{
	struct text key = TEXT_IN(arena);

	for (const char *const *name = kind->key; *name; name++) {
		const struct field *field = record_field(kind->record, str_of(*name));
		bool is_given = last.at && !name[1];
		text_add(&key, arena_lower(arena, is_given ? last : field_text(arena, field, row)));
		text_char(&key, KEY_SEPARATOR);
	}
	return text_str(&key);
}

struct str import_what(struct arena *arena, const struct import_kind *kind, const void *row)
{
	struct text what = TEXT_IN(arena);

	for (const char *const *name = kind->key; *name; name++) {
		const struct field *field = record_field(kind->record, str_of(*name));
		if (field->kind == FIELD_ID)
			continue;
		text_cstr(&what, what.len ? " " : "");
		text_add(&what, field_text(arena, field, row));
	}
	return text_str(&what);
}

static int compare_keys(const void *a, const void *b)
{
	const struct import_key *left = a, *right = b;
	int order = str_compare(left->key, right->key);
	return order ? order : (left->index > right->index) - (left->index < right->index);
}

struct import_key *import_keys_sort(struct import_key *keys, size_t count)
{
	if (count > 0)
		qsort(keys, count, sizeof *keys, compare_keys);
	return keys;
}

static int compare_key_alone(const void *wanted, const void *at)
{
	return str_compare(*(const struct str *)wanted, ((const struct import_key *)at)->key);
}

const struct import_key *import_keys_find(const struct import_key *keys, size_t count, struct str key)
{
	return count ? bsearch(&key, keys, count, sizeof *keys, compare_key_alone) : NULL;
}

const struct import_reference *import_own_reference(const struct import_kind *kind)
{
	for (const struct import_reference *at = kind->references; at->field; at++)
		if (!at->codes)
			return at;
	return NULL;
}

/* Rows with one key: the first stays. */
static void refuse_repeated(struct import_work *work)
{
	struct import_result *result = work->result;
	struct import_key *keys = ARENA_ARRAY(work->run->arena, struct import_key, result->count);
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < result->count; i++)
		if (result->rows[i].key.at)
			keys[count++] = (struct import_key){result->rows[i].key, i};
	import_keys_sort(keys, count);
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && str_equal(keys[kept - 1].key, keys[i].key)) {
			struct str message =
				tr(work->run->catalogue, N_("The file has this already, in line"));
			size_t line = result->rows[keys[kept - 1].index].line;
			import_refuse_text(
				work, &result->rows[keys[i].index], STR(""),
				arena_printf(work->run->arena, "%.*s %zu", STR_ARG(message), line));
		} else {
			keys[kept++] = keys[i];
		}
	}
	work->file_keys = keys;
	work->file_key_count = kept;
}

static void find_parent(struct import_work *work, const struct import_reference *own, struct import_row *row)
{
	if (row->own_code.len == 0 || row->problems)
		return;
	struct str key = import_key_of(work->run->arena, work->kind, row->row, row->own_code);
	const struct import_key *found = import_keys_find(work->stored_keys, work->stored.count, key);
	if (found) {
		const void *parent = (const char *)work->stored.at + found->index * work->kind->record->size;
		import_set_id(work->kind, own->field, row->row, import_id(work->kind, "id", parent));
		return;
	}
	found = import_keys_find(work->file_keys, work->file_key_count, key);
	if (found)
		import_set_id(work->kind, own->field, row->row, -(int64_t)found->index - 1);
	else
		import_refuse(work, row, str_of(own->column), N_("There is none with this code"));
}

/* Refuses rows below new rows that are refused, until nothing changes. */
static void refuse_orphans(struct import_work *work, const struct import_reference *own)
{
	struct import_result *result = work->result;
	bool is_changed = true;

	while (is_changed) {
		is_changed = false;
		for (size_t i = 0; i < result->count; i++) {
			struct import_row *row = &result->rows[i];
			int64_t parent = row->problems ? 0 : import_id(work->kind, own->field, row->row);
			if (parent >= 0 || !result->rows[-parent - 1].problems)
				continue;
			import_refuse(work, row, str_of(own->column),
				      N_("This names a row that was refused"));
			is_changed = true;
		}
	}
}

/* The rows as they will stand: what is stored, changed by the file, and the new ones. */
struct forest {
	struct standing {
		int64_t id, parent_id;
		struct import_row *row; /* NULL: not in the file */
	} * at;
	size_t count;
};

static int compare_standings(const void *a, const void *b)
{
	const struct standing *left = a, *right = b;
	return (left->id > right->id) - (left->id < right->id);
}

static struct standing *standing_of(const struct forest *forest, int64_t id)
{
	const struct standing wanted = {.id = id};
	return forest->count ? bsearch(&wanted, forest->at, forest->count, sizeof wanted, compare_standings)
			     : NULL;
}

static struct forest grow_forest(const struct import_work *work, const struct import_reference *own)
{
	const struct import_kind *kind = work->kind;
	size_t most = work->stored.count + work->result->count;
	struct forest forest = {ARENA_ARRAY(work->run->arena, struct standing, most), 0};

	for (size_t i = 0; i < work->stored.count; i++) {
		const void *row = (const char *)work->stored.at + i * kind->record->size;
		forest.at[forest.count++] =
			(struct standing){import_id(kind, "id", row), import_id(kind, own->field, row), NULL};
	}
	for (size_t i = 0; i < work->result->count; i++)
		if (!work->result->rows[i].problems && !work->result->rows[i].before)
			forest.at[forest.count++] = (struct standing){.id = -(int64_t)i - 1};
	if (forest.count > 0)
		qsort(forest.at, forest.count, sizeof *forest.at, compare_standings);
	for (size_t i = 0; i < work->result->count; i++) {
		struct import_row *row = &work->result->rows[i];
		if (row->problems)
			continue;
		struct standing *at = standing_of(&forest, row->before ? import_id(kind, "id", row->before)
								       : -(int64_t)i - 1);
		at->parent_id = import_id(kind, own->field, row->row);
		at->row = row;
	}
	return forest;
}

/* Walks up from a row; whoever of the file stands first on a way that does not end is refused. */
static void check_way_up(struct import_work *work, const struct import_reference *own,
			 const struct forest *forest, const struct standing *from)
{
	const struct standing *at = from;
	struct import_row *cause = NULL;
	int levels = 0;

	while (at && levels < work->kind->deepest) {
		if (!cause)
			cause = at->row;
		levels++;
		at = at->parent_id ? standing_of(forest, at->parent_id) : NULL;
		if (at == from)
			break;
	}
	if (!at || !cause || cause->problems)
		return;
	import_refuse(work, cause, str_of(own->column),
		      at == from ? N_("This would make a circle")
				 : N_("This would stand too many levels deep"));
}

void import_link(struct import_work *work)
{
	const struct import_reference *own = import_own_reference(work->kind);

	refuse_repeated(work);
	if (!own)
		return;
	for (size_t i = 0; i < work->result->count; i++)
		find_parent(work, own, &work->result->rows[i]);
	refuse_orphans(work, own);
	const struct forest forest = grow_forest(work, own);
	for (size_t i = 0; i < forest.count; i++)
		check_way_up(work, own, &forest, &forest.at[i]);
	refuse_orphans(work, own);
}
