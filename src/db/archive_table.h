#ifndef DB_ARCHIVE_TABLE_H
#define DB_ARCHIVE_TABLE_H

#include "db/db.h"

/* Inside src/db only: one table that moves into the archive, and how its rows belong to the root. */
struct archive_table {
	int64_t position; /* parents first; 0: not ordered yet */
	struct str name;
	struct str column_name; /* STR_NONE: the root */
	struct str parent;
	struct str parent_column;
	bool is_nested;
	struct str column_list; /* stored columns of both copies, quoted, comma separated */
};
extern const struct record archive_table_record;

/* The tables of archive_table, parents first; rows are struct archive_table. */
enum rc archive_tables(struct db *db, struct arena *arena, struct rows *rows) MUST_CHECK;

/*
 * A statement's text with the archive's schema before every table of it that has moved: those that follow
 * FROM, JOIN, STRAIGHT_JOIN, INTO or UPDATE.
 */
struct str archive_qualified(struct arena *arena, struct str sql, struct str schema,
			     const struct rows *tables);

#endif
