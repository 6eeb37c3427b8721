#include "db/archive.h"

#include <stddef.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "db/archive_table.h"
#include "db/connection.h"

enum { TABLES_MOST = 200 };

/* A foreign key of one column. */
struct edge {
	struct str name;
	struct str column_name;
	struct str parent;
	struct str parent_column;
};

#define AT(member) .kind = FIELD_TEXT, .name = #member, .offset = offsetof(struct edge, member), .max = 64
static const struct field edge_fields[] = {
	{AT(name)}, {AT(column_name)}, {AT(parent)}, {AT(parent_column)}, FIELD_END};
#undef AT
static const struct record edge_record = {"archive_edge", sizeof(struct edge), edge_fields};

#define AT(member) .name = #member, .offset = offsetof(struct archive_table, member), .flags = FIELD_STORED
static const struct field table_fields[] = {
	{.kind = FIELD_INT, AT(position)},       {.kind = FIELD_TEXT, AT(name)},
	{.kind = FIELD_TEXT, AT(column_name)},   {.kind = FIELD_TEXT, AT(parent)},
	{.kind = FIELD_TEXT, AT(parent_column)}, {.kind = FIELD_BOOL, AT(is_nested)},
	{.kind = FIELD_PROSE, AT(column_list)},  FIELD_END,
};
#undef AT
const struct record archive_table_record = {"archive_table", sizeof(struct archive_table), table_fields};

/* The column that is named after the parent is the one by which a row belongs to it. */
STATEMENT(archive_edges, &edge_record, NULL,
	  "SELECT table_name AS name, column_name, referenced_table_name AS parent,"
	  " referenced_column_name AS parent_column FROM information_schema.key_column_usage"
	  " WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() AND ordinal_position = 1"
	  " ORDER BY column_name <> CONCAT(referenced_table_name, '_id'), table_name, column_name");
STATEMENT(archive_forget, NULL, NULL, "DELETE FROM archive_table WHERE position >= ?");
STATEMENT(archive_remember, NULL, &archive_table_record,
	  "INSERT INTO archive_table ({names}) VALUES ({values})");

struct str archive_schema(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "%.*s_archive", STR_ARG(config_text(config, "database.name")));
}

struct preparing {
	struct db *db;
	struct arena *arena;
	struct str schema;
	struct rows edges;
	struct archive_table tables[TABLES_MOST];
	size_t count;
};

static struct archive_table *find_table(struct preparing *p, struct str name)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_equal(p->tables[i].name, name))
			return &p->tables[i];
	return NULL;
}

/* Everything that hangs on the tables found so far, one generation after the other. */
static enum rc find_family(struct preparing *p, const char *root)
{
	p->tables[p->count++] = (struct archive_table){.name = str_of(root)};
	for (size_t generation = 0; generation != p->count;) {
		generation = p->count;
		for (size_t i = 0; i < p->edges.count; i++) {
			const struct edge *edge = ROW(struct edge, p->edges, i);
			const struct archive_table *parent = find_table(p, edge->parent);
			if (!parent || (size_t)(parent - p->tables) >= generation ||
			    find_table(p, edge->name))
				continue;
			if (p->count == TABLES_MOST)
				return FAULT("archive.tables", "more than %d tables hang on %s", TABLES_MOST,
					     root);
			p->tables[p->count++] = (struct archive_table){.name = edge->name,
								       .column_name = edge->column_name,
								       .parent = edge->parent,
								       .parent_column = edge->parent_column};
		}
	}
	return RC_OK;
}

/* Does a table that has no position yet stand above this one? */
static bool waits_for_a_parent(struct preparing *p, const struct archive_table *table)
{
	for (size_t i = 0; i < p->edges.count; i++) {
		const struct edge *edge = ROW(struct edge, p->edges, i);
		const struct archive_table *parent = find_table(p, edge->parent);
		if (str_equal(edge->name, table->name) && parent && parent != table && !parent->position)
			return true;
	}
	return false;
}

/* Positions so that every foreign key points at a smaller one. */
static enum rc order_family(struct preparing *p)
{
	int64_t next = 1;

	for (bool moved = true; moved && next <= (int64_t)p->count;) {
		moved = false;
		for (size_t i = 0; i < p->count; i++) {
			struct archive_table *table = &p->tables[i];
			if (table->position || waits_for_a_parent(p, table))
				continue;
			table->position = next++;
			moved = true;
		}
	}
	for (size_t i = 0; i < p->edges.count; i++) {
		const struct edge *edge = ROW(struct edge, p->edges, i);
		struct archive_table *table = find_table(p, edge->name);
		if (table && str_equal(edge->name, edge->parent))
			table->is_nested = true;
	}
	return next > (int64_t)p->count ? RC_OK
					: FAULT("archive.cycle", "tables refer to each other in a circle");
}

/* One text for the columns and indexes of a table, to compare a copy with what it is a copy of. */
static enum rc shape_of(struct preparing *p, struct str schema, struct str name, struct str *out)
{
	struct str sql = arena_printf(
		p->arena,
		"SELECT CONCAT_WS(' ', column_name, column_type, is_nullable, COALESCE(column_default, ''), extra,"
		" COALESCE(generation_expression, '')) FROM information_schema.columns WHERE table_schema = '%.*s'"
		" AND table_name = '%.*s' UNION ALL SELECT CONCAT_WS(' ', index_name, seq_in_index, column_name,"
		" index_type) FROM information_schema.statistics WHERE table_schema = '%.*s' AND table_name = '%.*s'"
		" ORDER BY 1",
		STR_ARG(schema), STR_ARG(name), STR_ARG(schema), STR_ARG(name));
	struct text shape = TEXT_IN(p->arena);
	struct str *lines;
	size_t count;
	enum rc rc = connection_column(p->db, p->arena, sql, &lines, &count);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		text_add(&shape, lines[i]);
		text_char(&shape, '\n');
	}
	*out = text_str(&shape);
	return rc;
}

