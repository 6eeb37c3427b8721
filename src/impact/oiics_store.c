#include "impact/oiics_store.h"

#include "base/text.h"
#include "impact/pattern.h"

STATEMENT(oiics_one, &oiics_code_record, NULL,
	  "SELECT {columns} FROM oiics_code WHERE structure = ? AND code = ?");
STATEMENT(oiics_children, &oiics_code_record, NULL,
	  "SELECT {columns} FROM oiics_code WHERE structure = ? AND parent = ? ORDER BY position LIMIT 500");
/* At most 1,653 rows of one structure are looked through. */
STATEMENT(oiics_like, &oiics_code_record, NULL,
	  "SELECT {columns} FROM oiics_code WHERE structure = ? AND"
	  " (code LIKE ? OR (CONCAT_WS(' ', title, terms) LIKE ? AND CONCAT_WS(' ', title, terms) LIKE ?"
	  " AND CONCAT_WS(' ', title, terms) LIKE ? AND CONCAT_WS(' ', title, terms) LIKE ?)) ORDER BY position LIMIT ?");

static struct str structure_code(enum oiics_structure structure)
{
	return str_of(codes_code(&oiics_structure_codes, (int)structure));
}

enum rc oiics_find(struct db *db, struct arena *arena, enum oiics_structure structure, struct str code,
		   struct oiics_code *out)
{
	return db_one(db, arena, &oiics_one, PARAMS(P_TEXT(structure_code(structure)), P_TEXT(code)), out);
}

enum rc oiics_below(struct db *db, struct arena *arena, enum oiics_structure structure, struct str parent,
		    struct rows *rows)
{
	return db_list(db, arena, &oiics_children, PARAMS(P_TEXT(structure_code(structure)), P_TEXT(parent)), rows);
}

enum rc oiics_search(struct db *db, struct arena *arena, enum oiics_structure structure, struct str words,
		     struct rows *rows)
{
	struct str patterns[PATTERN_WORDS];
	struct str code = pattern_start(arena, str_trim(words));

	pattern_words(arena, words, patterns);
	return db_list(db, arena, &oiics_like,
		       PARAMS(P_TEXT(structure_code(structure)), P_TEXT(code), P_TEXT(patterns[0]), P_TEXT(patterns[1]),
			      P_TEXT(patterns[2]), P_TEXT(patterns[3]), P_INT(OIICS_FOUND_MOST)),
		       rows);
}
