#include "environment/substance_store.h"

#include "base/text.h"

/* A code list of about a thousand rows: searching reads it through. */
#define MINE " FROM substance WHERE (organization_id IS NULL OR organization_id = ?) AND is_active"

STATEMENT(
	substance_one, &substance_record, NULL,
	"SELECT {columns} FROM substance WHERE id = ? AND (organization_id IS NULL OR organization_id = ?)");
STATEMENT(substance_some, &substance_record, NULL,
	  "SELECT {columns}" MINE " AND (? = 0 OR organization_id IS NOT NULL) AND name > ?"
	  " AND CONCAT_WS(' ', cas, waste_code, name, synonyms) LIKE ? ORDER BY name, id LIMIT 101");
STATEMENT(substance_exact, &substance_record, NULL,
	  "SELECT {columns}" MINE " AND (cas = ? OR waste_code = ? OR name = ?)"
	  " ORDER BY organization_id IS NULL, name = ? DESC, id LIMIT 2");
STATEMENT(substances_own, &substance_record, NULL,
	  "SELECT {columns} FROM substance WHERE organization_id = ? LIMIT 20000");
STATEMENT(substance_add, NULL, &substance_record, "INSERT INTO substance ({names}) VALUES ({values})");
STATEMENT(substance_change, NULL, &substance_record,
	  "UPDATE substance SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(substance_delete, NULL, NULL, "DELETE FROM substance WHERE id = ? AND organization_id = ?");

enum rc substance_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			struct substance *out)
{
	return db_one(db, arena, &substance_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

/* "%word%" with the pattern's own signs taken literally, words with anything between them. */
static struct str pattern_of(struct arena *arena, struct str words)
{
	struct text pattern = TEXT_IN(arena);

	text_char(&pattern, '%');
	for (struct str word; str_split(&words, ' ', &word);) {
		for (size_t i = 0; i < word.len; i++) {
			if (word.at[i] == '%' || word.at[i] == '_' || word.at[i] == '\\')
				text_char(&pattern, '\\');
			text_char(&pattern, word.at[i]);
		}
		text_char(&pattern, '%');
	}
	return text_str(&pattern);
}

enum rc substance_list(struct db *db, struct arena *arena, int64_t organization_id, struct str words,
		       bool own, struct str after, struct rows *rows)
{
	return db_list(db, arena, &substance_some,
		       PARAMS(P_INT(organization_id), P_INT(own), P_TEXT(after.at ? after : STR("")),
			      P_TEXT(pattern_of(arena, words))),
		       rows);
}

enum rc substance_typed(struct db *db, struct arena *arena, int64_t organization_id, struct str typed,
			struct substance *out, struct rows *rows)
{
	struct str rest = str_trim(typed), all = rest, first = STR("");

	*rows = (struct rows){0};
	str_split(&rest, ' ', &first);
	enum rc rc = db_list(
		db, arena, &substance_exact,
		PARAMS(P_INT(organization_id), P_TEXT(first), P_TEXT(first), P_TEXT(all), P_TEXT(all)), rows);
	if (rc == RC_OK && rows->count == 0)
		rc = substance_list(db, arena, organization_id, all, false, STR(""), rows);
	if (rc != RC_OK)
		return rc;
	bool is_clear = rows->count == 1 ||
			(rows->count > 1 && str_equal_nocase(ROW(struct substance, *rows, 0)->name, all));
	for (size_t i = 0; !is_clear && i < rows->count; i++)
		if (str_equal(substance_text(arena, ROW(struct substance, *rows, i)), all)) {
			*out = *ROW(struct substance, *rows, i);
			return RC_OK;
		}
	if (!is_clear)
		return RC_NOT_FOUND;
	*out = *ROW(struct substance, *rows, 0);
	return RC_OK;
}

struct str substance_text(struct arena *arena, const struct substance *substance)
{
	struct str code = substance->cas.len ? substance->cas : substance->waste_code;

	if (!code.len)
		return substance->name;
	return arena_printf(arena, "%.*s %.*s", STR_ARG(code), STR_ARG(substance->name));
}

enum rc substance_insert(struct db *db, struct substance *substance)
{
	return db_insert(db, &substance_add, substance, &substance->id);
}

enum rc substance_update(struct db *db, struct substance *substance)
{
	const int64_t before = substance->version++;

	return db_write_one(db, &substance_change, substance,
			    PARAMS(P_INT(substance->id), P_INT(substance->organization_id), P_INT(before)),
			    RC_CONFLICT);
}

enum rc substance_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &substance_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc substance_own(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &substances_own, PARAMS(P_INT(organization_id)), rows);
}
