#include "db/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "db/connection.h"

struct catalogue_row {
	struct str table, table_comment, name, type, kind, comment, nullable, key;
	int64_t next_id;
};
#define AT(member) .offset = offsetof(struct catalogue_row, member), .name = #member
static const struct field catalogue_fields[] = {
	{.kind = FIELD_TEXT, AT(table)},  {.kind = FIELD_PROSE, AT(table_comment)},
	{.kind = FIELD_TEXT, AT(name)},   {.kind = FIELD_PROSE, AT(type)},
	{.kind = FIELD_TEXT, AT(kind)},   {.kind = FIELD_PROSE, AT(comment)},
	{.kind = FIELD_TEXT, AT(nullable)}, {.kind = FIELD_TEXT, AT(key)},
	{.kind = FIELD_INT, AT(next_id)}, FIELD_END,
};
#undef AT
static const struct record catalogue_record = {"table_catalogue", sizeof(struct catalogue_row), catalogue_fields};

STATEMENT(table_catalogue, &catalogue_record, NULL,
	  "SELECT t.table_name AS `table`, t.table_comment, COALESCE(t.auto_increment, 0) AS next_id,"
	  " c.column_name AS name, c.column_type AS type, c.data_type AS kind, c.column_comment AS comment,"
	  " c.is_nullable AS nullable, c.column_key AS `key` FROM information_schema.tables t"
	  " JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name"
	  " WHERE t.table_schema = ? AND t.table_type = 'BASE TABLE' AND c.generation_expression IS NULL"
	  " ORDER BY t.table_name, c.ordinal_position");

#define AT(member) .kind = FIELD_TEXT, .offset = offsetof(struct table_edge, member), .name = #member
static const struct field edge_fields[] = {
	{AT(table)}, {AT(column)}, {AT(parent)}, {AT(parent_column)}, FIELD_END};
#undef AT
static const struct record edge_record = {"table_edge", sizeof(struct table_edge), edge_fields};

STATEMENT(table_edge_list, &edge_record, NULL,
	  "SELECT table_name AS `table`, column_name AS `column`, referenced_table_name AS parent,"
	  " referenced_column_name AS parent_column FROM information_schema.key_column_usage"
	  " WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() AND ordinal_position = 1"
	  " ORDER BY table_name, column_name, referenced_table_name");

static const struct {
	const char *type;
	enum table_kind kind;
} kinds[] = {
	{"bigint", TABLE_NUMBER},    {"int", TABLE_NUMBER},        {"mediumint", TABLE_NUMBER}, {"smallint", TABLE_NUMBER},
	{"tinyint", TABLE_NUMBER},   {"decimal", TABLE_DECIMAL},   {"varchar", TABLE_TEXT},     {"char", TABLE_TEXT},
	{"text", TABLE_TEXT},        {"mediumtext", TABLE_TEXT},   {"longtext", TABLE_TEXT},    {"tinytext", TABLE_TEXT},
	{"uuid", TABLE_TEXT},        {"enum", TABLE_TEXT},         {"binary", TABLE_BYTES},     {"varbinary", TABLE_BYTES},
	{"blob", TABLE_BYTES},       {"mediumblob", TABLE_BYTES},  {"longblob", TABLE_BYTES},   {"tinyblob", TABLE_BYTES},
	{"datetime", TABLE_MOMENT},  {"timestamp", TABLE_MOMENT},  {"date", TABLE_DAY},         {"time", TABLE_CLOCK},
};

static bool kind_of(struct str type, enum table_kind *out)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(type, kinds[i].type)) {
			*out = kinds[i].kind;
			return true;
		}
	return false;
}

enum rc table_list(struct db *db, struct arena *arena, struct str schema, struct table **out, size_t *count)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &table_catalogue, PARAMS(P_TEXT(schema)), &rows);

	*count = 0;
	if (rc != RC_OK)
		return rc;
	struct table *tables = ARENA_ARRAY(arena, struct table, rows.count + 1), *table = NULL;
	struct table_column *columns = ARENA_ARRAY(arena, struct table_column, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct catalogue_row *row = ROW(struct catalogue_row, rows, i);
		if (!table || !str_equal(table->name, row->table)) {
			table = &tables[(*count)++];
			*table = (struct table){.schema = schema, .name = row->table, .comment = row->table_comment,
						.columns = &columns[i], .next_id = row->next_id};
		}
		columns[i] = (struct table_column){
			.name = row->name, .type = row->type, .comment = row->comment,
			.is_null = str_is(row->nullable, "YES"), .is_key = str_is(row->key, "PRI"),
		};
		if (!kind_of(row->kind, &columns[i].kind))
			return FAULT("table.kind", "%.*s.%.*s is a %.*s", STR_ARG(row->table), STR_ARG(row->name),
				     STR_ARG(row->kind));
		table->column_count++;
	}
	*out = tables;
	return RC_OK;
}

enum rc table_edges(struct db *db, struct arena *arena, struct rows *edges)
{
	return db_list(db, arena, &table_edge_list, NO_PARAMS, edges);
}

/* --- reading ----------------------------------------------------------------------------- */

static struct str reading_sql(struct arena *arena, const struct table *table, struct str where)
{
	struct text sql = TEXT_IN(arena);
	bool has_key = false;

	text_cstr(&sql, "SELECT ");
	for (size_t i = 0; i < table->column_count; i++) {
		text_printf(&sql, "%s`%.*s`", i ? ", " : "", STR_ARG(table->columns[i].name));
		has_key = has_key || table->columns[i].is_key;
	}
	text_printf(&sql, " FROM `%.*s`.`%.*s`", STR_ARG(table->schema), STR_ARG(table->name));
	if (where.len)
		text_printf(&sql, " WHERE %.*s", STR_ARG(where));
	const char *before = " ORDER BY ";
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].is_key || !has_key) {
			text_printf(&sql, "%s`%.*s`", before, STR_ARG(table->columns[i].name));
			before = ", ";
		}
	return text_str(&sql);
}

static enum rc each_row(struct db *db, MYSQL_RES *result, size_t count, struct str *values,
			enum rc (*each)(void *closure, const struct str *values), void *closure)
{
	enum rc rc = RC_OK;
	MYSQL_ROW row;

	while (rc == RC_OK && (row = mysql_fetch_row(result))) {
		const unsigned long *lengths = mysql_fetch_lengths(result);
		for (size_t i = 0; i < count; i++)
			values[i] = row[i] ? (struct str){row[i], lengths[i]} : STR_NONE;
		rc = each(closure, values);
	}
	if (rc == RC_OK && mysql_errno(db->mysql))
		rc = failure_of(db, "table", mysql_errno(db->mysql), mysql_sqlstate(db->mysql), mysql_error(db->mysql)).rc;
	return rc;
}

enum rc table_each(struct db *db, struct arena *arena, const struct table *table, struct str where,
		   enum rc (*each)(void *closure, const struct str *values), void *closure)
{
	struct str *values = ARENA_ARRAY(arena, struct str, table->column_count);
	enum rc rc = db->trouble;

	if (db->depth == 0 || rc == RC_OK)
		rc = connection_run(db, reading_sql(arena, table, where));
	if (rc != RC_OK)
		return rc;
	MYSQL_RES *result = mysql_use_result(db->mysql);
	if (!result)
		return FAULT("table.result", "%.*s", STR_ARG(table->name));
	db->streaming = true;
	rc = each_row(db, result, table->column_count, values, each, closure);
	db->streaming = false;
	mysql_free_result(result);
	return rc;
}
