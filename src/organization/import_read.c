#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/log.h"
#include "organization/import_private.h"

/* What the cells of one column fill: a member, or by way of a code the member of a reference. */
struct column {
	const struct field *field;
	const struct import_reference *reference;
	struct import_codes codes; /* sorted */
	struct str title;          /* as the header has it */
	const struct import_map_column *map; /* of the preset; NULL: none */
};

struct reader {
	struct import_work *work;
	struct csv_reader csv;
	struct column *columns;
	size_t column_count;
};

void import_codes_add(struct import_run *run, struct import_codes *codes, struct str code, int64_t id)
{
	enum { FIRST_ROOM = 64 };

	if (codes->count == codes->room) {
		size_t room = codes->room ? codes->room * 2 : FIRST_ROOM;
		struct import_code *more = ARENA_ARRAY(run->arena, struct import_code, room);
		if (codes->count)
			memcpy(more, codes->at, codes->count * sizeof *more);
		codes->at = more;
		codes->room = room;
	}
	codes->at[codes->count++] = (struct import_code){arena_lower(run->arena, code), id};
}

static int compare_codes(const void *a, const void *b)
{
	return str_compare(((const struct import_code *)a)->code, ((const struct import_code *)b)->code);
}

static void file_problem(struct reader *reader, struct str column, const char *english)
{
	struct import_run *run = reader->work->run;
	struct import_problem *problem = ARENA_NEW(run->arena, struct import_problem);
	struct import_problem **end = &reader->work->result->problems;

	*problem = (struct import_problem){column, tr(run->catalogue, english), NULL};
	while (*end)
		end = &(*end)->next;
	*end = problem;
}

/* Blanks and underscores are alike, and so are capitals and small letters. */
static bool is_title(struct str title, struct str wanted)
{
	if (title.len != wanted.len)
		return false;
	for (size_t i = 0; i < title.len; i++) {
		char a = title.at[i] == '_' ? ' ' : title.at[i], b = wanted.at[i] == '_' ? ' ' : wanted.at[i];
		if (!str_equal_nocase((struct str){&a, 1}, (struct str){&b, 1}))
			return false;
	}
	return true;
}

static bool names_field(const struct reader *reader, struct str title, const struct field *field)
{
	struct str label = str_of(field->label);

	return is_title(title, str_of(field->name)) || is_title(title, label) ||
	       is_title(title, tr(reader->work->run->catalogue, field->label));
}

static bool names_reference(const struct reader *reader, struct str title,
			    const struct import_reference *reference, const struct field *field)
{
	struct arena *arena = reader->work->run->arena;

	return names_field(reader, title, field) || is_title(title, str_of(reference->column)) ||
	       is_title(title, arena_printf(arena, "%s code", reference->column)) ||
	       is_title(title, arena_printf(arena, "%s number", reference->column));
}

static bool find_by_name(const struct reader *reader, struct str title, struct column *column)
{
	const struct import_kind *kind = reader->work->kind;

	for (const char *const *name = kind->fields; *name; name++) {
		column->field = record_field(kind->record, str_of(*name));
		if (names_field(reader, title, column->field))
			return true;
	}
	for (const struct import_reference *at = kind->references; at->field; at++) {
		column->field = record_field(kind->record, str_of(at->field));
		column->reference = at;
		if (names_reference(reader, title, at, column->field))
			return true;
	}
	column->field = NULL;
	column->reference = NULL;
	return false;
}

/* With a preset only the columns count that it names. */
static bool find_column(struct reader *reader, struct column *column)
{
	const struct import_work *work = reader->work;

	if (!work->run->preset)
		return find_by_name(reader, column->title, column);
	for (size_t i = 0; i < work->map.count; i++) {
		const struct import_map_column *at = &work->map.columns[i];
		if (!at->from.len || !at->to.len || !is_title(column->title, at->from))
			continue;
		column->map = at;
		return find_by_name(reader, at->to, column);
	}
	return false;
}

struct str import_column_named(const struct import_run *run, const struct import_kind *kind, struct str title)
{
	struct import_run asked = *run;
	struct import_work work = {.run = &asked, .kind = kind};
	const struct reader reader = {.work = &work};
	struct column column = {0};

	if (!find_by_name(&reader, title, &column))
		return STR("");
	return str_of(column.reference ? column.reference->column : column.field->name);
}

