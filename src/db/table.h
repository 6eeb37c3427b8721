#ifndef DB_TABLE_H
#define DB_TABLE_H

#include "db/db.h"

/*
 * Whole tables as they are: what the catalogue says of them, every row read in the order of the key, rows written back.
 * For taking everything out and in; features use their stores. The owner's connection.
 */

enum table_kind { TABLE_NUMBER, TABLE_DECIMAL, TABLE_TEXT, TABLE_BYTES, TABLE_MOMENT, TABLE_DAY, TABLE_CLOCK };

struct table_column {
	struct str name;
	struct str type;         /* as in SQL: "varchar(200)" */
	struct str comment;
	enum table_kind kind;
	bool is_null;            /* may be NULL */
	bool is_key;             /* of the primary key */
};

struct table {
	struct str schema, name, comment;
	struct table_column *columns; /* stored ones, in the order of the table; computed ones are left out */
	size_t column_count;
	int64_t next_id;         /* next AUTO_INCREMENT; 0: it has none */
};

/* The base tables of a schema, by name. RC_FAULT (logged): a column is of a type that is not known here. */
enum rc table_list(struct db *db, struct arena *arena, struct str schema, struct table **out, size_t *count) MUST_CHECK;

/* A foreign key of one column. */
struct table_edge {
	struct str table, column, parent, parent_column;
};
/* Those of the present schema, by table and column; rows are struct table_edge. */
enum rc table_edges(struct db *db, struct arena *arena, struct rows *edges) MUST_CHECK;

/*
 * Every row in the order of the primary key, one at a time: memory does not grow with the table. values are as the
 * server writes them in text, STR_NONE for NULL; moments "2026-11-21 08:00:00.000000". where is a condition of ours, or
 * empty. In a transaction of a db_read_only connection all tables are seen at one moment. each() must not use db.
 */
enum rc table_each(struct db *db, struct arena *arena, const struct table *table, struct str where,
		   enum rc (*each)(void *closure, const struct str *values), void *closure) MUST_CHECK;

/*
 * Between the two, rows go in as they are: keys to rows that come later are not checked, triggers do not run. Begin
 * takes the triggers away, end puts them back; in between the schema has none. Not inside a transaction.
 */
struct table_loading {
	struct str *triggers;
	size_t trigger_count;
};
enum rc table_loading_begin(struct db *db, struct arena *arena, struct table_loading *out) MUST_CHECK;
enum rc table_loading_end(struct db *db, const struct table_loading *loading) MUST_CHECK;

struct table_writer;
/* Empties the table and writes rows into it. Lives as long as arena. */
enum rc table_writer_open(struct db *db, struct arena *arena, const struct table *table,
			  struct table_writer **out) MUST_CHECK;
/* values in the order of the columns, as table_each gives them. */
enum rc table_writer_add(struct table_writer *writer, const struct str *values) MUST_CHECK;
/* Writes what is left and sets next_id. */
enum rc table_writer_close(struct table_writer *writer) MUST_CHECK;

/* Removes and makes anew the present schema, and removes its archive. Everything in them is lost. */
enum rc table_schema_renew(struct db *db, struct arena *arena, const struct config *config) MUST_CHECK;

#endif