/* The stored columns that a table and its copy share. */
static enum rc shared_columns(struct preparing *p, struct str live, struct str name, struct str *out)
{
	struct str sql = arena_printf(
		p->arena,
		"SELECT a.column_name FROM information_schema.columns a JOIN information_schema.columns b"
		" ON b.table_schema = '%.*s' AND b.table_name = a.table_name AND b.column_name = a.column_name"
		" WHERE a.table_schema = '%.*s' AND a.table_name = '%.*s' AND a.generation_expression IS NULL"
		" ORDER BY a.ordinal_position",
		STR_ARG(p->schema), STR_ARG(live), STR_ARG(name));
	struct text list = TEXT_IN(p->arena);
	struct str *names;
	size_t count;
	enum rc rc = connection_column(p->db, p->arena, sql, &names, &count);

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		text_printf(&list, "%s`%.*s`", i ? ", " : "", STR_ARG(names[i]));
	*out = text_str(&list);
	return rc;
}

static enum rc run(struct preparing *p, const char *verb, struct str name, const char *ending,
		   struct str tail)
{
	return connection_run(p->db, arena_printf(p->arena, "%s `%.*s`.`%.*s%s` %.*s", verb,
						  STR_ARG(p->schema), STR_ARG(name), ending, STR_ARG(tail)));
}

/* A new copy with the rows of the old one, then the old one's name. */
static enum rc renew_copy(struct preparing *p, struct str live, struct str name)
{
	struct str columns;
	struct str like = arena_printf(p->arena, "LIKE `%.*s`.`%.*s`", STR_ARG(live), STR_ARG(name));
	enum rc rc = shared_columns(p, live, name, &columns);

	if (rc == RC_OK)
		rc = run(p, "DROP TABLE IF EXISTS", name, "_new", STR(""));
	if (rc == RC_OK)
		rc = run(p, "CREATE TABLE", name, "_new", like);
	if (rc == RC_OK)
		rc = run(p, "INSERT INTO", name, "_new",
			 arena_printf(p->arena, "(%.*s) SELECT %.*s FROM `%.*s`.`%.*s`", STR_ARG(columns),
				      STR_ARG(columns), STR_ARG(p->schema), STR_ARG(name)));
	if (rc == RC_OK)
		rc = run(p, "DROP TABLE", name, "", STR(""));
	if (rc == RC_OK)
		rc = run(p, "RENAME TABLE", name, "_new",
			 arena_printf(p->arena, "TO `%.*s`.`%.*s`", STR_ARG(p->schema), STR_ARG(name)));
	return rc;
}

static enum rc mend_copy(struct preparing *p, struct str live, struct str name)
{
	struct str wanted, present;
	enum rc rc = shape_of(p, live, name, &wanted);

	if (rc == RC_OK)
		rc = shape_of(p, p->schema, name, &present);
	if (rc != RC_OK || str_equal(wanted, present))
		return rc;
	LOG(LOG_INFO, "archive.prepare", "%.*s", STR_ARG(name));
	if (!present.len)
		return run(p, "CREATE TABLE", name, "",
			   arena_printf(p->arena, "LIKE `%.*s`.`%.*s`", STR_ARG(live), STR_ARG(name)));
	return renew_copy(p, live, name);
}

static enum rc mend_table(struct preparing *p, struct str live, struct archive_table *table)
{
	enum rc rc = mend_copy(p, live, table->name);

	return rc == RC_OK ? shared_columns(p, live, table->name, &table->column_list) : rc;
}

static enum rc remember(struct db *db, void *closure)
{
	struct preparing *p = closure;
	enum rc rc = db_write(db, &archive_forget, NULL, PARAMS(P_INT(0)), NULL);

	for (size_t i = 0; rc == RC_OK && i < p->count; i++)
		rc = db_write(db, &archive_remember, &p->tables[i], NO_PARAMS, NULL);
	return rc;
}

enum rc archive_prepare(struct db *db, struct arena *arena, const struct config *config, const char *root)
{
	struct preparing *p = ARENA_NEW(arena, struct preparing);
	struct str live = config_text(config, "database.name");

	p->db = db;
	p->arena = arena;
	p->schema = archive_schema(arena, config);
	enum rc rc =
		connection_run(db, arena_printf(arena,
						"CREATE DATABASE IF NOT EXISTS `%.*s` CHARACTER SET utf8mb4"
						" COLLATE utf8mb4_uca1400_ai_ci",
						STR_ARG(p->schema)));
	if (rc == RC_OK)
		rc = db_list(db, arena, &archive_edges, NO_PARAMS, &p->edges);
	if (rc == RC_OK)
		rc = find_family(p, root);
	if (rc == RC_OK)
		rc = order_family(p);
	for (size_t i = 0; rc == RC_OK && i < p->count; i++)
		rc = mend_table(p, live, &p->tables[i]);
	return rc == RC_OK ? db_transaction(db, "archive_prepare", remember, p) : rc;
}