static const struct column *column_of(const struct reader *reader, const struct field *field)
{
	for (size_t i = 0; i < reader->column_count; i++)
		if (reader->columns[i].field == field)
			return &reader->columns[i];
	return NULL;
}

static enum rc load_codes(const struct reader *reader, struct column *column)
{
	if (!column->reference || !column->reference->codes)
		return RC_OK;
	enum rc rc = column->reference->codes(reader->work->run, &column->codes);
	if (rc == RC_OK && column->codes.count > 0)
		qsort(column->codes.at, column->codes.count, sizeof *column->codes.at, compare_codes);
	return rc;
}

/* What the preset gives every row stands behind the columns of the file. */
static enum rc add_fixed(struct reader *reader)
{
	const struct import_map *map = &reader->work->map;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < map->count && rc == RC_OK; i++) {
		struct column found = {.title = map->columns[i].to, .map = &map->columns[i]};
		if (map->columns[i].from.len || !map->columns[i].to.len)
			continue;
		if (!find_by_name(reader, found.title, &found) || column_of(reader, found.field))
			continue;
		reader->columns[reader->column_count] = found;
		rc = load_codes(reader, &reader->columns[reader->column_count++]);
	}
	return rc;
}

/* A column that the preset needs and the file has no longer: somebody has changed the report at its source. */
static void check_mapped_columns(struct reader *reader)
{
	const struct import_map *map = &reader->work->map;

	for (size_t i = 0; i < map->count; i++) {
		bool is_there = !map->columns[i].from.len || !map->columns[i].to.len;
		for (size_t j = 0; j < reader->column_count && !is_there; j++)
			is_there = reader->columns[j].map == &map->columns[i];
		if (!is_there)
			file_problem(reader, map->columns[i].from, N_("The preset names this column, the file lacks it"));
	}
}

static void check_key_columns(struct reader *reader)
{
	const struct import_kind *kind = reader->work->kind;

	for (const char *const *name = kind->key; *name; name++) {
		const struct field *field = record_field(kind->record, str_of(*name));
		if (!column_of(reader, field))
			file_problem(reader, tr(reader->work->run->catalogue, field->label),
				     N_("This column is needed to tell rows apart"));
	}
}

static enum rc read_header(struct reader *reader, const struct csv_row *header)
{
	struct import_run *run = reader->work->run;
	struct text ignored = TEXT_IN(run->arena);
	enum rc rc = RC_OK;

	reader->columns = ARENA_ARRAY(run->arena, struct column, header->count + reader->work->map.count);
	for (size_t i = 0; i < header->count && rc == RC_OK; i++) {
		struct column found = {.title = str_trim(header->cells[i])};
		if (find_column(reader, &found) && column_of(reader, found.field))
			file_problem(reader, found.title, N_("This column stands there twice"));
		if (!found.field && found.title.len > 0) {
			text_cstr(&ignored, ignored.len ? ", " : "");
			text_add(&ignored, found.title);
		}
		reader->columns[i] = found;
		reader->column_count = i + 1;
		rc = load_codes(reader, &reader->columns[i]);
	}
	reader->work->result->ignored = text_str(&ignored);
	check_mapped_columns(reader);
	if (rc == RC_OK)
		rc = add_fixed(reader);
	check_key_columns(reader);
	return rc;
}

/* Enumerations may be written as their code or as people see them. */
static struct str code_cell(const struct import_run *run, const struct field *field, struct str cell)
{
	const struct code *rows = field->kind == FIELD_CODE ? field->codes->rows : NULL;

	for (size_t i = 1; rows && rows[i].code; i++)
		if (str_equal_nocase(cell, str_of(rows[i].code)) ||
		    str_equal_nocase(cell, str_of(rows[i].label)) ||
		    str_equal_nocase(cell, tr(run->catalogue, rows[i].label)))
			return str_of(rows[i].code);
	return cell;
}

static enum rc read_member(struct reader *reader, const struct column *column, struct str cell,
			   struct import_row *row)
{
	struct import_run *run = reader->work->run;
	const char *why;

	if (column->field->kind == FIELD_BOOL && cell.len == 0)
		return RC_OK;
	enum rc rc = field_parse(run->arena, column->field, code_cell(run, column->field, cell), run->zone,
				 run->actor.now, row->row, &why);
	if (rc != RC_INVALID)
		return rc;
	import_refuse_text(reader->work, row, column->title,
			   field_message(run->arena, column->field, tr(run->catalogue, why)));
	return RC_OK;
}

