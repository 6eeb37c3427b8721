#ifndef ORGANIZATION_IMPORT_PRIVATE_H
#define ORGANIZATION_IMPORT_PRIVATE_H

#include "organization/import.h"

/*
 * Inside the importer only. A row of the file that another one names as its parent may not be stored yet:
 * until it is written its id is -(index + 1) wherever it is named.
 */
struct import_work {
	struct import_run *run;
	const struct import_kind *kind;
	struct import_result *result;
	struct import_map map; /* of the preset */
	struct rows stored;
	struct import_key *stored_keys; /* sorted */
	struct import_key *file_keys;   /* sorted, without rows that were refused when read */
	size_t file_key_count;
};

struct import_key {
	struct str key;
	size_t index; /* into stored, or into the result's rows */
};

/* The natural key of a row in one text; last, where given, stands for its last field. */
struct str import_key_of(struct arena *arena, const struct import_kind *kind, const void *row,
			 struct str last);
/* The key as people read it, of a stored row. */
struct str import_what(struct arena *arena, const struct import_kind *kind, const void *row);
struct import_key *import_keys_sort(struct import_key *keys, size_t count);
/* NULL when there is none. */
const struct import_key *import_keys_find(const struct import_key *keys, size_t count, struct str key);

/* Refuses the row; english is translated. */
void import_refuse(const struct import_work *work, struct import_row *row, struct str column,
		   const char *english);
void import_refuse_text(const struct import_work *work, struct import_row *row, struct str column,
			struct str message);

/* Header and cells into the result's rows, each with what is stored under its key. */
enum rc import_read(struct import_work *work, struct str file) MUST_CHECK;
/* The member by which a row names its parent in the own table; NULL: none. */
const struct import_reference *import_own_reference(const struct import_kind *kind);
/* Finds the rows that are named as parents; refuses circles and what would stand too deep. */
void import_link(struct import_work *work);

/* Adds rows for what the file lacks and the preset says to switch off; decides whether the import is held. */
enum rc import_miss(struct import_work *work) MUST_CHECK;
/* Notes under the batch what was written, and which rows the file had. */
enum rc import_record(struct db *db, struct import_work *work) MUST_CHECK;

static inline int64_t import_id(const struct import_kind *kind, const char *field, const void *row)
{
	const struct field *at = record_field(kind->record, str_of(field));
	return *(const int64_t *)(const void *)((const char *)row + at->offset);
}

/* Rows of some kinds have no version of their own: they are written by rules that keep their own history. */
static inline bool import_has_version(const struct import_kind *kind)
{
	return record_field(kind->record, STR("version")) != NULL;
}

static inline void import_set_id(const struct import_kind *kind, const char *field, void *row, int64_t id)
{
	*FIELD_AT(int64_t, row, record_field(kind->record, str_of(field))) = id;
}

#endif
