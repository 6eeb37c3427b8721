#include "exchange/scope_store.h"

enum { DEEPEST = 12 };

const char *const scope_left_out[] = {
	"account_token", "api_answer",     "archive_table", "audit_sealer",   "exchange_run",   "issuer_keys",
	"kept_form",     "logout_token",  "schema_lease",   "schema_migration", "session",     "worker_alarm",   "worker_process",
	"worker_task",   NULL,
};

/* Without an organization, and nobody's secret: code lists and the hashes of the log. */
static const char *const shared[] = {
	"audit_checkpoint", "audit_cosignature", "audit_leaf", "naics", "oiics_code", NULL,
};

static bool is_named(const char *const *names, struct str name)
{
	for (; *names; names++)
		if (str_is(name, *names))
			return true;
	return false;
}

static const struct table *find_table(const struct scope *scope, struct str name)
{
	for (size_t i = 0; i < scope->table_count; i++)
		if (str_equal(scope->tables[i].name, name))
			return &scope->tables[i];
	return NULL;
}

static const struct table_column *find_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (str_is(table->columns[i].name, name))
			return &table->columns[i];
	return NULL;
}

static bool condition(struct arena *arena, const struct scope *scope, const struct table *table, int depth,
		      struct str *where);

/* By the first foreign key that leads to rows of the organization. */
static bool by_parent(struct arena *arena, const struct scope *scope, const struct table *table, int depth,
		      struct str *where)
{
	for (size_t i = 0; i < scope->edges.count; i++) {
		const struct table_edge *edge = ROW(struct table_edge, scope->edges, i);
		const struct table *parent = find_table(scope, edge->parent);
		struct str inner;
		if (!str_equal(edge->table, table->name) || !parent || parent == table ||
		    !condition(arena, scope, parent, depth + 1, &inner))
			continue;
		*where = arena_printf(arena, "`%.*s` IN (SELECT `%.*s` FROM `%.*s`.`%.*s` WHERE %.*s)",
				      STR_ARG(edge->column), STR_ARG(edge->parent_column), STR_ARG(table->schema),
				      STR_ARG(parent->name), STR_ARG(inner));
		return true;
	}
	return false;
}

static bool condition(struct arena *arena, const struct scope *scope, const struct table *table, int depth,
		      struct str *where)
{
	const struct table_column *column = find_column(table, "organization_id");
	const long long id = (long long)scope->organization_id;

	if (str_is(table->name, "organization"))
		*where = arena_printf(arena, "id = %lld", id);
	else if (str_is(table->name, "audit_salt"))
		*where = arena_printf(arena, "seq IN (SELECT l.seq FROM audit_leaf l JOIN audit_entry e ON e.id = l.entry_id"
					     " WHERE e.organization_id = %lld)", id);
	else if (column)
		*where = arena_printf(arena, column->is_null ? "(organization_id = %lld OR organization_id IS NULL)"
							     : "organization_id = %lld", id);
	else
		return depth < DEEPEST && by_parent(arena, scope, table, depth, where);
	return true;
}

bool scope_of(struct arena *arena, const struct scope *scope, const struct table *table, struct str *where)
{
	*where = STR("");
	if (is_named(scope_left_out, table->name))
		return false;
	if (scope->organization_id == 0 || is_named(shared, table->name))
		return true;
	return condition(arena, scope, table, 0, where);
}