static void read_reference(struct reader *reader, const struct column *column, struct str cell,
			   struct import_row *row)
{
	struct arena *arena = reader->work->run->arena;
	const struct import_code wanted = {.code = arena_lower(arena, cell)}, *found = NULL;

	if (!column->reference->codes) {
		row->own_code = cell;
		field_clear(column->field, row->row);
		return;
	}
	if (cell.len == 0) {
		field_clear(column->field, row->row);
		if (column->field->flags & FIELD_REQUIRED)
			import_refuse(reader->work, row, column->title, N_("Fill this in"));
		return;
	}
	if (column->codes.count > 0)
		found = bsearch(&wanted, column->codes.at, column->codes.count, sizeof wanted, compare_codes);
	if (!found) {
		import_refuse(reader->work, row, column->title, N_("There is none with this code"));
		return;
	}
	const struct import_code *end = column->codes.at + column->codes.count;
	bool is_two = (found > column->codes.at && compare_codes(found - 1, found) == 0 &&
		       found[-1].id != found->id) ||
		      (found + 1 < end && compare_codes(found + 1, found) == 0 && found[1].id != found->id);
	if (is_two)
		import_refuse(reader->work, row, column->title, N_("Several have this name; give the code"));
	else
		*FIELD_AT(int64_t, row->row, column->field) = found->id;
}

static bool is_key(const struct import_kind *kind, const struct field *field)
{
	for (const char *const *name = kind->key; *name; name++)
		if (strcmp(*name, field->name) == 0)
			return true;
	return false;
}

/* The cell as it is meant: by the preset's values, days in its order. */
static struct str cell_of(const struct reader *reader, const struct csv_row *csv, size_t at)
{
	const struct column *column = &reader->columns[at];
	const struct import_run *run = reader->work->run;
	struct str cell = column->map && !column->map->from.len ? column->map->fixed
								 : str_trim(csv_unguard(csv_cell(csv, at)));

	if (column->map)
		cell = import_map_cell(column->map, cell);
	if (run->preset && column->field && column->field->kind == FIELD_DAY)
		cell = import_map_day(run->arena, (enum day_order)run->preset->day_order, cell);
	return cell;
}

static enum rc read_cells(struct reader *reader, const struct csv_row *csv, struct import_row *row,
			  bool of_key)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < reader->column_count && rc == RC_OK; i++) {
		const struct column *column = &reader->columns[i];
		struct str cell = cell_of(reader, csv, i);
		if (!column->field || is_key(reader->work->kind, column->field) != of_key)
			continue;
		if (column->reference)
			read_reference(reader, column, cell, row);
		else
			rc = read_member(reader, column, cell, row);
	}
	return rc;
}

/* The key as people read it: the cells of its columns. */
static struct str what_of(struct reader *reader, const struct csv_row *csv)
{
	struct text what = TEXT_IN(reader->work->run->arena);

	for (size_t i = 0; i < reader->column_count; i++) {
		if (!reader->columns[i].field || !is_key(reader->work->kind, reader->columns[i].field))
			continue;
		text_cstr(&what, what.len ? " " : "");
		text_add(&what, cell_of(reader, csv, i));
	}
	return text_str(&what);
}

/* What a new row must have although the file has no column for it, and what the rules ask. */
static void check_row(struct reader *reader, struct import_row *row)
{
	const struct import_work *work = reader->work;
	const struct record *record = work->kind->record;

	for (const struct field *field = record->fields; field->name && !row->before; field++)
		if (field->flags & FIELD_REQUIRED && !column_of(reader, field) &&
		    field_is_empty(field, row->row))
			import_refuse(work, row, tr(work->run->catalogue, field->label),
				      N_("New rows need this column"));
	for (const struct rule *rule = work->kind->rules; rule && rule->field; rule++) {
		const struct column *column = column_of(reader, record_field(record, str_of(rule->field)));
		if (!rule->holds(row->row))
			import_refuse(work, row, column ? column->title : str_of(rule->field), rule->why);
	}
}

/* Whoever stands in a file that lists everything is there again; then what the kind makes of its cells. */
static void complete_row(const struct reader *reader, struct import_row *row)
{
	const struct import_kind *kind = reader->work->kind;
	const struct import_preset *preset = reader->work->run->preset;
	const struct field *active = record_field(kind->record, STR("is_active"));

	if (preset && preset->missing == IMPORT_MISSING_SWITCH_OFF && active && !column_of(reader, active))
		*FIELD_AT(bool, row->row, active) = true;
	if (kind->complete)
		kind->complete(reader->work->run, row->before, row->row);
}

