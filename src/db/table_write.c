#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "db/archive.h"
#include "db/connection.h"
#include "db/table.h"

enum { STATEMENT_BYTES = 1 << 20 };

enum rc table_loading_begin(struct db *db, struct arena *arena, struct table_loading *out)
{
	struct str *names;
	size_t count;
	enum rc rc = connection_column(
		db, arena,
		STR("SELECT CONCAT('CREATE TRIGGER `', trigger_name, '` ', action_timing, ' ', event_manipulation, ' ON `',"
		    " event_object_table, '` FOR EACH ROW ', action_statement) FROM information_schema.triggers"
		    " WHERE trigger_schema = DATABASE() ORDER BY event_object_table, action_timing, event_manipulation,"
		    " action_order"),
		&out->triggers, &out->trigger_count);

	if (rc == RC_OK)
		rc = connection_column(db, arena,
				       STR("SELECT trigger_name FROM information_schema.triggers"
					   " WHERE trigger_schema = DATABASE()"),
				       &names, &count);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = connection_run(db, arena_printf(arena, "DROP TRIGGER `%.*s`", STR_ARG(names[i])));
	if (rc == RC_OK)
		rc = connection_run(db, STR("SET foreign_key_checks = 0, unique_checks = 0,"
					    " sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')"));
	return rc;
}

enum rc table_loading_end(struct db *db, const struct table_loading *loading)
{
	enum rc rc = connection_run(db, STR("SET foreign_key_checks = 1, unique_checks = 1,"
					    " sql_mode = REPLACE(@@sql_mode, 'NO_AUTO_VALUE_ON_ZERO', '')"));

	for (size_t i = 0; rc == RC_OK && i < loading->trigger_count; i++)
		rc = connection_run(db, loading->triggers[i]);
	return rc;
}

struct table_writer {
	struct db *db;
	struct arena *rows;          /* the statement that grows; emptied with each one sent */
	const struct table *table;
	struct str head;
	struct text sql;
};

static void free_rows(void *resource)
{
	arena_free(resource);
}

static void begin_statement(struct table_writer *writer)
{
	arena_reset(writer->rows);
	writer->sql = TEXT_IN(writer->rows);
}

enum rc table_writer_open(struct db *db, struct arena *arena, const struct table *table, struct table_writer **out)
{
	struct table_writer *writer = ARENA_NEW(arena, struct table_writer);
	struct text head = TEXT_IN(arena);

	writer->db = db;
	writer->table = table;
	writer->rows = arena_new(2 * STATEMENT_BYTES);
	arena_defer(arena, free_rows, writer->rows);
	text_printf(&head, "INSERT INTO `%.*s`.`%.*s` (", STR_ARG(table->schema), STR_ARG(table->name));
	for (size_t i = 0; i < table->column_count; i++)
		text_printf(&head, "%s`%.*s`", i ? ", " : "", STR_ARG(table->columns[i].name));
	text_cstr(&head, ") VALUES ");
	writer->head = text_str(&head);
	begin_statement(writer);
	*out = writer;
	return connection_run(db, arena_printf(arena, "DELETE FROM `%.*s`.`%.*s`", STR_ARG(table->schema),
					       STR_ARG(table->name)));
}

static enum rc send(struct table_writer *writer)
{
	enum rc rc = RC_OK;

	if (writer->sql.len)
		rc = connection_run(writer->db, text_str(&writer->sql));
	begin_statement(writer);
	return rc;
}

static void add_bytes(struct text *sql, struct str value)
{
	static const char digits[] = "0123456789abcdef";
	char *at = text_reserve(sql, 2 * value.len);

	for (size_t i = 0; i < value.len; i++) {
		at[2 * i] = digits[(unsigned char)value.at[i] >> 4];
		at[2 * i + 1] = digits[(unsigned char)value.at[i] & 15];
	}
	sql->len += 2 * value.len;
}

static void add_value(struct table_writer *writer, enum table_kind kind, struct str value)
{
	struct text *sql = &writer->sql;

	if (!value.at) {
		text_cstr(sql, "NULL");
		return;
	}
	text_cstr(sql, kind == TABLE_BYTES ? "X'" : "'");
	if (kind == TABLE_BYTES) {
		add_bytes(sql, value);
	} else {
		char *at = text_reserve(sql, 2 * value.len + 1);
		sql->len += mysql_real_escape_string(writer->db->mysql, at, value.at, value.len);
	}
	text_char(sql, '\'');
}

enum rc table_writer_add(struct table_writer *writer, const struct str *values)
{
	if (!writer->db->mysql)
		return RC_UNAVAILABLE;
	if (writer->sql.len == 0)
		text_add(&writer->sql, writer->head);
	else
		text_char(&writer->sql, ',');
	for (size_t i = 0; i < writer->table->column_count; i++) {
		text_char(&writer->sql, i ? ',' : '(');
		add_value(writer, writer->table->columns[i].kind, values[i]);
	}
	text_char(&writer->sql, ')');
	return writer->sql.len >= STATEMENT_BYTES ? send(writer) : RC_OK;
}

enum rc table_writer_close(struct table_writer *writer)
{
	const struct table *table = writer->table;
	enum rc rc = send(writer);

	if (rc == RC_OK && table->next_id > 0)
		rc = connection_run(writer->db,
				    arena_printf(writer->rows, "ALTER TABLE `%.*s`.`%.*s` AUTO_INCREMENT = %lld",
						 STR_ARG(table->schema), STR_ARG(table->name), (long long)table->next_id));
	return rc;
}

enum rc table_schema_renew(struct db *db, struct arena *arena, const struct config *config)
{
	struct str name = config_text(config, "database.name"), archive = archive_schema(arena, config);
	enum rc rc = connection_run(db, arena_printf(arena, "DROP DATABASE IF EXISTS `%.*s`", STR_ARG(archive)));

	if (rc == RC_OK)
		rc = connection_run(db, arena_printf(arena, "DROP DATABASE IF EXISTS `%.*s`", STR_ARG(name)));
	connection_drop(db); /* the next one makes it, with the right collation */
	return rc == RC_OK ? connection_need(db) : rc;
}
