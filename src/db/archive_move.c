#include "base/log.h"
#include "base/text.h"
#include "db/archive.h"
#include "db/archive_table.h"
#include "db/connection.h"

STATEMENT(archive_list, &archive_table_record, NULL,
	  "SELECT {columns} FROM archive_table ORDER BY position LIMIT 200");

enum rc archive_tables(struct db *db, struct arena *arena, struct rows *rows)
{
	return db_list(db, arena, &archive_list, NO_PARAMS, rows);
}

struct moving {
	struct db *db;
	struct arena *arena;
	struct str schema;
	struct rows tables;
	int64_t id;
};

static const struct archive_table *find_table(const struct moving *m, struct str name)
{
	for (size_t i = 0; i < m->tables.count; i++)
		if (str_equal(ROW(struct archive_table, m->tables, i)->name, name))
			return ROW(struct archive_table, m->tables, i);
	return NULL;
}

/* Which rows of the table belong to the root with that id. */
static void add_condition(const struct moving *m, struct text *sql, const struct archive_table *table)
{
	if (!table || !table->parent.len) {
		text_printf(sql, "id = %lld", (long long)m->id);
		return;
	}
	text_printf(sql, "`%.*s` IN (SELECT `%.*s` FROM `%.*s` WHERE ", STR_ARG(table->column_name),
		    STR_ARG(table->parent_column), STR_ARG(table->parent));
	add_condition(m, sql, find_table(m, table->parent));
	text_char(sql, ')');
}

static enum rc copy_rows(const struct moving *m, const struct archive_table *table)
{
	struct text sql = TEXT_IN(m->arena);
	struct str columns = table->column_list;

	if (!columns.len)
		return FAULT("archive.copy", "%.*s has no copy; run muster migrate", STR_ARG(table->name));
	text_printf(&sql, "INSERT INTO `%.*s`.`%.*s` (%.*s) SELECT %.*s FROM `%.*s` WHERE ",
		    STR_ARG(m->schema), STR_ARG(table->name), STR_ARG(columns), STR_ARG(columns),
		    STR_ARG(table->name));
	add_condition(m, &sql, table);
	return connection_run(m->db, text_str(&sql));
}

static enum rc remove_rows(const struct moving *m, const struct archive_table *table)
{
	struct text sql = TEXT_IN(m->arena);

	text_printf(&sql, "DELETE FROM `%.*s` WHERE ", STR_ARG(table->name));
	add_condition(m, &sql, table);
	if (table->is_nested)
		text_cstr(&sql, " ORDER BY id DESC"); /* what refers to a row is younger than it */
	return connection_run(m->db, text_str(&sql));
}

enum rc archive_move(struct db *db, struct arena *arena, const struct config *config, int64_t id)
{
	struct moving m = {.db = db, .arena = arena, .schema = archive_schema(arena, config), .id = id};
	enum rc rc = archive_tables(db, arena, &m.tables);

	if (rc == RC_OK && !m.tables.count)
		rc = RC_NOT_FOUND;
	for (size_t i = 0; rc == RC_OK && i < m.tables.count; i++)
		rc = copy_rows(&m, ROW(struct archive_table, m.tables, i));
	for (size_t i = m.tables.count; rc == RC_OK && i-- > 0;)
		rc = remove_rows(&m, ROW(struct archive_table, m.tables, i));
	return rc;
}