/* The key first: it says whether the other cells change a stored row or make a new one. */
static enum rc read_row(struct reader *reader, const struct csv_row *csv, struct import_row *row)
{
	struct import_work *work = reader->work;
	const struct import_kind *kind = work->kind;
	struct arena *arena = work->run->arena;

	row->row = arena_alloc(arena, 1, kind->record->size);
	record_clear(kind->record, row->row);
	kind->begin(work->run, row->row);
	row->what = what_of(reader, csv);
	enum rc rc = read_cells(reader, csv, row, true);
	if (rc != RC_OK || row->problems)
		return rc;
	row->key = import_key_of(arena, kind, row->row, STR_NONE);
	const struct import_key *found = import_keys_find(work->stored_keys, work->stored.count, row->key);
	if (found) {
		row->before = (char *)work->stored.at + found->index * kind->record->size;
		row->row = record_copy(arena, kind->record, row->before);
		/* As the file writes the key, which may differ in capitals. */
		rc = read_cells(reader, csv, row, true);
	}
	if (rc == RC_OK)
		rc = read_cells(reader, csv, row, false);
	if (rc == RC_OK && !row->problems)
		complete_row(reader, row);
	if (rc == RC_OK && !row->problems)
		check_row(reader, row);
	return rc;
}

static struct import_row *add_row(struct reader *reader, size_t line)
{
	enum { FIRST_ROOM = 128 };
	struct import_result *result = reader->work->result;

	if (result->count == 0 ||
	    (result->count >= FIRST_ROOM && (result->count & (result->count - 1)) == 0)) {
		size_t room = result->count ? result->count * 2 : FIRST_ROOM;
		struct import_row *more = ARENA_ARRAY(reader->work->run->arena, struct import_row, room);
		if (result->count)
			memcpy(more, result->rows, result->count * sizeof *more);
		result->rows = more;
	}
	struct import_row *row = &result->rows[result->count++];
	*row = (struct import_row){.line = line, .what = STR("")};
	return row;
}

static enum rc read_rows(struct reader *reader)
{
	struct csv_row csv;
	const char *why;
	enum rc rc;

	while ((rc = csv_next(&reader->csv, &csv, &why)) != RC_NOT_FOUND) {
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
		if (reader->work->result->count == IMPORT_ROWS_MOST) {
			file_problem(reader, STR(""), N_("The file has more than 50,000 rows; divide it"));
			return RC_OK;
		}
		struct import_row *row = add_row(reader, csv.line);
		if (rc == RC_INVALID)
			import_refuse(reader->work, row, STR(""), why);
		else if ((rc = read_row(reader, &csv, row)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc load_stored(struct import_work *work)
{
	enum rc rc = work->kind->stored(work->run, &work->stored);

	if (rc != RC_OK)
		return rc;
	work->stored_keys = ARENA_ARRAY(work->run->arena, struct import_key, work->stored.count);
	for (size_t i = 0; i < work->stored.count; i++) {
		const void *row = (const char *)work->stored.at + i * work->kind->record->size;
		work->stored_keys[i] =
			(struct import_key){import_key_of(work->run->arena, work->kind, row, STR_NONE), i};
	}
	import_keys_sort(work->stored_keys, work->stored.count);
	return RC_OK;
}

enum rc import_read(struct import_work *work, struct str file)
{
	struct arena *arena = work->run->arena;
	struct reader reader = {.work = work, .csv = csv_reader(arena, encoding_utf8(arena, file))};
	struct csv_row header;
	const char *why;

	if (work->run->preset && import_map_read(arena, work->run->preset->columns_json, &work->map) != RC_OK)
		return FAULT("import.preset", "its columns cannot be read");
	enum rc rc = csv_next(&reader.csv, &header, &why);
	if (rc == RC_NOT_FOUND || rc == RC_INVALID) {
		file_problem(&reader, STR(""), rc == RC_INVALID ? why : N_("The file is empty"));
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = read_header(&reader, &header);
	if (rc == RC_OK && !work->result->problems)
		rc = load_stored(work);
	if (rc == RC_OK && !work->result->problems)
		rc = read_rows(&reader);
	return rc;
}
